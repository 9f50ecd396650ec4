import { type CampaignDoc, type Channel, channelsOf, type Step } from '../campaign';
import { callRuleOf } from '../../calls/call-rules';
import { type Behaviour, type Curve, nthOf, partsOf, type Rates, ratesFor } from '../../rehearsals/behaviour';
import { localDate } from '../calendar';
import { tiedDay } from '../date-tie';
import { type DayTable } from './day-table';
import { type Kind, PACED, type PacedLoad } from './pacing';

/** What one customer is expected to bring, by load and day: `loads[load][day]`. */
export interface Course {
  loads: Record<PacedLoad, Float64Array>;
  /** Day numbers of the first letter's posting and of the first contact's arrival; fallbacks do not count. */
  first: { posted: number | null; arrives: number; part: number }[];
  /** Day of the last contact, and whether a step would be due too late. */
  last: number;
  tooLate: boolean;
}

interface Context {
  doc: CampaignDoc;
  table: DayTable;
  behaviour: Behaviour;
}

/** The expected course of a customer of this kind whose wave begins on a day. Pure sums, no draws. */
export function courseOf(kind: Kind, begins: number, context: Context): Course {
  const early = context.doc.post ? minutesOfDay(context.doc.post.runAt) / 1440 : 1;
  const parts = [
    { late: false, part: early },
    { late: true, part: 1 - early },
  ].filter(({ part }) => part > 0.001);
  const course: Course = { loads: emptyLoads(context.table.size), first: [], last: begins, tooLate: false };
  for (const { late, part } of parts) new ExpectedCourse(kind, { begins, late, part }, context, course).run();
  return course;
}

export const emptyLoads = (size: number): Course['loads'] =>
  Object.fromEntries(PACED.map((load) => [load, new Float64Array(size)])) as Course['loads'];

/** One position in the day: letters due after the print run go with the next one. */
class ExpectedCourse {
  private readonly answers: Float64Array;
  private readonly rates: Rates;
  private readonly lastDispatch: number;

  constructor(
    private readonly kind: Kind,
    private readonly own: { begins: number; late: boolean; part: number },
    private readonly context: Context,
    private readonly course: Course,
  ) {
    this.answers = new Float64Array(context.table.size + 1);
    this.rates = ratesFor(context.behaviour, kind.segments);
    const { doc, table } = context;
    this.lastDispatch = table.of(localDate(doc.dates.lastDispatch, doc.zone));
  }

  run(): void {
    const { doc, table } = this.context;
    let due = this.own.begins;
    let nth = 0;
    for (const step of doc.plan.steps) {
      if (!concerns(step, this.kind.segments)) continue;
      const usable = channelsOf(step).filter((channel) => this.kind.channels.includes(channel));
      if (usable.length === 0) {
        if (nth > 0 && !step.atOnce) due = table.after(due, step.wait);
        continue;
      }
      const tied = step.at ? table.of(tiedDay(step, doc)!) : 0;
      const at = Math.max(due, tied);
      const chains = step.all ? usable.map((channel) => [channel]) : [usable];
      nth += 1;
      let after = at;
      for (const chain of chains) after = Math.max(after, this.contact(step, chain, at, nth));
      due = table.after(after, step.wait);
    }
  }

  /** Adds a contact with what falls back on the next channels; returns the day from which the next wait counts. */
  private contact(step: Step, chain: Channel[], due: number, nth: number): number {
    let part = this.openAt(due) * this.own.part;
    let at = due;
    let base = due;
    for (const [index, channel] of chain.entries()) {
      const leaves = this.leaves(channel, at);
      if (leaves > this.lastDispatch || leaves >= this.context.table.size) {
        if (index === 0) this.course.tooLate = true;
        return index === 0 ? due : base;
      }
      const { back, arrives, lost } = this.send(step, channel, { leaves, part, nth });
      if (index === 0) base = arrives;
      if (index === 0 && nth === 1) {
        const posted = channel === 'post' ? leaves : null;
        this.course.first.push({ posted, arrives: channel === 'phone' ? leaves : arrives, part: this.own.part });
      }
      this.course.last = Math.max(this.course.last, leaves);
      part *= lost;
      at = back;
    }
    return base;
  }

