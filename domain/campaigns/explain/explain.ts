import { attemptTiming } from '../../calls/call-term';
import { type Band, bandOf, callRuleOf, nextAttempt } from '../../calls/call-rules';
import { sendVerdict } from '../../delivery/lane';
import { decide, type DecideInput, type Decision, type PlannedMessage } from '../../journeys/decide';
import { type JourneyFacts, type SentFact } from '../../journeys/facts';
import { expectedArrival } from '../../print/print-run';
import { isHard } from '../../returns/return-rules';
import { localDate } from '../calendar';
import { calendarOf } from '../holidays';
import { pauseOn, pausesThatCount } from '../pauses';
import { closedDaysIn, whyDueNow, whyLeavesThen } from './dates';
import { applyEvent, applyHold, firstFacts, OPEN_LANE } from './facts';
import { type ExplainFailure, type ExplainInput, type PlannedContact, type TimelineEntry } from './scenario';
import { channelText, closingText, deadlineText, eventText, refusalText } from './texts';
import { type Words } from './words';

const MINUTE = 60_000;
/** More turns than any journey takes; a plan that gets here shows a mistake of ours. */
const MAX_TURNS = 500;

/** A message that has not left yet: `at` is when it is tried next, null: never again by itself. */
interface Queued {
  message: PlannedMessage;
  at: number | null;
  /** Parts of the day in which a call was tried already. */
  tried: Band[];
}

/**
 * The dated timeline of one customer: what goes out when, on which channel and why, until the journey closes. Every
 * decision is the real one. Contacts leave as early as they may, letters arrive when they are expected, calls are not
 * answered; the queues of the lanes are left out.
 */
export function explain(input: ExplainInput, words: Words): { entries: TimelineEntry[]; facts: JourneyFacts } {
  const journey = new ExplainedJourney(input, words);
  journey.run();
  return journey;
}

class ExplainedJourney {
  readonly entries: TimelineEntry[] = [];
  readonly facts: JourneyFacts;
  private readonly calendar;
  /** What is to come; `run` returns whether the journey is signalled. */
  private readonly timers: { at: number; run: () => boolean }[] = [];
  private readonly queue = new Map<SentFact, Queued>();
  private readonly failures: ExplainFailure[];
  private readonly releases: number[];

  constructor(
    private readonly input: ExplainInput,
    private readonly words: Words,
  ) {
    this.facts = firstFacts(input);
    this.calendar = calendarOf(input.doc);
    this.failures = [...input.failures];
    this.releases = input.events.flatMap(({ event, at }) => (event === 'release' ? [at] : [])).sort((a, b) => a - b);
    for (const event of input.events) {
      this.later(event.at, () => {
        this.add('event', { text: [eventText(event, words)] });
        if (event.event === 'release') this.releases.shift();
        applyEvent(this.facts, event);
        return true;
      });
    }
  }

