import { type Calendar } from '../../domain/campaigns/calendar';
import { type CampaignDoc, type Channel, type ConsentValue, type Purpose } from '../../domain/campaigns/campaign';
import { type Band } from '../../domain/calls/call-rules';
import { decide, type Decision, type PlannedMessage } from '../../domain/journeys/decide';
import { type JourneyFacts, type SentFact, type PauseFact } from '../../domain/journeys/facts';
import { type OpensHold } from '../../domain/journeys/decision';
import { closingInstant, type ClosedOutcome, outcomeOfChoice } from '../../domain/journeys/outcome';
import { pausesThatCount } from '../../domain/campaigns/pauses';
import { type Person } from './plans';

export interface Message extends SentFact {
  id: number;
  occurrence: number;
  purpose: Purpose;
  notice: string;
  notBefore: number;
  overridden: boolean;
  tried: Band[];
}
export interface Choice {
  choice: 'migrate' | 'cancel' | 'withdrawn';
  at: number;
  /** In the order of recording. */
  id: number;
  /** The client's system refused what was declared before. */
  refusal: boolean;
}

/**
 * What the customer wants, worked out from the rule instead of row by row: the latest will before the cut-off, of equal
 * times the one recorded later. What the client's system refused is over; after it only a will of a later time counts.
 */
export function latestChoice(choices: Choice[], cutOff: number): Choice | null {
  const valid = choices.filter(({ at }) => at <= cutOff);
  const refused = Math.max(-1, ...valid.filter(({ refusal }) => refusal).map(({ id }) => id));
  const over = valid.filter(({ id, refusal }) => id < refused && !refusal);
  const from = Math.max(-Infinity, ...over.map(({ at }) => at));
  const standing = valid.filter(({ id, at }) => id > refused && at >= from);
  return standing.toSorted((a, b) => b.at - a.at || b.id - a.id)[0] ?? null;
}
export interface Contract {
  id: number;
  removed: boolean;
  choices: Choice[];
  outcome: Pick<ClosedOutcome, 'outcome' | 'reason'> | null;
}
/** What came in and is not read yet. */
type Arrival = () => void;

export interface Watcher {
  decided(world: Rows, facts: JourneyFacts, decision: Decision): void;
  leaves(world: Rows, message: Message): void;
}

/** The rows around one journey, kept in memory as the database keeps them, with the real rules over them. */
export class Rows {
  now: number;
  campaign: JourneyFacts['campaign'] = 'running';
  hold: string | null = null;
  unprintable = false;
  /** Runs in which a person was asked because no way was left. */
  searched = new Set<number>();
  run = 1;
  open = true;
  turn = 0;
  wakes = 0;
  step: string | null;
  wakeAt: number | null = 0;
  defects = 0;
  pauses: PauseFact[] = [];
  changes: { channel: Channel; at: number }[] = [];
  /** Channels of who acts for the customer. */
  representative: Channel[] | null = null;
  stoppedOne = false;
  messages: Message[] = [];
  contracts: Contract[];
  contact: Partial<Record<Channel, string>>;
  consent: Partial<Record<Channel, Partial<Record<Purpose, ConsentValue>>>> = {};
  protected unread: Arrival[] = [];
  protected ids = 0;

  constructor(
    readonly doc: CampaignDoc,
    readonly calendar: Calendar,
    readonly person: Person,
    readonly slotMs: number,
    protected readonly watcher: Watcher,
  ) {
    this.now = doc.dates.firstDispatch - 3 * 3_600_000;
    this.step = doc.plan.steps[0]!.id;
    this.contact = { ...person.contact };
    for (const channel of person.refuses) this.consent[channel] = { service_notice: 'no', offer: 'no' };
    for (const channel of person.agrees) this.consent[channel] = { service_notice: 'yes', offer: 'yes' };
    const { contracts } = person;
    this.contracts = Array.from({ length: contracts }, (_, n) => ({
      id: n + 1,
      removed: false,
      choices: [],
      outcome: null,
    }));
  }

  choiceOf = ({ choices }: Contract): Choice | null => latestChoice(choices, closingInstant(this.doc));

  facts(): JourneyFacts {
    const { kind, ageFrom, prefecture, overridden, id } = this.person;
    return {
      now: this.now,
      slotMs: this.slotMs,
      campaign: this.campaign,
      customerId: id,
      run: this.run,
      turn: this.turn,
      step: this.step,
      hold: this.hold,
      contact: this.contacts(),
      consent: structuredClone(this.consent),
      contractHashes: overridden ? ['overridden'] : [],
      contracts: this.included().map((contract) => {
        const latest = this.choiceOf(contract);
        const choice = latest === null || latest.choice === 'withdrawn' ? null : latest.choice;
        return { id: contract.id, choice, choiceAt: latest?.at ?? null };
      }),
      sent: this.messages.map(({ run, step, channel, status, at, bounced, failure, occurrence, left, researched }) => ({
        run,
        step,
        channel,
        status,
        at,
        bounced,
        failure,
        ...(occurrence > 0 && { occurrence }),
        ...(left !== undefined && { left }),
        ...(researched && { researched }),
      })),
      traits: { kind, ageFrom, prefecture, products: [] },
      ...(this.doc.plan.onDefect && { defects: this.defects }),
      ...(this.changes.length > 0 && { changes: this.changes }),
      ...this.stilled(),
      ...(this.stoppedOne && { stopped: true as const }),
      ...(this.unprintable && { unprintable: true as const }),
      ...(this.searched.has(this.run) && { searched: true as const }),
    };
  }

