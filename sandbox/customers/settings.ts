import { z } from 'zod';
import { type AskingRates } from './questions/asking';

const DAY_MS = 86_400_000;

const share = z.coerce.number().min(0).max(1);

const settings = z.object({
  INBOX_URL: z.url(),
  SMS_URL: z.url().optional(),
  SHOP_URL: z.url().optional(),
  API_URL: z.url(),
  SEED: z.coerce.number().int().default(1),
  CUSTOMERS_HOST: z.string().default('127.0.0.1'),
  CUSTOMERS_PORT: z.coerce.number().int().min(0).max(65_535).default(8026),
  CUSTOMERS_DIR: z.string(),
  CUSTOMERS_FILE: z.string(),
  CODES_FILE: z.string().optional(),
  CUSTOMERS_DAY_MS: z.coerce.number().positive().default(DAY_MS),
  CUSTOMERS_SMTP: z
    .string()
    .regex(/^[^:]+:\d+$/)
    .optional(),
  CUSTOMERS_QUESTIONS: share.default(0.02),
  CUSTOMERS_AUTO_REPLIES: share.default(0.05),
});

export interface CustomersSettings {
  inboxUrl: string;
  /** Without it there are no mobile phones. */
  smsUrl: string | undefined;
  /** Print shop and post; without it there are no letter boxes. */
  shopUrl: string | undefined;
  /** Origin of the customers' pages, where links in messages are opened. */
  pagesUrl: string;
  seed: number;
  host: string;
  port: number;
  /** Folder of the record. */
  dir: string;
  /** The audience file: each customer's own data. */
  file: string;
  /** Contract numbers and access codes of customers who get one separately. Read when needed; may appear later. */
  codesFile: string | undefined;
  /** Length of a customer's day, ms of the installation's clock. Shorter where a plan counts in minutes. */
  dayMs: number;
  /** host:port that takes the customers' mails; without it they write on the page only. */
  smtp?: string | undefined;
  /** How often they write to the desk; absent: never. */
  asking?: AskingRates;
}

/** Reads the simulated customers' settings from the environment. Throws with the names of invalid ones. */
export function customersSettings(env: Record<string, string | undefined>): CustomersSettings {
  const parsed = settings.parse(env);
  return {
    inboxUrl: parsed.INBOX_URL,
    smsUrl: parsed.SMS_URL,
    shopUrl: parsed.SHOP_URL,
    pagesUrl: parsed.API_URL,
    seed: parsed.SEED,
    host: parsed.CUSTOMERS_HOST,
    port: parsed.CUSTOMERS_PORT,
    dir: parsed.CUSTOMERS_DIR,
    file: parsed.CUSTOMERS_FILE,
    codesFile: parsed.CODES_FILE,
    dayMs: parsed.CUSTOMERS_DAY_MS,
    smtp: parsed.CUSTOMERS_SMTP,
    asking: { perNoticeAndDay: parsed.CUSTOMERS_QUESTIONS, automatic: parsed.CUSTOMERS_AUTO_REPLIES },
  };
}
