import { TextDecoder } from 'node:util';
import { AppError } from '../domain/errors';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'cp932';

/** The decoder's label; WHATWG `shift_jis` is CP932 with its vendor extensions. */
export const DECODER: Record<Encoding, string> = {
  'utf-8': 'utf-8',
  'utf-8-bom': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  cp932: 'shift_jis',
};

const MAGIC = ['PK\u0003\u0004', '%PDF', '\u00d0\u00cf\u0011\u00e0'];
const ESC = 0x1b;

/** Decides a file's encoding from all of its bytes: a sample cut inside a character would mislead. */
export class EncodingDetector {
  private head = Buffer.alloc(0);
  private blank = true;
  private nul = false;
  private escaped = false;
  private readonly readings = ['utf-8', 'shift_jis', 'utf-16le', 'utf-16be'].map((label) => new Reading(label));

  push(chunk: Buffer): void {
    if (this.head.length < 4) this.head = Buffer.concat([this.head, chunk.subarray(0, 4)]);
    this.blank &&= /^[\0\s\u00ef\u00bb\u00bf\u00fe\u00ff]*$/.test(chunk.toString('latin1'));
    this.nul ||= chunk.includes(0);
    this.escaped ||= chunk.includes(ESC);
    for (const reading of this.readings) reading.push(chunk);
  }

  /** Throws file_empty, file_not_text or file_encoding_unknown. */
  finish(): Encoding {
    if (this.blank && !this.nul) throw new AppError('file_empty');
    const [utf8, cp932, utf16le, utf16be] = this.readings.map((reading) => reading.finish());
    const starts = (...bytes: number[]) => this.head.subarray(0, bytes.length).equals(Buffer.from(bytes));
    if (starts(0xff, 0xfe)) return orUnknown(utf16le, 'utf-16le');
    if (starts(0xfe, 0xff)) return orUnknown(utf16be, 'utf-16be');
    const text = this.head.toString('latin1');
    if (this.nul || MAGIC.some((magic) => text.startsWith(magic))) throw new AppError('file_not_text');
    if (starts(0xef, 0xbb, 0xbf)) return orUnknown(utf8, 'utf-8-bom');
    if (this.escaped) throw new AppError('file_encoding_unknown', { guess: 'ISO-2022-JP' });
    return utf8 ? 'utf-8' : orUnknown(cp932, 'cp932');
  }
}

function orUnknown(fits: boolean | undefined, encoding: Encoding): Encoding {
  if (!fits) throw new AppError('file_encoding_unknown');
  return encoding;
}

/** Whether bytes read without an error in one encoding; stops decoding at the first error. */
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
