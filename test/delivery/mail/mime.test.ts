import MailComposer from 'nodemailer/lib/mail-composer';
import { type Mail, mailBytes } from '../../../rendering/mail/mime';

const BODIES = [
  'a',
  'Dear reader\n',
  '.\r\n..dots\n',
  'x'.repeat(57),
  'x'.repeat(58),
  'サービス終了のご案内\n'.repeat(80),
];
const SUBJECTS = ['', 'Notice', '重要なお知らせ'.repeat(12), 'long '.repeat(40)];
const LOGOS = [undefined, Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 37) & 255))];

/** What differs by customer: each also with a sender whose frame is known from the mail before. */
const CUSTOMERS = [
  { to: 'a@customers.example', messageId: '<x@y.example>', at: 0, optOut: 'https://x.example/s' },
  {
    to: 'ü.x@customers.example',
    messageId: `<${'m'.repeat(80)}@y.example>`,
    at: 1.8e12,
    optOut: `https://x/${'y'.repeat(120)}`,
  },
  {
    to: `${'long.'.repeat(14)}x@Kunden.bücher.example`,
    messageId: '<z@y.example>',
    at: 1.9e12,
    optOut: 'https://x/$&$1',
  },
  { to: '"a b"@customers.example', messageId: '<q@y.example>', at: 1e12, optOut: 'https://x/z' },
  { to: 'a..b.@docomo.example', messageId: '<r@y.example>', at: 1e12, optOut: 'https://x/z' },
];

test.each(SUBJECTS)('a mail with the subject "%s" has the bytes that nodemailer would stream', async (subject) => {
  for (const [turn, { at, ...customer }] of CUSTOMERS.entries())
    for (const text of BODIES)
      for (const html of BODIES)
        for (const picture of LOGOS) {
          const mail: Mail = {
            ...{ subject, text, html, ...customer, date: new Date(at) },
            from: { name: '株式会社 例', address: 'a@sender.example' },
            ...(turn % 2 === 1 && { replyTo: 'desk+7@bounce.example' }),
            ...(picture && { picture: { filename: 'logo.png', content: picture, type: 'image/png', cid: 'logo@t' } }),
            boundary: String(turn).padStart(24, '0'),
          };
          expect(mailBytes(mail).toString()).toBe((await streamed(mail)).toString());
        }
});

const streamed = ({ to, picture, boundary, optOut, ...mail }: Mail): Promise<Buffer> =>
  new MailComposer({
    ...mail,
    to: { name: '', address: to },
    ...(picture && {
      attachments: [{ ...picture, contentType: picture.type, contentDisposition: 'inline' as const }],
    }),
    ...{ xMailer: false, baseBoundary: boundary, encoding: 'base64', textEncoding: 'base64' },
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': { prepared: true, value: `<${optOut}>` },
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  })
    .compile()
    .build();
