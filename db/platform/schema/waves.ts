import { type ColumnType, type Generated } from 'kysely';
import { type RecallAnswer } from '../../../domain/print/recall';
import { type Instant, type MaybeInstant } from './types';

/** Envelopes of one print run that the shop is asked to take out. */
export interface RecallsTable {
  id: Generated<number>;
  client_id: number;
  campaign_id: number;
  print_run_id: number;
  pause_id: number | null;
  no: number;
  key: string;
  status: Generated<'asked' | 'differs' | 'answered'>;
  pieces: number;
  letters: number;
  reason: string;
  asked_by: number | null;
  asked_at: Instant;
  /** When the list lay in the folder shared with the shop. */
  sent_at: MaybeInstant;
  answer: ColumnType<RecallAnswer | null, string | null | undefined, string | null>;
  answered_at: MaybeInstant;
}

export interface RecallLettersTable {
  recall_id: number;
  message_id: number;
  piece_id: number;
  client_id: number;
  result: 'pulled' | 'too_late' | null;
}

export interface AreaChecksTable {
  customer_id: number;
  client_id: number;
  noted_at: Generated<number>;
}

/** The tables of waves, areas and recalled letters. */
export interface WaveTables {
  recalls: RecallsTable;
  recall_letters: RecallLettersTable;
  area_checks: AreaChecksTable;
}
