import { planChannels } from '../../journeys/choose-channel';
import { hoursOn, WEEKDAYS } from '../calendar';
import { type CampaignDoc, type Hours, type LossAction, type Plan, type QuietHours, type Weekday } from '../campaign';
import { contactsAtStart } from './facts';
import { type ExplainCustomer } from './scenario';
import { type Words } from './words';

/** What holds for the whole timeline: the customer, the channels, the dates, the hours and the handlers. */
export function headerLines(doc: CampaignDoc, customer: ExplainCustomer, words: Words): string[] {
  const { say, list, reason } = words;
  const { traits, consent, contracts, hold, representative } = customer;
  const { kind, ageFrom, prefecture, products } = traits;
  const contact = contactsAtStart(customer);
  const who = [
    say(kind),
    ...(kind === 'company' ? [] : [ageFrom === null ? say('ageUnknown') : say('age', { age: ageFrom })]),
    ...(prefecture === null ? [] : [say('prefecture', { code: prefecture })]),
    ...(products.length === 0 ? [] : [say('products', { products: products.join(' ') })]),
    say('contracts', { count: contracts }),
    ...(hold === null ? [] : [reason(`hold:${hold}`)]),
    ...(representative === null ? [] : [say('representative')]),
  ];
  const channels = planChannels(doc).map((channel) => {
    const state = contact[channel] ?? 'no_contact';
    if (state !== 'ok') return say('unreachable', { channel: say(channel), reason: reason(state) });
    return say('reachable', { channel: say(channel), consent: say(consent[channel]?.service_notice ?? 'unknown') });
  });
  const { firstDispatch, lastDispatch, applyBy, graceUntil, endOfService } = doc.dates;
  const dates = { firstDispatch, lastDispatch, applyBy, graceUntil, endOfService };
  const days = Object.entries(dates).map(([name, at]) => [name, at === null ? say('none') : words.day(at)]);
  return [
    say('title', { name: doc.name }),
    say('customer', { traits: list(who) }),
    say('reach', { channels: list(channels) }),
    say('dates', Object.fromEntries(days) as Record<string, string>),
    ...hoursLines(doc, words),
    ...handlerLines(doc.plan, words),
  ];
}

/** The allowed hours of each channel that has weekdays of its own; neighbouring days with equal hours are joined. */
function hoursLines(doc: CampaignDoc, { say, list, weekday }: Words): string[] {
  return planChannels(doc).flatMap((channel) => {
    const quiet = doc.quietHours[channel];
    if (!quiet?.days) return [];
    const spans: { first: Weekday; last: Weekday; hours: string }[] = [];
    for (const [index, day] of [...WEEKDAYS.slice(1), 'sun' as const].entries()) {
      const hours = openHours(quiet, index) ?? say('closedWeekday');
      const before = spans.at(-1);
      if (before?.hours === hours) before.last = day;
      else spans.push({ first: day, last: day, hours });
    }
    const days = spans.map(({ first, last, hours }) => {
      return `${first === last ? weekday(first) : `${weekday(first)}–${weekday(last)}`} ${hours}`;
    });
    return [say('openHours', { channel: say(channel), days: list(days) })];
  });
}

/** When sending is allowed on the weekday (0: Monday), null: never. Quiet hours within a day leave its two ends. */
function openHours(quiet: QuietHours, weekday: number): string | null {
  const hours: Hours | 'closed' = hoursOn(`2024-01-0${weekday + 1}`, quiet); // 1 January 2024 was a Monday
  if (hours === 'closed') return null;
  const { from, until } = hours;
  return from > until ? `${until}–${from}` : `00:00–${from} / ${until}–24:00`;
}

/** One line for each handler of the plan; what it does not say is the step's next channel. */
function handlerLines({ onUndeliverable, onBounce, onAddressChange }: Plan, { say, list, reason }: Words): string[] {
  const rules = (
    actions: Partial<Record<string, LossAction>>,
    nameOf: (of: string) => string,
    { notice = '-', reviewAfter: days, cases }: { notice?: string; reviewAfter: number; cases: number },
  ) => {
    const given = Object.entries(actions).map(([of, action]) => ({ of: nameOf(of), action: action! }));
    if (given.length < cases) given.push({ of: say('others'), action: 'next' });
    return list(given.map(({ of, action }) => say('rule', { of, action: say(`action_${action}`, { notice, days }) })));
  };
  const lines: string[] = [];
  if (onUndeliverable) {
    const named = rules(onUndeliverable.reasons, (of) => (of === 'other' ? say('other') : reason(of)), {
      ...onUndeliverable,
      cases: 6,
    });
    lines.push(say('onUndeliverable', { rules: named }));
  }
  if (onBounce) {
    const named = rules(onBounce.channels, (of) => say(of as 'mail' | 'sms'), { ...onBounce, cases: 2 });
    lines.push(say('onBounce', { rules: named }));
  }
  if (onAddressChange) lines.push(say(`onAddressChange_${onAddressChange.send}`, { rounds: onAddressChange.rounds }));
  return lines;
}
