import { once } from 'node:events';
import { type Writable } from 'node:stream';
import { type Transaction, sql } from 'kysely';
import { type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Finding, FINDINGS } from '../domain/normalise/finding';
import { type NormalisedRow } from '../domain/normalise/row';
import { type Database } from '../db/schema';
import { COPY_HEADER, COPY_TRAILER, type CopyValue } from './copy-rows';
import { type Header } from './header';
import { type SealedRow } from './seal-row';

export type Trx = Transaction<Database>;

/** One data row of the file on its way into staging; `row` and `sealed` are null when it was refused at once. */
export interface StagedRow {
  line: number;
  numberHash: Buffer | null;
  rowHash: Buffer;
  row: NormalisedRow | null;
  sealed: SealedRow | null;
  findings: Finding[];
}

/** Column and type in COPY order, each with the value it takes. */
const COLUMNS: [string, (staged: StagedRow, header: Header) => CopyValue][] = [
  ['line int not null', ({ line }) => ({ int4: line })],
  ['state text not null', ({ row }) => (row ? 'good' : 'refused')],
  ['number_hash bytea', ({ numberHash }) => numberHash],
  ['row_hash bytea not null', ({ rowHash }) => rowHash],
  ['kind text', ({ row }) => row?.kind ?? null],
  ['product text', ({ row }) => row?.product ?? null],
  ['hold text', ({ row }) => row?.hold ?? null],
  ['mail_consent boolean', ({ row }) => row?.mailConsent ?? null],
  ['sms_consent boolean', ({ row }) => row?.smsConsent ?? null],
  ['party_hash bytea', ({ sealed }) => sealed?.partyHash ?? null],
  ['customer_number bytea', ({ sealed }) => sealed?.customerNumberHash ?? null],
  ['wrapped bytea', ({ sealed }) => sealed?.wrapped ?? null],
  ['profile bytea', ({ sealed }) => sealed?.profile ?? null],
  ['secret bytea', ({ sealed }) => sealed?.secret ?? null],
  ['name bytea', ({ sealed }) => sealed?.name ?? null],
  ['mail bytea', ({ sealed }) => sealed?.mail ?? null],
  ['birth_factor bytea', ({ sealed }) => sealed?.birthFactor ?? null],
  ['phone_factor bytea', ({ sealed }) => sealed?.phoneFactor ?? null],
  ['mobile_factor bytea', ({ sealed }) => sealed?.mobileFactor ?? null],
  ['code_factor bytea', ({ sealed }) => sealed?.codeFactor ?? null],
  ['findings json', ({ findings }, header) => (findings.length > 0 ? findingsJson(findings, header) : null)],
];

/**
 * Temporary tables of the import's own transaction: nobody else sees them, they leave nothing behind whatever happens,
 * and the application may analyse them, which the plans of the set-based steps depend on.
 */
export async function createStaging(trx: Trx): Promise<void> {
  const columns = COLUMNS.map(([column]) => column).join(', ');
  await sql.raw(`create temp table staged (${columns}) on commit drop`).execute(trx);
  await sql
    .raw('create temp table noted (line int, "column" text, code text, severity text, detail json) on commit drop')
    .execute(trx);
}

/** Opens the COPY into staging; `client` is the connection of the transaction that made it. */
export function openCopy(client: PoolClient): StagingCopy {
  return new StagingCopy(client.query(copyFrom('copy staged from stdin (format binary)')));
}

/** Takes encoded rows until it is ended or given up; one of the two is due. */
export class StagingCopy {
  constructor(private readonly out: Writable) {
    this.out.write(COPY_HEADER);
  }

  async write(rows: Buffer): Promise<void> {
    if (!this.out.write(rows)) await once(this.out, 'drain');
  }

  /** Resolves when the server has taken everything. */
  async end(): Promise<void> {
    const finished = once(this.out, 'finish');
    this.out.end(COPY_TRAILER);
    await finished;
  }

  /** Ends the COPY without its rows, so that the connection can roll back. */
  async giveUp(): Promise<void> {
    if (this.out.destroyed) return;
    const closed = new Promise((resolve) => this.out.once('close', resolve));
    this.out.once('error', () => undefined); // the server's answer to our giving up
    this.out.destroy(new Error('import given up'));
    await closed;
  }
}

/** The row in COPY order. */
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
