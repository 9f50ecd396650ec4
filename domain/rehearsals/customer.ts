import { type Calendar } from '../campaigns/calendar';
import { DEFECT_STEP } from '../campaigns/campaign';
import { type FormRules, NO_FORM_RULES } from '../returns/form-rules';
import { FORM_DEFECTS, type FormDefect } from '../returns/return-rules';
import { type Behaviour, nthOf, type Rates, ratesFor } from './behaviour';
import { Moments } from './moments';
import { Draws } from './random';
import { type SimulatedContact, type SimulatedCustomer, type SimulatedEvent } from './simulated';

export interface Simulation {
  contact: SimulatedContact;
  customer: SimulatedCustomer;
  behaviour: Behaviour;
  seed: number;
  /** Zone and business days: post and desks rest on the others. */
  calendar: Calendar;
  /** What the campaign's form asks for besides the choice; absent: nothing. */
  form?: FormRules | undefined;
}

type Event = SimulatedEvent extends infer One ? (One extends SimulatedEvent ? Omit<One, Where> : never) : never;
type Where = 'step' | 'channel' | 'occurrence';

/**
 * What a simulated customer does after a contact, oldest first. Everything follows from seed, customer, step, channel and
 * occurrence: neither the order of calls nor other customers matter. Whether the customer can still do it is for the
 * journey: what comes after it has closed, or after an opt-out of the channel, is ignored there. `inquired` and `returned`
 * are work for the desks in any case, because a call or a letter on its way is not stopped by an answer.
 */
export function simulate(simulation: Simulation): SimulatedEvent[] {
  const { contact, customer, behaviour, seed, calendar, form = NO_FORM_RULES } = simulation;
  const { step, channel, occurrence } = contact;
  const draws = new Draws(seed, `${customer.key}\n${step}\n${channel}\n${occurrence}`);
  const rates = ratesFor(behaviour, customer.segments);
  const reaction = new Reaction(contact, { rates, form }, draws, new Moments(draws, calendar));
  return reaction
    .events()
    .sort((a, b) => a.at - b.at)
    .map((event) => ({ ...event, step, channel, occurrence }));
}

class Reaction {
  constructor(
    private readonly contact: SimulatedContact,
    private readonly by: { rates: Rates; form: FormRules },
    private readonly draws: Draws,
    private readonly moments: Moments,
  ) {}

  private get rates(): Rates {
    return this.by.rates;
  }

  events(): Event[] {
    switch (this.contact.channel) {
      case 'mail':
      case 'sms':
        return this.message(this.contact.channel);
      case 'post':
        return this.letter();
      case 'phone':
        return this.call();
    }
  }

  private message(channel: 'mail' | 'sms'): Event[] {
    const { at } = this.contact;
    if (this.draws.happens('bounces', this.rates.bounce[channel].likely)) {
      return [{ kind: 'bounced', permanent: true, at: this.moments.soon('bounce', at, 1, 90) }];
    }
    return [...this.reads(at), ...this.asks(at)];
  }

  private letter(): Event[] {
    const { at } = this.contact;
    const { letter } = this.rates;
    if (this.draws.happens('returned', letter.undeliverable.likely)) {
      const reasons = ['refused', 'absent', 'unknown'] as const;
      const [refused, absent] = [letter.refused.likely, letter.absent.likely];
      const reason = reasons[this.draws.index('return reason', [refused, absent, Math.max(0, 1 - refused - absent)])]!;
      return [{ kind: 'returned', reason, at: this.moments.mailbag('return', at, letter.returnedAfter) }];
    }
    const arrived = this.moments.delivery('delivery', at, letter.arrivesAfter);
    return [...this.reads(arrived), ...this.asks(arrived)];
  }

  /** Stops the channel, answers, or does neither. */
  private reads(from: number): Event[] {
    const { contact, rates, draws, moments } = this;
    const { channel, nth } = contact;
    if (draws.happens('opts out', rates.optOut[channel].likely)) {
      return [{ kind: 'opted_out', at: moments.waking('opt-out', from, rates.answer.webAfter) }];
    }
    const answered = draws.of('answers');
    const mends = contact.step === DEFECT_STEP ? rates.form.mended.likely : undefined;
    const web = mends === undefined ? (nthOf(rates.web[channel], nth)?.likely ?? 0) : channel === 'post' ? 0 : mends;
    const paper = channel !== 'post' ? 0 : (mends ?? nthOf(rates.paper, nth)?.likely ?? 0);
    if (answered < web) return this.answersOnline(from);
    return answered < web + paper ? this.returnsForm(from) : [];
  }

