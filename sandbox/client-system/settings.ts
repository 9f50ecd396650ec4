import { z } from 'zod';

const DAY_MS = 86_400_000;

const settings = z.object({
  CLIENT_HOST: z.string().default('127.0.0.1'),
  CLIENT_HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8027),
  CLIENT_DIR: z.string().min(1),
  API_URL: z.url(),
  CLIENT_KEY: z.string().min(1),
  CLIENT_CAMPAIGN: z.string().min(1),
  CUSTOMERS_FILE: z.string().min(1),
  SEED: z.coerce.number().int().default(1),
  CLIENT_DAY_MS: z.coerce.number().positive().default(DAY_MS),
});

export interface ClientSettings {
  host: string;
  httpPort: number;
  /** Folder of the record. */
  dir: string;
  apiUrl: string;
  apiKey: string;
  /** File with the campaign's id; may appear later. */
  campaignFile: string;
  /** The audience as exported by the client: its own customers. */
  customersFile: string;
  seed: number;
  /** Length of the client's day, ms of the installation's clock. Shorter where a plan counts in minutes. */
  dayMs: number;
}

/** Reads the client system's settings from the environment. Throws with the names of invalid ones. */
export function clientSettings(env: Record<string, string | undefined>): ClientSettings {
  const parsed = settings.parse(env);
  return {
    host: parsed.CLIENT_HOST,
    httpPort: parsed.CLIENT_HTTP_PORT,
    dir: parsed.CLIENT_DIR,
    apiUrl: parsed.API_URL,
    apiKey: parsed.CLIENT_KEY,
    campaignFile: parsed.CLIENT_CAMPAIGN,
    customersFile: parsed.CUSTOMERS_FILE,
    seed: parsed.SEED,
    dayMs: parsed.CLIENT_DAY_MS,
  };
}
