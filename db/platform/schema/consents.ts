import { type Generated } from 'kysely';
import { type Instant, type MaybeInstant } from './types';

export interface ConsentsTable {
  id: Generated<number>;
  customer_id: number;
  client_id: number;
  channel: string;
  purpose: 'service_notice' | 'offer';
  value: boolean;
  source: string;
  /** When the customer said so. */
  at: Instant;
  /** Reference of what proves it, without names. */
  evidence: string | null;
  recorded_by: number | null;
  /** When we learnt of it; null: with `at`. */
  recorded_at: MaybeInstant;
  /** The arrival it came in with. */
  arrival_id: number | null;
}

export interface ConsentOverridesTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  customer_id: number;
  channel: string;
  reason: string;
  evidence: string;
  asked_by: number;
  asked_at: Instant;
  decided_by: number | null;
  decided_at: MaybeInstant;
  /** Null while nobody has decided. */
  confirmed: boolean | null;
  /** Taken back after it was confirmed. */
  withdrawn_by: number | null;
  withdrawn_at: MaybeInstant;
  withdraw_reason: string | null;
}

export interface RepresentativesTable {
  id: Generated<number>;
  client_id: number;
  customer_id: number;
  relation: 'heir' | 'guardian' | 'parent' | 'agent' | 'contact' | 'lawyer' | 'liquidator';
  channels: string[];
  evidence: string;
  /** The day on which that paper was issued, `YYYY-MM-DD`. */
  evidence_on: string | null;
  valid_from: string;
  valid_until: string | null;
  created_by: number | null;
  created_at: Instant;
  ended_at: MaybeInstant;
  /** Whether it may answer and sign; otherwise it is only addressed. */
  may_decide: Generated<boolean>;
  /** Null: for every purpose. */
  purposes: ('service_notice' | 'offer')[] | null;
  /** Channels whose address turned out bad, with the reason. */
  bad: Generated<Record<string, string>>;
  began_notified_at: MaybeInstant;
  lapse_notified_at: MaybeInstant;
}

/** Tables of consents beyond those of the spine. */
export interface ConsentTables {
  consent_overrides: ConsentOverridesTable;
}
