import { once } from 'node:events';
import { type Writable } from 'node:stream';
import { sql } from 'kysely';
import { type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Finding, FINDINGS } from '../../../domain/audience/finding';
import { type NormalisedRow } from '../../../domain/audience/row';
import { type Header } from './header';
import { type Trx } from '../../platform/types';

/** A valid row as hashes and ciphertext; nothing else of it leaves the process. */
export interface EncryptedRow {
  partyHash: Buffer;
  customerNumberHash: Buffer | null;
  wrapped: Buffer;
  profile: Buffer;
  secret: Buffer;
  /** Search hashes of the customer, eight bytes each. */
  search: Buffer;
  mail: Buffer | null;
  /** Hash of the number, the same on every channel. */
  mobile: Buffer | null;
  landline: Buffer | null;
  post: Buffer | null;
  birthFactor: Buffer | null;
  phoneFactor: Buffer | null;
  mobileFactor: Buffer | null;
  codeFactor: Buffer | null;
}

/** One data row on its way into staging; `row` and `encrypted` are null if it was refused at once. */
export interface StagedRow {
  line: number;
  numberHash: Buffer | null;
  rowHash: Buffer;
  row: NormalisedRow | null;
  encrypted: EncryptedRow | null;
  findings: Finding[];
}

/** Columns and types in COPY order, each with its value. */
const COLUMNS: [string, (staged: StagedRow, header: Header) => CopyValue][] = [
  ['line int not null', ({ line }) => ({ int4: line })],
  ['state text not null', ({ row }) => (row ? 'good' : 'refused')],
  ['number_hash bytea', ({ numberHash }) => numberHash],
  ['row_hash bytea not null', ({ rowHash }) => rowHash],
  ['kind text', ({ row }) => row?.kind ?? null],
  ['product text', ({ row }) => row?.product ?? null],
  ['hold text', ({ row }) => row?.hold ?? null],
  ['protect boolean', ({ row }) => row?.protect ?? null],
  ['mail_consent boolean', ({ row }) => row?.mailConsent ?? null],
  ['sms_consent boolean', ({ row }) => row?.smsConsent ?? null],
  ['phone_consent boolean', ({ row }) => row?.phoneConsent ?? null],
  ['post_offers boolean', ({ row }) => (row?.postStop ? false : null)],
  ['post_notices boolean', ({ row }) => (row?.postStop === 'all' ? false : null)],
  ['age_from int', ({ row }) => int4(row?.ageFrom)],
  ['prefecture int', ({ row }) => int4(row?.prefecture)],
  ['country text', ({ row }) => row?.country ?? null],
  ['language text', ({ row }) => row?.language ?? null],
  ['party_hash bytea', ({ encrypted }) => encrypted?.partyHash ?? null],
  ['customer_number bytea', ({ encrypted }) => encrypted?.customerNumberHash ?? null],
  ['wrapped bytea', ({ encrypted }) => encrypted?.wrapped ?? null],
  ['profile bytea', ({ encrypted }) => encrypted?.profile ?? null],
  ['secret bytea', ({ encrypted }) => encrypted?.secret ?? null],
  ['search bigint[]', ({ encrypted }) => (encrypted ? { int8s: encrypted.search } : null)],
  ['mail bytea', ({ encrypted }) => encrypted?.mail ?? null],
  ['mobile bytea', ({ encrypted }) => encrypted?.mobile ?? null],
  ['landline bytea', ({ encrypted }) => encrypted?.landline ?? null],
  ['post bytea', ({ encrypted }) => encrypted?.post ?? null],
  ['birth_factor bytea', ({ encrypted }) => encrypted?.birthFactor ?? null],
  ['phone_factor bytea', ({ encrypted }) => encrypted?.phoneFactor ?? null],
  ['mobile_factor bytea', ({ encrypted }) => encrypted?.mobileFactor ?? null],
  ['code_factor bytea', ({ encrypted }) => encrypted?.codeFactor ?? null],
  ['findings json', ({ findings }, header) => (findings.length > 0 ? findingsJson(findings, header) : null)],
];

const int4 = (value: number | undefined): CopyValue => (value === undefined ? null : { int4: value });

/** Column definitions of the staging table. */
const STAGED_COLUMNS: readonly string[] = COLUMNS.map(([column]) => column);

/** A row's values in COPY order. */
export const stagedValues = (staged: StagedRow, header: Header): CopyValue[] =>
  COLUMNS.map(([, value]) => value(staged, header));

