import { once } from 'node:events';
import { type MxRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { type Config } from './settings';

/** Whether bounces can reach the listener, as far as it shows from this machine; `why` and `mend` are in words. */
export interface BouncesArrive {
  arrive: 'yes' | 'no' | 'unclear';
  why: string;
  mend?: string;
}

/** How the check asks the world. */
export interface MailWorld {
  /** Mail servers of a domain, the preferred one first; empty where it has none. Rejects while DNS does not answer. */
  serversOf(domain: string): Promise<string[]>;
  /** Port of mail servers. */
  port: number;
  timeoutMs: number;
}

const MOST_SERVERS = 3;
const WORLD: MailWorld = { serversOf: mailServers, port: 25, timeoutMs: 5_000 };

type Settings = Pick<Config, 'BOUNCE_DOMAIN' | 'BOUNCE_HOST' | 'BOUNCE_PORT'>;

/**
 * Asks as a mail system would that has a bounce: looks up the mail servers of BOUNCE_DOMAIN, and offers each a mail for
 * it, up to the recipient; no mail is sent. `yes` only where our own listener answers.
 */
export async function bouncesArrive(config: Settings, world: MailWorld = WORLD): Promise<BouncesArrive> {
  const { BOUNCE_DOMAIN: domain, BOUNCE_PORT: port } = config;
  let servers: string[];
  try {
    servers = await world.serversOf(domain);
  } catch (error) {
    return { arrive: 'unclear', why: `DNS does not answer for ${domain} (${codeOf(error)})` };
  }
  if (servers.length === 0) {
    const mend = 'add an MX record that names the host where BOUNCE_PORT is published as port 25';
    return { arrive: 'no', why: `DNS has no mail server for ${domain}`, mend };
  }
  const answers = await Promise.all(servers.slice(0, MOST_SERVERS).map((server) => offer(server, domain, world)));
  const heard = answers.find(({ says }) => says === 'ours');
  if (heard) return { arrive: 'yes', why: `our listener answers at ${heard.server}` };
  const found = answers.map(({ server, says }) => WORDS[says.split(' ')[0]!]!(server, says)).join('; ');
  if (port === undefined) {
    const mend = 'set it for one worker, and check with the settings of that worker';
    return { arrive: 'no', why: `${found}; BOUNCE_PORT is not set here, so that nothing takes them`, mend };
  }
  const handedOn = answers.some(({ says }) => says === 'taken');
  if (handedOn) return { arrive: 'unclear', why: found, mend: `make sure that it hands them to ${listener(config)}` };
  const refused = answers.some(({ says }) => says.startsWith('refused'));
  const loopback = /^(127\.|::1$|localhost$)/.test(config.BOUNCE_HOST);
  if (refused) return { arrive: 'no', why: found, mend: `let it take mail for the domain, for ${listener(config)}` };
  if (!loopback) return { arrive: 'unclear', why: found, mend: `publish ${listener(config)} there as port 25` };
  const mend = 'set BOUNCE_HOST=0.0.0.0, and publish BOUNCE_PORT as port 25';
  return { arrive: 'no', why: `${found}; BOUNCE_HOST ${config.BOUNCE_HOST} hears this machine only`, mend };
}

const listener = ({ BOUNCE_HOST, BOUNCE_PORT }: Settings): string => `${BOUNCE_HOST}:${BOUNCE_PORT}`;

const WORDS: Record<string, (server: string, says: string) => string> = {
  taken: (server) => `${server} takes them, and is not our listener`,
  refused: (server, says) => `${server} refuses them (${says.slice('refused '.length)})`,
  unreached: (server, says) => `${server} is not reached from here (${says.slice('unreached '.length)})`,
};

/** What a mail server says to a mail for the domain: `ours`, `taken`, `refused <reply>` or `unreached <code>`. */
async function offer(server: string, domain: string, { port, timeoutMs }: MailWorld) {
  const socket = connect({ host: server, port });
  const timer = setTimeout(() => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), timeoutMs);
  const failed = once(socket, 'close').then(() => Promise.reject(Object.assign(new Error(), { code: 'ECONNRESET' })));
  try {
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    const reply = async (command?: string): Promise<string> => {
      if (command !== undefined) socket.write(`${command}\r\n`);
      for (;;) {
        const line = await Promise.race([lines.next(), failed]);
        if (line.done) return failed;
        if (line.value[3] !== '-') return line.value;
      }
    };
    const greeting = await reply();
    for (const command of ['EHLO [127.0.0.1]', 'MAIL FROM:<>', `RCPT TO:<b+check@${domain}>`]) {
      const answer = await reply(command);
      if (!answer.startsWith('2')) return { server, says: `refused ${answer.slice(0, 3)}` };
    }
    socket.write('QUIT\r\n');
    return { server, says: greeting.toLowerCase().startsWith(`220 ${domain.toLowerCase()} `) ? 'ours' : 'taken' };
  } catch (error) {
    return { server, says: `unreached ${codeOf(error)}` };
  } finally {
    clearTimeout(timer);
    failed.catch(() => undefined);
    socket.destroy();
  }
}

/** Mail servers by RFC 5321, 5.1: those of the MX records, else the domain's own addresses. A null MX names none. */
async function mailServers(domain: string): Promise<string[]> {
  const dns = new Resolver({ timeout: 2_000, tries: 2 });
  const records = await noneIfAbsent<MxRecord>(dns.resolveMx(domain));
  const named = records.sort((one, other) => one.priority - other.priority).map(({ exchange }) => exchange);
  if (named.length > 0) return named.filter((name) => name !== '' && name !== '.');
  const addresses = await Promise.all([noneIfAbsent(dns.resolve4(domain)), noneIfAbsent(dns.resolve6(domain))]);
  return addresses.flat();
}

const noneIfAbsent = <Item>(lookup: Promise<Item[]>): Promise<Item[]> =>
  lookup.catch((error: unknown) => {
    if (['ENOTFOUND', 'ENODATA'].includes(codeOf(error))) return [];
    throw error;
  });

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
