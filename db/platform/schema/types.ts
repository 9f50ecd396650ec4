import { type ColumnType } from 'kysely';

/** An instant: epoch milliseconds when read, a Date when written. */
export type Instant = ColumnType<number, Date, Date>;
export type MaybeInstant = ColumnType<number | null, Date | null | undefined, Date | null>;
/** jsonb: a parsed value when read, JSON text when written. */
export type Json<T> = ColumnType<T, string, string>;

export type { Role } from '../../../domain/access/access';
export type Gate = 'internal' | 'client';
export type CampaignStatus = 'draft' | 'submitted' | 'approved' | 'running' | 'paused' | 'stopped' | 'completed';
export type JourneyState = 'scheduled' | 'notified' | 'reminded' | 'awaiting_reply' | 'call_due' | 'closed';
export type MessageStatus =
  'queued' | 'claimed' | 'handing_over' | 'handed_over' | 'failed' | 'withdrawn' | 'doubtful' | 'recalled';
export type OutcomeName = 'migrated' | 'cancelled' | 'lapsed' | 'unreachable' | 'excluded' | 'stopped';
