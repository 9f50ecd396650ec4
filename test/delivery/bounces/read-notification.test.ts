import { type Notification, readNotification } from '../../../activities/delivery/bounces/read-notification';
import { CODE, copyOfOurs, DOMAIN, dsn, plain, replies, riddle, textBounces } from './samples';

const read = (raw: Buffer, to: { toBounceAddress: boolean; from?: string } = { toBounceAddress: true }) =>
  readNotification(raw, { from: '', domain: DOMAIN, ...to });
const failed = (status: string, diagnostic = '', action = 'failed') => [
  `Action: ${action}`,
  `Status: ${status}`,
  ...(diagnostic ? [`Diagnostic-Code: smtp; ${diagnostic}`] : []),
];

describe('a delivery status notification', () => {
  const UNKNOWN = '550 5.1.1 <a@customer.example>... User unknown';
  it.each<[why: string, fields: string[], expected: { kind: string; status: string }]>([
    ['no such user', failed('5.1.1', UNKNOWN), { kind: 'hard', status: '5.1.1' }],
    ['no such host', failed('5.1.2'), { kind: 'hard', status: '5.1.2' }],
    ['moved without a new address', failed('5.1.6'), { kind: 'hard', status: '5.1.6' }],
    ['a domain without mail', failed('5.1.10'), { kind: 'hard', status: '5.1.10' }],
    ['a closed mailbox', failed('5.2.1', '550 5.2.1 account disabled'), { kind: 'hard', status: '5.2.1' }],
    [
      'too many mails at once',
      failed('5.2.1', '550 5.2.1 receiving mail at too high a rate'),
      { kind: 'soft', status: '5.2.1' },
    ],
    ['our network on a block list', failed('5.7.1', '550 5.7.1 on our block list'), { kind: 'soft', status: '5.7.1' }],
    [
      'our mail not authenticated',
      failed('5.7.26', '550 5.7.26 sender not authenticated'),
      { kind: 'soft', status: '5.7.26' },
    ],
    ['our address refused', failed('5.1.8', '550 5.1.8 Sender address rejected'), { kind: 'soft', status: '5.1.8' }],
    [
      'our address under the code of the recipient',
      failed('5.1.0', '550 5.1.0 sender rejected'),
      { kind: 'soft', status: '5.1.0' },
    ],
    ['our mail too large', failed('5.3.4'), { kind: 'soft', status: '5.3.4' }],
    ['a loop', failed('5.4.6'), { kind: 'soft', status: '5.4.6' }],
    ['no route', failed('5.4.4', '550 5.4.4 no host'), { kind: 'soft', status: '5.4.4' }],
    ['a bad command', failed('5.5.0'), { kind: 'soft', status: '5.5.0' }],
    ['a bad form of mail', failed('5.6.0'), { kind: 'soft', status: '5.6.0' }],
    ['a full mailbox', failed('5.2.2'), { kind: 'soft', status: '5.2.2' }],
    [
      'the recipient’s own filter',
      failed('5.2.0', '550 Unknown user a@carrier.example'),
      { kind: 'soft', status: '5.2.0' },
    ],
    [
      '5.0.0 hides a busy server',
      failed('5.0.0', '450 4.2.1 busy: retry time exceeded'),
      { kind: 'soft', status: '4.2.1' },
    ],
    ['5.0.0 hides a full mailbox', failed('5.0.0', '552 5.2.2 over its quota'), { kind: 'soft', status: '5.2.2' }],
    ['5.0.0 hides three digits that are soft', failed('5.0.0', '452 try later'), { kind: 'soft', status: '5.0.0' }],
    ['5.0.0 hides 552', failed('5.0.0', '552 user mailbox full, unknown user'), { kind: 'soft', status: '5.0.0' }],
    [
      '5.0.0 hides an unknown user',
      failed('5.0.0', '550 Unknown user a@customer.example'),
      { kind: 'hard', status: '5.1.1' },
    ],
    ['5.0.0 hides an unknown user with code', failed('5.0.0', UNKNOWN), { kind: 'hard', status: '5.1.1' }],
    ['5.0.0 hides a rejection', failed('5.0.0', '550 message rejected'), { kind: 'soft', status: '5.0.0' }],
    ['5.0.0 and nothing more', failed('5.0.0'), { kind: 'soft', status: '5.0.0' }],
    ['an action of no standard', failed('', '', 'expired'), { kind: 'soft', status: '5.0.0' }],
    ['no action', ['Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1 unknown'], { kind: 'hard', status: '5.1.1' }],
    ['no action, delivered', ['Status: 2.0.0'], { kind: 'none', status: '2.0.0' }],
  ])('%s', async (_, fields, expected) => {
    expect(await read(dsn(fields))).toMatchObject({ is: 'bounce', delayed: false, ...expected });
  });

  it.each([
    ['as text', 'text/plain; name="details.txt"'],
    ['as a file', 'application/octet-stream; name="details.txt"'],
    ['internationalised', 'message/global-delivery-status'],
  ])('reads its status part %s', async (_, type) => {
    expect(await read(dsn(failed('5.1.1'), { type }))).toMatchObject({ is: 'bounce', kind: 'hard', status: '5.1.1' });
  });

  it('reads a report whose boundary is another', async () => {
    const raw = Buffer.from(dsn(failed('5.1.1')).toString('latin1').replace('boundary=B', 'boundary=C'), 'latin1');
    expect(await read(raw)).toMatchObject({ is: 'bounce', kind: 'hard', status: '5.1.1' });
  });

  it('believes no unknown user at the end of DATA, where the recipient’s filter speaks', async () => {
    const raw = dsn(failed('5.0.0', '550 Unknown user a@carrier.example'), {
      text: '<a@carrier.example>: host mx said: 550 Unknown user (in reply to end of DATA command)',
    });
    expect(await read(raw)).toMatchObject({ kind: 'soft' });
  });

  it('knows a delay from a failure', async () => {
    expect(await read(dsn(failed('4.4.1', '', 'delayed')))).toMatchObject({ kind: 'soft', delayed: true });
    expect(await read(dsn(failed('4.4.7')))).toMatchObject({ kind: 'soft', delayed: false });
  });
});

