import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const settings = z.object({
  DATABASE_URL: z.url().describe('PostgreSQL as the application role tsunagi_app'),
  DATABASE_OWNER_URL: z.url().optional().describe('PostgreSQL as the owner role; only migrations need it'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('tsunagi'),
  TASK_QUEUE: z.string().default('tsunagi'),
  DEPLOYMENT: z.string().default('tsunagi').describe('Temporal worker deployment name; "none" turns versioning off'),
  MASTER_KEY_FILE: z.string().describe('lines of 64 hex digits; outside the data folder and its backups'),
  KMS_URL: z
    .url()
    .optional()
    .describe('key management system (transit engine) that seals the lines of MASTER_KEY_FILE'),
  KMS_MOUNT: z.string().default('transit'),
  KMS_KEY: z.string().default('tsunagi').describe('name of the key there'),
  KMS_TOKEN: z.string().optional(),
  KMS_CA_FILE: z.string().optional().describe('CA of its certificate, where it is a private one'),
  CODEC_KEY_FILE: z.string().optional().describe('key ring of the payload codec: lines of <id> <64 hex digits>'),
  CODEC_UI_ORIGIN: z.url().optional().describe("where Temporal's UI is; its pages may have payloads decoded"),
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
  SMTP_URL: z.url().default('smtp://127.0.0.1:1025'),
  SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(4),
  BOUNCE_DOMAIN: z.string().default('bounce.tsunagi.example'),
  BOUNCE_PORT: port.optional().describe('where our own SMTP listener takes bounces'),
  SMS_URL: z.url().default('http://127.0.0.1:1080').describe('Twilio-compatible provider, without the path'),
  SMS_ACCOUNT: z.string().default('ACtsunagi').describe('account SID'),
  SMS_TOKEN: z
    .string()
    .optional()
    .describe('auth token; without one the provider refuses us and no receipt is believed'),
  SMS_FROM: z.string().default('TSUNAGI').describe('sender: number, name, or messaging service SID'),
  SMS_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(4),
  SMS_HONOURS_KEYS: z.stringbool().default(false).describe('the provider knows an Idempotency-Key again'),
  PRINT_DIR: z.string().default('.data/print').describe('folder shared with the print shop'),
  ALERT_MAIL: z.email().optional().describe('who is told of alerts'),
  ALERT_WEBHOOK: z.url().optional().describe('told of alerts too; needs ALERT_SECRET'),
  ALERT_SECRET: z.string().min(16).optional().describe('signs what the webhook gets (HMAC-SHA256)'),
  METRICS_PORT: port.optional().describe('Prometheus metrics of the worker'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const schema = settings.refine((config) => !config.ALERT_WEBHOOK || config.ALERT_SECRET, {
  path: ['ALERT_SECRET'],
  message: 'needed with ALERT_WEBHOOK',
});

export type Config = Readonly<z.infer<typeof schema>>;

/** Reads every setting from the environment once. Throws one message that lists each bad name and why. */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = schema.safeParse(env);
  if (parsed.success) return Object.freeze(parsed.data);
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`settings are wrong:\n${lines.join('\n')}`);
}

/** The cluster to use instead of an embedded server, where one is named. */
export const clusterAddress = (env: Record<string, string | undefined> = process.env): string | undefined =>
  env.TEMPORAL_ADDRESS;
