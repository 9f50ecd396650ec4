import { type ClosedOutcome } from '../journeys/outcome';
import { characterProblem } from '../audience/characters';
import { readDate } from '../audience/date';
import { readMailAddress } from '../audience/mail-address';
import { readOverseas } from '../audience/overseas';
import { checkPostalCode } from '../audience/postal-code';
import { readPhones } from '../audience/phone';
import { asksForProtection, contactHoldReason, type ContactHoldReason } from '../audience/remark';
import { contractNumberKey, type Lookups } from '../audience/row';
import { asGiven, hasLineBreak, isFormulaLike, squeeze } from '../audience/text';

/** How far a result is on its way into the client's system. */
export const STAGES = ['open', 'accepted', 'sent', 'reflected', 'rejected', 'reported_by_client'] as const;
export type Stage = (typeof STAGES)[number];

/** Columns of the client's file of changes (異動データ). */
export const CHANGE_COLUMNS = {
  contractNumber: '契約番号',
  kind: '異動区分',
  effectiveOn: '異動日',
  phone: '電話番号',
  mobile: '携帯電話',
  mail: 'メールアドレス',
  postalCode: '郵便番号',
  address: '住所',
  remark: '備考',
} as const;
export type ChangeColumn = keyof typeof CHANGE_COLUMNS;

/** Kinds of change by their word in the file. */
export const CHANGE_WORDS = {
  解約済: 'cancelled',
  転居: 'moved',
  逝去: 'deceased',
  番号変更: 'number',
  メール変更: 'mail',
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
  hold: [],
};

/** All findings in a file of changes. Refused rows are not applied; all others are. */
export const CHANGE_FINDINGS = {
  row_columns: 'refused',
  contract_number_missing: 'refused',
  contract_unknown: 'refused',
  kind_unknown: 'refused',
  change_twice: 'refused',
  date_invalid: 'refused',
  date_ahead: 'refused',
  address_missing: 'refused',
  number_missing: 'refused',
  phone_invalid: 'refused',
  mobile_invalid: 'refused',
  phone_service_number: 'refused',
  mail_missing: 'refused',
  mail_invalid: 'refused',
  character_broken: 'refused',
  date_missing: 'warning',
  postal_code_missing: 'warning',
  postal_code_invalid: 'warning',
  postal_code_unknown: 'warning',
  prefecture_mismatch: 'warning',
  mobile_not_mobile: 'warning',
  postal_code_other_city: 'warning',
  remark_held: 'warning',
  remark_protected: 'warning',
  character_rare: 'warning',
  formula_like: 'warning',
  character_extension: 'info',
  line_break: 'info',
  mail_repaired: 'info',
  postal_code_derived: 'info',
  value_not_used: 'info',
} as const satisfies Record<string, 'refused' | 'warning' | 'info'>;
export type ChangeFindingCode = keyof typeof CHANGE_FINDINGS;

/** A finding in one row. It never holds a value of the file. */
export interface ChangeFinding {
  line: number;
  column: string | null;
  code: ChangeFindingCode;
  detail?: Record<string, number>;
}

/** Why a customer is put on hold after a change. Deaths wait for an heir's proof. */
export type ChangeHold = ContactHoldReason | 'death_reported' | 'client_request';

/** A change requested by one row, normalised. Printed fields are kept as given; numbers are E.164. */
export interface Change {
  kind: ChangeKind;
  hold: ChangeHold | null;
  /** The customer is to be under protection (支援措置). Absent: nothing is said of it. */
  protect?: true;
  phone?: string;
  mobile?: string;
  mail?: string;
  /** Absent with an address: the postal code is missing or invalid. */
  postalCode?: string;
  address?: string;
}

/** A parsed row. `change` is null for a refused row. */
export interface ChangeRow {
  line: number;
  contractNumber: string;
  kind: ChangeKind | null;
  effectiveOn: string | null;
  change: Change | null;
}

