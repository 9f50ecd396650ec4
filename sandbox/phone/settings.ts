import { join } from 'node:path';
import { z } from 'zod';
import { type Hook } from './report';

const settings = z.object({
  PHONE_HOST: z.string().default('127.0.0.1'),
  PHONE_HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8028),
  PHONE_DIR: z.string(),
  CUSTOMERS_URL: z.url(),
  API_URL: z.url().optional(),
  PHONE_SECRET: z.string().optional(),
  SEED: z.coerce.number().int().default(1),
});

export interface PhoneSettings {
  host: string;
  port: number;
  /** Folder of the record. */
  dir: string;
  /** Folder of the files with the calls of each day. */
  intervals: string;
  /** Of the calls that come in. */
  seed: number;
  /** The simulated customers' address. */
  customersUrl: string;
  /** Where calls are reported; absent: nowhere. */
  hook?: Hook;
}

/** Reads the PHONE_* environment. Throws with the names of invalid settings. */
export function phoneSettings(env: Record<string, string | undefined>): PhoneSettings {
  const parsed = settings.parse(env);
  return {
    host: parsed.PHONE_HOST,
    port: parsed.PHONE_HTTP_PORT,
    dir: parsed.PHONE_DIR,
    intervals: join(parsed.PHONE_DIR, 'intervals'),
    seed: parsed.SEED,
    customersUrl: parsed.CUSTOMERS_URL,
    ...(parsed.API_URL && parsed.PHONE_SECRET && { hook: { url: parsed.API_URL, secret: parsed.PHONE_SECRET } }),
  };
}
