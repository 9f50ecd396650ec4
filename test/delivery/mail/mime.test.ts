import MailComposer from 'nodemailer/lib/mail-composer';
import { mailBytes } from '../../../rendering/mail/mime';

const BODIES = [
  '',
  'a',
  'Dear reader\n',
  '.\r\n..dots\n',
  'x'.repeat(57),
  'x'.repeat(58),
  'サービス終了のご案内\n'.repeat(80),
];
const SUBJECTS = ['', 'Notice', '重要なお知らせ'.repeat(12), 'long '.repeat(40)];
const LOGOS = [undefined, Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 37) & 255))];

test.each(SUBJECTS)('a mail with the subject "%s" has the bytes that nodemailer would stream', async (subject) => {
  for (const text of BODIES)
    for (const html of BODIES)
      for (const logo of LOGOS) {
        const mail = mailOf({ subject, text, html, logo });
        const streamed = await new MailComposer({ ...mail, encoding: 'base64', textEncoding: 'base64' })
          .compile()
          .build();
        expect(mailBytes(mail).toString()).toBe(streamed.toString());
      }
});

const mailOf = ({ logo, ...own }: { subject: string; text: string; html: string; logo: Buffer | undefined }) => ({
  ...own,
  from: { name: '株式会社 例', address: 'a@sender.example' },
  to: { name: '', address: 'ü.x@customers.example' },
  messageId: '<x@y.example>',
  date: new Date(0),
  xMailer: false as const,
  baseBoundary: 'abc',
  headers: { 'List-Unsubscribe': { prepared: true, value: `<https://x.example/${'y'.repeat(120)}>` } },
  ...(logo && {
    attachments: [
      {
        filename: 'logo.png',
        content: logo,
        contentType: 'image/png',
        cid: 'logo@t',
        contentDisposition: 'inline' as const,
      },
    ],
  }),
});
