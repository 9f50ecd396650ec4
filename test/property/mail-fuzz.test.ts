import fc from 'fast-check';
import { gravest, parseDsn, parseFeedback } from '../../activities/delivery/dsn';
import { mutated, nasty } from './mutations';
import { FUZZ_MS, runs } from './runs';

const REPORT = Buffer.from(
  [
    'From: MAILER-DAEMON@mx.example',
    'To: b+ABC@bounce.example',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_X"',
    '',
    '--=_X',
    'Content-Type: message/delivery-status; charset="utf-8"',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; =?utf-8?B?YQ==?=@example.jp',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 no such user',
    '--=_X',
    'Content-Type: message/rfc822',
    '',
    'Message-ID: <ABC.0@bounce.example>',
    'Subject: =?iso-2022-jp?B?GyRCJDQwRkZiGyhC?=',
    '',
    'text',
    '--=_X--',
    '',
  ].join('\r\n'),
);

const readable = async (raw: Uint8Array) => {
  const dsn = await parseDsn(raw);
  await parseFeedback(raw);
  if (!dsn) return;
  expect(dsn.recipients.length).toBeGreaterThan(0);
  for (const { status, kind } of dsn.recipients) {
    expect(status).toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
    expect(['hard', 'soft', 'none']).toContain(kind);
  }
  expect(gravest(dsn)).toBeDefined();
};

it(
  'any bytes, and any damage to a notification, are read or are none',
  async () => {
    const bytes = fc.oneof(mutated(REPORT), fc.uint8Array({ maxLength: 400 }));
    await fc.assert(fc.asyncProperty(bytes, readable), runs(200));
  },
  FUZZ_MS,
);

it(
  'so are any headers and boundaries',
  async () => {
    const parts = fc.record({ type: nasty, boundary: nasty, header: nasty, body: nasty });
    const mail = ({ type, boundary, header, body }: Record<string, string>) =>
      Buffer.from(
        `${header}: ${type}\r\nContent-Type: ${type}; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${body}`,
      );
    await fc.assert(
      fc.asyncProperty(parts, (given) => readable(mail(given))),
      runs(200),
    );
  },
  FUZZ_MS,
);

it(
  'parts in parts are read so deep and no deeper',
  async () => {
    const nested = Array.from(
      { length: 3000 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}`,
    );
    await readable(Buffer.from(nested.join('\r\n')));
  },
  FUZZ_MS,
);
