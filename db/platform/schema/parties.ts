import { type ColumnType, type Generated } from 'kysely';
import { type Instant, type MaybeInstant } from './types';

export interface ImportsTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  file_hash: string;
  columns_hash: Generated<string>;
  encoding: string;
  status: Generated<'running' | 'done' | 'failed'>;
  rows: Generated<number>;
  refused: Generated<number>;
  held: Generated<number>;
  doubles: Generated<number>;
  contracts: Generated<number>;
  customers: Generated<number>;
  error: ColumnType<unknown, string | null | undefined, string | null>;
  created_by: number | null;
  created_at: ColumnType<number, never, never>;
  finished_at: MaybeInstant;
}
export interface FindingsTable {
  import_id: number;
  no: number;
  client_id: number;
  line: number;
  column: string | null;
  code: string;
  severity: 'refused' | 'held' | 'warning' | 'info';
  detail: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
}
export interface CustomersTable {
  id: Generated<number>;
  client_id: number;
  kind: 'person' | 'company';
  party_hash: Buffer;
  /** Largest of 0, 18, 20, 25 … 100 reached when the file came in; null when unknown. */
  age_from: number | null;
  /** JIS X 0401, 1 to 47. */
  prefecture: number | null;
}
export interface VaultKeysTable {
  customer_id: number;
  client_id: number;
  master_key_id: string;
  wrapped_key: Buffer;
}
export interface VaultItemsTable {
  customer_id: number;
  item: string;
  client_id: number;
  data: Buffer;
}
export interface SecondFactorsTable {
  customer_id: number;
  kind: 'birth' | 'phone4' | 'code';
  client_id: number;
  hash: Buffer;
}
export interface ContactPointsTable {
  customer_id: number;
  channel: 'mail' | 'sms' | 'post' | 'phone';
  client_id: number;
  hash: Buffer;
  bad_reason: string | null;
  bad_at: MaybeInstant;
}
export interface ContractsTable {
  id: Generated<number>;
  client_id: number;
  customer_id: number;
  number_hash: Buffer;
  row_hash: Buffer;
  product: string | null;
}
export interface AudienceTable {
  campaign_id: number;
  contract_id: number;
  client_id: number;
  customer_id: number;
  line: number;
  state: 'included' | 'held' | 'excluded';
  reason: string | null;
  decided_by: number | null;
  decided_at: MaybeInstant;
}
export interface HoldsTable {
  id: Generated<number>;
  client_id: number;
  customer_id: number;
  reason: string;
  source: string;
  owner_id: number | null;
  review_on: string | null;
  opened_at: Instant;
  released_at: MaybeInstant;
  released_by: number | null;
  note: string | null;
}
