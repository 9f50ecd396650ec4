import { messageResult, type MessageFact, PRESUMED_AFTER_MS } from '../../../domain/campaigns/statement/attempt';
import { classOf, type Reflection, type StatementClass } from '../../../domain/campaigns/statement/line';
import { type OutcomeName } from '../../../domain/journeys/states';

const AT = Date.parse('2027-02-01T09:00:00+09:00');
const letter: MessageFact = {
  channel: 'post',
  status: 'handed_over',
  at: AT,
  bounced: false,
  delivered: false,
  tracked: false,
};

test.each<[what: string, fact: Partial<MessageFact>, after: number, result: string]>([
  ['a letter on its 28th day', {}, PRESUMED_AFTER_MS - 1, 'posted'],
  ['a letter after 28 days', {}, PRESUMED_AFTER_MS, 'presumed'],
  ['recorded mail is never presumed', { tracked: true }, PRESUMED_AFTER_MS, 'posted'],
  ['a letter that the carrier delivered', { tracked: true, delivered: true }, 0, 'delivered'],
  ['a letter that came back', { bounced: true }, PRESUMED_AFTER_MS, 'returned'],
  ['a mail, however old', { channel: 'mail' }, PRESUMED_AFTER_MS, 'handed_over'],
  ['an SMS with a receipt', { channel: 'sms', delivered: true }, 0, 'delivered'],
  ['a mail of which nothing is known', { channel: 'mail', status: 'doubtful' }, 0, 'doubtful'],
  ['a letter that was taken out', { status: 'recalled' }, 0, 'recalled'],
  ['a letter that waits', { status: 'queued', at: null }, 0, 'waiting'],
  ['a call that waits', { channel: 'phone', status: 'queued', at: null }, 0, 'call_open'],
  ['a call that was never made', { channel: 'phone', status: 'withdrawn', at: null }, 0, 'call_not_made'],
])('%s', (_, fact, after, result) => {
  expect(messageResult({ ...letter, ...fact }, { asOf: AT + after })).toBe(result);
});

test.each<[OutcomeName | null, Reflection | null, StatementClass]>([
  ['migrated', null, 'accepted'],
  ['migrated', 'sent', 'accepted'],
  ['migrated', 'rejected', 'accepted'],
  ['migrated', 'reflected', 'migrated'],
  ['migrated', 'change_requested', 'migrated'],
  ['cancelled', 'reflected', 'cancelled'],
  ['pending', null, 'pending'],
  [null, null, 'open'],
])('%s, in the client’s system %s: %s', (outcome, reflection, expected) => {
  expect(classOf(outcome, reflection)).toBe(expected);
});
