import { type AuthorityKind, type AuthorityStatus, type GuardianScope } from './kinds';
import { type AuthorityDocument } from './rules';

/**
 * What a check finds of a document. `too_old` is never chosen: it follows from the day of issue. `missing`: not there.
 * `illegible`, `incomplete`: pages or consents lack. `other_person`: not about these persons. `copy`: the original is needed.
 */
export const FINDINGS = ['good', 'missing', 'illegible', 'incomplete', 'other_person', 'copy'] as const;
export type Finding = (typeof FINDINGS)[number];

/** Why a document is not accepted. */
export type Lack = Exclude<Finding, 'good'> | 'too_old';

/** A document as one person saw it. */
export interface Seen {
  document: string;
  finding: Finding;
  /** ISO day of issue; null where it bears none. */
  issuedOn: string | null;
}

/** A document that is still needed, and why it is; `missing` alone for those never sent. */
export interface Wanted {
  document: string;
  why: Lack;
}

/** The last day on which a document issued then is young enough. ISO days. */
export function validUntil(issuedOn: string, months: number): string {
  const [year = 0, month = 0, day = 0] = issuedOn.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/**
 * What is still needed after a check of these documents, on the day they came in: an age counts to the day of receipt, so
 * that nothing grows old on the desk.
 */
export function wantedAfter(documents: AuthorityDocument[], seen: Seen[], receivedOn: string): Wanted[] {
  return documents.flatMap(({ id, maxAgeMonths }): Wanted[] => {
    const found = seen.find((one) => one.document === id);
    if (!found) return [{ document: id, why: 'missing' }];
    if (found.finding !== 'good') return [{ document: id, why: found.finding }];
    if (maxAgeMonths === undefined) return [];
    if (found.issuedOn === null) return [{ document: id, why: 'illegible' }];
    return receivedOn > validUntil(found.issuedOn, maxAgeMonths) ? [{ document: id, why: 'too_old' }] : [];
  });
}

/** Whether two persons saw the same. */
export function sameCheck(a: Check, b: Check): boolean {
  const key = ({ document, finding, issuedOn }: Seen) => `${document} ${finding} ${finding === 'good' ? issuedOn : ''}`;
  const keys = (check: Check) => check.seen.map(key).sort().join('\n');
  return keys(a) === keys(b) && a.scope === b.scope;
}

/** What one person noted of the documents of a round. */
export interface Check {
  seen: Seen[];
  /** Of a guardian's certificate. */
  scope: GuardianScope | null;
}

/** Rounds after which a person decides, in place of another letter. */
const ROUNDS = 2;

/** What follows from two checks of a round. `limited`: by law the person may not do everything. */
export type Verdict =
  | { status: 'accepted' }
  | { status: 'asked'; wanted: Wanted[] }
  | { status: 'decide'; why: 'differs' | 'limited' | 'twice'; wanted: Wanted[] };

/**
 * Judges two independent checks: equal and complete, the person is accepted; equal and lacking, the first time, what lacks is
 * asked for. Where they differ, documents lack something again, or the powers are those of 保佐 or 補助, a manager decides.
 */
export function verdictOf(
  checks: readonly [Check, Check],
  asked: { kind: AuthorityKind; documents: AuthorityDocument[]; receivedOn: string; round: number },
): Verdict {
  const { kind, documents, receivedOn, round } = asked;
  const wanted = wantedAfter(documents, checks[1].seen, receivedOn);
  if (!sameCheck(...checks)) return { status: 'decide', why: 'differs', wanted };
  if (wanted.length > 0)
    return round < ROUNDS ? { status: 'asked', wanted } : { status: 'decide', why: 'twice', wanted };
  // a guardian whose powers were not noted has none yet
  const limited = kind === 'guardian' && checks[1].scope !== 'full';
  return limited ? { status: 'decide', why: 'limited', wanted } : { status: 'accepted' };
}

/** What a person has to do next about a case. */
export const NEXT_ACTIONS = [
  'find_person',
  'send_letter',
  'find_address',
  'remind',
  'wait',
  'check_first',
  'check_second',
  'decide',
  'release_hold',
  'none',
] as const;
export type NextAction = (typeof NEXT_ACTIONS)[number];

/** What there is to do next. Days are ISO days. */
export function nextAction(known: {
  kind: AuthorityKind;
  status: AuthorityStatus;
  /** An address is known of the person who wants to act. */
  writable: boolean;
  /** Of the newest letter: on its way or posted, or it cannot have reached the person. Null: none was sent. */
  letter: 'sent' | 'lost' | null;
  dueOn: string | null;
  today: string;
  holdOpen: boolean;
}): NextAction {
  switch (known.status) {
    case 'received':
      return 'check_first';
    case 'checked':
      return 'check_second';
    case 'decide':
      return 'decide';
    case 'accepted':
      return known.holdOpen ? 'release_hold' : 'none';
    case 'closed':
      return 'none';
    case 'asked':
      if (!known.writable) return 'find_person';
      if (known.letter === null) return 'send_letter';
      if (known.letter === 'lost') return 'find_address';
      return known.dueOn !== null && known.today > known.dueOn ? 'remind' : 'wait';
  }
}