  private answersOnline(from: number): Event[] {
    const { draws, moments, rates } = this;
    const at = moments.waking('answer', from, rates.answer.webAfter);
    const answer: Event = { kind: 'answered_online', choice: this.choice(), at };
    const twice = this.contact.channel === 'post' && draws.happens('twice', rates.answer.twice.likely);
    return [answer, ...(twice ? this.returnsForm(at) : []), ...this.withdraws(at)];
  }

  private returnsForm(from: number): Event[] {
    const { draws, moments, rates } = this;
    const at = moments.mailbag('form', from, rates.answer.paperAfter);
    const decidedAt = moments.decision('decision', at, rates.form.decidedAfter);
    const received: Event = { kind: 'form_received', at, decidedAt };
    if (draws.happens('defect', rates.form.defective.likely)) {
      return [received, { kind: 'form_defective', defect: this.defect(), at: decidedAt }];
    }
    return [received, { kind: 'form_accepted', choice: this.choice(), at: decidedAt }, ...this.withdraws(decidedAt)];
  }

  private defect(): FormDefect {
    const { kinds } = this.rates.form;
    if (!kinds) return 'no_signature';
    const weight = (defect: FormDefect) => (isAskedFor(defect, this.by.form) ? kinds[defect].likely : 0);
    return FORM_DEFECTS[this.draws.index('defect kind', FORM_DEFECTS.map(weight))]!;
  }

  private withdraws(answeredAt: number): Event[] {
    const { draws, moments, rates } = this;
    if (!draws.happens('withdraws', rates.answer.withdrawn.likely)) return [];
    return [{ kind: 'withdrawn', at: moments.waking('withdrawal', answeredAt, rates.answer.withdrawnAfter) }];
  }

  private asks(from: number): Event[] {
    const { draws, moments, rates, contact } = this;
    const count = draws.times('inquiries', rates.inquiry.calls[contact.channel].likely);
    return Array.from({ length: count }, (_, no): Event => {
      const at = moments.calling(`inquiry ${no}`, from, rates.inquiry.after);
      return { kind: 'inquired', minutes: this.minutes(`inquiry ${no}`, rates.inquiry.minutes.likely), at };
    });
  }

  private call(): Event[] {
    const { contact, draws, moments, rates } = this;
    const { attempts = 3, spacingDays = 1 } = contact;
    const events: Event[] = [];
    let at = contact.at;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const name = `attempt ${attempt}`;
      at = attempt === 1 ? moments.soon(name, at, 1, 20) : moments.attempt(name, at, attempt, spacingDays);
      if (draws.happens(name, nthOf(rates.call.reached, attempt)?.likely ?? 0)) {
        return [...events, ...this.reached(attempt, at)];
      }
      events.push({ kind: 'call_missed', attempt, at });
    }
    return events;
  }

  private reached(attempt: number, at: number): Event[] {
    const { contact, draws, rates } = this;
    const mends = contact.step === DEFECT_STEP;
    const chooses = draws.happens('chooses', (mends ? rates.form.mended : rates.call.chooses).likely);
    const minutes = this.minutes('call', rates.call.minutesReached.likely);
    const spoken: Event = { kind: 'call_reached', attempt, minutes, choice: chooses ? this.choice() : null, at };
    if (chooses) return [spoken, ...this.withdraws(at)];
    return [spoken, ...(mends ? [] : this.reads(at)), ...this.asks(at)];
  }

  private choice(): 'migrate' | 'cancel' {
    return this.draws.happens('choice', this.rates.answer.migrate.likely) ? 'migrate' : 'cancel';
  }

  /** Half to one and a half of the mean, in tenths. */
  private minutes(question: string, mean: number): number {
    return Math.round(mean * (0.5 + this.draws.of(`${question} length`)) * 10) / 10;
  }
}

const OF_HANKO: readonly FormDefect[] = ['no_hanko', 'hanko_differs'];
const OF_ACCOUNT: readonly FormDefect[] = ['no_account', 'other_holder'];

const isAskedFor = (defect: FormDefect, { hanko, account }: FormRules): boolean =>
  !(hanko === 'none' && OF_HANKO.includes(defect)) && !(account === 'none' && OF_ACCOUNT.includes(defect));
