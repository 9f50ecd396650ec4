import { type DueLetter, intoEnvelopes, postalOfStep } from '../../../domain/print/envelopes';
import { abroadOf, postalCode, postalOf, type PostalWish } from '../../../domain/print/postal-class';
import { postalMark } from '../../../domain/texts/names/postal';
import { channelsDoc } from '../../support/seed';

const letter = (pieceId: number, wish: PostalWish = {}, customerId = 1): DueLetter => ({
  messageId: pieceId * 10,
  customerId,
  pieceId,
  postal: postalOf(wish),
});
const collected = (letters: DueLetter[]) =>
  intoEnvelopes(letters).map(({ pieceId, messageIds, postal, notes }) => [
    pieceId,
    messageIds,
    postalCode(postal),
    notes,
  ]);

const MERGED = 'merged_same_customer';
const DIFFERS = 'split_class_differs';
test.each<[string, DueLetter[], unknown[]]>([
  ['one letter alone', [letter(1)], [[1, [10], 'ordinary', []]]],
  ['two of one customer', [letter(1), letter(2)], [[1, [10, 20], 'ordinary', [MERGED]]]],
  [
    'two customers never share, were they of one household',
    [letter(1, {}, 1), letter(2, {}, 2)],
    [
      [1, [10], 'ordinary', []],
      [2, [20], 'ordinary', []],
    ],
  ],
  [
    'both for the letter box: the higher class carries both',
    [letter(1), letter(2, { class: 'recorded' })],
    [[1, [10, 20], 'recorded', [MERGED]]],
  ],
  [
    'both against a signature: the higher class carries both',
    [letter(1, { class: 'registered' }), letter(2, { class: 'simple_registered' })],
    [[1, [10, 20], 'registered', [MERGED]]],
  ],
  [
    'an ordinary letter does not wait at the post office with a registered one',
    [letter(1), letter(2, { class: 'simple_registered' })],
    [
      [1, [10], 'ordinary', [DIFFERS]],
      [2, [20], 'simple_registered', [DIFFERS]],
    ],
  ],
  [
    'a letter that is forwarded is not kept from it by one that is not',
    [letter(1, { noForwarding: true }), letter(2)],
    [
      [1, [10], 'ordinary+no_forwarding', [DIFFERS]],
      [2, [20], 'ordinary', [DIFFERS]],
    ],
  ],
  [
    'express takes the other along',
    [letter(1), letter(2, { express: true })],
    [[1, [10, 20], 'ordinary+express', [MERGED]]],
  ],
  [
    'what a person wants apart stays apart, and the others share',
    [letter(1), { ...letter(2), apart: true }, letter(3)],
    [
      [1, [10, 30], 'ordinary', [MERGED]],
      [2, [20], 'ordinary', ['split_on_request']],
    ],
  ],
  [
    'three letters, two of which go together',
    [letter(3, { class: 'registered' }), letter(2), letter(1)],
    [
      [1, [10, 20], 'ordinary', [MERGED, DIFFERS]],
      [3, [30], 'registered', [DIFFERS]],
    ],
  ],
])('%s', (_, letters, expected) => expect(collected(letters)).toEqual(expected));

test('a step has its class, else that of the campaign; the defect letter has its own', () => {
  const doc = channelsDoc();
  const post = { ...doc.post!, mailClass: 'recorded' as const };
  const [first, ...rest] = doc.plan.steps;
  const steps = [{ ...first!, postal: { class: 'registered' as const, noForwarding: true as const } }, ...rest];
  const onDefect = { ...doc.plan.onDefect!, postal: { class: 'simple_registered' as const } };
  const changed = { ...doc, post, plan: { ...doc.plan, steps, onDefect } };
  expect(postalCode(postalOfStep(changed, first!.id))).toBe('registered+no_forwarding');
  expect(postalCode(postalOfStep(changed, rest[0]!.id))).toBe('recorded');
  expect(postalCode(postalOfStep(changed, 'defect'))).toBe('simple_registered');
  expect(postalCode(postalOfStep(changed, 'receipt'))).toBe('recorded');
});

test.each<[PostalWish, string | undefined, string | undefined]>([
  [{}, undefined, undefined],
  [{ noForwarding: true }, '転送不要', undefined],
  [{ class: 'recorded' }, '特定記録', 'REGISTERED'],
  [{ class: 'simple_registered', express: true, noForwarding: true }, '簡易書留・速達・転送不要', 'REGISTERED'],
])('the mark of %j; abroad only what there is', (wish, here, abroad) => {
  expect(postalMark(postalOf(wish), false)).toBe(here);
  expect(postalMark(abroadOf(postalOf(wish)), true)).toBe(abroad);
});
