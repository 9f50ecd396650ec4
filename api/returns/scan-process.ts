import sharp from 'sharp';
import { serveDecoder } from '../../config/decoder/serve';
import { readScan } from '../../activities/scans/scan-reader';

// every loader that could be reached by a file's contents, among them those of SVG, PDF and whole toolkits
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadTiff'] });
sharp.cache(false);
sharp.concurrency(1);

serveDecoder(({ bytes }: { bytes: Uint8Array }) => readScan({ bytes: Buffer.from(bytes) }));
