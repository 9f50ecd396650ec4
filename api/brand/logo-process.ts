import sharp from 'sharp';
import { serveDecoder } from '../../config/decoder/serve';
import { logoPictures } from './logo-picture';

// no other loader can be reached by a file's contents
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadSvg'] });
sharp.cache(false);
sharp.concurrency(1);

serveDecoder(({ bytes }: { bytes: Uint8Array }) => logoPictures(Buffer.from(bytes)));
