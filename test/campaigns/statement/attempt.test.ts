import { messageResult, type MessageFact, PRESUMED_AFTER_MS } from '../../../domain/campaigns/statement/attempt';
import { classOf, type Reflection, type StatementClass } from '../../../domain/campaigns/statement/line';
import { type OutcomeName } from '../../../domain/journeys/states';

const AT = Date.parse('2027-02-01T09:00:00+09:00');
const letter: MessageFact = { channel: 'post', status: 'handed_over', at: AT, bounced: false, delivered: false };

test.each<[what: string, fact: Partial<MessageFact>, after: number, recorded: boolean, result: string]>([
  ['a letter on its 28th day', {}, PRESUMED_AFTER_MS - 1, false, 'posted'],
  ['a letter after 28 days', {}, PRESUMED_AFTER_MS, false, 'presumed'],
  ['recorded mail is never presumed', {}, PRESUMED_AFTER_MS, true, 'posted'],
  ['a letter that came back', { bounced: true }, PRESUMED_AFTER_MS, false, 'returned'],
  ['a mail, however old', { channel: 'mail' }, PRESUMED_AFTER_MS, false, 'handed_over'],
  ['an SMS with a receipt', { channel: 'sms', delivered: true }, 0, false, 'delivered'],
  ['a mail of which nothing is known', { channel: 'mail', status: 'doubtful' }, 0, false, 'doubtful'],
  ['a letter that was taken out', { status: 'recalled' }, 0, false, 'recalled'],
  ['a letter that waits', { status: 'queued', at: null }, 0, false, 'waiting'],
  ['a call that waits', { channel: 'phone', status: 'queued', at: null }, 0, false, 'call_open'],
  ['a call that was never made', { channel: 'phone', status: 'withdrawn', at: null }, 0, false, 'call_not_made'],
])('%s', (_, fact, after, recorded, result) => {
  expect(messageResult({ ...letter, ...fact }, { asOf: AT + after, recorded })).toBe(result);
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
