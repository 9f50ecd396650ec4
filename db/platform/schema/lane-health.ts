import { type Generated } from 'kysely';
import { type AlertKind } from '../../../domain/platform/alerts';
import { type ReconcileTables } from './sweep';
import { type Instant, type Json, type MaybeInstant } from './types';

/** What `lanes` has beside its limits: when it stops itself, and its turns. */
export interface LaneHealthColumns {
  stop_errors: Generated<number | null>;
  stop_bounces: Generated<number | null>;
  stop_complaints: Generated<number | null>;
  stop_volume: Generated<number>;
  stop_window_minutes: Generated<number>;
  health_epoch: Generated<number>;
  virtual_time: Generated<number>;
}
export interface LaneMinutesTable {
  lane_id: number;
  epoch: number;
  minute: Instant;
  sent: Generated<number>;
  refused: Generated<number>;
  bounced: Generated<number>;
  complaints: Generated<number>;
}
export interface LaneSharesTable {
  lane_id: number;
  campaign_id: number;
  client_id: number;
  weight: Generated<number>;
  virtual_time: Generated<number>;
}
export interface AlertsTable {
  id: Generated<number>;
  client_id: number | null;
  kind: AlertKind;
  subject: string;
  figures: Json<Record<string, number | string>>;
  opened_at: Instant;
  closed_at: MaybeInstant;
  acknowledged_by: number | null;
  acknowledged_at: MaybeInstant;
}
export interface AlertSendsTable {
  alert_id: number;
  via: 'mail' | 'webhook';
  attempts: Generated<number>;
  next_at: Instant;
  sent_at: MaybeInstant;
  failure: string | null;
}

/** Lanes' health and turns, journeys past their time, and alerts. */
export interface LaneHealthTables extends ReconcileTables {
  lane_minutes: LaneMinutesTable;
  lane_shares: LaneSharesTable;
  alerts: AlertsTable;
  alert_sends: AlertSendsTable;
}
