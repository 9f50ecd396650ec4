import { type OutcomeName } from '../journeys/states';
import { readDate } from '../audience/date';
import { asksForProtection, contactHoldReason, type ContactHoldReason } from '../audience/remark';
import { isEmptyWord } from '../audience/repair/empty-words';
import { resolveReferences } from '../audience/repair/references';
import { contractNumberKey, isRounded, type Lookups } from '../audience/row';
import { hasInvisible, squeeze } from '../audience/text';
import {
  CHANGE_COLUMNS,
  CHANGE_FINDINGS,
  type ChangeColumn,
  type ChangeFinding,
  type Raw,
  type Report,
} from './change-findings';
import { type ChangedValues, readMail, readMove, readNumbers, readOwnLanguage } from './change-values';

/** How far a result is on its way into the client's system. */
export const STAGES = ['open', 'accepted', 'sent', 'reflected', 'rejected', 'reported_by_client'] as const;
export type Stage = (typeof STAGES)[number];

/** Kinds of change by their word in the file. */
export const CHANGE_WORDS = {
  解約済: 'cancelled',
  転居: 'moved',
  逝去: 'deceased',
  番号変更: 'number',
  メール変更: 'mail',
  言語変更: 'language',
  連絡留保: 'hold',
} as const;
export type ChangeKind = (typeof CHANGE_WORDS)[keyof typeof CHANGE_WORDS];
export const CHANGE_KINDS = Object.values(CHANGE_WORDS);

/** Columns that a kind of change uses in addition to contract number, kind, date and remark. */
const USES: Record<ChangeKind, ChangeColumn[]> = {
  cancelled: [],
  moved: ['postalCode', 'address'],
  deceased: [],
  number: ['phone', 'mobile'],
  mail: ['mail'],
  language: ['language'],
  hold: [],
};

/** Why a customer is put on hold after a change. Deaths wait for an heir's proof, doubtful addresses for a check. */
export type ChangeHold = ContactHoldReason | 'death_reported' | 'client_request' | 'address_research';

/** A change requested by one row, normalised. Printed fields are kept as given; numbers are E.164. */
export interface Change extends ChangedValues {
  kind: ChangeKind;
  hold: ChangeHold | null;
  /** The customer is to be under protection (支援措置). Absent: nothing is said of it. */
  protect?: true;
}

/** A parsed row. `change` is null for a refused row. */
export interface ChangeRow {
  line: number;
  contractNumber: string;
  kind: ChangeKind | null;
  effectiveOn: string | null;
  change: Change | null;
}

/** A row as split; `undecodable`: it has bytes that are no character of the file's encoding. */
export interface GivenRow {
  line: number;
  get(column: ChangeColumn): string | undefined;
  width: number;
  expected: number;
  undecodable?: boolean;
}

/** Parses the rows of a file whose header and totals are valid. `today` is a local ISO date in `zone`. */
export function readChanges(
  rows: GivenRow[],
  context: { today: string; zone: string; lookups: Lookups },
): { rows: ChangeRow[]; findings: ChangeFinding[] } {
  const findings: ChangeFinding[] = [];
  const seen = new Map<string, number>();
  const read = rows.map((row) => {
    const own: ChangeFinding[] = [];
    const report: Report = (code, column, detail) =>
      own.push({ line: row.line, column: column && CHANGE_COLUMNS[column], code, ...(detail && { detail }) });
    const result = readRow(row, { ...context, report });
    const key = `${result.contractNumber}\n${result.kind}`;
    const first = seen.get(key);
    if (result.change && first !== undefined) report('change_twice', 'kind', { line: first });
    if (result.change && first === undefined) seen.set(key, row.line);
    findings.push(...own);
    const refused = own.some(({ code }) => CHANGE_FINDINGS[code] === 'refused');
    return refused ? { ...result, change: null } : result;
  });
  return { rows: read, findings };
}

interface Reading {
  /** Local ISO date in `zone`. */
  today: string;
  zone: string;
  lookups: Lookups;
  report: Report;
}

