import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isMaintenanceJob, type MaintenanceJob } from '../domain/platform/maintenance';

/** `sendAlerts=60,eraseCustomers=10` */
const secondsByJob = z
  .string()
  .default('')
  .transform((text, context) => {
    const entries = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim().split('=')]));
    for (const [job = '', seconds = ''] of entries) {
      if (isMaintenanceJob(job) && /^[1-9]\d{0,5}$/.test(seconds)) continue;
      context.addIssue({ code: 'custom', message: `not <job>=<seconds>: ${job}` });
    }
    return Object.fromEntries(entries.map(([job, seconds]) => [job, Number(seconds)])) as Seconds;
  });
type Seconds = Partial<Record<MaintenanceJob, number>>;

/** What one worker process may serve. */
export const SERVED = ['all', 'journeys', 'lanes'] as const;

const port = z.coerce.number().int().min(0).max(65535);

/** Settings that are secret or may contain a password. <name>_FILE names a file with the value instead. */
export const SECRETS = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'REHEARSAL_DATABASE_URL',
  'REHEARSAL_DATABASE_OWNER_URL',
  'TEMPORAL_API_KEY',
  'KMS_TOKEN',
  'SMTP_URL',
  'SMS_TOKEN',
  'ALERT_SECRET',
  'PHONE_SECRET',
] as const;
const inFile = z.string().optional().describe('file that holds the setting of this name');

