import { type ColumnType, type Generated } from 'kysely';
import { type AccountTables, type ApiKeyColumns } from './schema/accounts';
import { type ChannelTables } from './schema/channels';
import { type ConsentsTable, type ConsentTables } from './schema/consents';
import { type ErasureTables } from './schema/erasure';
import { type EdgeTables } from './schema/edges';
import { type LaneHealthColumns, type LaneHealthTables } from './schema/lane-health';
import { type ClockTable, type IdempotencyKeysTable } from './schema/system';
import { type LedgerHeadsTable, type LedgerTable } from './schema/ledger';
import { type SteeringTables } from './schema/pauses';
import { type RequestsTable } from './schema/requests';
import { type PlanVersionsTable } from './schema/versions';
import { type PlanProgress } from '../../domain/campaigns/plan-rule';
import {
  type ImportsTable,
  type FindingsTable,
  type CustomersTable,
  type VaultKeysTable,
  type VaultItemsTable,
  type SecondFactorsTable,
  type ContactPointsTable,
  type ContractsTable,
  type AudienceTable,
  type HoldsTable,
} from './schema/parties';
import {
  type Instant,
  type MaybeInstant,
  type Json,
  type Role,
  type Gate,
  type CampaignStatus,
  type JourneyState,
  type MessageStatus,
  type OutcomeName,
} from './schema/types';

export type { Instant, Role, Gate, CampaignStatus, JourneyState, MessageStatus, OutcomeName } from './schema/types';
export type {
  ImportsTable,
  FindingsTable,
  CustomersTable,
  VaultKeysTable,
  VaultItemsTable,
  SecondFactorsTable,
  ContactPointsTable,
  ContractsTable,
  AudienceTable,
  HoldsTable,
} from './schema/parties';

