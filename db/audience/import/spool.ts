import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { AppError } from '../../../domain/errors';

/** The whole file on disk, unnamed: it disappears when closed, also when the process is killed. */
export interface Spooled {
  file: FileHandle;
  bytes: number;
  sha256: string;
  encoding: Encoding;
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
    return { file, bytes, sha256: hash.digest('hex'), encoding: detector.finish() };
  } catch (error) {
    await file.close();
    throw error;
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

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'cp932';

/** TextDecoder labels; WHATWG `shift_jis` is CP932 with vendor extensions. */
export const DECODER: Record<Encoding, string> = {
  'utf-8': 'utf-8',
  'utf-8-bom': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  cp932: 'shift_jis',
};

const MARKS: [Encoding, Buffer][] = [
  ['utf-8-bom', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];
const MAGIC = ['PK\u0003\u0004', '%PDF', '\u00d0\u00cf\u0011\u00e0'];
const ESC = 0x1b;

/** Detects a file's encoding from all of its bytes; a sample could end inside a character. */
export class EncodingDetector {
  private head = Buffer.alloc(0);
  private blank = true;
  private nul = false;
  private escaped = false;
  private readings: Map<Encoding, Reading> | null = null;

  push(chunk: Buffer): void {
    if (this.readings) this.decode(chunk);
    else {
      this.head = Buffer.concat([this.head, chunk]); // until long enough for a byte order mark
      if (this.head.length >= 3) this.begin();
    }
  }

  /** Throws file_empty, file_not_text or file_encoding_unknown. */
  finish(): Encoding {
    if (!this.readings) this.begin();
    if (this.blank && !this.nul) throw new AppError('file_empty');
    const text = this.head.toString('latin1', 0, 4);
    const wide = this.readings!.has('utf-16le') || this.readings!.has('utf-16be');
    if ((this.nul && !wide) || MAGIC.some((magic) => text.startsWith(magic))) throw new AppError('file_not_text');
    if (this.escaped && !wide) throw new AppError('file_encoding_unknown', { guess: 'ISO-2022-JP' });
    const fitting = [...this.readings!].find(([, reading]) => reading.finish());
    if (!fitting) throw new AppError('file_encoding_unknown');
    return fitting[0];
  }

  /** A byte order mark decides; otherwise UTF-8 is preferred to CP932. */
  private begin(): void {
    const marked = MARKS.find(([, mark]) => this.head.subarray(0, mark.length).equals(mark));
    const possible: Encoding[] = marked ? [marked[0]] : ['utf-8', 'cp932'];
    this.readings = new Map(possible.map((encoding) => [encoding, new Reading(DECODER[encoding])]));
    this.decode(this.head);
  }

  private decode(chunk: Buffer): void {
    this.blank &&= /^[\0\s\u00ef\u00bb\u00bf\u00fe\u00ff]*$/.test(chunk.toString('latin1'));
    this.nul ||= chunk.includes(0);
    this.escaped ||= chunk.includes(ESC);
    for (const reading of this.readings!.values()) reading.push(chunk);
  }
}

/** Checks whether bytes decode without error in one encoding. Stops at the first error. */
class Reading {
  private decoder: TextDecoder | null;

  constructor(label: string) {
    this.decoder = new TextDecoder(label, { fatal: true });
  }

  push(chunk: Buffer): void {
    this.attempt((decoder) => decoder.decode(chunk, { stream: true }));
  }

  finish(): boolean {
    this.attempt((decoder) => decoder.decode());
    return this.decoder !== null;
  }

  private attempt(decode: (decoder: TextDecoder) => unknown): void {
    if (!this.decoder) return;
    try {
      decode(this.decoder);
    } catch {
      this.decoder = null;
    }
  }
}
