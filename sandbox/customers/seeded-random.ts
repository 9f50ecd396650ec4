import { seededRandom } from '../support/seeded-random';
import { type Self } from './knowledge';

export type Choice = 'migrate' | 'cancel';

/** Draws the lots of one customer: the same seed, own data and question always give the same. */
export class SeededRandom {
  constructor(
    private readonly seed: number,
    private readonly about: string,
  ) {}

  /** From 0 up to, not including, 1. */
  draw(question: string): number {
    return seededRandom(this.seed, this.about, question);
  }

  /** A whole number, both ends included. */
  between(question: string, from: number, to: number): number {
    return from + Math.floor(this.draw(question) * (to - from + 1));
  }

  /** One of these by their shares, which add up to at most 1; the last one takes what is left. */
  pick<Item>(question: string, shares: readonly (readonly [Item, number])[]): Item {
    let left = this.draw(question);
    for (const [item, share] of shares) {
      left -= share;
      if (left < 0) return item;
    }
    return shares.at(-1)![0];
  }

  withProbability(question: string, share: number): boolean {
    return this.draw(question) < share;
  }
}

export const randomOf = (seed: number, self: Pick<Self, 'random'>): SeededRandom => new SeededRandom(seed, self.random);

/** The customer's wish for a contract: three in ten cancel. */
export const wishFor = (random: SeededRandom, contract: string): Choice =>
  random.withProbability(`choice ${contract}`, 0.3) ? 'cancel' : 'migrate';
