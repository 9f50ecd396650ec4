import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { type Detected, EncodingDetector } from './encoding';

/** The whole file on disk, unnamed: it disappears when closed, also when the process is killed. */
export interface Spooled extends Detected {
  file: FileHandle;
  bytes: number;
  sha256: string;
}

/**
 * Writes the body to an unnamed temporary file while hashing it and detecting its encoding, which needs the whole file.
 * The caller closes `file`. Throws what `EncodingDetector` throws.
 */
export async function spool(body: Readable): Promise<Spooled> {
  const file = await openUnnamed();
  try {
    const hash = createHash('sha256');
    const detector = new EncodingDetector();
    let bytes = 0;
    for await (const part of body) {
      const chunk = Buffer.isBuffer(part) ? part : Buffer.from(part as string | Uint8Array);
      hash.update(chunk);
      detector.push(chunk);
      await file.write(chunk);
      bytes += chunk.length;
    }
    const detected = await detector.finish(() => chunksOf(file));
    return { file, bytes, sha256: hash.digest('hex'), ...detected };
  } catch (error) {
    await file.close();
    throw error;
  }
}

const CHUNK_BYTES = 64 * 1024;

async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function openUnnamed(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-'));
  try {
    return await open(join(folder, 'audience'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
}
