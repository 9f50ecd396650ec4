import { TextDecoder } from 'node:util';
import { AppError, type Issue } from '../../../domain/errors';
import { findingText } from '../../../domain/texts/audience';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'cp932';

export interface Detected {
  encoding: Encoding;
  /** Some lines have bytes that are no character of the encoding. */
  damaged: boolean;
}

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

  /**
   * The encoding of the whole file. `again` reads it once more, which is needed only if single characters are cut. Throws
   * file_empty, file_not_text or file_encoding_unknown.
   */
  async finish(again: () => AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Detected> {
    if (!this.readings) this.begin();
    if (this.blank && !this.nul) throw new AppError('file_empty');
    const text = this.head.toString('latin1', 0, 4);
    const wide = this.readings!.has('utf-16le') || this.readings!.has('utf-16be');
    if ((this.nul && !wide) || MAGIC.some((magic) => text.startsWith(magic))) throw new AppError('file_not_text');
    if (this.escaped && !wide) throw new AppError('file_encoding_unknown', { guess: 'ISO-2022-JP' });
    const fitting = [...this.readings!].find(([, reading]) => reading.finish());
    return fitting ? { encoding: fitting[0], damaged: false } : leastDamaged([...this.readings!.keys()], again());
  }

  /** A byte order mark decides; otherwise UTF-8 is preferred to CP932. */
  private begin(): void {
    const marked = MARKS.find(([, mark]) => this.head.subarray(0, mark.length).equals(mark));
    const possible: Encoding[] = marked ? [marked[0]] : ['utf-8', 'cp932'];
    this.readings = new Map(possible.map((encoding) => [encoding, new Reading(DECODER[encoding])]));
    this.decode(this.head);
  }

  private decode(chunk: Buffer): void {
    this.blank &&= /^[\0\s\u001a\u00ef\u00bb\u00bf\u00fe\u00ff]*$/.test(chunk.toString('latin1'));
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

const LINES_NAMED = 10;

/**
 * The encoding that spoils the fewest lines, for a text of which single characters are cut. Throws file_encoding_unknown,
 * with the first of those lines as issues, if it spoils the header or half of all lines: then it is another encoding.
 */
async function leastDamaged(
  encodings: Encoding[],
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<Detected> {
  const counters = encodings.map((encoding) => new DamageCounter(encoding));
  for await (const chunk of chunks) for (const counter of counters) counter.push(chunk);
  for (const counter of counters) counter.finish();
  const best = counters.sort((a, b) => a.spoilt - b.spoilt)[0]!;
  if (best.first[0] === 1 || best.spoilt * 2 >= best.lines) {
    throw new AppError('file_encoding_unknown', {}, best.first.map(issueOf));
  }
  return { encoding: best.encoding, damaged: true };
}

const issueOf = (line: number): Issue => ({
  path: `${line}`,
  code: 'row_undecodable',
  ...findingText('row_undecodable', 'ja'),
});

/** Counts the lines with bytes that are no character of an encoding. */
class DamageCounter {
  private readonly decoder: TextDecoder;
  lines = 1;
  spoilt = 0;
  /** The first of the spoilt lines. */
  readonly first: number[] = [];
  private isSpoilt = false;
  private afterReturn = false;

  constructor(readonly encoding: Encoding) {
    this.decoder = new TextDecoder(DECODER[encoding]);
  }

  push(chunk: Buffer): void {
    this.count(this.decoder.decode(chunk, { stream: true }));
  }

  finish(): void {
    this.count(this.decoder.decode());
  }

  private count(text: string): void {
    for (const character of text) {
      if (character === '\r' || (character === '\n' && !this.afterReturn)) this.lines += 1;
      if (character === '\r' || character === '\n') this.isSpoilt = false;
      else if (character === '\ufffd' && !this.isSpoilt) this.spoil();
      this.afterReturn = character === '\r';
    }
  }

  private spoil(): void {
    this.isSpoilt = true;
    this.spoilt += 1;
    if (this.first.length < LINES_NAMED) this.first.push(this.lines);
  }
}
