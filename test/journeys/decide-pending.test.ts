import { type Channel } from '../../domain/campaigns/campaign';
import { calendarOf } from '../../domain/campaigns/holidays';
import { HOLD_RULES, weightiestHold } from '../../domain/customers/hold-rules';
import { decide } from '../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../domain/journeys/facts';
import { reasonText } from '../../domain/texts/timeline';
import { outcomeTexts } from '../../domain/texts/names/journeys';
import { channelsDoc } from '../support/seed';

const doc = channelsDoc();
const calendar = calendarOf(doc);
const at = (text: string) => Date.parse(`${text}:00+09:00`);
const DAY = 86_400_000;
const OPEN = at('2027-02-10T10:00');
const CLOSING = at('2027-04-17T00:00');

const sent = (step: string, channel: Channel, change: Partial<SentFact> = {}): SentFact => ({
  ...{ run: 1, step, channel, status: 'handed_over', at: at('2027-02-01T09:00'), bounced: false, failure: null },
  ...change,
});

const facts = (change: Partial<JourneyFacts>): JourneyFacts => ({
  now: CLOSING,
  slotMs: DAY,
  campaign: 'running',
  customerId: 1,
  run: 1,
  turn: 3,
  step: 'call',
  hold: null,
  contact: { mail: 'ok', sms: 'ok', post: 'ok', phone: 'ok' },
  consent: {},
  contractHashes: [],
  contracts: [{ id: 1, choice: null, choiceAt: null }],
  sent: [sent('notice', 'mail')],
  traits: { kind: 'person', ageFrom: 40, prefecture: 13, products: [] },
  defects: 0,
  ...change,
});

const decided = (change: Partial<JourneyFacts>): string => {
  const decision = decide({ facts: facts(change), doc, calendar });
  if (decision.kind !== 'close') return `${decision.kind} ${decision.reason}`;
  return `${decision.reason}: ${decision.outcomes.map((one) => `${one.outcome}/${one.reason}`).join()}`;
};

const pause = { id: 4, from: OPEN, until: null };
const answered: JourneyFacts['contracts'] = [{ id: 1, choice: 'migrate', choiceAt: OPEN }];

