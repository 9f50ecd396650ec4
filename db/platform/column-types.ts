import { type ColumnType } from 'kysely';

/** An instant: epoch milliseconds when read, a Date when written. */
export type Instant = ColumnType<number, Date, Date>;
/** jsonb: a parsed value when read, JSON text when written. */
export type JsonText<T> = ColumnType<T, string, string>;
