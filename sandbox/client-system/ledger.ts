import { CHANGE_REQUEST } from './events';
import { type Entry, type ClientEvent, type ResultRow } from './entries';

/** A result that was received, and the response to it; null while there is none. */
interface Reported extends ResultRow {
  fileId: number;
  accepted: boolean | null;
}

/** State of the client's system, derived from its own record. Shows what was reported twice or never. */
export class ClientLedger {
  readonly reported: ClientEvent[] = [];
  private readonly byContract = new Map<string, Reported[]>();
  private readonly deliveries = new Map<number, { rows: Reported[]; controlTotal: number; answered: boolean }>();
  private readonly unreadable: { fileId: number; why: string }[] = [];
  private readonly refused: { what: string; code: string }[] = [];
  /** Results rejected, and when; not the changes refused. */
  private readonly rejections: { contract: string; at: string }[] = [];
  /** Number of the last completed day. */
  lastDay: number | undefined;
  firstDay: number | undefined;

  take(entry: Entry): void {
    if (entry.type === 'began') this.firstDay ??= entry.day;
    else if (entry.type === 'day') this.lastDay = entry.day;
    else if (entry.type === 'reported') this.reported.push(...entry.changes);
    else if (entry.type === 'received') this.receive(entry);
    else if (entry.type === 'answered') this.answer(entry);
    else if (entry.type === 'unreadable') this.unreadable.push({ fileId: entry.fileId, why: entry.why });
    else this.refused.push({ what: entry.what, code: entry.code });
  }

  knows(fileId: number): boolean {
    return this.deliveries.has(fileId);
  }

  /** Deliveries received and not acknowledged yet. */
  unanswered(): { fileId: number; rows: ResultRow[]; controlTotal: number }[] {
    return [...this.deliveries]
      .filter(([, { answered }]) => !answered)
      .map(([fileId, { rows, controlTotal }]) => ({ fileId, rows, controlTotal }));
  }

  wasRejected(contract: string): boolean {
    return resultsOf(this.byContract.get(contract) ?? []).some(({ accepted }) => accepted === false);
  }

  hasResult(contract: string): boolean {
    return this.byContract.has(contract);
  }

  /** Figures of the record. `contracts` are those of the client's own file. */
  summary(contracts: Set<string>) {
    const all = [...this.byContract];
    const cancelled = this.reported.filter(({ kind }) => kind === '解約済').map(({ contract }) => contract);
    const standing = all.flatMap(([contract, received]) => standingOf(contract, received));
    return {
      deliveries: this.deliveries.size,
      results: all.reduce((sum, [, received]) => sum + received.length, 0),
      contracts: all.length,
      /** How often each contract's result was received: {1: 280, 2: 7}. */
      timesNotified: tally(all.map(([, received]) => received.length)),
      doubled: all.flatMap(([contract, received]) =>
        isDoubled(received) ? [{ contract, times: received.length }] : [],
      ),
      unknown: all.filter(([contract]) => !contracts.has(contract)).map(([contract]) => contract),
      rejected: this.rejections.length,
      rejections: this.rejections,
      rejectedOpen: all.filter(([, received]) => resultsOf(received).at(-1)?.accepted === false).map(([own]) => own),
      changeRequests: tally(all.flatMap(([, received]) => received.filter(isRequest).map(decisionOf))),
      changesAsked: all.flatMap(([contract, received]) => received.filter(isRequest).map(askedOf(contract))),
      unanswered: this.unanswered().length,
      withoutResult: [...contracts].filter((number) => !this.hasResult(number) && !cancelled.includes(number)),
      standing,
      byOutcome: tally(standing.map(({ outcome }) => outcome)),
      changes: this.reported,
      reportedByKind: tally(this.reported.map(({ kind }) => kind)),
      unreadable: this.unreadable,
      refused: this.refused,
    };
  }

  private receive({ fileId, rows, controlTotal }: Extract<Entry, { type: 'received' }>): void {
    const received = rows.map((row): Reported => ({ ...row, fileId, accepted: null }));
    this.deliveries.set(fileId, { rows: received, controlTotal, answered: false });
    for (const row of received) this.byContract.set(row.contract, [...(this.byContract.get(row.contract) ?? []), row]);
  }

  private answer({ at, fileId, rejected }: Extract<Entry, { type: 'answered' }>): void {
    const delivery = this.deliveries.get(fileId)!;
    const no = new Set(rejected.map(({ contractNumber }) => contractNumber));
    for (const row of delivery.rows) row.accepted = !no.has(row.contract);
    delivery.answered = true;
    const results = new Set(resultsOf(delivery.rows).map(({ contract }) => contract));
    for (const { contractNumber: contract } of rejected)
      if (results.has(contract)) this.rejections.push({ contract, at });
  }
}

const isRequest = ({ outcome }: Reported): boolean => outcome === CHANGE_REQUEST;
const decisionOf = ({ accepted }: Reported) => (accepted === null ? 'open' : accepted ? 'accepted' : 'refused');

const askedOf = (contract: string) => (row: Reported) => {
  const { reason, declaredAt } = row;
  return { contract, reason, declaredAt, decision: decisionOf(row) };
};

/** What was received besides requested changes: a request that was refused leaves what was taken over. */
const resultsOf = (received: Reported[]): Reported[] => received.filter((row) => !isRequest(row));

/** The outcome that a requested change becomes when it is accepted. */
const REQUESTED: Record<string, string> = {
  移行への変更: '移行受付',
  解約への変更: '解約受付',
  申出の取消: '取消・手続き再開',
};

/** The same result again although it was accepted. */
function isDoubled(received: Reported[]): boolean {
  const accepted = received.filter((row) => row.accepted !== false);
  return accepted.some((row, at) => {
    const before = accepted[at - 1];
    return before !== undefined && before.outcome === row.outcome && before.receipt === row.receipt;
  });
}

/** The state of a contract in the client's system. */
function standingOf(contract: string, received: Reported[]) {
  const last = received.filter((row) => row.accepted).at(-1);
  if (!last) return [];
  const outcome = isRequest(last) ? (REQUESTED[last.reason] ?? last.outcome) : last.outcome;
  return [{ contract, outcome, receipt: last.receipt }];
}

function tally(values: (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
