import type pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';

/**
 * A counter of up to `points` requests in `duration` seconds for each key, shared by all processes through the table
 * rate_counters. Its methods reject with a RateLimiterRes above the limit, else with the database's error.
 * With `removesExpired`, rows that expired more than an hour ago are deleted every five minutes, of all counters.
 */
export function openRateCounter(
  pool: pg.Pool,
  { points, duration, removesExpired }: { points: number; duration: number; removesExpired: boolean },
): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_counters',
    tableCreated: true,
    keyPrefix: '',
    points,
    duration,
    clearExpiredByTimeout: removesExpired,
  });
}
