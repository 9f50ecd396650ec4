import { type Band, bandOf, callRuleOf, nextAttempt } from '../../calls/call-rules';
import { localDate } from '../calendar';
import { decide, type DecideInput, type Decision, type Placed } from '../../journeys/decide';
import { type Purpose } from '../campaign';
import { closedBetween, dueReason, leavingReason, waitReason } from './dates';
import { type ExplainEvent, type ExplainInput, type OutsideEvent } from './explain';
import { type PlannedContact, type TimelineEntry } from './explain';
import { firstFacts, mayLeave, takeOutside } from './facts';
import { type JourneyFacts, type SentFact } from '../../journeys/facts';
import { pauseOn, pausesThatCount } from '../pauses';
import { expectedArrival } from '../../print/print-run';
import { isHard, type Undeliverable } from '../../returns/return-rules';

/** What will happen at an instant. `sent` is the place of a message in the facts. */
type Coming = { at: number } & (
  | { kind: 'leave'; sent: number; notBefore: number }
  | { kind: 'attempt'; sent: number; tried: Band[] }
  | { kind: 'come_back'; sent: number; reason: Undeliverable | 'bounced' }
  | { kind: 'outside'; event: OutsideEvent }
);

const MINUTE = 60_000;
/** More wakes than any journey has; a plan that got here would be a mistake of ours. */
const MOST_WAKES = 500;

/** Plays one journey: the real decision, and hand-overs that take place as early as they may. */
export class ExplainRun {
  readonly entries: TimelineEntry[] = [];
  readonly facts: JourneyFacts;
  private coming: Coming[] = [];
  private readonly failing: (ExplainEvent & { kind: 'fails' })[];
  /** Purpose of each message, and whether it overrides a refusal. */
  private readonly placed = new Map<number, { purpose: Purpose; overridden: boolean; notice: string }>();

  constructor(private readonly input: ExplainInput) {
    const { events = [] } = input;
    this.facts = firstFacts(input);
    this.failing = events.flatMap((event) => (event.kind === 'fails' ? [event] : []));
    for (const event of events) {
      if (event.kind !== 'fails') this.later({ kind: 'outside', at: event.at, event });
    }
    for (const [index, { prefecture, ...pause }] of (input.pauses ?? []).entries()) {
      if (prefecture !== undefined && prefecture !== input.customer.traits.prefecture) continue;
      const event = { kind: 'pause' as const, at: pause.from, pause: { id: index + 1, ...pause } };
      this.later({ kind: 'outside', at: pause.from, event });
    }
  }

  /** Plays to the end; the last entry is the closing. */
  play(): void {
    for (let wakes = 0; wakes < MOST_WAKES; wakes++) {
      const decision = decide(this.decideInput());
      this.note(decision);
      if (decision.kind === 'close') return;
      this.facts.step = decision.step;
      this.facts.turn += 1;
      this.sleep(decision.wakeAt ?? Infinity);
    }
    throw new Error('the journey does not end');
  }

  private decideInput(): DecideInput {
    const pauses = pausesThatCount(this.facts.pauses, this.facts.sent);
    const facts = { ...this.facts, ...(this.facts.pauses && { pauses }) };
    return { facts, doc: this.input.doc, calendar: this.input.calendar };
  }

  /** Lets time pass until the wake or a bell, whichever comes first. */
  private sleep(wakeAt: number): void {
    for (;;) {
      this.coming.sort((a, b) => a.at - b.at);
      const next = this.coming[0];
      // what happens at the instant of the wake is known to it
      if (!next || next.at > wakeAt) {
        this.facts.now = Math.max(this.facts.now, wakeAt);
        return;
      }
      this.coming.shift();
      this.facts.now = Math.max(this.facts.now, next.at);
      if (this.happen(next)) return;
    }
  }

  private later(coming: Coming): void {
    this.coming.push(coming);
  }

  private add(entry: TimelineEntry): void {
    this.entries.push(entry);
  }

  private note(decision: Decision): void {
    const at = this.facts.now;
    if (decision.kind === 'close') this.add({ at, kind: 'closed', ...pick(decision) });
    if (decision.kind === 'held') this.hold(decision);
    if (decision.kind === 'wait') {
      const { reason, step, wakeAt: until, refusals } = decision;
      this.add({ at, kind: 'waiting', reason, step, until, refusals });
    }
    if (decision.kind === 'place') this.place(decision);
  }

