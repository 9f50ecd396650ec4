import { type Channel } from '../../campaigns/campaign';
import { type Rates } from '../behaviour';
import { type Load, LOADS, type RehearsedEvent } from '../result';
import { noWork, tenths, type Work } from './cost';
import { count, type DayIndex } from './day-index';
import { causeOf } from './rate-behind';

/** What falls due of one load: by step and channel where it is contacts, otherwise all together. */
export interface DueWork {
  step: string;
  channel: Channel | null;
  perDay: number[];
}

/** The name under which work of a load is counted. */
export const workKey = (step: string, channel: Channel | null): string => `${step}\n${channel ?? ''}`;

/** A step's own contacts and calls. */
export interface StepWork {
  sent: number;
  work: Work;
}

/** The load that a contact is; a call's attempts are counted one by one instead. */
export const LOAD_OF: Record<Channel, Load | null> = { mail: 'mails', sms: 'sms', post: 'letters', phone: null };
/** Loads that are contacts of a step. */
export const CONTACTS: readonly Load[] = ['letters', 'mails', 'sms', 'calls'];

/** What a sample's journeys bring to people and machines. */
export class WorkCounts {
  readonly total: Work = noWork();
  readonly steps = new Map<string, StepWork>();
  private readonly due = new Map<Load, Map<string, DueWork>>(LOADS.map((load) => [load, new Map()]));

  constructor(private readonly days: DayIndex) {}

  add(event: RehearsedEvent, rates: Rates): void {
    const { kind, channel } = event;
    switch (kind) {
      case 'sent':
        if (channel) this.sent(event, channel);
        return;
      case 'form_received':
      case 'returned':
        this.dueOn('returns', event, '', null);
        this.total[kind === 'returned' ? 'returns' : 'forms'] += 1;
        this.total.deskTenths += tenths(rates.form.minutes.likely);
        return;
      case 'inquired':
        this.dueOn('inquiries', event, '', null);
        this.total.inquiryTenths += tenths(event.minutes ?? rates.inquiry.minutes.likely);
        return;
      case 'call_missed':
      case 'call_reached':
        this.called(event, rates);
        return;
      default:
    }
  }

  /** What falls due of a load, in the order of the steps given and then by channel. */
  of(load: Load, steps: readonly string[]): DueWork[] {
    const order = (step: string) => (steps.includes(step) ? steps.indexOf(step) : steps.length);
    return [...this.due.get(load)!.entries()]
      .sort(([a, { step: one }], [b, { step: other }]) => order(one) - order(other) || (a < b ? -1 : 1))
      .map(([, work]) => work);
  }

  /** The number of days until the last one on which anything falls due. */
  get length(): number {
    return Math.max(
      0,
      ...[...this.due.values()].flatMap((all) => [...all.values()].map(({ perDay }) => perDay.length)),
    );
  }

  private sent(event: RehearsedEvent, channel: Channel): void {
    const step = event.step ?? '';
    const own = this.step(step);
    own.sent += 1;
    const load = LOAD_OF[channel];
    if (!load) return;
    this.dueOn(load, event, step, channel);
    if (load === 'calls') return;
    this.total[load as 'letters'] += 1;
    own.work[load as 'letters'] += 1;
  }

  private called(event: RehearsedEvent, { call }: Rates): void {
    const step = causeOf(event) ?? '';
    this.dueOn('calls', event, step, 'phone');
    const usual = event.kind === 'call_reached' ? call.minutesReached : call.minutesMissed;
    for (const work of [this.total, this.step(step).work]) {
      work.attempts += 1;
      work.callTenths += tenths(event.minutes ?? usual.likely);
    }
  }

  private step(step: string): StepWork {
    const own = this.steps.get(step) ?? { sent: 0, work: noWork() };
    this.steps.set(step, own);
    return own;
  }

  private dueOn(load: Load, { at }: RehearsedEvent, step: string, channel: Channel | null): void {
    const all = this.due.get(load)!;
    const key = workKey(step, channel);
    const work = all.get(key) ?? { step, channel, perDay: [] };
    all.set(key, work);
    count(work.perDay, this.days.of(at));
  }
}
