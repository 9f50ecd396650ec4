import sharp from 'sharp';
import { serveDecoder } from '../../config/decoder/serve';
import { readPart } from './stack-reader';

// every loader that could be reached by a file's contents, among them those of SVG, PDF and whole toolkits
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadTiff'] });
sharp.cache(false);
sharp.concurrency(1);

serveDecoder(readPart);
