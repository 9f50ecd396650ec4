import { type AddressInfo } from 'node:net';
import { type Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { recordBounce, recordComplaint } from '../../db/delivery/bounces';
import { gravest, parseDsn, parseFeedback } from './dsn';
import { type Db } from '../../db/platform/types';

export interface BounceDeps {
  db: Db;
  log: Logger;
  config: { BOUNCE_DOMAIN: string };
  /** Loopback by default. */
  host?: string;
}

/** Number of received mails by result: recorded, already known, success notification, not a report, or not ours. */
export type BounceCounts = Record<
  'recorded' | 'complained' | 'duplicate' | 'delivered' | 'not_a_dsn' | 'unknown',
  number
>;

export interface BounceListener {
  port: number;
  counts: Readonly<BounceCounts>;
  close(): Promise<void>;
}

/** A notification containing the whole mail stays far below this. */
const MAX_BYTES = 1024 * 1024;

/**
 * SMTP server for bounces at `b+<piece code>@<bounce domain>` and complaints (feedback reports) at any address of the
 * domain. Answers 250 only once the arrival is committed, and 451 while the database is away, so that the sender tries
 * again. Mails that are not about ours or not notifications are accepted and counted. Never forwards mail.
 */
export async function startBounceListener(deps: BounceDeps, port: number): Promise<BounceListener> {
  const counts: BounceCounts = { recorded: 0, complained: 0, duplicate: 0, delivered: 0, not_a_dsn: 0, unknown: 0 };
  const ours = `@${deps.config.BOUNCE_DOMAIN.toLowerCase()}`;
  const server = new SMTPServer({
    name: deps.config.BOUNCE_DOMAIN,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    rejectOversized: true,
    maxRecipients: 20,
    socketTimeout: 60_000,
    closeTimeout: 2_000,
    onRcptTo({ address }, _, reply) {
      reply(address.toLowerCase().endsWith(ours) ? null : answer(550, '5.7.1 Not a mailbox of this host'));
    },
    onData(stream, session, reply) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      read(stream)
        .then(async (raw) => {
          if (stream.sizeExceeded) return; // the server answers 552
          counts[await takeBounce(deps, raw, recipients)] += 1;
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
    server.listen(port, deps.host ?? '127.0.0.1', resolve);
  });
  const address = server.server.address() as AddressInfo;
  return { port: address.port, counts, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function takeBounce(deps: BounceDeps, raw: Buffer, recipients: string[]): Promise<keyof BounceCounts> {
  const dsn = await parseDsn(raw);
  const said = dsn && gravest(dsn);
  if (!dsn || !said) return takeComplaint(deps, raw, recipients);
  if (said.kind === 'none') return 'delivered';
  const domain = deps.config.BOUNCE_DOMAIN;
  const pieceCode = codeInEnvelope(recipients) ?? codeInMessageId(dsn.originalMessageId, domain);
  if (!pieceCode) return 'unknown';
  const result = await recordBounce(deps.db, { pieceCode, status: said.status, hard: said.kind === 'hard' });
  deps.log.info({ result, status: said.status }, 'bounce');
  return result;
}

/** A recipient reported our mail as unwanted. The report's envelope, fields or copy name the mail. */
async function takeComplaint(deps: BounceDeps, raw: Buffer, recipients: string[]): Promise<keyof BounceCounts> {
  const report = await parseFeedback(raw);
  if (!report) return 'not_a_dsn';
  if (report.type === 'not-spam') return 'delivered';
  const { originalMailFrom, originalMessageId } = report;
  const named = codeInEnvelope([...recipients, ...(originalMailFrom ? [originalMailFrom] : [])]);
  const pieceCode = named ?? codeInMessageId(originalMessageId, deps.config.BOUNCE_DOMAIN);
  const result = pieceCode ? await recordComplaint(deps.db, pieceCode) : 'unknown';
  deps.log.info({ result, type: report.type }, 'complaint');
  return result;
}

/** The piece code in the envelope address, `b+<code>@…`. */
function codeInEnvelope(addresses: string[]): string | undefined {
  const codes = addresses.map((address) => /^b\+([0-9a-z]+)@/i.exec(address)?.[1]?.toUpperCase());
  return codes.find((code) => code !== undefined);
}

/** The piece code in our Message-ID `<code.hash@domain>` of the returned mail, for when the envelope was lost. */
function codeInMessageId(id: string | undefined, domain: string): string | undefined {
  if (!id?.toLowerCase().endsWith(`@${domain.toLowerCase()}>`)) return undefined;
  return /^<([0-9a-z]+)\./i.exec(id)?.[1]?.toUpperCase();
}

async function read(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const answer = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });
