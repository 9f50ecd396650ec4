import { calendarOf } from '../../../domain/campaigns/holidays';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { decide } from '../../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { channelsDoc, testDoc } from '../../support/seed';

const at = (text: string) => Date.parse(`${text}+09:00`);
const FIRST = at('2027-02-01T09:00');

const facts = (change: Partial<JourneyFacts>): JourneyFacts => ({
  now: FIRST,
  slotMs: 0,
  campaign: 'running',
  customerId: 1,
  run: 1,
  turn: 2,
  step: null,
  hold: null,
  contact: { mail: 'ok', sms: 'ok', post: 'ok', phone: 'ok' },
  consent: {},
  contractHashes: [],
  contracts: [{ id: 1, choice: null, choiceAt: null }],
  sent: [],
  traits: { kind: 'person', ageFrom: 40, prefecture: 13, products: [] },
  defects: 0,
  ...change,
});
const sent = (step: string, change: Partial<SentFact> = {}): SentFact => ({
  run: 1,
  step,
  channel: 'mail',
  status: 'handed_over',
  at: FIRST,
  bounced: false,
  failure: null,
  ...change,
});
const decided = (doc: CampaignDoc, change: Partial<JourneyFacts>) =>
  decide({ facts: facts(change), doc, calendar: calendarOf(doc) });

describe('a customer who was notified and is silent', () => {
  const silent = { sent: [sent('notice'), sent('reminder')] };
  const waits = { kind: 'wait', reason: 'all_steps_done', wakeAt: at('2027-04-17T00:00') };
  const lapses = { kind: 'close', outcomes: [{ outcome: 'lapsed', reason: 'notified_and_silent' }] };
  const noGrace = testDoc({ dates: { ...testDoc().dates, graceUntil: null } });

  test.each<[string, CampaignDoc, string, object]>([
    ['is waited for on the day after apply-by', testDoc(), '2027-04-10T00:00', waits],
    ['is waited for to the last instant of grace', testDoc(), '2027-04-16T23:59:59.999', waits],
    ['lapses once grace is over', testDoc(), '2027-04-17T00:00', lapses],
    ['lapses after apply-by where there is no grace', noGrace, '2027-04-10T00:00', lapses],
  ])('%s', (_, doc, now, expected) => {
    expect(decided(doc, { ...silent, now: at(now) })).toMatchObject(expected);
  });
});

test('a letter that the print shop took out begins no wait', () => {
  const base = channelsDoc();
  const step = { kind: 'reminder' as const, purpose: 'service_notice' as const, notice: 'notice' };
  const [notice] = base.plan.steps;
  const steps = [
    notice!,
    { ...step, id: 'letter', first: ['post' as const], notice: 'letter', wait: { days: 10 } },
    { ...step, id: 'last', first: ['mail' as const], wait: { days: 5 } },
  ];
  const doc = { ...base, plan: { ...base.plan, steps } };
  const recalled = sent('letter', { channel: 'post', status: 'recalled', at: at('2027-02-20T14:00') });
  const contact = { ...facts({}).contact, post: 'contact_bad:moved' };
  const change = {
    sent: [sent('notice'), recalled],
    contact,
    step: 'last',
    now: at('2027-02-21T10:00'),
    slotMs: 86_400_000,
  };
  // the waits of notice and letter, 14 and 10 days, after the notice
  expect(decided(doc, change)).toMatchObject({ kind: 'wait', step: 'last', wakeAt: at('2027-02-25T09:00') });
});

describe('a customer whom a person has stopped', () => {
  const migrate = { id: 1, choice: 'migrate' as const, choiceAt: FIRST };
  const takenBack = { id: 2, choice: null, choiceAt: FIRST };

  test('keeps the answer that stands, and is not written to about the one taken back', () => {
    const change = { stopped: true as const, contracts: [migrate, takenBack], sent: [sent('notice')] };
    expect(decided(testDoc(), change)).toMatchObject({
      kind: 'close',
      reason: 'stopped_by_person',
      outcomes: [
        { contractId: 1, outcome: 'migrated' },
        { contractId: 2, outcome: 'stopped', reason: 'stopped_by_person' },
      ],
    });
  });
});
