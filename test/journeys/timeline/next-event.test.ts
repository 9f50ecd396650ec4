import { nextEvent, type NextFacts } from '../../../domain/journeys/timeline/next-event';
import { nextEventText } from '../../../domain/texts/desks/next-event';

const at = (time: string) => Date.parse(`${time}+09:00`);
const waiting: NextFacts = {
  campaign: 'running',
  closed: false,
  outcomes: [null],
  hold: null,
  heldBy: null,
  call: null,
  queued: null,
  step: null,
  closesAt: at('2027-01-15T23:59'),
};
const call = { at: at('2026-12-11T10:30'), promised: false, leased: false, no: 2, of: 3 };

it.each<[string, Partial<NextFacts>, string]>([
  ['a callback', { call: { ...call, promised: true } }, '12/11(金) 10:30に折り返しの電話をします。'],
  ['a call', { call }, '12/11(金) 10:30から電話をかけます（2回目、全3回）。'],
  ['a call at this moment', { call: { ...call, leased: true } }, 'いま担当者が電話をかけています。'],
  ['a letter', { queued: { channel: 'post', at: at('2026-12-10T17:00') } }, '12/10(木)の便で郵便を出します。'],
  ['an SMS', { queued: { channel: 'sms', at: at('2026-12-10T10:00') } }, '12/10(木) 10:00にSMSを送ります。'],
  [
    'the next step',
    { step: { channels: ['post', 'phone'], at: at('2026-12-20T10:00') } },
    '次の案内（郵便、電話）に進みます。',
  ],
  ['the deadline', {}, '1/15(金)の締切まで回答を待っています。'],
  [
    'nothing, under a hold',
    { hold: { reason: 'lawyer', reviewOn: '2027-02-20' }, call },
    '連絡留保中（弁護士・破産）。2/20(土)の見直しまで、何も出しません。',
  ],
  ['nothing, in a paused campaign', { campaign: 'paused', call }, '案件が一時停止中のため、連絡は出ません。'],
  [
    'nothing, kept back',
    { heldBy: 'undecidable', queued: { channel: 'post', at: 0 } },
    '次の連絡を止めています（判定できない）。',
  ],
  [
    'nothing, at the end',
    { closed: true, outcomes: ['migrated', 'migrated'] },
    'この案件の連絡は終わりました（移行受付）。',
  ],
])('says in one sentence what comes next: %s', (_, facts, expected) => {
  expect(nextEventText(nextEvent({ ...waiting, ...facts }), 'Asia/Tokyo').ja).toContain(expected);
});