const settings = z.object({
  EMBEDDED: z
    .stringbool()
    .default(false)
    .describe('set by the embedded start, whose parts are on loopback: what is unsafe elsewhere is allowed'),
  DATABASE_URL: z.url().describe('PostgreSQL as the application role tsunagi_app; ?sslmode=verify-full'),
  DATABASE_URL_FILE: inFile,
  DATABASE_OWNER_URL_FILE: inFile,
  DATABASE_CA_FILE: z.string().optional().describe("CA of PostgreSQL's certificate: both URLs get sslmode=verify-full"),
  DATABASE_OWNER_URL: z.url().optional().describe('PostgreSQL as the owner role; only migrations need it'),
  REHEARSAL_DATABASE_URL: z
    .url()
    .optional()
    .describe('PostgreSQL database of rehearsals, of their own; without it a campaign cannot be rehearsed'),
  REHEARSAL_DATABASE_URL_FILE: inFile,
  REHEARSAL_DATABASE_OWNER_URL: z
    .url()
    .optional()
    .describe('the same as the owner role; only `tsunagi migrate` needs it, which prepares the database'),
  REHEARSAL_DATABASE_OWNER_URL_FILE: inFile,
  REHEARSAL_NAMESPACE: z
    .string()
    .optional()
    .describe('Temporal namespace of rehearsals, which allows time skipping; default <TEMPORAL_NAMESPACE>-rehearsal'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_TLS: z.stringbool().default(false).describe('TLS with the CAs of this machine; implied by the next ones'),
  TEMPORAL_TLS_CA_FILE: z.string().optional().describe("CA of Temporal's certificate"),
  TEMPORAL_TLS_CERT_FILE: z.string().optional().describe('our certificate; needs TEMPORAL_TLS_KEY_FILE'),
  TEMPORAL_TLS_KEY_FILE: z.string().optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional().describe("name in Temporal's certificate, where it is another one"),
  TEMPORAL_API_KEY: z.string().optional().describe('API key or JWT; implies TLS'),
  TEMPORAL_API_KEY_FILE: z.string().optional().describe('file that holds it; read again when it is replaced'),
  TEMPORAL_NAMESPACE: z.string().default('tsunagi'),
  TASK_QUEUE: z.string().default('tsunagi'),
  DEPLOYMENT: z.string().default('tsunagi').describe('Temporal worker deployment name; "none" turns versioning off'),
  MASTER_KEY_FILE: z.string().describe('lines of 64 hex digits; outside the data folder and its backups'),
  KMS_URL: z
    .url()
    .optional()
    .describe('key management system (transit engine) that encrypts the lines of MASTER_KEY_FILE'),
  KMS_MOUNT: z.string().default('transit'),
  KMS_KEY: z.string().default('tsunagi').describe('name of the key there'),
  KMS_TOKEN: z.string().optional(),
  KMS_TOKEN_FILE: z.string().optional().describe('file that holds it; read at each use'),
  KMS_CA_FILE: z.string().optional().describe('CA of its certificate, where it is a private one'),
  CODEC_KEY_FILE: z.string().optional().describe('key ring of the payload codec: lines of <id> <64 hex digits>'),
  CODEC_UI_ORIGIN: z.url().optional().describe("where Temporal's UI is; its pages may have payloads decoded"),
  TEMPORAL_UI_URL: z.url().optional().describe("Temporal's UI: the console links a journey to its histories there"),
  PUBLIC_URL: z.url().default('http://127.0.0.1:8080').describe('where customers reach the pages'),
  CONSOLE_URL: z.url().optional().describe('where staff reach the API and sign in; PUBLIC_URL without it'),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(720).default(30).describe('a session unused so long ends'),
  SESSION_HOURS: z.coerce.number().int().min(1).max(24).default(12).describe('the longest a session lasts'),
  OIDC_ISSUER: z.url().optional().describe('identity provider (OpenID Connect); needs OIDC_CLIENT_ID'),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET_FILE: z.string().optional().describe('file with the client secret; without it a public client'),
  OIDC_SCOPE: z.string().default('openid profile'),
  OIDC_LOGIN_CLAIM: z.string().default('preferred_username').describe('claim that holds the login of an account here'),
  OIDC_SECOND_FACTOR: z
    .string()
    .default('mfa,otp,hwk')
    .describe('values of acr or amr that count as a second factor; else the code of the account here is asked for'),
  OIDC_CREATE_ACCOUNTS: z.stringbool().default(false).describe('a person without an account gets one, without roles'),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(8080),
  TRUSTED_PROXIES: z
    .string()
    .default('loopback')
    .describe('whose X-Forwarded-For is believed: addresses, networks, loopback, linklocal, uniquelocal; by commas'),
  RATE_SCALE: z.coerce.number().min(0.01).max(10_000).default(1).describe('all rate limits times this'),
  SMTP_URL: z
    .url()
    .default('smtp://127.0.0.1:1025')
    .describe(
      'smtps://user:password@host, or smtp://…?starttls=required; &ca=<file> for a private CA; &duplicates=known',
    ),
  SMTP_URL_FILE: inFile,
  SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(4),
  DKIM_FILE: z
    .string()
    .optional()
    .describe('JSON list of whose mails we sign: client, domain, selector, and keyFile (RSA, PEM)'),
  BOUNCE_DOMAIN: z.string().default('bounce.tsunagi.example'),
  BOUNCE_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('address on which our own SMTP listener takes bounces; 0.0.0.0: all of them'),
  BOUNCE_PORT: port.optional().describe('its port; mail for BOUNCE_DOMAIN comes there from port 25'),
  SMS_URL: z.url().default('http://127.0.0.1:1080').describe('Twilio-compatible provider, without the path'),
  SMS_ACCOUNT: z.string().default('ACtsunagi').describe('account SID'),
  SMS_TOKEN: z
    .string()
    .optional()
    .describe('auth token; without one the provider refuses us and no receipt is believed'),
  SMS_TOKEN_FILE: inFile,
  SMS_FROM: z.string().default('TSUNAGI').describe('sender: number, name, or messaging service SID'),
  SMS_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(4),
  SMS_HONOURS_KEYS: z.stringbool().default(false).describe('the provider knows an Idempotency-Key again'),
  ERASURE_REGISTER: z
    .string()
    .optional()
    .describe('append-only file of who was erased; outside the database and its backups, shared by all processes'),
  PRINT_DIR: z
    .string()
    .default('.data/print')
    .describe('folder shared with the print shop, for its group and no one else; with PRINT_SFTP_URL for drafts only'),
  PRINT_SFTP_URL: z
    .url({ protocol: /^sftp$/ })
    .optional()
    .describe("the print shop's SFTP server instead of that folder: sftp://user@host:port/folder, no password"),
  PRINT_SFTP_KEY_FILE: z.string().optional().describe('our private key for it (OpenSSH), without a passphrase'),
  PRINT_SFTP_KNOWN_HOSTS: z.string().optional().describe("file with the server's host key, as known_hosts of OpenSSH"),
  PRICE_FILE: z
    .string()
    .optional()
    .describe("price lists of this installation (JSON), besides the carrier's public ones"),
  ALERT_MAIL: z.email().optional().describe('recipient of alerts'),
  ALERT_WEBHOOK: z.url().optional().describe('also receives alerts; needs ALERT_SECRET'),
  ALERT_SECRET: z.string().min(16).optional().describe('signs what the webhook gets (HMAC-SHA256)'),
  ALERT_SECRET_FILE: inFile,
  PHONE_SECRET: z
    .string()
    .min(16)
    .optional()
    .describe('with which the telephone system signs what it reports; without one nothing is believed'),
  PHONE_SECRET_FILE: inFile,
  OUTGOING_PRIVATE: z
    .string()
    .default('')
    .describe('addresses and networks, by commas, that provider and webhook may have although they are private'),
  MAINTENANCE_SECONDS: secondsByJob.describe(
    'seconds between runs of recurring jobs that are to have other intervals: <job>=<seconds>, by commas',
  ),
  WORKER_SERVES: z
    .enum(SERVED)
    .default('all')
    .describe('which task queues a worker serves: journeys (and all that is not a lane), lanes, or all'),
  METRICS_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('address of the metrics, which anybody who reaches it can read'),
  METRICS_PORT: port.optional().describe('Prometheus metrics of the worker'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

type Settings = z.infer<typeof settings>;
type Needed = [(config: Settings) => boolean, { path: string[]; message: string }];
const needs = (name: keyof Settings, by: keyof Settings): Needed => [
  (config) => config[by] === undefined || config[name] !== undefined,
  { path: [name], message: `needed with ${by}` },
];

const schema = settings
  .refine(...needs('ALERT_SECRET', 'ALERT_WEBHOOK'))
  .refine(...needs('TEMPORAL_TLS_KEY_FILE', 'TEMPORAL_TLS_CERT_FILE'))
  .refine(...needs('KMS_TOKEN', 'KMS_URL'));

export type Config = Readonly<z.infer<typeof schema>>;
type Environment = Record<string, string | undefined>;

/**
 * Reads all settings from the environment, secrets also from files. Throws one error that lists each invalid name and
 * the reason, never a value.
 */
export function loadConfig(env: Environment = process.env): Config {
  const { given, problems } = withFiles(env);
  const parsed = schema.safeParse(given);
  if (parsed.success && problems.length === 0) return Object.freeze(withCa(parsed.data));
  const wrong = parsed.error?.issues.map((issue) => `  ${issue.path.join('.')}: ${inWords(issue, given)}`) ?? [];
  throw new Error(`settings are wrong (docs/operations.md has all of them):\n${[...problems, ...wrong].join('\n')}`);
}

/** A setting that is not there is named with its purpose; zod's own message would speak of types. */
function inWords({ path, message }: z.core.$ZodIssue, given: Environment): string {
  const name = String(path[0]);
  if (path.length !== 1 || given[name] !== undefined) return message.replace(/, received NaN$/, '');
  const about = settings.shape[name as keyof typeof settings.shape]?.description;
  return message.startsWith('Invalid input') ? `missing${about ? `: ${about}` : ''}` : message;
}

function withFiles(env: Environment): { given: Environment; problems: string[] } {
  const given = { ...env };
  const problems: string[] = [];
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (file === undefined) continue;
    if (env[name] !== undefined) problems.push(`  ${name}: given twice, also by ${name}_FILE`);
    try {
      given[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      problems.push(`  ${name}_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  return { given, problems };
}

const OPTIONAL_URLS = ['DATABASE_OWNER_URL', 'REHEARSAL_DATABASE_URL', 'REHEARSAL_DATABASE_OWNER_URL'] as const;

function withCa(config: Settings): Settings {
  const { DATABASE_CA_FILE: ca } = config;
  if (ca === undefined) return config;
  const verified = (text: string) => {
    const url = new URL(text);
    url.searchParams.set('sslmode', 'verify-full');
    url.searchParams.set('sslrootcert', ca);
    return url.toString();
  };
  const urls = OPTIONAL_URLS.flatMap((name) => (config[name] ? [[name, verified(config[name])]] : []));
  return { ...config, DATABASE_URL: verified(config.DATABASE_URL), ...(Object.fromEntries(urls) as Partial<Settings>) };
}

/** Address of the cluster to use instead of an embedded server, if set. */
export const clusterAddress = (env: Record<string, string | undefined> = process.env): string | undefined =>
  env.TEMPORAL_ADDRESS;

const CLUSTER = ['CA_FILE', 'CERT_FILE', 'KEY_FILE', 'SERVER_NAME'].map((name) => `TEMPORAL_TLS_${name}`);

/** Connection settings of that cluster from the environment: files and names, no secrets. Empty without a cluster. */
export function clusterSettings(env: Environment = process.env): Record<string, string> {
  if (!env.TEMPORAL_ADDRESS) return {};
  const names = ['TEMPORAL_TLS', 'TEMPORAL_API_KEY_FILE', ...CLUSTER];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