  /** Pauses that are known and were not over before the last contact. */
  private stilled(): { pauses?: PauseFact[] } {
    const pauses = pausesThatCount(this.pauses, this.messages);
    return pauses.length > 0 ? { pauses } : {};
  }

  /** Whom a contact would go to. */
  contacts(): Partial<Record<Channel, string>> {
    if (this.representative === null) return { ...this.contact };
    return Object.fromEntries(this.representative.map((channel) => [channel, 'ok']));
  }

  included = () => this.contracts.filter(({ removed }) => !removed);

  /** `place`: takes what arrived, decides, writes. */
  place(): void {
    if (!this.open) return;
    for (const effect of this.unread.splice(0)) effect();
    const facts = this.facts();
    const decision = decide({ facts, doc: this.doc, calendar: this.calendar });
    this.wakes += 1;
    this.watcher.decided(this, facts, decision);
    this.turn += 1;
    if (decision.kind === 'close') return this.close(decision.outcomes);
    this.step = decision.step;
    this.wakeAt = decision.wakeAt;
    if (decision.kind === 'held' && decision.opens) this.research(decision.opens);
    if (decision.kind === 'send')
      for (const contact of [decision.message, ...(decision.also ?? [])]) this.queue(contact);
  }

  private research(opens: OpensHold): void {
    if (opens.reason === 'unprintable') this.unprintable = true;
    else this.hold = opens.reason;
    if ('ways' in opens.because) this.searched.add(opens.because.run);
    if (!('step' in opens.because)) return;
    const { run, step, channel, occurrence } = opens.because;
    const same = (one: Message) => one.run === run && one.step === step && one.channel === channel;
    Object.assign(
      this.messages.find((one) => same(one) && one.occurrence === occurrence)!,
      { researched: true },
    );
  }

  private close(outcomes: ClosedOutcome[]): void {
    this.open = false;
    this.wakeAt = null;
    for (const message of this.messages) if (message.status === 'queued') message.status = 'withdrawn';
    for (const { contractId, outcome, reason } of outcomes) {
      this.contracts.find(({ id }) => id === contractId)!.outcome = { outcome, reason };
    }
  }

  private queue({ step, occurrence = 0, channel, notice, purpose, notBefore, override }: PlannedMessage): void {
    const status = 'queued' as const;
    const fresh = { run: this.run, step, occurrence, channel, notice, purpose, status, at: notBefore };
    this.messages.push({
      ...fresh,
      notBefore,
      tried: [],
      id: ++this.ids,
      bounced: false,
      failure: null,
      overridden: override !== null,
    });
  }

  /** An open journey reads it in its next turn; for a closed one it takes effect at once. */
  protected arrive(effect: Arrival, changed = false): void {
    if (this.open) this.unread.push(effect);
    else {
      effect();
      this.applyLate(changed);
    }
  }

  /** As db/journeys/late-answers.ts: outcomes follow the choices, and the journey reopens if contacts must follow. */
  private applyLate(changed: boolean): void {
    const running = this.campaign === 'running' || this.campaign === 'paused';
    const mayContact = running && !this.stoppedOne && this.now <= closingInstant(this.doc);
    let lost = false;
    for (const contract of this.included()) {
      const latest = this.choiceOf(contract);
      const known = contract.outcome?.outcome;
      if (latest !== null && latest.choice !== 'withdrawn') {
        contract.outcome = outcomeOfChoice(latest.choice, latest.at, this.doc);
        continue;
      }
      const takenBack = known === 'migrated' || known === 'cancelled';
      if (mayContact && (takenBack || (changed && known === 'unreachable'))) {
        lost = true;
        contract.outcome = null;
      } else if (takenBack) contract.outcome = { outcome: 'lapsed', reason: 'answer_taken_back' };
    }
    if (lost) this.reopen();
  }

  private reopen(): void {
    const done = this.messages.filter(
      ({ status, bounced }) => ['handed_over', 'doubtful'].includes(status) && !bounced,
    );
    const fresh = this.doc.plan.steps.filter(
      ({ id, kind }) => (kind !== 'notice' || done.length === 0) && !done.some(({ step }) => step === id),
    );
    this.run += 1;
    this.turn = 0;
    this.open = true;
    this.step = fresh[0]?.id ?? null;
    this.wakeAt = this.now;
  }
}
