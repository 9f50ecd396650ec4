import { readFileSync } from 'node:fs';
import { calendarOf } from '../../domain/campaigns/holidays';
import { lintNotice } from '../../rendering/lint';
import { parseCampaignFile } from '../../api/campaign-file/read';
import { addBusinessDays, instantOf, localDate } from '../../domain/campaigns/calendar';
import { type Channel } from '../../domain/campaigns/campaign';
import { decide } from '../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../domain/journeys/facts';

const doc = parseCampaignFile(readFileSync('examples/campaign.yaml', 'utf8'), {
  now: Date.parse('2027-01-31T09:00:00+09:00'),
  hashContract: (number) => number,
});
const calendar = calendarOf(doc);

interface Person {
  reach: Channel[];
  ageFrom?: number;
  company?: boolean;
  /** Channels on which every contact fails. */
  lost?: Channel[];
}

/** Contacts of a customer who never answers: `step channel day`, each handed over as early as it may leave. */
function contactsOf({ reach, ageFrom = 40, company = false, lost = [] }: Person): string[] {
  const facts: JourneyFacts = {
    now: doc.dates.firstDispatch,
    slotMs: 0,
    campaign: 'running',
    customerId: 1,
    run: 1,
    turn: 0,
    step: doc.plan.steps[0]!.id,
    hold: null,
    contact: Object.fromEntries(reach.map((channel) => [channel, 'ok'])),
    consent: {},
    contractHashes: [],
    contracts: [{ id: 1, choice: null, choiceAt: null }],
    sent: [],
    traits: { kind: company ? 'company' : 'person', ageFrom: company ? null : ageFrom, prefecture: 13, products: [] },
  };
  const seen: string[] = [];
  for (let wakes = 0; wakes < 60; wakes++) {
    const decision = decide({ facts, doc, calendar });
    if (decision.kind === 'close') break;
    facts.step = decision.step;
    facts.turn += 1;
    if (decision.kind !== 'send') {
      facts.now = decision.wakeAt!;
      continue;
    }
    for (const { step, channel, notBefore } of [decision.message, ...(decision.also ?? [])]) {
      seen.push(`${step} ${channel} ${localDate(notBefore, doc.zone).slice(5)}`);
      const status = lost.includes(channel) ? 'failed' : 'handed_over';
      const sent: SentFact = {
        run: 1,
        step,
        channel,
        status,
        at: arrival(channel, notBefore),
        bounced: false,
        failure: null,
      };
      facts.sent.push(sent);
    }
    const handed = facts.sent.at(-1)!;
    facts.now = handed.status === 'failed' ? handed.at : decision.wakeAt;
  }
  return seen;
}

/** Waits count from here: a letter's expected arrival, the end of the last attempt of a call. */
function arrival(channel: Channel, at: number): number {
  const days = { mail: 0, sms: 0, post: doc.post!.arrivesAfter, phone: 2 }[channel];
  return days === 0 ? at : instantOf(addBusinessDays(localDate(at, doc.zone), days, calendar), '12:00', doc.zone);
}

it('has an example that uses the whole plan language', () => {
  const whole = parseCampaignFile(readFileSync('examples/campaign-whole-language.yaml', 'utf8'), {
    now: Date.parse('2027-05-20T09:00:00+09:00'),
    hashContract: (number) => number,
    lintNotice,
  });
  const { plan, segments = {}, dates, calendar } = whole;
  const used = new Set([
    ...plan.steps.flatMap(({ first = [], all = [] }) => [...first, ...all]),
    ...plan.onDefect!.first,
  ]);
  expect([...used].sort()).toEqual(['mail', 'phone', 'post', 'sms']);
  expect(plan.steps.some(({ all }) => all) && plan.steps.some(({ only, except }) => only && !except)).toBe(true);
  expect(new Set(plan.steps.flatMap(({ wait }) => Object.keys(wait)))).toEqual(new Set(['days', 'businessDays']));
  expect(new Set(plan.steps.map(({ purpose }) => purpose))).toEqual(new Set(['service_notice', 'offer']));
  expect(new Set(Object.values(segments).flatMap((one) => Object.keys(one)))).toEqual(
    new Set(['kind', 'ageFrom', 'ageBelow', 'missing', 'products', 'prefectures']),
  );
  expect(Object.values(dates)).not.toContain(null);
  expect(calendar.closedDays.length).toBeGreaterThan(0);
  expect(whole.quietHours.phone?.days).toMatchObject({ sun: 'closed' });
  expect(plan.steps.find(({ kind }) => kind === 'call')?.call?.bands).toContain('sat');
  expect(new Set(Object.values(plan.onUndeliverable!.reasons))).toEqual(new Set(['call', 'hold', 'again', 'next']));
  expect([plan.onBounce!.channels, plan.onAddressChange]).toEqual([
    { mail: 'next', sms: 'call' },
    { send: 'again', rounds: 1 },
  ]);
});

const steps = (person: Person) => contactsOf(person).map((contact) => contact.split(' ').slice(0, 2).join(' '));

it.each<[string, Person, string[]]>([
  [
    'everything',
    { reach: ['mail', 'sms', 'post', 'phone'] },
    ['notice mail', 'reminder mail', 'letter post', 'call phone', 'final post'],
  ],
  ['SMS only', { reach: ['sms'] }, ['notice sms', 'reminder sms', 'final sms']],
  ['letters only', { reach: ['post'] }, ['notice post', 'reminder post', 'letter post', 'final post']],
  [
    'everything, 75 years old',
    { reach: ['mail', 'sms', 'post', 'phone'], ageFrom: 75 },
    ['notice-letter mail', 'notice-letter post', 'reminder mail', 'letter post', 'call phone', 'final post'],
  ],
  [
    'letters and phone, a company',
    { reach: ['post', 'phone'], company: true },
    ['notice-letter post', 'reminder post', 'letter post', 'call phone', 'final post'],
  ],
  [
    'mail that bounces, and letters',
    { reach: ['mail', 'sms', 'post'], lost: ['mail'] },
    ['notice mail', 'notice sms', 'reminder mail', 'reminder sms', 'letter post', 'final post'],
  ],
])('a customer with %s who stays silent gets every step', (_, person, expected) => {
  expect(steps(person)).toEqual(expected);
});

it.each<Person>([
  { reach: ['post', 'phone'], ageFrom: 80 },
  { reach: ['mail', 'sms', 'post', 'phone'], lost: ['mail', 'sms', 'phone'] },
])('leaves at least ten days to answer the last letter: %j', (person) => {
  const last = contactsOf(person).at(-1)!.split(' ');
  expect(last.slice(0, 2)).toEqual(['final', 'post']);
  const arrived = arrival('post', instantOf(`2027-${last[2]}`, '11:00', doc.zone));
  expect(doc.dates.applyBy - arrived).toBeGreaterThan(10 * 86_400_000);
});
