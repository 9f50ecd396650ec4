import sharp from 'sharp';
import { serveDecoder } from '../../config/decoder/serve';
import { readPart } from './stack-reader';
import { type PartAnswer, type PartQuestion } from './stack-decoder';

// every loader that could be reached by a file's contents, among them those of SVG, PDF and whole toolkits
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadTiff'] });
sharp.cache(false);
sharp.concurrency(1);

/** The file under work: it is sent once, not with each of its parts. */
let held: { key: string; bytes: Uint8Array } | undefined;

serveDecoder(async ({ key, bytes, from, count }: PartQuestion): Promise<PartAnswer> => {
  if (bytes) held = { key, bytes };
  return held?.key === key ? readPart({ bytes: held.bytes, from, count }) : 'send_bytes';
});
