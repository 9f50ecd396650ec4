import { type ColumnType, type Generated } from 'kysely';
import { type MaybeInstant } from './types';

export interface IdempotencyKeysTable {
  /** `key:<id>` or `session:<id>`. */
  caller: string;
  key: string;
  request_hash: Buffer;
  status: number | null;
  response: ColumnType<unknown, string | null | undefined, string | null>;
  created_at: ColumnType<number, never, never>;
}
export interface ClockTable {
  id: Generated<number>;
  speed: number;
  slot_ms: number;
  slack_ms: number;
  stepped_to: MaybeInstant;
}
