import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const settings = z.object({
  OPERATORS_HOST: z.string().default('127.0.0.1'),
  OPERATORS_PORT: z.coerce.number().int().min(0).max(65_535).default(8029),
  OPERATORS_DIR: z.string(),
  API_URL: z.url(),
  PHONE_URL: z.url().optional(),
  SHOP_URL: z.url().optional(),
  KEYS: z.string().min(1),
  SEED: z.coerce.number().int().default(1),
});

const keys = z.object({
  operator: z.string(),
  operator2: z.string(),
  manager: z.string(),
  approver: z.string(),
});

/** The API keys of the four people at the desks. */
export type Keys = z.infer<typeof keys>;

export interface OperatorsSettings {
  host: string;
  port: number;
  /** Folder of the record. */
  dir: string;
  apiUrl: string;
  /** Without it no calls are made. */
  phoneUrl: string | undefined;
  /** Source of returned items; without it there are none. */
  shopUrl: string | undefined;
  /** The keys as JSON, or a file with them that may appear later. */
  keys: string;
  seed: number;
}

/** Reads the simulated operators' settings from the environment. Throws with the names of invalid ones. */
export function operatorsSettings(env: Record<string, string | undefined>): OperatorsSettings {
  const parsed = settings.parse(env);
  return {
    host: parsed.OPERATORS_HOST,
    port: parsed.OPERATORS_PORT,
    dir: parsed.OPERATORS_DIR,
    apiUrl: parsed.API_URL,
    phoneUrl: parsed.PHONE_URL,
    shopUrl: parsed.SHOP_URL,
    keys: parsed.KEYS,
    seed: parsed.SEED,
  };
}

/** The keys, once they exist. Throws when they are invalid. */
export function readKeys(from: string): Keys | undefined {
  if (from.trimStart().startsWith('{')) return keys.parse(JSON.parse(from));
  return existsSync(from) ? keys.parse(JSON.parse(readFileSync(from, 'utf8'))) : undefined;
}
