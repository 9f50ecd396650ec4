import { timingSafeEqual } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { type Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { recordBounce, recordComplaint } from '../../db/delivery/bounces';
import { campaignOfDesk, type MailMark, markInAddress, markInMessageId } from '../../domain/delivery/return-path';
import { takeDeskMail } from './desk-mail';
import { readNotificationApart } from './bounces/mail-decoder';
import { type Notification } from './bounces/read-notification';
import { type Vault } from '../../db/privacy/vault';
import { type Db } from '../../db/platform/types';

export interface BounceDeps {
  db: Db;
  log: Logger;
  /** Knows the tags of our mails, and keeps for a person what no program can read. */
  vault: Vault;
  /** It listens on loopback where no address is given. */
  config: { BOUNCE_DOMAIN: string; BOUNCE_HOST?: string };
}

/**
 * Number of received mails by result: recorded, recorded as unread (a person reads it), already known, success
 * notification, not a report (auto-replies too), not ours, or an inquiry to a desk.
 */
export type BounceCounts = Record<
  'recorded' | 'unread' | 'complained' | 'duplicate' | 'delivered' | 'not_a_dsn' | 'unknown' | 'inquiry',
  number
>;

export interface BounceListener {
  port: number;
  counts: Readonly<BounceCounts>;
  close(): Promise<void>;
}

/** A mail to a desk with a few photographs; notifications stay far below this. */
const MAX_BYTES = 10 * 1024 * 1024;

/**
 * SMTP server for bounces at the return paths of our mails (`b+<piece code>.<tag>@<bounce domain>`), complaints
 * (feedback reports, or our own mail sent back) at any address of the domain, and what customers write to a campaign's
 * desk (`desk-<campaign>@<bounce domain>`), which becomes an inquiry. Believes only reports that bear the keyed
 * tag of a mail. Answers 250 only once the arrival is committed, and 451 while the database is away, so that the sender
 * tries again. Mails that are not about ours or not notifications are accepted and counted. Never forwards mail.
 */
export async function startBounceListener(deps: BounceDeps, port: number): Promise<BounceListener> {
  const counts: BounceCounts = {
    recorded: 0,
    unread: 0,
    complained: 0,
    duplicate: 0,
    delivered: 0,
    not_a_dsn: 0,
    unknown: 0,
    inquiry: 0,
  };
  const ours = `@${deps.config.BOUNCE_DOMAIN.toLowerCase()}`;
  const server = new SMTPServer({
    lenientAddressParsing: true,
    name: deps.config.BOUNCE_DOMAIN,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    rejectOversized: true,
    maxRecipients: 20,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 2_000,
    onRcptTo({ address }, _, reply) {
      reply(address.toLowerCase().endsWith(ours) ? null : answer(550, '5.7.1 Not a mailbox of this host'));
    },
    onData(stream, session, reply) {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const recipients = rcptTo.map(({ address }) => address);
      read(stream)
        .then(async (raw) => {
          if (stream.sizeExceeded) return; // the server answers 552
          counts[await take(deps, { raw, from, recipients })] += 1;
        })
        .then(
          () => reply(),
          (error: unknown) => {
            deps.log.warn({ err: error }, 'bounce not taken');
            reply(answer(451, '4.3.0 Not recorded, try again later'));
          },
        );
    },
  });
  server.on('error', (error) => deps.log.debug({ err: error }, 'bounce listener'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, deps.config.BOUNCE_HOST ?? '127.0.0.1', resolve);
  });
  const address = server.server.address() as AddressInfo;
  return { port: address.port, counts, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

interface Received {
  raw: Buffer;
  from: string;
  recipients: string[];
}

async function take(deps: BounceDeps, { raw, from, recipients }: Received): Promise<keyof BounceCounts> {
  const { db, log, vault, config } = deps;
  const domain = config.BOUNCE_DOMAIN;
  const addressed = recipients.flatMap((address) => provenCode(vault, markInAddress(address, domain)) ?? [])[0];
  const desk = recipients.flatMap((address) => campaignOfDesk(address, domain) ?? [])[0];
  const envelope = { from, toBounceAddress: addressed !== undefined, toDesk: desk !== undefined, domain };
  const notification = await readNotificationApart(raw, envelope);
  const { is } = notification;
  if (is === 'inquiry') {
    const { mail } = notification;
    const pieceCode =
      addressed ?? mail.references.flatMap((id) => provenCode(vault, markInMessageId(id, domain)) ?? [])[0];
    return takeDeskMail({ db, vault, log }, { mail, raw, desk, pieceCode });
  }
  if (is === 'other' || is === 'reply') return 'not_a_dsn';
  if (is === 'complaint' ? notification.type === 'not-spam' : is === 'bounce' && notification.kind === 'none')
    return 'delivered';
  const pieceCode = addressed ?? codeReturned(vault, notification, domain);
  if (!pieceCode) return 'unknown';
  if (is === 'complaint') {
    const result = await recordComplaint(db, pieceCode);
    log.info({ result, type: notification.type }, 'complaint');
    return result;
  }
  const bounce = is === 'unread' ? UNREAD : bounceOf(notification);
  const kept = is === 'unread' ? { vault, raw } : undefined;
  const result = await recordBounce(db, { pieceCode, ...bounce }, kept);
  log.info({ result, status: bounce.status }, 'bounce');
  return is === 'unread' && result === 'recorded' ? 'unread' : result;
}

/** Something came back, and no program can tell what it says: a person reads it. */
const UNREAD = { status: 'unread', hard: false, pending: true };

const bounceOf = ({ status, kind, delayed }: Extract<Notification, { is: 'bounce' }>) => ({
  status,
  hard: kind === 'hard',
  pending: delayed,
});

/** The piece code in what a notification returns of our mail. */
function codeReturned(vault: Vault, returned: Notification, domain: string): string | undefined {
  const path = returned.originalMailFrom?.trim().replace(/^<|>$/g, '') ?? '';
  const marks = [markInAddress(path, domain), markInMessageId(returned.originalMessageId ?? '', domain)];
  return marks.flatMap((mark) => provenCode(vault, mark) ?? [])[0];
}

/** The piece code, where the tag is that of its mail: a code alone is printed on letters and can be guessed at. */
function provenCode(vault: Vault, mark: MailMark | undefined): string | undefined {
  if (!mark) return undefined;
  const { pieceCode, tag } = mark;
  return timingSafeEqual(Buffer.from(tag), Buffer.from(vault.mailTag(pieceCode))) ? pieceCode : undefined;
}

async function read(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const answer = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });
