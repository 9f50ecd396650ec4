import { type AddressInfo } from 'node:net';
import { type Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { recordBounce } from '../../db/delivery/bounces';
import { recordComplaint } from '../../db/delivery/complaints';
import { gravest, parseDsn, parseFeedback } from './dsn';
import { type Db } from '../../db/platform/types';

export interface BounceDeps {
  db: Db;
  log: Logger;
  config: { BOUNCE_DOMAIN: string };
  /** Loopback unless said otherwise. */
  host?: string;
}

/** What became of the mails taken: recorded (or known already), good news, no report, about none of ours. */
export type BounceCounts = Record<
  'recorded' | 'complained' | 'duplicate' | 'delivered' | 'not_a_dsn' | 'unknown',
  number
>;

export interface BounceListener {
  port: number;
  counts: Readonly<BounceCounts>;
  close(): Promise<void>;
}

/** A notification with the whole mail in it stays far below this. */
const MAX_BYTES = 1024 * 1024;

/**
 * Takes bounces by SMTP at `b+<piece code>@<bounce domain>`, and complaints (feedback reports) at any address of the
 * domain. A notification is answered 250 only once its arrival is
 * committed (451 while the database is away: the other side tries again); one about nothing of ours, and anything
 * that is no notification, is accepted and counted. Relays nothing.
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
          if (stream.sizeExceeded) return; // answered 552 by the server
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

/** Somebody told their provider that our mail is unwanted. Which mail, the report's envelope, fields or copy say. */
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

/** The envelope names the piece: `b+<code>@…`. */
function codeInEnvelope(addresses: string[]): string | undefined {
  const codes = addresses.map((address) => /^b\+([0-9a-z]+)@/i.exec(address)?.[1]?.toUpperCase());
  return codes.find((code) => code !== undefined);
}

/** Where the envelope was lost, our Message-ID `<code.hash@domain>` in the returned mail names it. */
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