  private hold({ reason, opens }: Decision & { kind: 'held' }): void {
    this.add({ at: this.facts.now, kind: 'held', reason, ...(opens && { reviewAfter: opens.reviewAfter }) });
    if (!opens) return;
    this.facts.hold = opens.reason;
    if (opens.reason !== 'address_research') return;
    const { step, channel, occurrence } = opens.because;
    const lost = this.facts.sent.find(
      (sent) => sent.step === step && sent.channel === channel && (sent.occurrence ?? 0) === occurrence,
    );
    if (lost) lost.researched = true;
  }

  private place(decision: Decision & { kind: 'place' }): void {
    const input = this.decideInput();
    const all = [decision.placed, ...(decision.also ?? [])];
    const step = this.input.doc.plan.steps.find(({ id }) => id === decision.placed.step);
    this.add({
      at: this.facts.now,
      kind: 'placed',
      step: decision.placed.step,
      stepKind: step?.kind ?? 'defect',
      occurrence: decision.placed.occurrence ?? 0,
      due: dueReason(decision.placed, input),
      contacts: all.map((placed) => this.contactOf(placed, input)),
      refusals: decision.refusals,
      last: decision.step === null,
    });
    for (const placed of all) this.queue(placed);
  }

  private contactOf(placed: Placed, input: DecideInput): PlannedContact {
    const { channel, notice, notBefore: leavesAt, override } = placed;
    const consent = this.facts.consent[channel]?.[placed.purpose] ?? 'unknown';
    const allowed = consent === 'yes' ? 'consent_yes' : 'consent_unknown_allowed';
    const reason = override === null ? allowed : `override:${override}`;
    return { channel, notice, reason, leavesAt, leaves: leavingReason(placed, input) };
  }

  private queue(placed: Placed): void {
    const { step, channel, notBefore, occurrence } = placed;
    const sent = this.facts.sent.length;
    const again = occurrence !== undefined && { occurrence };
    const status = 'queued' as const;
    this.facts.sent.push({ run: 1, step, channel, status, at: notBefore, bounced: false, failure: null, ...again });
    const { purpose, override, notice } = placed;
    this.placed.set(sent, { purpose, overridden: override !== null, notice });
    if (channel === 'phone') this.later({ kind: 'attempt', at: notBefore, sent, tried: [] });
    else this.later({ kind: 'leave', at: notBefore, sent, notBefore });
  }

  /** Carries out what has come; true when the journey's bell rings. */
  private happen(coming: Coming): boolean {
    if (coming.kind === 'outside') return this.outside(coming.event);
    const sent = this.facts.sent[coming.sent]!;
    if (coming.kind === 'come_back') return this.comeBack(sent, coming.reason);
    if (sent.status !== 'queued') return false;
    const before = this.coming.find((one) => 'sent' in one && one.sent < coming.sent && this.blocks(one.sent, sent));
    if (before) this.later({ ...coming, at: Math.max(before.at, this.facts.now) });
    else if (this.facts.hold !== null) this.putOff(coming);
    else if (this.isPaused(coming, sent)) return false;
    else return this.handOver(coming, sent);
    return false;
  }

  /** A message of another step that has not left yet: nothing overtakes it. */
  private blocks(index: number, sent: SentFact): boolean {
    const earlier = this.facts.sent[index]!;
    return earlier.status === 'queued' && earlier.step !== sent.step;
  }

  /** Stays where it is until the hold is released. */
  private putOff(coming: Coming): void {
    const release = this.coming.find((one) => one.kind === 'outside' && one.event.kind === 'release');
    if (release) this.later({ ...coming, at: release.at });
  }

  /** Stays where it is until the pause is over; one without an end never is. */
  private isPaused(coming: Coming & { kind: 'leave' | 'attempt' }, { channel }: SentFact): boolean {
    const { notice } = this.placed.get(coming.sent)!;
    const pause = pauseOn({ channel, notice }, this.facts.pauses, this.facts.now);
    if (pause && pause.until !== null) this.later({ ...coming, at: pause.until });
    return pause !== undefined;
  }

  private handOver(coming: Coming & { kind: 'leave' | 'attempt' }, sent: SentFact): boolean {
    const verdict = mayLeave(sent, { facts: this.facts, ...this.placed.get(coming.sent)! }, this.input);
    if (verdict.kind === 'defer') {
      this.later({ ...coming, at: verdict.until });
      return false;
    }
    if (verdict.kind === 'refuse') {
      Object.assign(sent, { status: 'withdrawn', failure: verdict.reason });
      this.add({ at: this.facts.now, kind: 'not_sent', ...where(sent), reason: verdict.reason });
      return true;
    }
    return coming.kind === 'attempt' ? this.call(coming, sent) : this.leave(coming, sent);
  }

  private leave(coming: Coming & { kind: 'leave' }, sent: SentFact): boolean {
    const { doc, calendar } = this.input;
    const { now: at } = this.facts;
    sent.status = 'handed_over';
    sent.at = at;
    if (this.facts.changes) sent.left = at;
    if (sent.channel === 'post') {
      sent.at = expectedArrival(localDate(at, doc.zone), doc, calendar);
      const businessDays = doc.post?.arrivesAfter ?? 2;
      const reason = { why: 'arrival' as const, businessDays, closed: closedBetween(at, sent.at, calendar) };
      this.add({ at, kind: 'left', ...where(sent), arrives: { at: sent.at, reason } });
    } else this.add({ at, kind: 'left', ...where(sent) });
    // a bounce comes within minutes, a letter is back some days after it should have arrived
    const failure = this.fails(sent);
    if (failure) {
      const back = sent.channel === 'post' ? expectedArrival(localDate(sent.at, doc.zone), doc, calendar) : at;
      const reason = failure.reason ?? (sent.channel === 'post' ? 'unknown' : 'bounced');
      this.later({ kind: 'come_back', at: back + 10 * MINUTE, sent: coming.sent, reason });
    }
    return false;
  }

  /** An attempt that nobody answers, and when the next one is due. */
  private call(coming: Coming & { kind: 'attempt' }, sent: SentFact): boolean {
    const { doc, calendar } = this.input;
    const { now: at } = this.facts;
    const rule = callRuleOf(doc, sent.step);
    const tried = [...coming.tried, bandOf(at, doc.zone, rule.bands)];
    const quiet = doc.quietHours.phone ?? null;
    const wrong = this.fails(sent);
    const more = tried.length < rule.attempts && !wrong;
    const timing = { ...rule, calendar, quiet, lastDispatch: doc.dates.lastDispatch };
    const next = more ? nextAttempt(at, tried, timing) : null;
    const closed =
      next === null ? [] : waitReason(rule.spacing, { from: at, to: next, counts: 'planned' }, calendar).closed;
    const reason = { why: 'spacing' as const, wait: rule.spacing, closed };
    const told = next === null ? null : { at: next, reason, band: bandOf(next, doc.zone, rule.bands) };
    this.add({ at, kind: 'attempt', step: sent.step, attempt: tried.length, of: rule.attempts, next: told });
    if (next !== null) {
      sent.at = next;
      this.later({ kind: 'attempt', at: next, sent: coming.sent, tried });
      return false;
    }
    const failure = wrong ? 'wrong_number' : 'no_answer';
    Object.assign(sent, { status: 'failed', failure });
    if (wrong) this.facts.contact.phone = `contact_bad:${failure}`;
    this.add({ at, kind: 'not_sent', ...where(sent), reason: failure });
    return true;
  }

  private fails(sent: SentFact): (ExplainEvent & { kind: 'fails' }) | undefined {
    const found = this.failing.findIndex(
      ({ step, channel }) => step === sent.step && (channel === null || channel === sent.channel),
    );
    return found < 0 ? undefined : this.failing.splice(found, 1)[0];
  }

  /** A letter refused at the door was received, and is the last one; of no more use is only an address that is wrong. */
  private comeBack(sent: SentFact, reason: Undeliverable | 'bounced'): boolean {
    const { consent, contact, now: at } = this.facts;
    this.add({ at, kind: 'came_back', ...where(sent), reason });
    if (reason === 'refused') consent.post = { ...consent.post, service_notice: 'no' };
    else Object.assign(sent, { bounced: true, failure: reason });
    if (reason === 'bounced' || isHard(reason)) contact[sent.channel] = `contact_bad:${reason}`;
    return true;
  }

  private outside(event: OutsideEvent): boolean {
    this.add({ at: this.facts.now, kind: 'outside', event });
    takeOutside(this.facts, event);
    return true;
  }
}

const where = ({ step, channel }: SentFact) => ({ step, channel });
const pick = ({ reason, outcomes }: Decision & { kind: 'close' }) => ({ reason, outcomes });
