import { gravest, parseDsn } from '../../../activities/delivery/dsn';

const report = (status: string, returned = '', type = 'message/delivery-status') =>
  Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example',
      'To: b+ABC@bounce.example',
      'Subject: Undelivered',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=X',
      '',
      '--X',
      'Content-Type: text/plain',
      '',
      'Sorry.',
      '--X',
      `Content-Type: ${type}`,
      '',
      status,
      ...(returned ? ['--X', returned] : []),
      '--X--',
      '',
    ].join('\r\n'),
  );
const group = (action: string, status: string, more = '') =>
  `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822;a@example.jp\r\nAction: ${action}\r\nStatus: ${status}\r\n${more}`;

it.each<[string, string, object]>([
  ['unknown user', group('failed', '5.1.1'), { kind: 'hard', status: '5.1.1' }],
  ['full mailbox', group('failed', '5.2.2'), { kind: 'soft', status: '5.2.2' }],
  ['given up after days', group('failed', '4.4.7'), { kind: 'soft', status: '4.4.7' }],
  ['late', group('delayed', '4.4.1'), { kind: 'soft', status: '4.4.1' }],
  ['delivered', group('delivered', '2.1.5'), { kind: 'none', status: '2.1.5' }],
  ['a comment behind the status', group('Failed', '5.1.1 (bad destination)'), { kind: 'hard', status: '5.1.1' }],
  [
    'no status, but a folded diagnosis',
    group('failed', '', 'Diagnostic-Code: smtp;\r\n 550\r\n\t5.4.4 no host'),
    { kind: 'soft', status: '5.4.4' },
  ],
  ['no status at all', group('failed', ''), { kind: 'soft', status: '5.0.0' }],
  [
    'several recipients: the gravest counts',
    `${group('delivered', '2.0.0')}\r\nAction: failed\r\nStatus: 5.1.2\r\n`,
    { kind: 'hard', status: '5.1.2' },
  ],
])('reads %s', async (_, status, expected) => {
  expect(gravest((await parseDsn(report(status)))!)).toMatchObject(expected);
});

it.each([
  [
    'the whole mail',
    'Content-Type: message/rfc822\r\n\r\nSubject: x\r\nMessage-ID:\r\n <CODE.1a@bounce.example>\r\n\r\nbody',
  ],
  ['its headers', 'Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <CODE.1a@bounce.example>\r\n'],
])('finds the Message-ID in %s', async (_, returned) => {
  const dsn = await parseDsn(report(group('failed', '5.1.1'), returned));
  expect(dsn?.originalMessageId).toBe('<CODE.1a@bounce.example>');
});

it('reads an internationalised report', async () => {
  const raw = report(group('failed', '5.1.1'), '', 'message/global-delivery-status');
  expect((await parseDsn(raw))?.recipients).toHaveLength(1);
});

it.each([
  ['an out-of-office reply', 'Subject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.'],
  ['nothing', ''],
  ['binary noise', '\u0000\u0001\u00ff\r\n\r\n\r\n--X\r\n--X--'],
  ['a report that says nothing', report('Reporting-MTA: dns; x').toString()],
  ['a torn report', report(group('failed', '5.1.1')).toString().slice(0, 200)],
])('takes %s for no notification', async (_, raw) => {
  expect(await parseDsn(Buffer.from(raw))).toBeUndefined();
});
