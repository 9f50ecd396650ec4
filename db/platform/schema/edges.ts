import { type Instant } from './types';

export interface RateCountersTable {
  /** Hash of what is limited and whom. */
  key: Buffer;
  hits: number;
  resets_at: Instant;
}

/** One row a customer; `keys` are bigints, which JavaScript reads and writes as text. */
export interface SearchKeysTable {
  customer_id: number;
  client_id: number;
  keys: string[];
}

export interface EdgeTables {
  search_keys: SearchKeysTable;
  rate_counters: RateCountersTable;
}
