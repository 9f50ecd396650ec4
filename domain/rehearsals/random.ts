/**
 * Deterministic pseudo-random number in [0, 1), derived from the seed and labels alone: the same on every machine, and
 * usable inside a workflow. Two multiplicative hashes of 32 bits with the avalanche of MurmurHash3, 53 bits in all.
 */
export function drawnFrom(seed: number, ...labels: (string | number)[]): number {
  const text = `${seed}\n${labels.join('\n')}`;
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  const [a, b] = [mixed(high ^ (low >>> 15)), mixed(low ^ (high >>> 13))];
  return ((a & 0x1fffff) * 2 ** 32 + b) / 2 ** 53;
}

function mixed(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Draws of one contact of one customer, each by the name of its question. */
export class Draws {
  constructor(
    private readonly seed: number,
    private readonly about: string,
  ) {}

  /** A number in [0, 1). */
  of(question: string): number {
    return drawnFrom(this.seed, this.about, question);
  }

  /** Whether something of this probability happens. */
  happens(question: string, share: number): boolean {
    return this.of(question) < share;
  }

  /** An index of the weights, which need not add up to 1; 0 where all of them are 0. */
  index(question: string, weights: readonly number[]): number {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let left = this.of(question) * total;
    for (const [index, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return index;
    }
    return 0;
  }

  /** So many times a thing of this expected number happens: the whole part for certain, once more by the rest. */
  times(question: string, expected: number): number {
    const whole = Math.floor(expected);
    return whole + (this.happens(question, expected - whole) ? 1 : 0);
  }
}
