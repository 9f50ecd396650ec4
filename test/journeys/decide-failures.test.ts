import { calendarOf } from '../../domain/campaigns/holidays';
import { type CampaignDoc, type Channel, type Plan } from '../../domain/campaigns/campaign';
import { planChannels } from '../../domain/journeys/choose-channel';
import { decide, type Decision } from '../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../domain/journeys/facts';
import { channelsDoc } from '../support/seed';

const base = channelsDoc();
const at = (text: string) => Date.parse(`${text}:00+09:00`);
const FIRST = at('2027-02-01T09:00');
const BACK = at('2027-02-10T12:00');
const DAY = 86_400_000;
type Handlers = Partial<Pick<Plan, 'onUndeliverable' | 'onBounce' | 'onAddressChange'>>;
const withHandlers = (handlers: Handlers): CampaignDoc => ({ ...base, plan: { ...base.plan, ...handlers } });
const undeliverable = (reasons: NonNullable<Plan['onUndeliverable']>['reasons']): Handlers => ({
  onUndeliverable: { reasons, notice: 'script', reviewAfter: 14 },
});
const bounce = (channels: NonNullable<Plan['onBounce']>['channels']): Handlers => ({
  onBounce: { channels, notice: 'script', reviewAfter: 14 },
});

const facts = (change: Partial<JourneyFacts> = {}): JourneyFacts => ({
  now: BACK,
  slotMs: DAY,
  campaign: 'running',
  customerId: 1,
  run: 1,
  turn: 2,
  step: 'call',
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
const sent = (channel: Channel, change: Partial<SentFact> = {}): SentFact => ({
  run: 1,
  step: 'notice',
  channel,
  status: 'handed_over',
  at: FIRST,
  bounced: false,
  failure: null,
  ...change,
});
const back = (reason: string, change: Partial<SentFact> = {}) =>
  sent('post', { bounced: true, failure: reason, left: FIRST, ...change });
const summaryOf = (decision: Decision): string => {
  if (decision.kind === 'send') {
    const { step, occurrence = 0, channel, notice, cause = '-' } = decision.message;
    return `${step}/${occurrence} ${channel} ${notice} ${cause}`;
  }
  if (decision.kind === 'held') return `held ${decision.reason}${decision.opens ? ' opened' : ''}`;
  return decision.kind === 'wait' ? `wait ${decision.reason} ${decision.step}` : `close ${decision.reason}`;
};
const decided = (handlers: Handlers, change: Partial<JourneyFacts>) => {
  const doc = withHandlers(handlers);
  return decide({ facts: facts(change), doc, calendar: calendarOf(doc) });
};
const NEXT = 'wait waiting_for_reply call';
const bad = { contact: { mail: 'ok', sms: 'ok', post: 'contact_bad:moved', phone: 'ok' } };
const letterFirst = { ...bad, sent: [back('moved')] };

describe('a letter that came back', () => {
  it.each<[string, Handlers, Partial<JourneyFacts>, string]>([
    ['takes the next channel without a handler', {}, letterFirst, 'notice/0 mail notice -'],
    ['takes it where the handler says so', undeliverable({ moved: 'next' }), letterFirst, 'notice/0 mail notice -'],
    ['takes it for another reason', undeliverable({ unknown: 'call' }), letterFirst, 'notice/0 mail notice -'],
    ['brings a call', undeliverable({ moved: 'call' }), letterFirst, 'notice/0 phone script returned:moved'],
    [
      'takes the next channel where no one can be called',
      undeliverable({ moved: 'call' }),
      { sent: [back('moved')], contact: { ...bad.contact, phone: 'no_contact' } },
      'notice/0 mail notice -',
    ],
    [
      'takes it after a call that was not answered',
      undeliverable({ moved: 'call' }),
      { ...bad, sent: [back('moved'), sent('phone', { status: 'failed', failure: 'no_answer' })] },
      'notice/0 mail notice -',
    ],
    ['leaves it to the next step', undeliverable({ moved: 'later' }), letterFirst, NEXT],
    [
      'goes out again',
      undeliverable({ unclaimed: 'again' }),
      { sent: [back('unclaimed')] },
      'notice/1 post letter returned:unclaimed',
    ],
    [
      'goes out again once',
      undeliverable({ unclaimed: 'again' }),
      { sent: [back('unclaimed'), back('unclaimed', { occurrence: 1 })] },
      'notice/0 mail notice -',
    ],
    ['opens a hold', undeliverable({ moved: 'hold' }), letterFirst, 'held hold:address_research opened'],
    [
      'goes to the address that was found',
      undeliverable({ moved: 'hold' }),
      { sent: [back('moved', { researched: true })], changes: [{ channel: 'post', at: BACK }] },
      'notice/1 post letter address_changed',
    ],
    [
      'goes to it at once where it was reported before the letter came back',
      undeliverable({ moved: 'hold' }),
      { sent: [back('moved')], changes: [{ channel: 'post', at: FIRST + DAY }] },
      'notice/1 post letter address_changed',
    ],
    [
      'takes the next channel where none was found',
      undeliverable({ moved: 'hold' }),
      { ...bad, sent: [back('moved', { researched: true })] },
      'notice/0 mail notice -',
    ],
  ])('%s', (_, handlers, change, expected) => expect(summaryOf(decided(handlers, change))).toBe(expected));

  it('says which contact the hold is for, and when it must be reviewed', () => {
    expect(decided(undeliverable({ moved: 'hold' }), letterFirst)).toMatchObject({
      step: 'call',
      opens: {
        reason: 'address_research',
        because: { run: 1, step: 'notice', channel: 'post', occurrence: 0 },
        reviewAfter: 14,
      },
    });
  });
});

describe('a mail or SMS that did not arrive', () => {
  const mail = { sent: [sent('mail', { bounced: true, failure: 'no_user' })] };
  const gone = { ...mail, contact: { mail: 'contact_bad:no_user', sms: 'ok', post: 'ok', phone: 'ok' } };
  it.each<[string, Handlers, Partial<JourneyFacts>, string]>([
    ['takes the next channel without a handler', {}, gone, 'notice/0 sms sms -'],
    ['takes it where only the other is named', bounce({ sms: 'call' }), gone, 'notice/0 sms sms -'],
    ['brings a call', bounce({ mail: 'call' }), gone, 'notice/0 phone script bounced:mail'],
    ['leaves it to the next step', bounce({ mail: 'later' }), gone, NEXT],
    [
      'counts what the provider refused',
      bounce({ sms: 'call' }),
      { sent: [sent('sms', { status: 'failed', failure: '30005' })] },
      'notice/0 phone script bounced:sms',
    ],
    [
      'does not count what was withdrawn',
      bounce({ sms: 'call' }),
      { sent: [sent('sms', { status: 'withdrawn', failure: 'refused' })] },
      'notice/0 mail notice -',
    ],
    ['opens a hold', bounce({ mail: 'hold' }), gone, 'held hold:address_research opened'],
  ])('%s', (_, handlers, change, expected) => expect(summaryOf(decided(handlers, change))).toBe(expected));
});

describe('a new address', () => {
  const again: Handlers = { onAddressChange: { send: 'again', rounds: 1 } };
  const letter = (change: Partial<SentFact> = {}) => sent('post', { left: FIRST, ...change });
  const moved = { changes: [{ channel: 'post' as const, at: BACK }] };
  it.each<[string, Handlers, Partial<JourneyFacts>, string]>([
    ['is for later steps without a handler', {}, { sent: [letter()], ...moved }, NEXT],
    [
      'is for later steps where the handler says so',
      { onAddressChange: { send: 'later', rounds: 1 } },
      { sent: [letter()], ...moved },
      NEXT,
    ],
    ['gets the present step again', again, { sent: [letter()], ...moved }, 'notice/1 post letter address_changed'],
    ['gets it once', again, { sent: [letter(), letter({ occurrence: 1 })], ...moved }, NEXT],
    ['gets nothing of another channel', again, { sent: [sent('mail', { left: FIRST })], ...moved }, NEXT],
    ['gets nothing that went to it already', again, { sent: [letter({ left: BACK + 1 })], ...moved }, NEXT],
    [
      'is waited for while the old one is being sent to',
      again,
      { sent: [letter({ status: 'claimed' })], ...moved },
      'wait predecessor_not_handed_over call',
    ],
    [
      'gets what is still in the queue anyway',
      again,
      { sent: [letter({ status: 'queued' })], ...moved },
      'wait predecessor_not_handed_over call',
    ],
    [
      'gets nothing after an answer',
      again,
      { sent: [letter()], ...moved, contracts: [{ id: 1, choice: 'migrate', choiceAt: BACK }] },
      'close answered',
    ],
    ['gets nothing under a hold', again, { sent: [letter()], ...moved, hold: 'lawyer' }, 'held hold:lawyer'],
    [
      'gets nothing that could only leave after the last dispatch',
      again,
      { sent: [letter()], ...moved, now: base.dates.lastDispatch - 1 },
      'wait all_steps_done null',
    ],
  ])('%s', (_, handlers, change, expected) => expect(summaryOf(decided(handlers, change))).toBe(expected));
});

it('uses the phone of a plan that calls only when something did not arrive', () => {
  const steps = base.plan.steps.filter(({ id }) => id === 'notice');
  const own = (handlers: Handlers) => ({ ...base, plan: { steps, ...handlers } });
  expect(planChannels(own(undeliverable({ moved: 'next' })))).toEqual(['mail', 'sms', 'post']);
  expect(planChannels(own(undeliverable({ moved: 'call' })))).toEqual(['mail', 'sms', 'post', 'phone']);
});

describe('a call that asked which of two answers holds was the last contact', () => {
  const asked = sent('phone', { step: 'ask-which-answer', status: 'failed', failure: 'no_answer' });
  const lost = { ...letterFirst, sent: [back('moved'), asked] };
  it.each<[string, Handlers, Partial<JourneyFacts>, string]>([
    ['hides no letter that came back before it', undeliverable({ moved: 'next' }), lost, 'notice/0 mail notice -'],
    [
      'hides no address that was reported anew',
      { onAddressChange: { send: 'again', rounds: 1 } },
      {
        ...{ contact: { mail: 'ok', sms: 'ok', post: 'ok', phone: 'ok' }, changes: [{ channel: 'post', at: BACK }] },
        sent: [sent('post', { left: FIRST }), asked],
      },
      'notice/1 post letter address_changed',
    ],
  ])('%s', (_, handlers, change, expected) => expect(summaryOf(decided(handlers, change))).toBe(expected));
});

test.each([
  ['a run that was reopened begins on the next day', {}, 'wait waiting_for_reply call'],
  [
    'one that goes on for another whose workflow was gone does not wait',
    { restarted: true as const },
    'call/0 phone script -',
  ],
])('%s', (_, change, expected) => {
  const due = { run: 2, turn: 0, again: true as const, now: BACK + 10 * DAY, sent: [sent('mail')] };
  expect(summaryOf(decided({}, { ...due, ...change }))).toBe(expected);
});
