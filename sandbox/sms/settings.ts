import { readFileSync } from 'node:fs';
import { z } from 'zod';

const probability = z.number().min(0).max(1).default(0);
const faults = z.strictObject({
  seed: z.number().int().default(1),
  /** Recorded, then the connection is cut before a response. */
  acceptThenTimeout: probability,
  /** How long that connection stays open before it is cut, ms. */
  hangMs: z.number().int().min(0).max(120_000).default(0),
  /** 429 with Retry-After: 1 at the first attempt of a message. */
  tooMany: probability,
  /** 503 at the first attempt of a message. */
  unavailable: probability,
  /** 500 without a body after the message was recorded, at its first attempt. */
  acceptThenFail: probability,
  /** Receipts are never sent: the provider was away, and does not repeat them. */
  loseReceipt: probability,
  /** Reported as not delivered first, as delivered after it. */
  deliverLate: probability,
  /** The last receipt is sent twice, an earlier one after it. */
  doubleReceipt: probability,
  /** The receipts are two days late. */
  lateReceipt: probability,
});

/** Faults to simulate; deterministic for seed, number and key. */
export type Faults = z.infer<typeof faults>;

const settings = z.object({
  SMS_HOST: z.string().default('127.0.0.1'),
  SMS_HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(1080),
  SMS_DIR: z.string(),
  SMS_ACCOUNT: z.string().default('ACtsunagi'),
  SMS_TOKEN: z.string().min(1),
  SMS_FAULTS: z.string().optional(),
  SMS_HONOURS_KEYS: z.stringbool().default(true),
});

export interface SmsSettings {
  host: string;
  httpPort: number;
  /** Folder of the record. */
  dir: string;
  accountSid: string;
  authToken: string;
  faults: Faults;
  /** A known Idempotency-Key is answered with 409; otherwise every message is new. */
  honoursKeys: boolean;
}

const behaviour = z.strictObject({ faults, honoursKeys: z.boolean().default(true) });

/** Parses how the provider shall behave. Throws a ZodError that names what is wrong. */
export function parseBehaviour(value: unknown): Pick<SmsSettings, 'faults' | 'honoursKeys'> {
  return behaviour.parse(value);
}

/** Parsed faults; an empty object means none. */
export function parseFaults(value: unknown): Faults {
  return faults.parse(value);
}

/** Reads the SMS_* environment and the fault file. Throws with the names of invalid settings. */
export function smsSettings(env: Record<string, string | undefined>): SmsSettings {
  const parsed = settings.parse(env);
  const file = parsed.SMS_FAULTS;
  return {
    host: parsed.SMS_HOST,
    httpPort: parsed.SMS_HTTP_PORT,
    dir: parsed.SMS_DIR,
    accountSid: parsed.SMS_ACCOUNT,
    authToken: parsed.SMS_TOKEN,
    faults: parseFaults(file ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : {}),
    honoursKeys: parsed.SMS_HONOURS_KEYS,
  };
}