describe('a bounce in plain text', () => {
  it.each(textBounces)('%s', async (_, raw, expected) => {
    expect(await read(raw)).toMatchObject({ is: 'bounce', delayed: false, ...expected });
  });

  it('finds our mail in the text when the envelope was lost', async () => {
    const { originalMessageId } = await read(plain(['<a@customer.example>: no such user (#5.1.1)']));
    expect(originalMessageId).toBe(`<${CODE}.0f1e2d3c@${DOMAIN}>`);
  });

  it.each<[string, { toBounceAddress: boolean; from?: string }]>([
    ['to an address that is no message’s', { toBounceAddress: false }],
    ['from a person', { toBounceAddress: true, from: 'a@customer.example' }],
  ])('is not believed %s', async (_, to) => {
    const raw = plain(['550 5.1.1 User unknown'], ['From: a@customer.example']);
    expect((await read(raw, to)).is).not.toBe('bounce');
  });

  it('is kept for a person where no program can tell what it says', async () => {
    expect((await read(riddle())).is).toBe('unread');
  });

  it('ends soon, whatever it holds', async () => {
    const long = ['-'.repeat(200_000), ' '.repeat(200_000), 'unknown '.repeat(30_000), '4.'.repeat(100_000)];
    const began = performance.now();
    for (const text of long) await read(plain([text]));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

it.each(replies)('takes %s for no bounce', async (_, raw) => {
  expect((await read(raw)).is).toBe('reply');
});

it.each<[string, Buffer, boolean, Notification['is']]>([
  ['our mail sent back to an address that is no message’s is a complaint', copyOfOurs(), false, 'complaint'],
  ['a mail of others sent back is none', copyOfOurs('<x.1@elsewhere.example>'), false, 'other'],
])('%s', async (_, raw, toBounceAddress, is) => {
  expect((await read(raw, { toBounceAddress, from: 'staff@provider.example' })).is).toBe(is);
});
