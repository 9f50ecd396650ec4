import { failureOf, quotedAddress } from '../../../activities/delivery/providers/smtp';

/** A failure as nodemailer reports it. */
const failure = (response: string, command = 'RCPT TO') =>
  Object.assign(new Error(response), {
    code: command === 'DATA' ? 'EMESSAGE' : 'EENVELOPE',
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
  });

it.each<[string, boolean]>([
  ['550 5.1.1 no such user', true],
  ['550 5.1.2 no such host', true],
  ['553 5.1.3 bad syntax', true],
  ['550 5.1.6 moved', true],
  ['556 5.1.10 no mail here', true],
  ['550 <a@x.example>: Recipient address rejected: User unknown', true],
  ['551 user not local; mailbox unknown', true],
  ['553 no such mailbox', true],
  ['550 mail relay not permitted', false],
  ['554 Service unavailable; client [192.0.2.25] is listed', false],
  ['550 5.4.5 daily sending limit reached', false],
  ['550 5.1.8 sender address rejected', false],
  ['550 sender address rejected: unknown user', false],
  ['550 5.1.1 refused by our spam policy', false],
  ['550 5.7.1 blocked', false],
  ['550 blocked', false],
  ['554 user unknown', false],
  ['501 <.a..b.@x.example>: malformed address', false],
  ['550 5.2.1 mailbox disabled', false],
])('%s at RCPT: the address is bad: %s', (response, badAddress) => {
  expect(failureOf(failure(response), false)).toMatchObject({ kind: 'refused', forGood: true, badAddress });
});

it.each([
  ['550 5.7.1 not RFC 5322 compliant: duplicate headers'],
  ['554 5.6.0 two header fields of a kind (duplicate Message-ID)'],
])('%s is never a mail that was accepted before', (response) => {
  expect(failureOf(failure(response, 'DATA'), true, true)).toMatchObject({ kind: 'refused', badAddress: false });
});

it.each([
  ['554 5.5.0 duplicate message', true, 'accepted'],
  ['554 5.5.0 duplicate message', false, 'refused'],
] as const)('%s, from a server that knows its duplicates (%s): %s', (response, knows, kind) => {
  expect(failureOf(failure(response, 'DATA'), true, knows).kind).toBe(kind);
});

it.each([
  ['552 mailbox full', false],
  ['550 5.2.2 over quota', false],
  ['450 try again', false],
  ['550 5.1.1 no such user', true],
])('%s is for good: %s', (response, forGood) => {
  expect(failureOf(failure(response), false)).toMatchObject({ kind: 'refused', forGood, badAddress: forGood });
});

it('that refuses us as the sender says nothing of an address', () => {
  const refused = failureOf(failure('550 5.7.1 sender not permitted', 'MAIL FROM'), false);
  expect(refused).toEqual({ kind: 'unreachable', reason: '5.7.1' });
});

it('does not wait for a server because of an address that none was asked about', () => {
  const local = Object.assign(new Error('Invalid recipient'), { code: 'EENVELOPE', command: 'API' });
  expect(failureOf(local, false)).toEqual({ kind: 'refused', forGood: true, badAddress: false, reason: 'envelope' });
});

it.each([
  ['a.b@x.example', 'a.b@x.example'],
  ["o'neil+x@x.example", "o'neil+x@x.example"],
  ['a..b.@x.example', '"a..b."@x.example'],
  ['.a@x.example', '".a"@x.example'],
  ['"a b"@x.example', '"a b"@x.example'],
  ['a"b@x.example', '"a\\"b"@x.example'],
])('writes %s as %s', (given, written) => {
  expect(quotedAddress(given)).toBe(written);
});
