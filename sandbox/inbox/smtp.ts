import { type Server, type Socket } from 'node:net';
import { decodeWords } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { bouncesLater, dropsReply, type Refusal, refusalAtData, refusalAtRcpt } from './behaviour';
import { type Mailbox } from './mailbox';
import { headerBlock, headerValue } from './message';
import { type InboxSettings } from './settings';
import { sleep } from '../../config/sleep';

type Settings = Pick<InboxSettings, 'faults' | 'dsnDelayMs'>;

const MAX_BYTES = 10 * 1024 * 1024;

class Refused extends Error {
  readonly responseCode: number;

  constructor(refusal: Refusal) {
    super(refusal.text);
    this.responseCode = refusal.code;
  }
}

/** The SMTP side: records each mail before replying 250, with the configured faults. Not listening yet. */
export function createSmtpServer(mailbox: Mailbox, settings: Settings): SMTPServer {
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    lenientAddressParsing: true,
    name: 'inbox.example',
    banner: 'Tsunagi inbox, a stand-in',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    closeTimeout: 2_000,
    onRcptTo(address, session, reply) {
      answer(reply, checkRecipient(mailbox, settings, address.address.toLowerCase(), session));
    },
    onData(stream, session, reply) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const cut = () => sockets.get(session.remotePort)?.destroy();
        const raw = Buffer.concat(chunks);
        answer(reply, stream.sizeExceeded ? tooLarge() : takeMessage(mailbox, settings, session, raw, cut));
      });
    },
  });
  (server.server as Server).on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  server.on('error', () => undefined); // a client that disconnects is not our error
  return server;
}

function answer(reply: (error?: Error | null) => void, work: Promise<void>): void {
  work.then(
    () => reply(),
    (error: unknown) => {
      const known = error instanceof Refused;
      reply(known ? error : new Refused({ code: 451, text: '4.3.0 The inbox could not record the message' }));
    },
  );
}

async function tooLarge(): Promise<void> {
  throw Object.assign(new Refused({ code: 452, text: '5.3.4 Message too big' }), { responseCode: 552 });
}

const sender = (session: SMTPServerSession) =>
  session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;

async function checkRecipient(mailbox: Mailbox, { faults }: Settings, to: string, session: SMTPServerSession) {
  const from = sender(session);
  const refusal = refusalAtRcpt(to, mailbox.tries(from, to), faults);
  if (!refusal) return;
  await mailbox.refuse({ from, to, key: '', code: refusal.code });
  throw new Refused(refusal);
}

/** What identifies a mail to its sender: the Message-ID without its domain. */
const localPartOf = (messageId: string): string => /^<(.*)@[^@]*>$/.exec(messageId)?.[1] ?? messageId;

async function takeMessage(
  mailbox: Mailbox,
  { faults, dsnDelayMs }: Settings,
  session: SMTPServerSession,
  raw: Buffer,
  cutConnection: () => void,
): Promise<void> {
  const from = sender(session);
  const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
  const block = headerBlock(raw);
  const messageId = headerValue(block, 'Message-ID');
  const key = localPartOf(messageId);
  const subject = decodeWords(headerValue(block, 'Subject'));
  const name = key.slice(key.lastIndexOf('.') + 1);
  if (faults.slowMs > 0) await sleep(faults.slowMs);
  for (const to of recipients) {
    const refusal = refusalAtData(to, name, mailbox.tries(from, to, name), faults);
    if (!refusal) continue;
    await mailbox.refuse({ from, to, key: name, code: refusal.code });
    throw new Refused(refusal);
  }
  const drop = recipients.some((to) => dropsReply(to, name, mailbox.copies(to, key), faults));
  const verdict = drop ? 'dropped' : 'accepted';
  await Promise.all(
    recipients.map((to) => {
      const bounceAfterMs = from !== '' && bouncesLater(to, name, faults) ? dsnDelayMs : undefined;
      return mailbox.accept({ from, to, messageId, key, subject, verdict, raw, bounceAfterMs });
    }),
  );
  if (drop) cutConnection();
}
