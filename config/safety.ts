import { bouncesArrive, type BouncesArrive } from './bounces-arrive';
import { readDkimKeys } from './dkim-keys';
import { dkimPublished, type DkimPublished } from './dkim-published';
import { readPrintSftp } from './print-sftp';
import { type Config, loadConfig, SECRETS } from './settings';
import { openToOthers } from './secret-file';

/** An unsafe setting: the reason, and what to set instead. */
export interface Unsafe {
  name: string;
  why: string;
  mend: string;
}

const SHORTEST_PASSWORD = 12;
const KNOWN_PASSWORDS =
  /^(postgres|password|passw0rd|secret|changeme|change-me|admin|test|temporal|tsunagi|tsunagi_.*)$/i;

/** All settings that are safe only in the embedded default on one machine; empty when there are none. */
export function unsafeSettings(config: Config): Unsafe[] {
  if (config.EMBEDDED) return [];
  return [
    ...database(config),
    ...temporal(config),
    ...web(config),
    ...mail(config),
    ...sms(config),
    ...keyFiles(config),
    ...signing(config),
    ...printServer(config),
  ];
}

function database(config: Config): Unsafe[] {
  const urls = [
    'DATABASE_URL',
    'DATABASE_OWNER_URL',
    'REHEARSAL_DATABASE_URL',
    'REHEARSAL_DATABASE_OWNER_URL',
  ] as const;
  return urls.flatMap((name) => {
    const text = config[name];
    if (text === undefined) return [];
    const url = new URL(text);
    const plain = url.searchParams.get('sslmode') !== 'verify-full';
    return [
      ...(plain
        ? [{ name, why: 'PostgreSQL without verified TLS', mend: 'set DATABASE_CA_FILE, or add ?sslmode=verify-full' }]
        : []),
      ...password(name, url),
    ];
  });
}

function password(name: string, url: URL): Unsafe[] {
  const given = decodeURIComponent(url.password);
  const weak = given.length < SHORTEST_PASSWORD || KNOWN_PASSWORDS.test(given) || given === url.username;
  if (!weak || (name === 'SMTP_URL' && url.username === '')) return [];
  return [
    {
      name,
      why: 'no password, or one that is easily guessed',
      mend: `use ${SHORTEST_PASSWORD} random characters or more`,
    },
  ];
}

function temporal(config: Config): Unsafe[] {
  const { TEMPORAL_TLS, TEMPORAL_TLS_CA_FILE, TEMPORAL_TLS_CERT_FILE, TEMPORAL_API_KEY } = config;
  const name = 'TEMPORAL_ADDRESS';
  const known = TEMPORAL_TLS_CERT_FILE ?? TEMPORAL_API_KEY;
  if (!TEMPORAL_TLS && known === undefined && TEMPORAL_TLS_CA_FILE === undefined) {
    const mend = 'set TEMPORAL_TLS_CA_FILE with TEMPORAL_TLS_CERT_FILE and _KEY_FILE, or TEMPORAL_API_KEY_FILE';
    return [{ name, why: 'Temporal without TLS', mend }];
  }
  if (known !== undefined) return [];
  const mend = 'set TEMPORAL_TLS_CERT_FILE and TEMPORAL_TLS_KEY_FILE, or TEMPORAL_API_KEY_FILE';
  return [{ name, why: 'Temporal accepts any client', mend }];
}

function web(config: Config): Unsafe[] {
  const urls = [
    'PUBLIC_URL',
    'CONSOLE_URL',
    'CODEC_UI_ORIGIN',
    'TEMPORAL_UI_URL',
    'ALERT_WEBHOOK',
    'OIDC_ISSUER',
    'KMS_URL',
    'SMS_URL',
  ] as const;
  return urls
    .filter((name) => config[name]?.startsWith('http:'))
    .map((name) => ({ name, why: 'plain http', mend: 'give an address with https' }));
}

function mail({ SMTP_URL }: Config): Unsafe[] {
  const url = new URL(SMTP_URL);
  const name = 'SMTP_URL';
  const safe = url.protocol === 'smtps:' || url.searchParams.get('starttls') === 'required';
  const mend = 'give smtps://…, or add ?starttls=required';
  return [...(safe ? [] : [{ name, why: 'e-mail without TLS', mend }]), ...password(name, url)];
}

function sms({ SMS_TOKEN }: Config): Unsafe[] {
  if (SMS_TOKEN) return [];
  const why = 'no token: the provider refuses us, and no receipt can be believed';
  return [{ name: 'SMS_TOKEN', why, mend: "set SMS_TOKEN_FILE to a file with the account's auth token" }];
}

function keyFiles(config: Config): Unsafe[] {
  const secret = [...SECRETS.map((name) => `${name}_FILE` as const), 'MASTER_KEY_FILE', 'CODEC_KEY_FILE'] as const;
  const files = [...secret, 'TEMPORAL_TLS_KEY_FILE', 'OIDC_CLIENT_SECRET_FILE'] as const;
  const open = files.flatMap((name) => {
    const file = config[name];
    if (file === undefined || !exposed(file)) return [];
    return [{ name, why: `everybody on this machine can read ${file}`, mend: `chmod o= ${file}` }];
  });
  if (config.CODEC_KEY_FILE !== undefined) return open;
  const why = "Temporal's histories would be kept in the clear";
  const mend = 'set it to a file of <id> <64 hex digits>, such as: echo "k1 $(openssl rand -hex 32)"';
  return [...open, { name: 'CODEC_KEY_FILE', why, mend }];
}

