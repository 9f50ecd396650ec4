import { calendarOf } from '../../../domain/campaigns/holidays';
import { type Channel } from '../../../domain/campaigns/campaign';
import { decide } from '../../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { outcomesAtEnd } from '../../../domain/journeys/outcome';
import { reasonText } from '../../../domain/texts/timeline';
import { channelsDoc } from '../../support/seed';

const doc = channelsDoc();
const calendar = calendarOf(doc);
const NOW = Date.parse('2027-02-10T10:00:00+09:00');
const END = Date.parse('2027-04-17T00:00:00+09:00');
const GONE = { mail: 'no_contact', sms: 'no_contact', post: 'contact_bad:moved', phone: 'contact_bad:wrong_number' };

const sent = (step: string, channel: Channel, change: Partial<SentFact> = {}): SentFact => ({
  ...{ run: 1, step, channel, status: 'handed_over', at: NOW, bounced: false, failure: null },
  ...change,
});
const returned = sent('notice', 'post', { bounced: true, failure: 'moved' });
const facts = (change: Partial<JourneyFacts> = {}): JourneyFacts => ({
  now: NOW,
  slotMs: 0,
  campaign: 'running',
  customerId: 1,
  run: 1,
  turn: 3,
  step: 'call',
  hold: null,
  contact: GONE,
  consent: {},
  contractHashes: [],
  contracts: [{ id: 1, choice: null, choiceAt: null }],
  sent: [returned, sent('call', 'phone', { status: 'failed', failure: 'wrong_number' })],
  traits: { kind: 'person', ageFrom: 40, prefecture: 13, products: [] },
  defects: 0,
  ...change,
});
const summary = (change: Partial<JourneyFacts>): string => {
  const decision = decide({ facts: facts(change), doc, calendar });
  if (decision.kind === 'send')
    return `${decision.message.step}/${decision.message.occurrence ?? 0} ${decision.message.channel}`;
  if (decision.kind !== 'held') return `${decision.kind} ${decision.reason}`;
  return `held ${decision.reason}${decision.opens ? ` opens ${decision.opens.reason} for ${decision.opens.reviewAfter}` : ''}`;
};

it.each<[what: string, change: Partial<JourneyFacts>, expected: string]>([
  [
    'the last channel is gone: a person looks for an address',
    {},
    'held hold:address_research opens address_research for 14',
  ],
  [
    'close to the end there is less time for it',
    { now: Date.parse('2027-03-31T10:00:00+09:00') },
    'held hold:address_research opens address_research for 4',
  ],
  [
    'all channels refused: a question to the client',
    {
      contact: { mail: 'ok', sms: 'ok', post: 'ok', phone: 'ok' },
      consent: Object.fromEntries(
        (['mail', 'sms', 'post', 'phone'] as const).map((one) => [one, { service_notice: 'no' }]),
      ),
      sent: [],
      step: 'notice',
    },
    'held hold:client_question opens client_question for 14',
  ],
  ['asked once, found nothing: it waits for the last day', { searched: true }, 'wait no_channel_left'],
  ['found an address: the remaining step goes', { searched: true, contact: { ...GONE, post: 'ok' } }, 'final/0 post'],
  [
    'found, and no step is left: the notice goes once more',
    {
      searched: true,
      step: null,
      contact: { ...GONE, post: 'ok' },
      sent: [{ ...returned, left: NOW - 1 }],
      changes: [{ channel: 'post', at: NOW }],
    },
    'notice/1 post',
  ],
  [
    'the same address again is no new way',
    { searched: true, step: null, contact: { ...GONE, post: 'ok' } },
    'wait no_channel_left',
  ],
])('%s', (_, change, expected) => expect(summary(change)).toBe(expected));

it.each<[what: string, change: Partial<JourneyFacts>, outcome: string, ja: string]>([
  [
    'every way with what happened on it; nothing bounced, so nothing says so',
    {},
    'unreachable',
    'メール: 連絡先がない、SMS: 連絡先がない、郵便: 返戻（転居先不明）、電話: 番号違い',
  ],
  [
    'unanswered calls',
    { sent: [sent('call', 'phone', { status: 'failed', failure: 'no_answer' })], contact: { ...GONE, phone: 'ok' } },
    'unreachable',
    'メール: 連絡先がない、SMS: 連絡先がない、郵便: 連絡先が使えない（転居先不明）、電話: 不在・呼出のみ',
  ],
  [
    'a way that was never tried',
    { sent: [returned], contact: { ...GONE, phone: 'ok' } },
    'pending',
    '試していない手段が残ったまま期限',
  ],
  [
    'a letter that could not be printed',
    {
      sent: [sent('notice', 'post', { status: 'failed', failure: 'glyph_missing:U+20BB7' })],
      contact: { ...GONE, post: 'ok' },
    },
    'pending',
    '郵便物を印字できない',
  ],
])('at the end: %s', (_, change, outcome, ja) => {
  const [one] = outcomesAtEnd(facts({ now: END, ...change }), doc, 'deadline_passed');
  expect([one!.outcome, reasonText(one!.reason).ja]).toEqual([outcome, ja]);
  expect(reasonText(one!.reason).en).not.toMatch(/[_=]/);
});

it('names the character that cannot be printed', () => {
  expect(reasonText('glyph_missing:U+20BB7')).toEqual({
    ja: '印字できない文字がある（𠮷 U+20BB7）',
    en: 'a character that no font can print (𠮷 U+20BB7)',
  });
});
