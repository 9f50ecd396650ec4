import { type Instant } from './schema-types';

export interface RateCountersTable {
  /** Hash of what is limited and whom. */
  key: Buffer;
  hits: number;
  resets_at: Instant;
}

export interface EdgeTables {
  rate_counters: RateCountersTable;
}
