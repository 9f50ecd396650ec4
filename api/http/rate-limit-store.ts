import { type ClientRateLimitInfo, type Store } from 'express-rate-limit';
import { countHit, forgetHit, forgetHits, reconcileCounters } from '../../db/platform/rate-counters';
import { type Db } from '../../db/platform/types';

const CLEANUP_MS = 60_000;
let cleanedAt = 0;

/** Counters in PostgreSQL, shared by all processes. One statement per hit. */
export class CounterStore implements Store {
  readonly localKeys = false;

  constructor(
    private readonly db: Db,
    private readonly hash: (key: string) => Buffer,
    private readonly windowMs: number,
  ) {}

  async increment(key: string): Promise<ClientRateLimitInfo> {
    const { hits, resetsAt } = await countHit(this.db, this.hash(key), this.windowMs);
    if (Date.now() - cleanedAt > CLEANUP_MS) {
      cleanedAt = Date.now();
      await reconcileCounters(this.db);
    }
    return { totalHits: hits, resetTime: new Date(resetsAt) };
  }

  decrement(key: string): Promise<void> {
    return forgetHit(this.db, this.hash(key));
  }

  resetKey(key: string): Promise<void> {
    return forgetHits(this.db, this.hash(key));
  }
}
