import { type ColumnType, type Generated } from 'kysely';
import { type Instant, type MaybeInstant, type OutcomeName } from './types';
import { type WaveTables } from './waves';

export interface PausesTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  channel: string | null;
  notice: string | null;
  version: number | null;
  prefecture: number | null;
  customer_id: number | null;
  listed: Generated<boolean>;
  area: ColumnType<PauseArea | null, string | null | undefined, never>;
  wave: string | null;
  /** When the list of an area was looked through once more. */
  area_checked_at: MaybeInstant;
  extend_waits: boolean;
  fall_through: Generated<boolean>;
  until_at: MaybeInstant;
  reason: string;
  opened_by: number;
  opened_at: Instant;
  ended_by: number | null;
  ended_at: MaybeInstant;
  end_reason: string | null;
}

/** An area as it was asked for; who lives there is kept as a list of customers, to which new addresses are added. */
export interface PauseArea {
  /** A postal code or its first three digits or more. */
  postalCode?: string;
  /** The beginning of an address, such as a prefecture with a city. */
  city?: string;
  /** Only customers of a list that was given with it: who comes to live there later is not added. */
  fixed?: true;
}

export interface PauseCustomersTable {
  pause_id: number;
  customer_id: number;
  client_id: number;
}

export interface CorrectionsTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  journey_id: number;
  contract_id: number;
  outcome: OutcomeName | 'open';
  before: OutcomeName | null;
  declared_at: MaybeInstant;
  reason: string;
  status: Generated<'proposed' | 'confirmed' | 'declined'>;
  proposed_by: number;
  proposed_at: Instant;
  decided_by: number | null;
  decided_at: MaybeInstant;
}

/** The tables of steering. */
export interface SteeringTables extends WaveTables {
  pauses: PausesTable;
  pause_customers: PauseCustomersTable;
  corrections: CorrectionsTable;
}
