import { type ColumnType, type Generated } from 'kysely';
import { type RepresentativesTable } from './consents';
import { type Instant, type Json, type MaybeInstant } from './types';

type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

export interface PrintRunsTable {
  id: Generated<number>;
  client_id: number;
  lane_id: number;
  run_on: string;
  no: number;
  key: string;
  status: Generated<'open' | 'rendered' | 'handed_over' | 'posted' | 'differs'>;
  pieces: Generated<number>;
  pages: Generated<number>;
  manifest_hash: string | null;
  totals: MaybeJson<Record<string, unknown>>;
  opened_at: Instant;
  handed_over_at: MaybeInstant;
  posted_at: MaybeInstant;
  acknowledged: MaybeJson<Record<string, unknown>>;
  launched: Generated<boolean>;
}
export type ReturnStatus = 'received' | 'entered' | 'mismatch' | 'accepted' | 'defect' | 'undeliverable';
export interface ReturnsTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  customer_id: number;
  piece_id: number;
  receipt: string;
  kind: 'form' | 'undeliverable';
  status: ReturnStatus;
  received_on: string;
  postmark_on: string | null;
  reason: string | null;
  defects: MaybeJson<string[]>;
  scan_hash: string | null;
  received_by: number | null;
  received_at: Instant;
  decided_at: MaybeInstant;
  version: Generated<number>;
}
export interface ReturnScansTable {
  return_id: number;
  client_id: number;
  type: string;
  data: Buffer;
}
export interface ReturnEntriesTable {
  return_id: number;
  no: number;
  client_id: number;
  person_id: number;
  data: Json<Record<string, unknown>>;
  at: Instant;
}
export interface CallTasksTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  customer_id: number;
  journey_id: number;
  message_id: number;
  status: Generated<'waiting' | 'leased' | 'done'>;
  attempts: Generated<number>;
  max_attempts: number;
  next_at: Instant;
  leased_by: number | null;
  leased_at: MaybeInstant;
  lease_until: MaybeInstant;
  result: string | null;
  ended_at: MaybeInstant;
  version: Generated<number>;
}
export interface CallAttemptsTable {
  task_id: number;
  no: number;
  client_id: number;
  person_id: number;
  band: string;
  at: Instant;
  result: string;
  recording: string | null;
}
export interface ClientFilesTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  kind: 'changes' | 'results' | 'acknowledgement';
  status: 'preview' | 'applied' | 'discarded' | 'sent' | 'acknowledged';
  name: string | null;
  file_hash: string;
  totals: Json<Record<string, unknown>>;
  answers: number | null;
  created_by: number | null;
  created_at: Instant;
  applied_by: number | null;
  applied_at: MaybeInstant;
}
export interface ClientChangesTable {
  file_id: number;
  line: number;
  client_id: number;
  contract_id: number | null;
  customer_id: number | null;
  kind: string;
  effective_on: string | null;
  verdict: string;
  data: Buffer | null;
}
export interface ClientResultsTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  contract_id: number;
  file_id: number;
  outcome: string;
  reason: string;
  receipt: string | null;
  decided_at: Instant;
  status: Generated<'sent' | 'reflected' | 'rejected'>;
  rejection: string | null;
  answered_at: MaybeInstant;
}

/** The tables of SMS, post, phone, returned forms and the exchange with the client's system. */
export interface ChannelTables {
  print_runs: PrintRunsTable;
  returns: ReturnsTable;
  return_scans: ReturnScansTable;
  return_entries: ReturnEntriesTable;
  call_tasks: CallTasksTable;
  call_attempts: CallAttemptsTable;
  representatives: RepresentativesTable;
  client_files: ClientFilesTable;
  client_changes: ClientChangesTable;
  client_results: ClientResultsTable;
}
