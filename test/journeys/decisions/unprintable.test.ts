import { calendarOf } from '../../../domain/campaigns/holidays';
import { type Channel } from '../../../domain/campaigns/campaign';
import { decide } from '../../../domain/journeys/decide';
import { type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { channelsDoc } from '../../support/seed';

const doc = channelsDoc();
const NOW = Date.parse('2027-02-01T15:00:00+09:00');
const sent = (step: string, channel: Channel, change: Partial<SentFact> = {}): SentFact => ({
  ...{ run: 1, step, channel, status: 'handed_over', at: NOW, bounced: false, failure: null },
  ...change,
});
const stuck = (change: Partial<SentFact> = {}) =>
  sent('notice', 'post', { status: 'failed', failure: 'glyph_missing:U+1F600', ...change });
const decided = (change: Partial<JourneyFacts>) =>
  decide({
    doc,
    calendar: calendarOf(doc),
    facts: {
      ...{ now: NOW, slotMs: 0, campaign: 'running', customerId: 1, run: 1, turn: 1, step: 'call', hold: null },
      contact: { mail: 'no_contact', sms: 'no_contact', post: 'ok', phone: 'ok' },
      ...{ consent: {}, contractHashes: [], contracts: [{ id: 1, choice: null, choiceAt: null }], sent: [stuck()] },
      traits: { kind: 'person', ageFrom: 40, prefecture: 13, products: [] },
      defects: 0,
      ...change,
    },
  });

it.each(['glyph_missing', 'glyph_missing:U+1F600', 'notice_invalid', 'key_lost'])(
  'a letter with %s is not given up: a person is asked at once, and nothing else goes',
  (failure) => {
    const decision = decided({ sent: [stuck({ failure })] });
    expect(decision).toMatchObject({
      kind: 'held',
      reason: 'hold:unprintable',
      step: 'call',
      opens: { reason: 'unprintable', reviewAfter: 0, because: { step: 'notice', channel: 'post', occurrence: 0 } },
    });
  },
);

it('waits while the person has not decided, and prints again once the hold is released', () => {
  const asked = [stuck({ researched: true })];
  expect(decided({ sent: asked, unprintable: true })).toMatchObject({ kind: 'held', reason: 'hold:unprintable' });
  expect(decided({ sent: asked })).toMatchObject({
    kind: 'send',
    message: { step: 'notice', channel: 'post', occurrence: 1, cause: 'printable' },
  });
});

it('asks again when the letter fails again', () => {
  const decision = decided({ sent: [stuck({ researched: true }), stuck({ occurrence: 1 })] });
  expect(decision).toMatchObject({ kind: 'held', opens: { because: { occurrence: 1 } } });
});

it('leaves the other channels of the step alone: the plan goes on by them', () => {
  const elderly = { kind: 'person' as const, ageFrom: 80, prefecture: 13, products: [] };
  const contact = { mail: 'ok', sms: 'no_contact', post: 'ok', phone: 'ok' };
  const both = (change: Partial<SentFact>) => [
    sent('notice-elderly', 'mail'),
    sent('notice-elderly', 'post', { status: 'failed', failure: 'glyph_missing', ...change }),
  ];
  expect(decided({ traits: elderly, contact, sent: both({}) })).toMatchObject({ kind: 'held', wakeAt: NOW });
  const open = { traits: elderly, contact, unprintable: true as const, sent: both({ researched: true }) };
  expect(decided(open)).toMatchObject({ kind: 'wait', reason: 'waiting_for_reply', step: 'call' });
});
