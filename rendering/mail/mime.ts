import { randomBytes } from 'node:crypto';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MailComposer from 'nodemailer/lib/mail-composer';
import MimeNode from 'nodemailer/lib/mime-node';

type Part = ReturnType<MailComposer['compile']>;

/** A mail as it is sent to one customer. Neither of its texts is empty. */
export interface Mail {
  from: { name: string; address: string };
  to: string;
  replyTo?: string;
  subject: string;
  text: string;
  html: string;
  /** A picture among the mail's own parts, which the HTML names by its id. */
  picture?: { cid: string; filename: string; type: string; content: Buffer };
  messageId: string;
  date: Date;
  /** 24 characters 0-9, a-f that no part contains. */
  boundary: string;
  /** Address of a link by which the customer wants no more of them. */
  optOut: string;
}

/** What differs between the mails of one notice. */
type Slot = 'text' | 'html' | 'To' | 'Message-ID' | 'Date' | 'List-Unsubscribe';
/** Literal text, or what takes its place in each mail; the boundary is a place of its own. */
type Frame = (string | { slot: Slot | 'boundary' })[];

/** Stands for the boundary while a frame is made: the same length, since lines are folded by theirs. */
const BOUNDARY = randomBytes(12).toString('hex');
const frames = new Map<string, Frame>();
const KEPT = 200;
const LINE = 76;
const framesOf = new WeakMap<Buffer, Map<string, Frame>>();

/**
 * A mail's bytes, the same that nodemailer's streams would give, every part in base64: half as long as quoted-printable
 * for Japanese text. Headers and parts are nodemailer's; what is the same in many mails is built once.
 */
export function mailBytes(mail: Mail): Buffer {
  const slots: Record<Slot | 'boundary', () => string> = {
    text: () => inLines(mail.text),
    html: () => inLines(mail.html),
    To: () => field('To', MimeNode.encodeHeaderValue('To', { name: '', address: mail.to })),
    'Message-ID': () => field('Message-ID', mail.messageId),
    Date: () => `Date: ${mail.date.toUTCString().replace('GMT', '+0000')}`,
    'List-Unsubscribe': () => `List-Unsubscribe: <${mail.optOut}>`,
    boundary: () => mail.boundary,
  };
  const bytes = frameOf(mail).map((piece) => (typeof piece === 'string' ? piece : slots[piece.slot]()));
  return Buffer.from(bytes.join(''));
}

const field = (name: string, value: string): string => foldLines(`${name}: ${value}`, LINE);

/** The frame of all mails with this sender, subject and picture. */
function frameOf(mail: Mail): Frame {
  const { from, replyTo, subject, picture } = mail;
  const known = picture ? (framesOf.get(picture.content) ?? new Map<string, Frame>()) : frames;
  if (picture) framesOf.set(picture.content, known);
  const key = JSON.stringify([from, replyTo, subject, picture?.cid]);
  const frame = known.get(key) ?? newFrame(mail);
  if (known.size >= KEPT && !known.has(key)) known.clear();
  known.set(key, frame);
  return frame;
}

function newFrame({ from, replyTo, subject, picture }: Mail): Frame {
  const part = picture && { ...picture, contentType: picture.type, contentDisposition: 'inline' as const };
  const root = new MailComposer({
    ...{ from, to: 'to@slot.example', ...(replyTo !== undefined && { replyTo }), subject, text: 'text', html: 'html' },
    ...(part && { attachments: [part] }),
    ...{ messageId: '<slot>', date: new Date(0), xMailer: false, baseBoundary: BOUNDARY },
    headers: {
      // no out-of-office replies (RFC 3834)
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': { prepared: true, value: '<slot>' },
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    ...{ encoding: 'base64', textEncoding: 'base64' },
  }).compile();
  return joined(partOf(root).flatMap(withBoundaries));
}

function partOf(part: Part): Frame {
  const fields = part.buildHeaders().split(/\r\n(?![ \t])/);
  const head = fields.flatMap((line): Frame => [part.rootNode === part ? slotOrLine(line) : line, '\r\n']);
  return [...head, '\r\n', ...bodyOf(part)];
}

const IN_HEAD: Slot[] = ['To', 'Message-ID', 'Date', 'List-Unsubscribe'];
const slotOrLine = (line: string): Frame[number] => {
  const slot = IN_HEAD.find((name) => line.startsWith(`${name}:`));
  return slot ? { slot } : line;
};

function bodyOf(part: Part): Frame {
  const { multipart, boundary, content } = part;
  if (multipart) {
    const children = part.childNodes.flatMap((child): Frame => [`--${boundary}\r\n`, ...partOf(child), '\r\n']);
    return [...children, `--${boundary}--\r\n`];
  }
  if (content === 'text' || content === 'html') return [{ slot: content }];
  if (!Buffer.isBuffer(content)) throw new TypeError('a part of a mail has no bytes');
  return [inLines(content)];
}

const withBoundaries = (piece: Frame[number]): Frame =>
  typeof piece === 'string'
    ? piece.split(BOUNDARY).flatMap((text, i): Frame => (i === 0 ? [text] : [{ slot: 'boundary' }, text]))
    : [piece];

/** Neighbouring literals as one. */
function joined(frame: Frame): Frame {
  const pieces: Frame = [];
  for (const piece of frame) {
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces;
}

function inLines(content: string | Buffer): string {
  const text = Buffer.from(content as Buffer).toString('base64');
  let lines = text.slice(0, LINE);
  for (let at = LINE; at < text.length; at += LINE) lines += `\r\n${text.slice(at, at + LINE)}`;
  return lines;
}
