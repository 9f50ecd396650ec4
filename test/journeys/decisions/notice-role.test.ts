import { type CampaignDoc, type Channel, type Step } from '../../../domain/campaigns/campaign';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { roleFaults } from '../../../domain/campaigns/plan-roles';
import { decide } from '../../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { isReminder } from '../../../domain/journeys/notice-role';
import { channelsDoc } from '../../support/seed';

const at = (text: string) => Date.parse(`${text}:00+09:00`);
const FIRST = at('2027-02-01T09:00');
const purpose = 'service_notice' as const;
const step = (id: string, kind: Step['kind'], first: Channel[], more: Partial<Step> = {}): Step => ({
  id,
  kind,
  purpose,
  first,
  notice: Object.fromEntries(first.map((channel) => [channel, `${id}-${channel}`])),
  wait: { days: 7 },
  ...more,
});
const docOf = (...steps: Step[]): CampaignDoc => ({ ...channelsDoc(), plan: { steps } });
const facts = (change: Partial<JourneyFacts> = {}): JourneyFacts => ({
  now: FIRST,
  slotMs: 86_400_000,
  campaign: 'running',
  customerId: 1,
  run: 1,
  turn: 0,
  step: 'notice',
  hold: null,
  contact: { mail: 'no_contact', sms: 'no_contact', post: 'no_contact', phone: 'no_contact' },
  consent: {},
  contractHashes: [],
  contracts: [{ id: 1, choice: null, choiceAt: null }],
  sent: [],
  traits: { kind: 'person', ageFrom: 40, prefecture: 13, products: [] },
  ...change,
});
const sent = (id: string, channel: Channel, change: Partial<SentFact> = {}): SentFact => ({
  ...{ run: 1, step: id, channel, status: 'handed_over', at: FIRST, bounced: false, failure: null },
  ...change,
});
const day = (instant: number | null) => new Date(instant! + 9 * 3_600_000).toISOString().slice(0, 10);
function summary(doc: CampaignDoc, change: Partial<JourneyFacts>): string {
  const decision = decide({ facts: facts(change), doc, calendar: calendarOf(doc) });
  if (decision.kind === 'send') return `${decision.message.step}: ${decision.message.notice}`;
  return `${decision.kind} ${decision.reason}${decision.kind === 'wait' ? ` ${decision.step} ${day(decision.wakeAt)}` : ''}`;
}

const doc = docOf(
  step('notice', 'notice', ['mail', 'post']),
  step('reminder', 'reminder', ['mail', 'sms', 'post']),
  step('call', 'call', ['phone'], { notice: 'script' }),
  step('final', 'final', ['post', 'mail'], { at: { daysBefore: 14, date: 'lastDispatch' } }),
);
const only = (channel: Channel) => ({ contact: { ...facts().contact, [channel]: 'ok' } });

it.each<[what: string, change: Partial<JourneyFacts>, expected: string]>([
  ['a notice goes in its own text', only('mail'), 'notice: notice-mail'],
  ['a reminder is no first contact: by SMS there is no notice', only('sms'), 'held hold:address_research'],
  [
    'the notice came back: the reminder brings it, at once',
    { ...only('post'), step: 'reminder', sent: [sent('notice', 'mail', { bounced: true })], now: FIRST + 3_600_000 },
    'notice: notice-post',
  ],
  [
    'lost on every channel of its own: the next step takes it over',
    {
      ...only('mail'),
      step: 'final',
      sent: [sent('notice', 'post', { bounced: true, failure: 'moved' })],
      contact: { mail: 'ok', post: 'contact_bad:moved' },
      now: FIRST + 3_600_000,
    },
    'notice: notice-mail',
  ],
  ['no one is called on day one', only('phone'), 'wait before_first_dispatch call 2027-02-15'],
  [
    'a step that cannot go keeps its wait: the reminder after seven days, the final notice on its day',
    { ...only('mail'), step: 'call', sent: [sent('notice', 'mail'), sent('reminder', 'mail')], now: FIRST + 60_000 },
    'wait waiting_for_reply call 2027-02-08',
  ],
  [
    'the final notice is not early',
    {
      ...only('mail'),
      step: 'final',
      sent: [sent('notice', 'mail'), sent('reminder', 'mail')],
      now: at('2027-03-01T09:00'),
    },
    'wait waiting_for_reply final 2027-03-19',
  ],
  [
    'and does not wait for a call that was not made by its day',
    {
      contact: { mail: 'ok', phone: 'ok' },
      step: 'final',
      sent: [sent('notice', 'mail'), sent('call', 'phone', { status: 'queued', at: at('2027-03-20T10:00') })],
      now: at('2027-03-19T09:00'),
    },
    'final: final-mail',
  ],
])('%s', (_, change, expected) => expect(summary(doc, change)).toBe(expected));

it('never sends the script of a call as text to a customer for whom no notice step has a text', () => {
  const plan = docOf(
    step('notice', 'notice', ['mail', 'sms'], { except: ['companies'] }),
    step('notice-letter', 'notice', ['mail'], { only: ['companies'] }),
    step('notice-call', 'notice', ['phone'], { notice: 'script', only: ['phone-only'] }),
    step('reminder', 'reminder', ['mail', 'sms']),
  );
  const segments: CampaignDoc['segments'] = {
    companies: { kind: 'company' },
    'phone-only': { missing: ['mail', 'sms'] },
  };
  const traits = { kind: 'company' as const, ageFrom: null, prefecture: 13, products: [] };
  const summed = summary({ ...plan, segments }, { ...only('sms'), traits, step: 'reminder' });
  expect(summed).toBe('reminder: notice-sms');
});

it('counts a step that brought the notice as the notice', () => {
  expect(isReminder(doc, { step: 'reminder', notice: 'notice-post' })).toBe(false);
  expect(isReminder(doc, { step: 'reminder', notice: 'reminder-post' })).toBe(true);
  expect(isReminder(doc, { step: 'final', notice: 'final-mail' })).toBe(true);
});

it.each<[what: string, doc: CampaignDoc, expected: string[]]>([
  ['a reminder by SMS, a call', doc, ['1 reminder sms: sms,phone', '2 call phone: phone']],
  [
    'nothing where every channel has a notice',
    docOf(step('notice', 'notice', ['mail', 'post']), step('reminder', 'reminder', ['mail', 'post'])),
    [],
  ],
  [
    'a group without a notice of its own, where no text can be taken over',
    docOf(
      step('notice', 'notice', ['mail'], { except: ['companies'] }),
      step('letter', 'reminder', ['post'], { only: ['companies'] }),
    ),
    ['1 reminder post: mail,post'],
  ],
])('the check of the plan finds %s', (_, plan, expected) => {
  const found = roleFaults(plan).map(
    ({ index, kind, channel, group }) => `${index} ${kind} ${channel}: ${group.channels.join()}`,
  );
  expect(found).toEqual(expected);
});