  run(): void {
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const pauses = this.facts.pauses && { pauses: pausesThatCount(this.facts.pauses, this.facts.sent) };
      const input = { facts: { ...this.facts, ...pauses }, doc: this.input.doc, calendar: this.calendar };
      const decision = decide(input);
      this.apply(decision, input);
      if (decision.kind === 'close') return;
      this.facts.step = decision.step;
      this.facts.turn += 1;
      this.passTime(decision.wakeAt ?? Infinity);
    }
    throw new Error('the journey does not end');
  }

  /** Lets time pass until the instant or a signal, whichever comes first; what happens at the instant is included. */
  private passTime(until: number): void {
    for (;;) {
      this.timers.sort((a, b) => a.at - b.at);
      const next = this.timers[0];
      this.facts.now = Math.max(this.facts.now, Math.min(next?.at ?? Infinity, until));
      if (!next || next.at > until) return;
      this.timers.shift();
      if (next.run()) return;
    }
  }

  private later(at: number, run: () => boolean): void {
    this.timers.push({ at, run });
  }

  private add(kind: TimelineEntry['kind'], entry: Omit<TimelineEntry, 'at' | 'kind'>): void {
    this.entries.push({ at: this.facts.now, kind, ...entry });
  }

  private apply(decision: Decision, input: DecideInput): void {
    const { say, reason, sentences } = this.words;
    const skipped = decision.refusals.map((refusal) => refusalText(refusal, null, this.words));
    if (decision.kind === 'send') return this.takeStep(decision, input);
    if (decision.kind === 'wait') {
      const text = [...skipped, ...(decision.step === null ? [deadlineText(this.input.doc, this.words)] : [])];
      return this.add('waiting', { reason: decision.reason, refusals: decision.refusals, text });
    }
    if (decision.kind === 'close') {
      const text = closingText(decision, this.words);
      return this.add('closed', { reason: decision.reason, text });
    }
    const { opens } = decision;
    const review = opens ? [say('reviewAfter', { days: opens.reviewAfter })] : [];
    const text = [sentences([say('onHold', { reason: reason(decision.reason) }), ...review])];
    this.add('on_hold', { reason: decision.reason, text });
    if (opens) applyHold(this.facts, opens);
  }

  private takeStep(decision: Decision & { kind: 'send' }, input: DecideInput): void {
    const { say } = this.words;
    const { message: first, refusals } = decision;
    const { step, occurrence = 0 } = first;
    const messages = [first, ...(decision.also ?? [])];
    const kind = say(this.input.doc.plan.steps.find(({ id }) => id === step)?.kind ?? 'defect');
    const contacts = messages.map((message) => this.contactOf(message));
    const text = [
      occurrence > 0 ? say('stepAgain', { kind, step, round: occurrence + 1 }) : say('step', { kind, step }),
      ...messages.map((message, index) => {
        const { notice, reason } = contacts[index]!;
        const leaves = whyLeavesThen(message, input, this.words);
        return say('contact', {
          channel: channelText(message, this.input.doc, this.words),
          notice,
          reason: this.words.reason(reason),
          leaves,
        });
      }),
      ...refusals.map((refusal) => refusalText(refusal, step, this.words)),
      say('due', { reason: whyDueNow(first, input, this.words) }),
      ...(decision.step === null ? [deadlineText(this.input.doc, this.words)] : []),
    ];
    this.add('step', { step, contacts, refusals, text });
    for (const message of messages) this.enqueue(message);
  }

  private contactOf({ channel, notice, notBefore, override, purpose }: PlannedMessage): PlannedContact {
    const consent = this.facts.consent[channel]?.[purpose];
    const allowed = consent === 'yes' ? 'consent_yes' : 'consent_unknown_allowed';
    return { channel, notice, reason: override === null ? allowed : `override:${override}`, leavesAt: notBefore };
  }

  private enqueue(message: PlannedMessage): void {
    const { step, channel, notBefore, occurrence } = message;
    const again = occurrence !== undefined && { occurrence };
    const sent: SentFact = {
      run: 1,
      step,
      channel,
      status: 'queued',
      at: notBefore,
      bounced: false,
      failure: null,
      ...again,
    };
    this.facts.sent.push(sent);
    this.queue.set(sent, { message, at: notBefore, tried: [] });
    this.later(notBefore, () => this.send(sent));
  }

  /** Tries a queued message again at the instant, or never when there is none. */
  private retry(sent: SentFact, at: number | null | undefined): false {
    this.queue.get(sent)!.at = at ?? null;
    if (at !== null && at !== undefined) this.later(at, () => this.send(sent));
    return false;
  }

  private send(sent: SentFact): boolean {
    const { facts, input } = this;
    if (sent.status !== 'queued') return false;
    const queued = this.queue.get(sent)!;
    const earlier = this.waitingBefore(sent);
    if (earlier?.at) return this.retry(sent, Math.max(earlier.at, facts.now));
    if (facts.hold !== null) return this.retry(sent, this.releases[0]);
    const { channel } = sent;
    const { purpose, notice, override } = queued.message;
    const pause = pauseOn({ channel, notice }, facts.pauses, facts.now);
    if (pause) return this.retry(sent, pause.until);
    const about = {
      notBefore: sent.at,
      current: true,
      contact: facts.contact[channel] ?? 'no_contact',
      refused: facts.consent[channel]?.[purpose] === 'no' && override === null,
      lastDispatch: input.doc.dates.lastDispatch,
      quiet: input.doc.quietHours[channel] ?? null,
      zone: input.doc.zone,
    };
    const verdict = sendVerdict(about, { ...OPEN_LANE, zone: input.doc.zone }, { now: facts.now, slotMs: 0 });
    if (verdict.kind === 'defer') return this.retry(sent, verdict.until);
    if (verdict.kind === 'refuse') return this.end(sent, 'withdrawn', verdict.reason);
    return channel === 'phone' ? this.call(sent, queued) : this.handOver(sent);
  }

  /** A message of an earlier step that has not left yet: nothing overtakes it. */
  private waitingBefore(sent: SentFact): Queued | undefined {
    for (const [other, queued] of this.queue) {
      if (other === sent) return undefined;
      if (other.status === 'queued' && other.step !== sent.step && queued.at !== null) return queued;
    }
    return undefined;
  }

  private handOver(sent: SentFact): false {
    const { doc } = this.input;
    const { now } = this.facts;
    const { say, instant, closedDays } = this.words;
    Object.assign(sent, { status: 'handed_over', at: now, ...(this.facts.changes && { left: now }) });
    if (sent.channel === 'post') {
      sent.at = expectedArrival(localDate(now, doc.zone), doc, this.calendar);
      const days = doc.post?.arrivesAfter ?? 2;
      const reason = say('arrival', { days, closed: closedDays(now, sent.at) });
      this.add('posted', { step: sent.step, text: [say('posted', { step: sent.step, at: instant(sent.at), reason })] });
    }
    const failure = this.takeFailure(sent);
    if (failure) {
      // a bounce comes within minutes, a letter is back some days after it should have arrived
      const back = sent.channel === 'post' ? expectedArrival(localDate(sent.at, doc.zone), doc, this.calendar) : now;
      this.later(back + 10 * MINUTE, () => this.comeBack(sent, failure));
    }
    return false;
  }

  /** A letter that is refused counts as received, and is the last one. Only a wrong address is of no more use. */
  private comeBack(sent: SentFact, failure: ExplainFailure): true {
    const { consent, contact } = this.facts;
    const { step, channel } = sent;
    const reason = channel === 'post' ? (failure.reason ?? 'unknown') : 'bounced';
    const { say } = this.words;
    const why = reason === 'bounced' || reason === 'other' ? say(reason) : this.words.reason(reason);
    this.add('returned', { step, reason, text: [say('returned', { step, channel: say(channel), reason: why })] });
    if (reason === 'refused') consent.post = { ...consent.post, service_notice: 'no' };
    else Object.assign(sent, { bounced: true, failure: reason });
    if (reason === 'bounced' || isHard(reason)) contact[channel] = `contact_bad:${reason}`;
    return true;
  }

  /** A call attempt without an answer, and when the next one is due. */
  private call(sent: SentFact, queued: Queued): boolean {
    const { doc } = this.input;
    const { now } = this.facts;
    const { say, instant, wait, sentences } = this.words;
    const rule = callRuleOf(doc, sent.step);
    queued.tried.push(bandOf(now, doc.zone, rule.bands));
    const isWrongNumber = this.takeFailure(sent) !== undefined;
    const attempt = queued.tried.length;
    const timing = attemptTiming(doc, sent.step, this.calendar, rule.attempts - attempt);
    const next = attempt < rule.attempts && !isWrongNumber ? nextAttempt(now, queued.tried, timing) : null;
    const parts = [say('attempt', { attempt, of: rule.attempts })];
    if (next !== null) {
      const closed = closedDaysIn(rule.spacing, now, next, this.words);
      const reason = say('spacing', { wait: wait(rule.spacing), closed });
      const band = say(`band_${bandOf(next, doc.zone, rule.bands)}`);
      parts.push(say('attemptNext', { at: instant(next), reason, band }));
    }
    this.add('call_attempt', { step: sent.step, text: [sentences(parts)] });
    if (next !== null) {
      sent.at = next;
      return this.retry(sent, next);
    }
    if (isWrongNumber) this.facts.contact.phone = 'contact_bad:wrong_number';
    return this.end(sent, 'failed', isWrongNumber ? 'wrong_number' : 'no_answer');
  }

  private end(sent: SentFact, status: 'failed' | 'withdrawn', reason: string): true {
    Object.assign(sent, { status, failure: reason });
    const { say } = this.words;
    const { step } = sent;
    const text = say('notSent', { step, channel: say(sent.channel), reason: this.words.reason(reason) });
    this.add('not_sent', { step, reason, text: [text] });
    return true;
  }

  private takeFailure({ step, channel }: SentFact): ExplainFailure | undefined {
    const index = this.failures.findIndex((one) => one.step === step && (one.channel ?? channel) === channel);
    return index < 0 ? undefined : this.failures.splice(index, 1)[0];
  }
}
