import { type Wave } from '../../../domain/campaigns/campaign';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { trialsBefore } from '../../../domain/campaigns/waves';
import { decide } from '../../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { channelsDoc } from '../../support/seed';

const at = (text: string) => Date.parse(`2027-${text}:00+09:00`);
const day = (instant: number | null) => new Date(instant! + 9 * 3_600_000).toISOString().slice(5, 16);
const name = { ja: '便', en: 'wave' };
const waves: Wave[] = [
  { id: 'trial', name, begins: at('02-01T00:00'), size: 500, trial: true },
  { id: 'rest', name, begins: at('02-08T00:00') },
];
const doc = channelsDoc({ waves });
const facts = (change: Partial<JourneyFacts>): JourneyFacts => ({
  now: at('02-08T20:00'),
  slotMs: 0,
  campaign: 'running',
  customerId: 1,
  run: 1,
  turn: 1,
  step: 'notice',
  hold: null,
  contact: { mail: 'ok', sms: 'ok', post: 'ok', phone: 'ok' },
  consent: {},
  contractHashes: [],
  contracts: [{ id: 1, choice: null, choiceAt: null }],
  sent: [],
  traits: { kind: 'person', ageFrom: 40, prefecture: 13, products: [] },
  defects: 0,
  wave: 'rest',
  trial: { wave: 'trial', go: null },
  ...change,
});
const notice: SentFact = { run: 1, step: 'notice', channel: 'mail', status: 'handed_over', at: at('02-01T09:00'), bounced: false, failure: null }; // prettier-ignore
const go = (text: string) => ({ trial: { wave: 'trial', go: at(text) } });
/** Its own trial has no fact about itself: nothing waits for it. */
const inTrial = (): Partial<JourneyFacts> => {
  const { trial: _, ...own } = facts({ wave: 'trial', now: at('02-01T20:00') });
  return own;
};

function summary(change: Partial<JourneyFacts>): string {
  const given = change.wave === 'trial' ? (change as JourneyFacts) : facts(change);
  const decision = decide({ facts: given, doc, calendar: calendarOf(doc) });
  if (decision.kind === 'send') return `send ${decision.message.step}`;
  if (decision.kind === 'close') return decision.outcomes.map(({ outcome, reason }) => `${outcome}/${reason}`).join();
  return `${decision.kind} ${decision.reason} ${decision.step} ${day(decision.wakeAt)}`;
}

it.each<[what: string, change: Partial<JourneyFacts>, expected: string]>([
  ['before its day a customer waits for the day', { now: at('02-03T12:00') }, 'wait before_wave notice 02-08T'],
  ['on its day without a go it is held, to the last date', {}, 'held awaits_go notice 04-17T00:00'],
  ['a go before its day changes nothing', { ...go('02-05T10:00'), now: at('02-05T11:00') }, 'wait before_wave notice 02-08T'], // prettier-ignore
  ['with a go it begins on its day', { ...go('02-05T10:00'), now: at('02-08T20:00') }, 'send notice'],
  ['a late go lets it begin in its turn within the hours left', { ...go('02-20T10:00'), now: at('02-20T10:00') }, 'wait after_go notice 02-20T'], // prettier-ignore
  ['and then it goes', { ...go('02-20T10:00'), now: at('02-20T20:00') }, 'send notice'],
  ['the trial itself waits for no one', inTrial(), 'send notice'],
  ['who was contacted already goes on', { sent: [notice], step: 'call', now: at('03-02T19:59') }, 'send call'],
  ['after the last dispatch a go helps no more', { ...go('04-16T10:00'), now: at('04-16T11:00') }, 'wait last_dispatch_passed'], // prettier-ignore
  ['whom no one let go is left to a person, not called unreachable', { now: at('04-18T00:00') }, 'pending/awaits_go'],
])('%s', (_, change, expected) => {
  expect(summary(change)).toMatch(new RegExp(`^${expected}`));
});

test('a wave waits for the trials written before it', () => {
  const list = [...waves, { id: 'second', name, begins: at('03-01T00:00'), trial: true as const, share: 10 }, { id: 'last', name, begins: at('03-10T00:00'), share: 90 }]; // prettier-ignore
  const of = (wave: string | undefined) => trialsBefore(list, wave).map(({ id }) => id);
  expect([of('trial'), of('rest'), of('second'), of('last')]).toEqual([[], ['trial'], ['trial'], ['trial', 'second']]);
  expect([of('unknown'), of(undefined)]).toEqual([[], []]);
});