export interface ClientsTable {
  id: Generated<number>;
  code: string;
  name: string;
}
export interface PersonsTable {
  id: Generated<number>;
  login: string;
  name: string;
}
export interface ApiKeysTable extends ApiKeyColumns {
  id: Generated<number>;
  key_hash: Buffer;
  person_id: number;
  client_id: number | null;
  role: Role;
  expires_at: MaybeInstant;
  revoked_at: MaybeInstant;
  last_used_at: MaybeInstant;
}
export interface CampaignsTable {
  id: Generated<number>;
  client_id: number;
  name: string;
  status: Generated<CampaignStatus>;
  version: Generated<number>;
  epoch: Generated<number>;
  content_hash: string | null;
  submitted_by: number | null;
  submitted_at: MaybeInstant;
  started_at: MaybeInstant;
  ended_at: MaybeInstant;
  launched: Generated<boolean>;
  turn: Generated<number>;
  wake_at: MaybeInstant;
  created_by: number | null;
  created_at: ColumnType<number, never, never>;
}
export interface CampaignVersionsTable {
  campaign_id: number;
  version: number;
  client_id: number;
  doc: Json<unknown>;
  created_by: number | null;
  created_at: ColumnType<number, never, never>;
}
export interface ApprovalsTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  gate: Gate;
  content_hash: string;
  person_id: number;
  comment: string | null;
  at: Instant;
  voided_at: MaybeInstant;
  void_reason: string | null;
  /** The further version it is for; null: the start. */
  version: Generated<number | null>;
}
export interface JourneysTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  customer_id: number;
  run: Generated<number>;
  status: Generated<'open' | 'closed'>;
  state: Generated<JourneyState>;
  step: string | null;
  turn: Generated<number>;
  wake_at: MaybeInstant;
  held_epoch: number | null;
  arrival_seq: Generated<number>;
  read_seq: Generated<number>;
  started_run: Generated<number>;
  closed_at: MaybeInstant;
  /** When a person stopped this one journey. */
  stopped_at: MaybeInstant;
  /** The version this journey keeps; null: the campaign's. */
  plan_version: Generated<number | null>;
  /** The wave it begins with. */
  wave: Generated<string | null>;
  /** The version whose steps `step` names; null: the one the campaign was started with. */
  steps_version: Generated<number | null>;
  plan_progress: ColumnType<PlanProgress | null, string | null | undefined, string | null>;
}
export interface StepResultsTable {
  journey_id: number;
  run: number;
  turn: number;
  client_id: number;
  at: Instant;
  result: Json<unknown>;
}
export interface LanesTable extends LaneHealthColumns {
  id: Generated<number>;
  client_id: number | null;
  channel: string;
  name: string;
  provider: ColumnType<Record<string, unknown>, string | undefined, string>;
  rate_per_minute: Generated<number>;
  burst: Generated<number>;
  opens: Generated<string>;
  closes: Generated<string>;
  daily_capacity: number | null;
  tokens: Generated<number>;
  tokens_at: MaybeInstant;
  used_on: string | null;
  used: Generated<number>;
  breaker: Generated<'closed' | 'open'>;
  breaker_reason: string | null;
  fence: Generated<number>;
  launched: Generated<boolean>;
}
export interface PiecesTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  customer_id: number;
  code: string;
  /** Post only: its envelope in a print run. */
  print_run_id: number | null;
  no: number | null;
  pages: number | null;
  posted_at: MaybeInstant;
  removed_reason: string | null;
}
export interface MessagesTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  customer_id: number;
  journey_id: number;
  piece_id: number;
  lane_id: number;
  run: number;
  step: string;
  occurrence: Generated<number>;
  channel: string;
  purpose: string;
  notice: string;
  version: number;
  override_reason: string | null;
  status: Generated<MessageStatus>;
  due_at: Instant;
  not_before: Instant;
  deferrals: Generated<number>;
  deferred_reason: string | null;
  attempts: Generated<number>;
  fence: number | null;
  claimed_at: MaybeInstant;
  /** When the provider was about to get it; mail and SMS only. */
  handing_over_at: MaybeInstant;
  handed_over_at: MaybeInstant;
  failure: string | null;
  bounced_at: MaybeInstant;
  provider_ref: string | null;
  /** When a letter should have arrived; waits count from there. */
  expected_at: MaybeInstant;
  /** When the provider's receipt said so (SMS). */
  delivered_at: MaybeInstant;
}
export interface ArrivalsTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  journey_id: number;
  seq: number;
  kind: string;
  at: Instant;
  received_at: Instant;
  source: string;
  data: Json<Record<string, unknown>>;
  dedupe: string;
  read_at: MaybeInstant;
  signalled_at: MaybeInstant;
}
export interface ChoicesTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  contract_id: number;
  arrival_id: number;
  choice: 'migrate' | 'cancel' | 'withdrawn';
  at: Instant;
  receipt: string;
  via: Generated<'web' | 'form' | 'phone' | 'client' | 'correction'>;
}
export interface OutcomesTable {
  campaign_id: number;
  contract_id: number;
  client_id: number;
  customer_id: number;
  outcome: OutcomeName;
  reason: string;
  at: Instant;
}
export interface LinksTable {
  campaign_id: number;
  customer_id: number;
  kind: 'page' | 'optout';
  version: Generated<number>;
  client_id: number;
  token_hash: Buffer;
  expires_at: Instant;
  revoked_at: MaybeInstant;
  failures: Generated<number>;
  locked_until: MaybeInstant;
}
/** Every table, as Kysely sees it. The truth is db/migrations. */
export interface Database
  extends AccountTables, ChannelTables, ConsentTables, EdgeTables, ErasureTables, LaneHealthTables, SteeringTables {
  clients: ClientsTable;
  persons: PersonsTable;
  api_keys: ApiKeysTable;
  idempotency_keys: IdempotencyKeysTable;
  clock: ClockTable;
  campaigns: CampaignsTable;
  campaign_versions: CampaignVersionsTable;
  plan_versions: PlanVersionsTable;
  approvals: ApprovalsTable;
  requests: RequestsTable;
  imports: ImportsTable;
  findings: FindingsTable;
  customers: CustomersTable;
  vault_keys: VaultKeysTable;
  vault_items: VaultItemsTable;
  second_factors: SecondFactorsTable;
  contact_points: ContactPointsTable;
  consents: ConsentsTable;
  contracts: ContractsTable;
  audience: AudienceTable;
  holds: HoldsTable;
  journeys: JourneysTable;
  step_results: StepResultsTable;
  lanes: LanesTable;
  pieces: PiecesTable;
  messages: MessagesTable;
  arrivals: ArrivalsTable;
  choices: ChoicesTable;
  outcomes: OutcomesTable;
  links: LinksTable;
  ledger_heads: LedgerHeadsTable;
  ledger: LedgerTable;
}
