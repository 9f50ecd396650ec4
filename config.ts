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
  MASTER_KEY_FILE: z.string().describe('64 hex digits; outside the data folder and its backups'),
  PUBLIC_URL: z.url().default('http://127.0.0.1:8080').describe('where customers reach the pages'),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(8080),
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
