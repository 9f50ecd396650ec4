import { type Generated } from 'kysely';
import { type Instant, type MaybeInstant } from './types';

export interface OverdueJourneysTable {
  journey_id: number;
  client_id: number;
  run: number;
  turn: number;
  seen_at: Generated<number>;
  signalled_at: MaybeInstant;
  signals: Generated<number>;
}
export interface ReconcileCountsTable {
  campaign_id: number;
  client_id: number;
  did: 'restarted' | 'signalled';
  count: number;
  last_at: Instant;
}

/** Journeys found past their time. */
export interface ReconcileTables {
  overdue_journeys: OverdueJourneysTable;
  reconcile_counts: ReconcileCountsTable;
}