/** Parses the rows of a file whose header and totals are valid. `today` is a local ISO date. */
export function readChanges(
  rows: { line: number; get(column: ChangeColumn): string | undefined; width: number; expected: number }[],
  context: { today: string; lookups: Lookups },
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

type Report = (code: ChangeFindingCode, column: ChangeColumn | null, detail?: Record<string, number>) => void;
type Raw = (column: ChangeColumn) => string;
interface Reading {
  today: string;
  lookups: Lookups;
  report: Report;
}

function readRow(row: Parameters<typeof readChanges>[0][number], context: Reading): ChangeRow {
  const { report } = context;
  const raw: Raw = (column) => (row.get(column) ?? '').trim();
  const contractNumber = contractNumberKey(raw('contractNumber'));
  const word = squeeze(raw('kind'));
  const kind = Object.hasOwn(CHANGE_WORDS, word) ? CHANGE_WORDS[word as keyof typeof CHANGE_WORDS] : null;
  const base = { line: row.line, contractNumber, kind, effectiveOn: null, change: null };
  if (row.width !== row.expected) {
    report('row_columns', null, { expected: row.expected, found: row.width });
    return base;
  }
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
  const change = { kind, hold, ...(protect && { protect: true as const }), ...valuesOf(kind, raw, context) };
  return { ...base, effectiveOn, change };
}

function dateOf(text: string, { today, report }: Reading): string | null {
  if (text === '') {
    report('date_missing', 'effectiveOn');
    return null;
  }
  const read = readDate(text, '9999-12-30');
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

function valuesOf(kind: ChangeKind, raw: Raw, context: Reading): Partial<Change> {
  if (kind === 'moved') return addressOf(raw, context);
  if (kind === 'number') return numbersOf(raw, context);
  return kind === 'mail' ? mailOf(raw, context) : {};
}

function addressOf(raw: Raw, { lookups, report }: Reading): Partial<Change> {
  const given = raw('address');
  if (hasLineBreak(given)) report('line_break', 'address');
  if (isFormulaLike(given)) report('formula_like', 'address');
  const problem = characterProblem(given);
  if (problem) report(problem, 'address');
  const address = asGiven(given);
  if (address === '') {
    report('address_missing', 'address');
    return {};
  }
  const abroad = readOverseas([address], raw('postalCode'));
  if (abroad?.country) return { address: abroad.address };
  const checked = checkPostalCode(raw('postalCode'), '', address, lookups);
  if (checked.problem) report(checked.problem, 'postalCode');
  if (checked.derived) report('postal_code_derived', 'postalCode');
  if (checked.otherCity) report('postal_code_other_city', 'postalCode');
  return { address, ...(checked.code !== undefined && { postalCode: checked.code }) };
}

function numbersOf(raw: Raw, { lookups, report }: Reading): Partial<Change> {
  if (raw('phone') === '' && raw('mobile') === '') report('number_missing', 'phone');
  const { phone, mobile, problems } = readPhones({ phone: raw('phone'), mobile: raw('mobile') }, lookups.phone);
  for (const { code, field } of problems) report(code, field);
  return { ...(phone && { phone }), ...(mobile && { mobile }) };
}

function mailOf(raw: Raw, { report }: Reading): Partial<Change> {
  if (raw('mail') === '') report('mail_missing', 'mail');
  const mail = readMailAddress(raw('mail'));
  if (raw('mail') !== '' && mail === null) report('mail_invalid', 'mail');
  if (mail !== null && mail !== raw('mail')) report('mail_repaired', 'mail');
  return mail === null ? {} : { mail };
}

/**
 * Outcomes as reported to the client's system. `reopened`: the outcome reported before is no longer valid and there is
 * no new one yet.
 */
export type NotifiedOutcome = Exclude<ClosedOutcome['outcome'], 'pending'> | 'excluded' | 'reopened';
