/** Small mails of the kinds that come to the bounce domain, made up for these tests. */

export const CODE = '7K2M9QX4TB1C';
export const DOMAIN = 'bounce.example';
const ID = `<${CODE}.0f1e2d3c@${DOMAIN}>`;

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');

/** Our mail as it is returned. */
const ours = [
  'Return-Path: <b+' + CODE + '@' + DOMAIN + '>',
  `Message-ID: ${ID}`,
  'Subject: Notice',
  '',
  'Dear customer',
];

/** A delivery status notification for one recipient (RFC 3464). */
export const dsn = (fields: string[], { type = 'message/delivery-status', text = 'Not delivered.' } = {}): Buffer =>
  mail(
    'From: MAILER-DAEMON@mx.example',
    'Subject: Undelivered',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=B',
    '',
    '--B',
    'Content-Type: text/plain',
    '',
    text,
    '--B',
    `Content-Type: ${type}`,
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; a@customer.example',
    ...fields,
    '',
    '--B',
    'Content-Type: message/rfc822',
    '',
    ...ours,
    '--B--',
  );

/** A bounce in words; our mail follows as text. */
export const plain = (text: string[], headers: string[] = ['From: MAILER-DAEMON@mx.example']): Buffer =>
  mail(...headers, 'Subject: failure notice', '', ...text, '', '--- a copy of your mail follows', '', ...ours);

/** A text in ISO-2022-JP, as bytes in Latin-1. */
const jis = (hex: string) => `\x1b$B${Buffer.from(hex, 'hex').toString('latin1')}\x1b(B`;
/** 宛先が見つかりません。 */
const NOT_FOUND = jis('30382168242c382b2444242b246a245e243b24732123');

const carrier = (...text: string[]): Buffer =>
  mail(
    'From: Postmaster@carrier.example',
    'Subject: Mail System Error - Returned Mail',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="ISO-2022-JP"',
    'Content-Transfer-Encoding: 7bit',
    '',
    ...text,
    '---------------------------------------------------',
    ...ours,
  );

export const textBounces: [kind: string, raw: Buffer, expected: { kind: string; status: string; delayed?: boolean }][] =
  [
    [
      'qmail, code in brackets',
      plain(['I was not able to deliver your message.', '', '<a@customer.example>:', 'no mailbox here (#5.1.1)']),
      { kind: 'hard', status: '5.1.1' },
    ],
    [
      'qmail, the remote server in words',
      plain([
        '<a@customer.example>:',
        'Remote host said: 550 5.1.1 <a@customer.example>... User Unknown',
        'Giving up.',
      ]),
      { kind: 'hard', status: '5.1.1' },
    ],
    [
      'qmail, a full mailbox',
      plain(['<a@customer.example>:', 'Remote host said: 552 Error: disk quota exceeded']),
      { kind: 'soft', status: '5.2.2' },
    ],
    [
      'Exim, before it wrote notifications',
      plain(
        [
          'A message that you sent could not be delivered. The following address failed:',
          '',
          '  a@customer.example:',
          '    SMTP error from remote mailer after RCPT TO:',
          '    553 5.1.1 unknown or illegal user',
        ],
        ['From: Mailer-Daemon@mx.example', 'X-Failed-Recipients: a@customer.example'],
      ),
      { kind: 'hard', status: '5.1.1' },
    ],
    [
      'Exim, refused because of the sender',
      plain(
        [
          'The following address failed:',
          '  a@customer.example',
          '    SMTP error from remote mail server after MAIL FROM:<b@x>:',
          '    553 5.1.0 x does not exist',
        ],
        ['From: Mailer-Daemon@mx.example', 'X-Failed-Recipients: a@customer.example'],
      ),
      { kind: 'soft', status: '5.1.0' },
    ],
    [
      'Exim, refused at the end of DATA',
      plain([
        '  a@customer.example',
        '    SMTP error from remote mail server after end of data:',
        '    550 : User unknown',
      ]),
      { kind: 'soft', status: '5.0.0' },
    ],
    [
      'a warning that it is still being tried',
      plain([
        'Your message has not been delivered after 4 hours. Delivery attempts will continue.',
        'No action is required.',
      ]),
      { kind: 'soft', status: '4.4.1', delayed: true },
    ],
    [
      'a carrier, in Japanese',
      carrier(NOT_FOUND, '<a@carrier.example>: 550 Unknown user'),
      { kind: 'hard', status: '5.1.1' },
    ],
    [
      'a carrier, refused by the recipient’s domain filter',
      carrier('Each of the following recipients was rejected by a remote mail server.', '<a@carrier.example>'),
      { kind: 'soft', status: '5.7.1' },
    ],
    [
      'a carrier, mailbox full',
      carrier('Could not be delivered to: <a@carrier.example>', 'As their mailbox is full.'),
      { kind: 'soft', status: '5.2.2' },
    ],
    [
      'Exchange 2003',
      plain([
        'Your message did not reach the following recipient(s):',
        'a@customer.example on Thu, 29 Apr 2027',
        '    The recipient name is not recognized',
      ]),
      { kind: 'hard', status: '5.1.1' },
    ],
    [
      'Office 365',
      plain([
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'",
      ]),
      { kind: 'hard', status: '5.1.10' },
    ],
    [
      'Domino',
      plain([
        'Your message was not delivered to:',
        '  a@customer.example',
        'because:',
        '  User a (a@customer.example) not listed in Domino Directory',
      ]),
      { kind: 'hard', status: '5.1.1' },
    ],
    [
      'an account that was closed, in words alone',
      plain(['<a@customer.example>: Sorry, this account has been disabled.', 'Your message could not be delivered.']),
      { kind: 'soft', status: '5.2.1' },
    ],
    [
      'a list of reasons that speak of us',
      plain(['550 5.1.1 <a@customer.example>: refused, your network is on our block list']),
      { kind: 'soft', status: '5.1.1' },
    ],
  ];

/** Mails that say nothing about an address. */
export const replies: [string, Buffer][] = [
  [
    'an auto-reply that names numbers',
    mail(
      'From: a@customer.example',
      'Subject: Re: away 5.1.1',
      'Auto-Submitted: auto-replied',
      '',
      'I am away until 550.',
    ),
  ],
  ['an auto-reply in Japanese', mail('From: a@customer.example', 'Subject: =?UTF-8?B?6Ieq5YuV6L+U5L+h?=', '', 'x')],
  [
    'a read receipt',
    mail(
      'From: a@customer.example',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=disposition-notification; boundary=B',
      '',
      '--B',
      'Content-Type: message/disposition-notification',
      '',
      'Final-Recipient: rfc822; a@customer.example',
      'Disposition: automatic-action/MDN-sent-automatically; displayed',
      '',
      '--B--',
    ),
  ],
];

/** Our own mail sent back by a person or his provider. */
export const copyOfOurs = (id = ID): Buffer =>
  mail(
    'From: staff@provider.example',
    'Subject: complaint about message from 192.0.2.1',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=B',
    '',
    '--B',
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    `Message-ID: ${id}`,
    'Subject: Notice',
    '',
    'Dear customer',
    '',
    '--B--',
  );

/** Says nothing that a program understands. */
export const riddle = (): Buffer => mail('From: gw@customer.example', 'Subject: 42', '', 'X-77 / 0000 / see log');
