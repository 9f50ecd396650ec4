/** A value that must not be found, in the bytes it would be written in. */
export interface Pattern<Label> {
  bytes: Buffer;
  label: Label;
}

const HEAD = 4;
const BITS = 20;

/**
 * Finds any of many byte strings in one pass over the bytes: four of them are looked up in a bitmap, the rest is compared
 * only where that hits. Patterns below five bytes are left out: they would be found anywhere.
 */
export class Patterns<Label> {
  readonly size: number;
  readonly longest: number;
  readonly #seen = new Uint8Array(1 << BITS);
  readonly #byHead = new Map<number, Pattern<Label>[]>();

  constructor(patterns: Iterable<Pattern<Label>>) {
    let size = 0;
    let longest = 0;
    for (const pattern of patterns) {
      if (pattern.bytes.length <= HEAD) continue;
      const head = pattern.bytes.readUInt32LE(0);
      this.#seen[slotOf(head)] = 1;
      this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), pattern]);
      size += 1;
      longest = Math.max(longest, pattern.bytes.length);
    }
    this.size = size;
    this.longest = longest;
  }

  /** Calls `found` for each place where a pattern begins and ends. */
  search(bytes: Uint8Array, found: (label: Label, at: number, end: number) => void): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let head = 0;
    for (let at = 0; at < buffer.length; at++) {
      head = ((head >>> 8) | (buffer[at]! << 24)) >>> 0;
      const begin = at - HEAD + 1;
      if (begin < 0 || this.#seen[slotOf(head)] === 0) continue;
      for (const { bytes: pattern, label } of this.#byHead.get(head) ?? []) {
        const end = begin + pattern.length;
        if (end <= buffer.length && buffer.compare(pattern, 0, pattern.length, begin, end) === 0)
          found(label, begin, end);
      }
    }
  }
}

const slotOf = (head: number): number => Math.imul(head, 0x9e3779b1) >>> (32 - BITS);

/** Searches what comes in pieces: a value that is cut between two pieces is found too, and none twice. */
export class PatternStream<Label> {
  #rest: Buffer = Buffer.alloc(0);

  constructor(
    private readonly patterns: Patterns<Label>,
    private readonly found: (label: Label) => void,
  ) {}

  push(piece: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, piece]);
    const known = this.#rest.length;
    this.patterns.search(bytes, (label, _at, end) => {
      if (end > known) this.found(label); // one that ends in what was kept was reported before
    });
    const keep = Math.max(0, this.patterns.longest - 1);
    this.#rest = Buffer.from(bytes.subarray(Math.max(0, bytes.length - keep)));
  }
}
