import { type Finding, FINDINGS } from '../../../domain/audience/finding';
import { type NormalisedRow } from '../../../domain/audience/row';
import { type CopyValue } from './copy-rows';
import { type Header } from './header';
import { type EncryptedRow } from './encrypt-row';

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
  ['mail_consent boolean', ({ row }) => row?.mailConsent ?? null],
  ['sms_consent boolean', ({ row }) => row?.smsConsent ?? null],
  ['phone_consent boolean', ({ row }) => row?.phoneConsent ?? null],
  ['post_offers boolean', ({ row }) => (row?.postStop ? false : null)],
  ['post_notices boolean', ({ row }) => (row?.postStop === 'all' ? false : null)],
  ['age_from int', ({ row }) => int4(row?.ageFrom)],
  ['prefecture int', ({ row }) => int4(row?.prefecture)],
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
export const STAGED_COLUMNS: readonly string[] = COLUMNS.map(([column]) => column);

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