/** What a worker could not start with is reported by the check too. */
function signing({ DKIM_FILE }: Config): Unsafe[] {
  const name = 'DKIM_FILE';
  try {
    return readDkimKeys(DKIM_FILE).flatMap(({ keyFile }) =>
      exposed(keyFile)
        ? [{ name, why: `everybody on this machine can read ${keyFile}`, mend: `chmod o= ${keyFile}` }]
        : [],
    );
  } catch (error) {
    const why = (error as Error).message.replace(/^DKIM_FILE: /, '');
    return [{ name, why, mend: 'see docs/operations.md, "Mail that is signed"' }];
  }
}

function printServer(config: Config): Unsafe[] {
  try {
    readPrintSftp(config);
    return [];
  } catch (error) {
    const name = 'PRINT_SFTP_URL';
    const why = (error as Error).message.replace(/^PRINT_SFTP_URL: /, '');
    return [{ name, why, mend: 'see docs/operations.md, "The print shop by SFTP"' }];
  }
}

/** Letters in clear. Reported by the check only: a worker closes a folder of its own when it starts. */
function printFolder({ PRINT_DIR, EMBEDDED }: Config): Unsafe[] {
  if (EMBEDDED || !exposed(PRINT_DIR)) return [];
  const why = `everybody on this machine can read the letters in ${PRINT_DIR}`;
  return [{ name: 'PRINT_DIR', why, mend: `chmod o= ${PRINT_DIR}; let the print shop in by its group` }];
}

/** A missing file is reported by the code that reads it. */
function exposed(file: string): boolean {
  try {
    return openToOthers(file);
  } catch {
    return false;
  }
}

/** The settings of a process. Throws one error that lists every unsafe setting and how to correct it. */
export function startConfig(env?: Record<string, string | undefined>): Config {
  const config = loadConfig(env);
  const unsafe = unsafeSettings(config);
  if (unsafe.length === 0) return config;
  const lines = unsafe.map(({ name, why, mend }) => `  ${name}: ${why}; ${mend}`);
  throw new Error(`settings are unsafe outside the embedded default:\n${lines.join('\n')}`);
}

/** All settings as text, without secrets: passwords in URLs as ***, other secrets as (set). */
export function shownSettings(config: Config): Record<string, string> {
  const secret = new Set<string>(SECRETS);
  const entries = Object.entries(config).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (!secret.has(name)) return [name, text];
    return [name, /_URL$/.test(name) ? withoutPassword(text) : '(set)'];
  });
  return Object.fromEntries(entries.sort()) as Record<string, string>;
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  if (url.password) url.password = '***';
  return url.toString();
}

/** Settings that work and are often a mistake. */
export function doubtfulSettings({ PUBLIC_URL }: Config): Unsafe[] {
  const { port, pathname } = new URL(PUBLIC_URL);
  const extra = [...(port === '' ? [] : ['a port']), ...(pathname === '/' ? [] : ['a path'])];
  if (extra.length === 0) return [];
  const why = `${extra.join(' and ')}: links in letters get longer, and a provider may sign another form of the address`;
  return [{ name: 'PUBLIC_URL', why, mend: 'give https and a host name only, if the front allows it' }];
}

const BOUNCES = {
  yes: 'bounces can arrive',
  no: 'WARNING bounces cannot arrive',
  unclear: 'WARNING it does not show from here whether bounces arrive',
};

/**
 * `tsunagi check`: shows the settings, which of them are unsafe, which are doubtful, and whether bounces can arrive. Exit
 * code 1 if any are unsafe.
 */
export async function checkSettings(
  { json }: { json: boolean },
  say: (line: string) => void,
  ask: (config: Config) => Promise<BouncesArrive> = bouncesArrive,
  askKeys: (config: Config) => Promise<DkimPublished[]> = publishedKeys,
): Promise<number> {
  const config = loadConfig();
  const bounces = config.EMBEDDED ? undefined : await ask(config);
  const unsafe = [...unsafeSettings(config), ...printFolder(config)];
  const dkim = unsafe.some(({ name }) => name === 'DKIM_FILE') ? [] : await askKeys(config);
  const doubtful = doubtfulSettings(config);
  const warnings = doubtful.length > 0 ? { warnings: doubtful } : {};
  const signed = dkim.length > 0 ? { dkim } : {};
  if (json)
    say(
      JSON.stringify({ settings: shownSettings(config), unsafe, ...warnings, ...(bounces && { bounces }), ...signed }),
    );
  else {
    for (const [name, text] of Object.entries(shownSettings(config))) say(`${name}=${text}`);
    for (const { name, why, mend } of doubtful) say(`WARNING ${name}: ${why}; ${mend}`);
    for (const { name, why, mend } of unsafe) say(`UNSAFE ${name}: ${why}; ${mend}`);
    if (bounces)
      say(`${BOUNCES[bounces.arrive]}: ${bounces.why}${bounces.mend === undefined ? '' : `; ${bounces.mend}`}`);
    for (const { client, record, published, why } of dkim)
      say(`${published === 'yes' ? '' : 'WARNING '}DKIM of ${client}, ${record}: ${why}`);
    if (unsafe.length === 0) say(config.EMBEDDED ? 'embedded: nothing is checked' : 'all settings are safe');
  }
  return unsafe.length > 0 ? 1 : 0;
}

const publishedKeys = async ({ DKIM_FILE }: Config): Promise<DkimPublished[]> => dkimPublished(readDkimKeys(DKIM_FILE));
