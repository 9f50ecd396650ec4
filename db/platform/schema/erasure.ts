import { type Generated } from 'kysely';
import { type Instant, type MaybeInstant } from './types';

export type ErasureBasis = 'asked_by_customer' | 'asked_by_client' | 'wrong_data' | 'retention' | 'register';
export type Retained = 'personal' | 'images' | 'print';

export interface ErasuresTable {
  id: Generated<number>;
  client_id: number;
  customer_id: number;
  basis: ErasureBasis;
  request_id: number | null;
  /** By whose retention. */
  campaign_id: number | null;
  status: Generated<'approved' | 'done' | 'refused'>;
  refusal: string | null;
  opened_at: Instant;
  done_at: MaybeInstant;
  register_no: number | null;
}
export interface RetentionRunsTable {
  campaign_id: number;
  what: Retained;
  client_id: number;
  removed: Generated<number>;
  kept: Generated<number>;
  done_at: MaybeInstant;
}
export interface ErasureTables {
  erasures: ErasuresTable;
  retention_runs: RetentionRunsTable;
}