describe('at the last date', () => {
  test.each<[what: string, change: Partial<JourneyFacts>, outcome: string]>([
    ['a customer reported dead', { hold: 'death_reported' }, 'pending/succession'],
    ['a death from the client', { hold: 'death' }, 'pending/succession'],
    ['a guardian', { hold: 'guardian' }, 'pending/representative'],
    ['a lawyer', { hold: 'lawyer' }, 'pending/representative'],
    ['a dispute', { hold: 'dispute' }, 'pending/dispute'],
    ['a complaint', { hold: 'complaint' }, 'pending/complaint'],
    ['protection: the reason is not shown', { hold: 'protection' }, 'pending/hold'],
    ['an address that is looked for', { hold: 'address_research' }, 'pending/address_research'],
    ['a consent that has not come', { hold: 'consent_missing' }, 'pending/consent_missing'],
    ['a journey that cannot be decided', { hold: 'undecidable' }, 'pending/undecidable'],
    ['a hold of an unknown kind', { hold: 'new_kind' }, 'pending/hold'],
    ['a hold, though nothing was ever sent', { hold: 'lawyer', sent: [] }, 'pending/representative'],
    ['a representative who may not decide', { noScope: true }, 'pending/representative'],
    ['the campaign is paused', { campaign: 'paused' }, 'pending/paused'],
    ['the customer is paused', { pauses: [pause] }, 'pending/paused'],
    ['the pause is over', { pauses: [{ ...pause, until: CLOSING - DAY }] }, 'lapsed/notified_and_silent'],
    [
      'one channel is paused, another has reached the customer',
      { pauses: [{ ...pause, channel: 'post' }] },
      'lapsed/notified_and_silent',
    ],
    [
      'one channel is paused, nothing has reached the customer',
      { pauses: [{ ...pause, channel: 'mail' }], sent: [] },
      'pending/paused',
    ],
    ['a form that has not been read', { formUntil: CLOSING + DAY }, 'pending/form_unread'],
    [
      'a form with a defect that no one has been asked about',
      { defects: 1, heard: { defect: true } },
      'pending/defect_open',
    ],
    [
      'a form with a defect, asked about, and silent since',
      { defects: 1, heard: { defect: true }, sent: [sent('notice', 'mail'), sent('defect', 'post')] },
      'lapsed/defect_unresolved',
    ],
    [
      'a second form with a defect, asked about the first only',
      { defects: 2, heard: { defect: true }, sent: [sent('notice', 'mail'), sent('defect', 'post')] },
      'pending/defect_open',
    ],
    [
      'a form with a defect whose letter came back',
      {
        defects: 1,
        heard: { defect: true },
        sent: [sent('notice', 'mail'), sent('defect', 'post', { bounced: true })],
      },
      'pending/defect_open',
    ],
    ['notified, and silent', {}, 'lapsed/notified_and_silent'],
    [
      'unknown whether the only contact left',
      { sent: [sent('notice', 'mail', { status: 'doubtful' })] },
      'pending/delivery_unknown',
    ],
    [
      'unknown of one contact, another came back',
      {
        sent: [
          sent('notice', 'mail', { status: 'doubtful' }),
          sent('final', 'post', { bounced: true, failure: 'moved' }),
        ],
      },
      'pending/delivery_unknown',
    ],
    [
      'unknown of one contact, another went out',
      { sent: [sent('notice', 'mail', { status: 'doubtful' }), sent('final', 'post')] },
      'lapsed/notified_and_silent',
    ],
  ])('%s', (_, change, outcome) => {
    expect(decided(change)).toBe(`deadline_passed: ${outcome}`);
  });

  test('each contract has its own outcome: what was answered counts, the other is pending', () => {
    const contracts = [...answered, { id: 2, choice: null, choiceAt: null }];
    expect(decided({ contracts, pauses: [pause] })).toBe('deadline_passed: migrated/web,pending/paused');
    expect(decided({ contracts, hold: 'address_research' })).toBe(
      'deadline_passed: migrated/web,pending/address_research',
    );
  });
});

describe('an answer and an open hold', () => {
  const kept = Object.entries(HOLD_RULES).filter(([, rule]) => rule.answers === 'kept');
  test.each(kept.map(([reason]) => reason))('%s: nothing is booked until a person decides', (hold) => {
    expect(decided({ now: OPEN, contracts: answered, hold })).toBe(`held hold:${hold}`);
    expect(decided({ contracts: answered, hold })).toMatch(/^deadline_passed: pending\//);
  });

  test.each(['address_research', 'vip', 'protection', 'undecidable'])('%s: the customer has answered', (hold) => {
    expect(decided({ now: OPEN, contracts: answered, hold })).toBe('answered: migrated/web');
  });

  test('of several holds the weightiest speaks', () => {
    expect(weightiestHold(['address_research', 'lawyer', 'death'])).toBe('death');
    expect(weightiestHold(['vip', 'unheard_of'])).toBe('unheard_of');
    expect(weightiestHold([])).toBeNull();
  });
});

test('a stop of the campaign goes before a hold', () => {
  expect(decided({ campaign: 'stopped', hold: 'lawyer' })).toBe('campaign_stopped: stopped/campaign_stopped');
});

test('people read pending and its reasons in words', () => {
  expect(outcomeTexts.pending.ja).toBe('保留・残務');
  const reasons = Object.values(HOLD_RULES).map((rule) => rule.pending);
  for (const reason of [
    ...reasons,
    'paused',
    'awaits_go',
    'form_unread',
    'defect_open',
    'letter_unprintable',
    'delivery_unknown',
  ]) {
    expect(reasonText(reason).ja).not.toBe(reason);
    expect(reasonText(reason).en).not.toMatch(/_/);
  }
});
