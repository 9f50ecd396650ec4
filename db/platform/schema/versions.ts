import { type ColumnType, type Generated } from 'kysely';
import { type PlanRule } from '../../../domain/campaigns/plan-rule';
import { type Instant, type MaybeInstant } from './types';

/** `adopting`: journeys that stay are being kept back; `adopted`: the campaign has moved. */
export type PlanVersionStatus = 'draft' | 'submitted' | 'approved' | 'adopting' | 'adopted' | 'discarded';

export interface PlanVersionsTable {
  campaign_id: number;
  version: number;
  client_id: number;
  base_version: number;
  status: Generated<PlanVersionStatus>;
  rule: ColumnType<PlanRule | null, string | null | undefined, string | null>;
  content_hash: string | null;
  created_by: number | null;
  created_at: Instant;
  submitted_by: number | null;
  submitted_at: MaybeInstant;
  adopted_by: number | null;
  adopted_at: MaybeInstant;
  /** Journeys up to this id have been gone through. */
  after_journey: Generated<number>;
  /** The same among the closed ones, which its later dates may open again; null: it opens none. */
  closed_after: Generated<number | null>;
  adoption_finished_at: MaybeInstant;
}
