import { type Wait } from '../lanes';
import { type Load, type RehearsedEvent, type RehearsedJourney } from '../result';
import { type DayIndex } from './day-index';
import { causeOf, choiceEvent } from './rate-behind';
import { LOAD_OF, workKey } from './work';

/** Work that had to be done before an answer could come or count: a contact, an attempt, a form at the desk. */
export interface Before {
  load: Load;
  key: string;
  /** The number of the day on which it falls due. */
  day: number;
}

/** Of the work that falls due on one day, the shares that are done so many days later; null: never. They add up to 1. */
export type Delay = readonly { days: number | null; share: number }[];

/** The return desk: what waits there has come in time all the same. */
export const DESK: Load = 'returns';
const ON_TIME: Delay = [{ days: 0, share: 1 }];

/** How long work waits for the capacity of its lane. */
export class Delays {
  private readonly known = new Map<string, Map<number, Delay>>();

  /** Notes what waited of some work, of which so much falls due on each day. */
  note({ load, key }: Pick<Before, 'load' | 'key'>, waits: readonly Wait[], perDay: readonly number[]): void {
    const byDay = new Map<number, Map<number | null, number>>();
    for (const { due, done, count } of waits) {
      const of = byDay.get(due) ?? new Map<number | null, number>();
      byDay.set(due, of);
      const days = done === null ? null : done - due;
      of.set(days, (of.get(days) ?? 0) + count);
    }
    const delays = [...byDay].map(([due, of]): [number, Delay] => {
      const all = perDay[due]!;
      const onTime = [...of.values()].reduce((left, count) => left - count, all);
      const counts: [number | null, number][] = onTime > 0 ? [[0, onTime], ...of] : [...of];
      return [due, counts.map(([days, count]) => ({ days, share: count / all }))];
    });
    this.known.set(`${load}\n${key}`, new Map(delays));
  }

  of({ load, key, day }: Before): Delay {
    return this.known.get(`${load}\n${key}`)?.get(day) ?? ON_TIME;
  }
}

/**
 * The work before a contract's choice, in the order in which it is done: the contact that brought it, and for a form the
 * desk that decides. Empty where no contact brought it.
 */
export function workBefore(
  journey: Pick<RehearsedJourney, 'events'>,
  contract: RehearsedJourney['contracts'][number],
  days: DayIndex,
): Before[] {
  const choice = choiceEvent(journey, contract);
  if (!choice) return [];
  const contact = contactBefore(journey.events, choice);
  const form =
    choice.kind === 'form_accepted' &&
    journey.events.findLast(({ kind, at }) => kind === 'form_received' && at <= choice.at);
  return [
    ...(contact ? [{ load: contact.load, key: contact.key, day: days.of(contact.at) }] : []),
    ...(form ? [{ load: DESK, key: workKey('', null), day: days.of(form.at) }] : []),
  ];
}

/** The last contact of the choice's step until then; of a call the attempt in which the customer was reached. */
function contactBefore(events: readonly RehearsedEvent[], choice: RehearsedEvent) {
  const step = causeOf(choice) ?? '';
  const contact = events.findLast((event) => {
    if (event.at > choice.at || (causeOf(event) ?? '') !== step) return false;
    if (event.kind === 'call_reached') return choice.kind !== 'form_accepted';
    return event.kind === 'sent' && event.channel !== undefined && event.channel !== 'phone';
  });
  if (!contact) return undefined;
  if (contact.kind === 'call_reached') return { load: 'calls' as const, key: workKey(step, 'phone'), at: contact.at };
  const channel = contact.channel!;
  return { load: LOAD_OF[channel]!, key: workKey(step, channel), at: contact.at };
}