function readRow(row: GivenRow, context: Reading): ChangeRow {
  const { report } = context;
  const raw: Raw = (column) => meant(row.get(column) ?? '');
  const contractNumber = contractNumberKey(raw('contractNumber'));
  const word = squeeze(raw('kind'));
  const kind = Object.hasOwn(CHANGE_WORDS, word) ? CHANGE_WORDS[word as keyof typeof CHANGE_WORDS] : null;
  const base = { line: row.line, contractNumber, kind, effectiveOn: null, change: null };
  if (row.width !== row.expected) {
    report('row_columns', null, { expected: row.expected, found: row.width });
    return base;
  }
  if (row.undecodable) report('row_undecodable', null);
  reportRepairs(row, report);
  if (isRounded(raw('contractNumber'))) report('number_rounded', 'contractNumber');
  if (contractNumber === '') report('contract_number_missing', 'contractNumber');
  if (!kind) report('kind_unknown', 'kind');
  const effectiveOn = dateOf(raw('effectiveOn'), context);
  if (!kind || contractNumber === '') return { ...base, effectiveOn };
  for (const column of Object.values(USES).flat()) {
    if (raw(column) !== '' && !USES[kind].includes(column)) report('value_not_used', column);
  }
  const hold = holdOf(kind, raw('remark'), report);
  const protect = asksForProtection(raw('remark'));
  if (protect) report('remark_protected', 'remark');
  const { doubtful, ...values } = valuesOf(kind, raw, context);
  const stop = hold ?? (doubtful ? 'address_research' : null);
  const change = { kind, hold: stop, ...(protect && { protect: true as const }), ...values };
  return { ...base, effectiveOn, change };
}

/** A value as it was meant: words for "no value" are empty, character references are the characters. */
const meant = (given: string): string => (isEmptyWord(given) ? '' : resolveReferences(given).trim());

function reportRepairs(row: GivenRow, report: Report): void {
  for (const column of Object.keys(CHANGE_COLUMNS) as ChangeColumn[]) {
    const given = row.get(column) ?? '';
    if (isEmptyWord(given)) report('empty_word', column);
    else if (resolveReferences(given) !== given) report('character_reference', column);
    if (column !== 'mail' && hasInvisible(given)) report('character_invisible', column);
  }
}

function dateOf(text: string, { today, zone, report }: Reading): string | null {
  if (text === '') {
    report('date_missing', 'effectiveOn');
    return null;
  }
  const read = readDate(text, '9999-12-30', zone);
  if ('problem' in read) report('date_invalid', 'effectiveOn');
  else if (read.date > today) report('date_ahead', 'effectiveOn');
  return 'date' in read ? read.date : null;
}

/**
 * A remark about a death, a lawyer or similar puts the customer on hold, whatever the kind of change. A protection is no
 * hold: notices go out under it.
 */
function holdOf(kind: ChangeKind, remark: string, report: Report): ChangeHold | null {
  const reason = contactHoldReason(remark, '');
  if (kind === 'deceased') return 'death_reported';
  if (kind === 'hold') return reason ?? 'client_request';
  if (reason) report('remark_held', 'remark');
  return reason === 'death' ? 'death_reported' : reason;
}

function valuesOf(kind: ChangeKind, raw: Raw, context: Reading): ChangedValues & { doubtful?: boolean } {
  if (kind === 'moved') return readMove(raw, context);
  if (kind === 'number') return readNumbers(raw, context);
  if (kind === 'language') return readOwnLanguage(raw, context);
  return kind === 'mail' ? readMail(raw, context) : {};
}

/**
 * Outcomes as reported to the client's system. `reopened`: the outcome reported before is no longer valid and there is
 * no new one yet. `change_requested`: the customer wants to change what the client's system has taken over; the client
 * accepts or rejects that line.
 */
export const NOTIFIED_OUTCOMES = [
  'migrated',
  'cancelled',
  'lapsed',
  'unreachable',
  'excluded',
  'stopped',
  'reopened',
  'change_requested',
] as const satisfies (OutcomeName | 'reopened' | 'change_requested')[];
export type NotifiedOutcome = (typeof NOTIFIED_OUTCOMES)[number];
