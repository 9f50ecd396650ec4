import { seededRandom } from '../support/seeded-random';
import { type Self } from './knowledge';

export type Choice = 'migrate' | 'cancel';

/** Random numbers of one customer; deterministic for seed, customer data and label. */
export class SeededRandom {
  constructor(
    private readonly seed: number,
    private readonly about: string,
  ) {}

  /** A number in [0, 1). */
  draw(question: string): number {
    return seededRandom(this.seed, this.about, question);
  }

  /** An integer, both limits included. */
  between(question: string, from: number, to: number): number {
    return from + Math.floor(this.draw(question) * (to - from + 1));
  }

  /** One of these by their shares, which add up to at most 1; the last one takes the rest. */
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

/** The customer's choice for a contract: 30 % cancel. */
export const wishFor = (random: SeededRandom, contract: string): Choice =>
  random.withProbability(`choice ${contract}`, 0.3) ? 'cancel' : 'migrate';
