import { calendarOf } from '../../domain/campaigns/holidays';
import { type Channel } from '../../domain/campaigns/campaign';
import { decide, type Decision } from '../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../domain/journeys/facts';
import { channelsDoc } from '../support/seed';

const doc = channelsDoc();
const calendar = calendarOf(doc);
const at = (text: string) => Date.parse(`${text}:00+09:00`);
const FIRST = at('2027-02-01T09:00');
const DAY = 86_400_000;

const facts = (change: Partial<JourneyFacts> = {}): JourneyFacts => ({
  now: FIRST,
  slotMs: DAY,
  campaign: 'running',
  customerId: 1,
  run: 1,
  turn: 0,
  step: 'notice',
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

const sent = (step: string, channel: Channel, change: Partial<SentFact> = {}): SentFact => ({
  run: 1,
  step,
  channel,
  status: 'handed_over',
  at: FIRST,
  bounced: false,
  failure: null,
  ...change,
});

const summaryOf = (decision: Decision): string => {
  const time = (instant: number | null) => (instant === null ? '-' : new Date(instant + 9 * 3_600_000).toISOString());
  switch (decision.kind) {
    case 'send':
      return [decision.message, ...(decision.also ?? [])]
        .map(
          (contact) =>
            `${contact.step}/${contact.occurrence ?? 0} ${contact.channel} ${time(contact.notBefore).slice(5, 16)}`,
        )
        .concat(`then ${decision.step ?? '-'}`)
        .join(', ');
    case 'close':
      return `close ${decision.reason}: ${decision.outcomes.map((one) => `${one.outcome} ${one.reason}`).join()}`;
    default:
      return `${decision.kind} ${decision.reason} then ${decision.step ?? '-'} at ${time(decision.wakeAt).slice(5, 16)}`;
  }
};

type Case = [title: string, change: Partial<JourneyFacts>, expected: string];
const contact = (bad: Partial<Record<Channel, string>>) => ({ ...facts().contact, ...bad });
const LATER = { now: FIRST + 3 * DAY, step: 'call', turn: 3 };

test.each<Case>([
  ['mail first', {}, 'notice/0 mail 02-01T09:00, then call'],
  ['no mail: SMS', { contact: contact({ mail: 'no_contact' }) }, 'notice/0 sms 02-01T09:00, then call'],
  [
    'no mail, mobile dead: a letter with the print run of the day',
    { contact: contact({ mail: 'no_contact', sms: 'contact_bad:30005' }) },
    'notice/0 post 02-01T14:00, then call',
  ],
  [
    'mail and SMS refused: a letter',
    { consent: { mail: { service_notice: 'no' }, sms: { service_notice: 'no' } } },
    'notice/0 post 02-01T14:00, then call',
  ],
  [
    'the elderly get all channels of their own step, and not the other one',
    { traits: { kind: 'person', ageFrom: 75, prefecture: 13, products: [] } },
    'notice-elderly/0 mail 02-01T09:00, notice-elderly/0 post 02-01T14:00, then call',
  ],
  [
    'all channels, but one has no address',
    { traits: { kind: 'person', ageFrom: 80, prefecture: 1, products: [] }, contact: contact({ mail: 'no_contact' }) },
    'notice-elderly/0 post 02-01T14:00, then call',
  ],
  [
    'unknown age is in no age segment',
    { traits: { kind: 'person', ageFrom: null, prefecture: 13, products: [] } },
    'notice/0 mail 02-01T09:00, then call',
  ],
  [
    'bounced: the next channel of the same step, at once',
    { ...LATER, sent: [sent('notice', 'mail', { bounced: true })], contact: contact({ mail: 'contact_bad:5.1.1' }) },
    'notice/0 sms 02-04T09:00, then call',
  ],
  [
    'bounced, then undelivered: a letter',
    {
      ...LATER,
      sent: [sent('notice', 'mail', { bounced: true }), sent('notice', 'sms', { bounced: true })],
      contact: contact({ mail: 'contact_bad:5.1.1', sms: 'contact_bad:30005' }),
    },
    'notice/0 post 02-04T14:00, then call',
  ],
  [
    'refused in the claim: the next channel',
    { ...LATER, sent: [sent('notice', 'mail', { status: 'withdrawn', failure: 'refused' })] },
    'notice/0 sms 02-04T09:00, then call',
  ],
  [
    'a soft SMS failure does not try the SMS again',
    { ...LATER, sent: [sent('notice', 'mail', { bounced: true }), sent('notice', 'sms', { status: 'failed' })] },
    'notice/0 post 02-04T14:00, then call',
  ],
  [
    'an undeliverable letter: no channel of the step is left, the call comes in its time',
    {
      ...LATER,
      contact: contact({ mail: 'no_contact', sms: 'no_contact', post: 'contact_bad:moved' }),
      sent: [sent('notice', 'post', { bounced: true })],
    },
    'wait waiting_for_reply then call at 02-15T10:00',
  ],
  [
    'an older step that bounces late is not sent again once a later one is under way',
    {
      ...LATER,
      step: 'final',
      sent: [
        sent('notice', 'mail', { bounced: true }),
        sent('call', 'phone', { status: 'queued', at: FIRST + 3 * DAY }),
      ],
    },
    'wait predecessor_not_handed_over then final at 02-09T00:00',
  ],
  [
    'the silent are called',
    { ...LATER, now: at('2027-02-15T10:00'), sent: [sent('notice', 'mail')] },
    'call/0 phone 02-15T10:00, then final',
  ],
  [
    'calls used up: on to the final letter, counted from the last attempt',
    {
      now: FIRST + 20 * DAY,
      step: 'final',
      sent: [
        sent('notice', 'mail'),
        sent('call', 'phone', { status: 'failed', at: FIRST + 15 * DAY, failure: 'no_answer' }),
      ],
    },
    'final/0 post 02-22T14:00, then -',
  ],
  [
    'a letter counts from its expected arrival',
    { ...LATER, sent: [sent('notice', 'post', { at: at('2027-02-03T12:00') })] },
    'wait waiting_for_reply then call at 02-17T10:00',
  ],
  [
    'a letter in a print run: the wait has not begun',
    { ...LATER, sent: [sent('notice', 'post', { status: 'claimed', at: FIRST })] },
    'wait predecessor_not_handed_over then call at 02-18T10:00',
  ],
  [
    'a defect is answered before anything else',
    { ...LATER, defects: 1, sent: [sent('notice', 'post')] },
    'defect/0 post 02-04T14:00, then call',
  ],
  [
    'the second defect has a letter of its own',
    { ...LATER, defects: 2, sent: [sent('notice', 'post'), sent('defect', 'post', { at: FIRST + 2 * DAY })] },
    'defect/1 post 02-04T14:00, then call',
  ],
  [
    'after two rounds no letter goes out any more: a person calls',
    {
      now: at('2027-03-15T10:00'),
      step: 'call',
      defects: 3,
      sent: [
        sent('notice', 'post'),
        sent('defect', 'post'),
        sent('defect', 'post', { at: FIRST + 30 * DAY, occurrence: 1 }),
      ],
    },
    'call/0 phone 03-15T10:00, then final',
  ],
  [
    'a letter about a defect that was withdrawn is not sent a second time for the same round',
    { ...LATER, defects: 1, sent: [sent('notice', 'post'), sent('defect', 'post', { status: 'withdrawn' })] },
    'wait waiting_for_reply then call at 02-15T10:00',
  ],
  [
    'the second defect has its own letter, though the one about the first was lost',
    { ...LATER, defects: 2, sent: [sent('notice', 'post'), sent('defect', 'post', { status: 'failed' })] },
    'defect/1 post 02-04T14:00, then call',
  ],
  [
    'a letter that the last print run before the last dispatch misses is not scheduled',
    {
      now: at('2027-04-02T15:00'),
      step: 'final',
      sent: [sent('notice', 'mail'), sent('call', 'phone', { status: 'failed', failure: 'no_answer' })],
    },
    'wait all_steps_done then - at 04-17T00:00',
  ],
  [
    'a letter refused at the door has notified the customer: the calls go on, the end is lapsed',
    {
      now: at('2027-04-17T00:00'),
      step: null,
      consent: { post: { service_notice: 'no' } },
      sent: [sent('notice', 'post')],
    },
    'close deadline_passed: lapsed notified_and_silent',
  ],
  [
    'only attempts that reached no one: unreachable',
    {
      now: at('2027-04-17T00:00'),
      step: null,
      contact: { mail: 'no_contact', sms: 'no_contact', post: 'contact_bad:unknown', phone: 'ok' },
      sent: [
        sent('notice', 'post', { bounced: true }),
        sent('call', 'phone', { status: 'failed', failure: 'no_answer' }),
      ],
    },
    'close deadline_passed: unreachable tried:mail=no_contact,sms=no_contact,post=returned:other,phone=no_answer',
  ],
  ['every contract removed by the client', { contracts: [] }, 'close nothing_left: '],
  [
    'declared on the phone',
    { contracts: [{ id: 1, choice: 'cancel', choiceAt: FIRST, via: 'phone' }] },
    'close answered: cancelled phone',
  ],
  [
    'declared on the form, in grace',
    { contracts: [{ id: 1, choice: 'migrate', choiceAt: at('2027-04-12T09:00'), via: 'form' }] },
    'close answered: migrated form_in_grace',
  ],
  [
    'no channel at all: a person looks for an address',
    { contact: { mail: 'no_contact', sms: 'no_contact', post: 'no_contact', phone: 'no_contact' } },
    'held hold:address_research then notice at 04-17T00:00',
  ],
  [
    'after the last dispatch nothing falls through',
    { now: at('2027-04-05T10:00'), step: null, sent: [sent('notice', 'mail', { bounced: true })] },
    'wait last_dispatch_passed then - at 04-17T00:00',
  ],
])('%s', (_, change, expected) => {
  expect(summaryOf(decide({ facts: facts(change), doc, calendar }))).toBe(expected);
});

test.each<[title: string, change: Partial<JourneyFacts>, expected: string]>([
  ['bounced: by post', { sent: [sent('defect', 'mail', { bounced: true })] }, 'defect/0 post 02-04T14:00, then call'],
  [
    'bounced, and by post under way: nothing more for this round',
    { sent: [sent('defect', 'mail', { bounced: true }), sent('defect', 'post', { status: 'queued' })] },
    'wait predecessor_not_handed_over then call at 02-14T10:00',
  ],
])('a notice about a defect %s', (_, change, expected) => {
  const onDefect = { ...doc.plan.onDefect!, first: ['mail' as const, 'post' as const] };
  const own = { ...doc, plan: { ...doc.plan, onDefect } };
  const input = facts({ ...LATER, defects: 1, ...change, sent: [sent('notice', 'post'), ...change.sent!] });
  expect(summaryOf(decide({ facts: input, doc: own, calendar }))).toBe(expected);
});

test.each<[title: string, change: Partial<JourneyFacts>, expected: string]>([
  ['that a word can mend is called about first', {}, 'defect/0 phone 02-04T10:00, then call'],
  ['that takes a signature is written about', { heavyDefects: [0] }, 'defect/0 post 02-04T14:00, then call'],
  [
    'about which no one answered is written about',
    { sent: [sent('defect', 'phone', { status: 'failed', failure: 'no_answer' })] },
    'defect/0 post 02-04T14:00, then call',
  ],
  [
    'of a second form goes to a person, whatever it lacks',
    { defects: 2, heavyDefects: [1], sent: [sent('defect', 'phone')] },
    'defect/1 phone 02-04T10:00, then call',
  ],
  [
    'that a word can mend is written about where there is no number',
    { contact: contact({ phone: 'no_contact' }) },
    'defect/0 post 02-04T14:00, then call',
  ],
  [
    'that a word can mend is written about where calls are refused',
    { consent: { phone: { service_notice: 'no' } } },
    'defect/0 post 02-04T14:00, then call',
  ],
])('where the plan calls about defects, one %s', (_, change, expected) => {
  const onDefect = { ...doc.plan.onDefect!, first: ['phone' as const, 'post' as const] };
  const own = { ...doc, plan: { ...doc.plan, onDefect: { ...onDefect, notice: { phone: 'script', post: 'defect' } } } };
  const input = facts({ ...LATER, defects: 1, ...change, sent: [sent('notice', 'post'), ...(change.sent ?? [])] });
  expect(summaryOf(decide({ facts: input, doc: own, calendar }))).toBe(expected);
});

test('letters written on a Friday evening go out with the run of the next business day', () => {
  const friday = facts({ now: at('2027-02-05T15:00'), contact: contact({ mail: 'no_contact', sms: 'no_contact' }) });
  expect(summaryOf(decide({ facts: friday, doc, calendar }))).toBe('notice/0 post 02-08T14:00, then call');
});
