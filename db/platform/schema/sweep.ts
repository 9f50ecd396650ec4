import { type Generated } from 'kysely';
import { type Instant, type MaybeInstant } from './types';

export interface OverdueJourneysTable {
  journey_id: number;
  client_id: number;
  run: number;
  wake: number;
  seen_at: Generated<number>;
  rung_at: MaybeInstant;
  rings: Generated<number>;
}
export interface SweepCountsTable {
  campaign_id: number;
  client_id: number;
  did: 'revived' | 'rung';
  count: number;
  last_at: Instant;
}

/** Journeys found past their time. */
export interface SweepTables {
  overdue_journeys: OverdueJourneysTable;
  sweep_counts: SweepCountsTable;
}
