import { type Generated } from 'kysely';
import { type Requested } from '../../../domain/access/access';
import { type Instant, type Json, type MaybeInstant } from './types';

export interface RequestsTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number | null;
  action: Requested;
  payload: Json<Record<string, unknown>>;
  reason: string;
  asked_by: number;
  asked_at: Instant;
  expires_at: Instant;
  decided_by: number | null;
  decided_at: MaybeInstant;
  decision: 'approved' | 'refused' | null;
  comment: string | null;
}
