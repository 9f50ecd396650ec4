import { readFileSync } from 'node:fs';
import { z } from 'zod';

const probability = z.number().min(0).max(1).default(0);
const faults = z.strictObject({
  seed: z.number().int().default(1),
  /** Recorded, then the connection is cut before the 250. */
  acceptThenDrop: probability,
  /** 451 at the first attempt of a message. */
  tempFail: probability,
  /** Delay before each reply to DATA, ms. */
  slowMs: z.number().int().min(0).max(60_000).default(0),
  /** Accepted, but bounced by a DSN later. */
  dsnLate: probability,
  /** 550 permanently, by recipient. */
  bounce: probability,
});

/** Faults to simulate; deterministic for seed, recipient and message. */
export type Faults = z.infer<typeof faults>;

const port = z.coerce.number().int().min(0).max(65_535);
const settings = z.object({
  INBOX_HOST: z.string().default('127.0.0.1'),
  INBOX_SMTP_PORT: port.default(1025),
  INBOX_HTTP_PORT: port.default(8025),
  INBOX_DIR: z.string(),
  INBOX_FAULTS: z.string().optional(),
  INBOX_DSN_TO: z
    .string()
    .regex(/^[^:]+:\d+$/)
    .optional(),
  INBOX_DSN_DELAY_MS: z.coerce.number().int().min(0).default(86_400_000),
});

export interface InboxSettings {
  host: string;
  smtpPort: number;
  httpPort: number;
  /** Folder of the record and the mails. */
  dir: string;
  faults: Faults;
  /** host:port that accepts bounces; without it they stay owed. */
  dsnTo: string | undefined;
  /** From acceptance to the late bounce, on the clock set by POST /clock. */
  dsnDelayMs: number;
}

/** Parsed faults; an empty object means none. */
export function parseFaults(value: unknown): Faults {
  return faults.parse(value);
}

/** Reads the INBOX_* environment and the fault file. Throws with the names of invalid settings. */
export function inboxSettings(env: Record<string, string | undefined>): InboxSettings {
  const parsed = settings.parse(env);
  const file = parsed.INBOX_FAULTS;
  return {
    host: parsed.INBOX_HOST,
    smtpPort: parsed.INBOX_SMTP_PORT,
    httpPort: parsed.INBOX_HTTP_PORT,
    dir: parsed.INBOX_DIR,
    faults: parseFaults(file ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : {}),
    dsnTo: parsed.INBOX_DSN_TO,
    dsnDelayMs: parsed.INBOX_DSN_DELAY_MS,
  };
}