  private leaves(channel: Channel, due: number): number {
    const { table } = this.context;
    if (channel === 'phone') return table.working(table.sending(due, channel));
    if (channel !== 'post') return table.sending(due, channel);
    const run = table.working(due);
    return this.own.late && run === due ? table.working(due + 1) : run;
  }

  private send(step: Step, channel: Channel, { leaves, part, nth }: { leaves: number; part: number; nth: number }) {
    const { table, doc } = this.context;
    const { rates } = this;
    if (channel === 'phone') return this.call(step, leaves, part);
    if (channel !== 'post') {
      this.add(channel === 'mail' ? 'mails' : 'sms', leaves, part);
      const lost = rates.bounce[channel].likely;
      this.reads(channel, { from: leaves, part: part * (1 - lost), nth });
      return { back: leaves, arrives: leaves, lost };
    }
    this.add('print', leaves, part);
    this.add('post', leaves, part);
    const arrives = table.workingAfter(leaves, doc.post?.arrivesAfter ?? 2);
    const lost = rates.letter.undeliverable.likely;
    spread(rates.letter.returnedAfter, (day, weight) => this.desk(leaves + day, part * lost * weight));
    this.reads('post', { from: arrives, part: part * (1 - lost), nth });
    return { back: leaves + partsOf(rates.letter.returnedAfter).median, arrives, lost };
  }

  /** Answers on the web and on paper, and calls that come in. */
  private reads(channel: Channel, { from, part, nth }: { from: number; part: number; nth: number }): void {
    const { rates } = this;
    const { table } = this.context;
    const web = part * (nthOf(rates.web[channel], nth)?.likely ?? 0);
    spread(rates.answer.webAfter, (day, weight) => this.answer(from + day, web * weight));
    if (channel === 'post') {
      const paper = part * (nthOf(rates.paper, nth)?.likely ?? 0);
      const sound = 1 - rates.form.defective.likely;
      spread(rates.answer.paperAfter, (day, weight) => {
        const received = table.working(from + day);
        this.desk(received, paper * weight);
        this.answer(received, paper * weight * sound);
      });
    }
    const minutes = part * rates.inquiry.calls[channel].likely * rates.inquiry.minutes.likely;
    spread(rates.inquiry.after, (day, weight) => this.add('callMinutes', table.working(from + day), minutes * weight));
  }

  private call(step: Step, leaves: number, part: number) {
    const { table, doc } = this.context;
    const { call } = this.rates;
    const { attempts, spacing } = callRuleOf(doc, step.id);
    let open = part;
    let at = leaves;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const reached = nthOf(call.reached, attempt)?.likely ?? 0;
      const minutes = reached * call.minutesReached.likely + (1 - reached) * call.minutesMissed.likely;
      this.add('callMinutes', at, open * minutes);
      this.answer(at, open * reached * call.chooses.likely);
      open *= 1 - reached;
      if (attempt < attempts) at = table.working(table.after(at, spacing));
    }
    return { back: at, arrives: at, lost: part > 0 ? open / part : 0 };
  }

  private openAt(day: number): number {
    let answered = 0;
    for (let at = 0; at < Math.min(day, this.answers.length); at++) answered += this.answers[at]!;
    return Math.max(0, 1 - answered / this.own.part);
  }

  private answer(day: number, amount: number): void {
    if (day < this.answers.length) this.answers[day] = this.answers[day]! + amount;
  }

  private desk(day: number, amount: number): void {
    this.add('returns', this.context.table.working(day), amount);
  }

  private add(load: PacedLoad, day: number, amount: number): void {
    const list = this.course.loads[load];
    if (day < list.length) list[day] = list[day]! + amount;
  }
}

/** Minutes from midnight of a local time `HH:MM`. */
const minutesOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether a step is for customers of these segments. */
const concerns = ({ only, except }: Step, segments: string[]): boolean =>
  (only === undefined || only.some((one) => segments.includes(one))) &&
  !(except ?? []).some((one) => segments.includes(one));

function spread(curve: Curve, use: (day: number, weight: number) => void): void {
  const { days, parts } = partsOf(curve);
  for (let index = 0; index < parts.length; index++) use(days[index]!, parts[index]!);
}
