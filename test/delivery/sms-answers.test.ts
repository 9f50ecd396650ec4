import { sentOf } from '../../activities/delivery/providers/twilio';
import { validFor } from '../../domain/delivery/sms-validity';

const refused = { kind: 'refused' };
const SID = `SM${'0a'.repeat(16)}`;

describe('an answer of the provider', () => {
  it.each<
    [what: string, answer: { status: number; body?: object; retryAfter?: string }, keys: boolean, expected: object]
  >([
    ['500, no keys', { status: 500 }, false, { kind: 'unknown' }],
    ['502, no keys', { status: 502 }, false, { kind: 'unknown' }],
    ['504, no keys', { status: 504 }, false, { kind: 'unknown' }],
    ['503, no keys', { status: 503 }, false, { kind: 'unknown' }],
    [
      '503 that names a time, no keys',
      { status: 503, retryAfter: '5' },
      false,
      { ...refused, forGood: false, retryAfterMs: 5_000 },
    ],
    ['500, keys', { status: 500 }, true, { ...refused, forGood: false }],
    ['429', { status: 429 }, false, { ...refused, forGood: false }],
    ['409, no keys', { status: 409, body: { code: 20409 } }, false, { kind: 'unreachable' }],
    ['201 with an id', { status: 201, body: { sid: SID, status: 'queued' } }, false, { kind: 'accepted', ref: SID }],
    [
      'an id and a state it does not know',
      { status: 201, body: { sid: SID, status: 'new' } },
      false,
      { kind: 'accepted' },
    ],
    ['200 without a body', { status: 200 }, false, { kind: 'unknown', unclear: true }],
    [
      '200, failed, without an id',
      { status: 200, body: { status: 'failed' } },
      true,
      { kind: 'unknown', unclear: true },
    ],
    [
      '200 with an id of something else',
      { status: 200, body: { sid: 'SM1' } },
      false,
      { kind: 'unknown', unclear: true },
    ],
    [
      '200 with the id of an account',
      { status: 200, body: { sid: SID.replace('SM', 'AC') } },
      false,
      { kind: 'unknown' },
    ],
    ['201, failed', { status: 201, body: { sid: SID, status: 'failed' } }, false, { ...refused, reason: 'sms_failed' }],
    [
      '201, failed for the number',
      { status: 201, body: { sid: SID, status: 'undelivered', error_code: 30006 } },
      false,
      { ...refused, forGood: true, badAddress: true, reason: 'sms_30006' },
    ],
    ['409, keys', { status: 409, body: { sid: SID } }, true, { kind: 'accepted', ref: SID }],
    [
      '409, keys, the provider’s code',
      { status: 409, body: { code: 20409 } },
      true,
      { kind: 'accepted', ref: 'known' },
    ],
    ['409, keys, of something between', { status: 409 }, true, { kind: 'unreachable' }],
    ['302', { status: 302 }, false, { kind: 'unreachable' }],
    ['408', { status: 408 }, false, { kind: 'unreachable' }],
    ['425', { status: 425 }, false, { kind: 'unreachable' }],
    ['400 of something between', { status: 400 }, false, { kind: 'unreachable' }],
    [
      '400 of the provider',
      { status: 400, body: { code: 21602 } },
      false,
      { ...refused, forGood: true, badAddress: false },
    ],
    ['a landline', { status: 400, body: { code: 21614 } }, false, { ...refused, badAddress: true }],
    [
      'unsubscribed',
      { status: 400, body: { code: 21610 } },
      false,
      { ...refused, forGood: true, badAddress: false, optedOut: true },
    ],
    ['a wrong account', { status: 401, body: { code: 20003 } }, false, { kind: 'unreachable' }],
    ['a token that does not count any more', { status: 401, body: { code: 20429 } }, true, { kind: 'unreachable' }],
    ['an account without the right', { status: 403, body: { code: 20426 } }, true, { kind: 'unreachable' }],
    ['an account that is not there', { status: 404, body: { code: 20400 } }, true, { kind: 'unreachable' }],
  ])('%s', (_, { status, body = {}, retryAfter }, keys, expected) => {
    expect(sentOf({ status, retryAfter, body: body as Record<string, unknown> }, keys)).toMatchObject(expected);
  });
});

describe('how long an SMS may be on its way', () => {
  const at = (time: string) => Date.parse(`2027-01-18T${time}:00+09:00`);
  const night = { from: '21:00', until: '08:00' };
  it.each<[string, Parameters<typeof validFor>[0], string, number | undefined]>([
    ['until the evening', night, '20:30', 1_800],
    ['at least a minute', night, '20:59', 60],
    ['longer than the provider’s own limit', night, '09:00', undefined],
    ['without quiet hours', null, '20:30', undefined],
    ['within quiet hours', night, '22:00', undefined],
    [
      'until a day that is closed',
      { ...night, days: { tue: 'closed' }, from: '23:59', until: '00:00' },
      '20:00',
      14_340,
    ],
  ])('%s', (_, quiet, time, seconds) => {
    expect(validFor(quiet, at(time), 'Asia/Tokyo')).toBe(seconds);
  });
});