const findingsJson = (findings: Finding[], header: Header): string =>
  JSON.stringify(
    findings.map(({ field, code, detail }) => ({
      column: field === null ? null : header.names.get(field),
      code,
      severity: FINDINGS[code],
      detail,
    })),
  );

/**
 * Creates the import's temporary tables. They are visible to this transaction only, vanish in any case, and the
 * application may ANALYZE them, on which the plans of the set operations depend.
 */
export async function createStaging(trx: Trx): Promise<void> {
  await sql.raw(`create temp table staged (${STAGED_COLUMNS.join(', ')}) on commit drop`).execute(trx);
  await sql
    .raw('create temp table noted (line int, "column" text, code text, severity text, detail json) on commit drop')
    .execute(trx);
}

/** Opens the COPY into staging; `client` is the connection of the transaction that created the tables. */
export function openCopy(client: PoolClient): StagingCopy {
  return new StagingCopy(client.query(copyFrom('copy staged from stdin (format binary)')));
}

/** Accepts encoded rows until `end` or `giveUp`; one of the two must be called. */
class StagingCopy {
  /** Error reported by the server, possibly while no call is waiting for it. */
  private failure: Error | undefined;

  constructor(private readonly out: Writable) {
    this.out.on('error', (error: Error) => (this.failure ??= error));
    this.out.write(COPY_HEADER);
  }

  async write(rows: Buffer): Promise<void> {
    if (this.failure) throw this.failure;
    if (!this.out.write(rows)) await once(this.out, 'drain');
  }

  /** Resolves when the server has stored everything. */
  async end(): Promise<void> {
    if (this.failure) throw this.failure;
    const finished = once(this.out, 'finish');
    this.out.end(COPY_TRAILER);
    await finished;
  }

  /** Aborts the COPY, so that the connection can roll back. */
  async giveUp(): Promise<void> {
    if (this.failure || this.out.destroyed) return;
    const closed = new Promise((resolve) => this.out.once('close', resolve));
    this.out.destroy(new Error('import given up'));
    await closed;
  }
}

/** Header and trailer of a binary COPY (PostgreSQL manual, "COPY", "Binary Format"). */
const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** A value of a binary COPY; it must match the column's type. */
type CopyValue = null | Buffer | string | boolean | { int4: number } | { int8s: Buffer };

/** Type of a bigint array's elements. */
const INT8_OID = 20;

/**
 * Encodes rows for a binary COPY, which saves hex encoding of bytea. Strings are for text and json columns, not jsonb.
 */
export class CopyRows {
  private buffer = Buffer.allocUnsafeSlow(256 * 1024);
  private at = 0;

  add(values: CopyValue[]): void {
    this.room(2);
    this.at = this.buffer.writeInt16BE(values.length, this.at);
    for (const value of values) this.value(value);
  }

  /** Returns a copy of the rows added since the last call. */
  take(): Buffer {
    const rows = Buffer.allocUnsafeSlow(this.at);
    this.buffer.copy(rows, 0, 0, this.at);
    this.at = 0;
    return rows;
  }

  private value(value: CopyValue): void {
    if (value === null) this.int4(-1);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'boolean') {
      this.int4(1);
      this.room(1);
      this.at = this.buffer.writeInt8(value ? 1 : 0, this.at);
    } else if (Buffer.isBuffer(value)) {
      this.int4(value.length);
      this.room(value.length);
      this.at += value.copy(this.buffer, this.at);
    } else if ('int8s' in value) {
      this.int8s(value.int8s);
    } else {
      this.int4(4);
      this.int4(value.int4);
    }
  }

  /**
   * Writes an array as array_recv reads it: dimensions, null flag, element type, length, lower bound, then each element
   * with its size.
   */
  private int8s(values: Buffer): void {
    const count = values.length / 8;
    this.int4(count === 0 ? 12 : 20 + 12 * count);
    for (const part of count === 0 ? [0, 0, INT8_OID] : [1, 0, INT8_OID, count, 1]) this.int4(part);
    for (let i = 0; i < count; i++) {
      this.int4(8);
      this.room(8);
      this.at += values.copy(this.buffer, this.at, i * 8, i * 8 + 8);
    }
  }

  private int4(value: number): void {
    this.room(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  private text(value: string): void {
    const size = Buffer.byteLength(value);
    this.int4(size);
    this.room(size);
    this.at += this.buffer.write(value, this.at);
  }

  private room(size: number): void {
    if (this.at + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow((this.buffer.length + size) * 2);
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}
