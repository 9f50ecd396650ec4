import { readFileSync } from 'node:fs';
import { z } from 'zod';

const probability = z.number().min(0).max(1).default(0);
const faults = z.strictObject({
  seed: z.number().int().default(1),
  /** Posted on the day, but acknowledged on the next postal day. */
  ackLate: probability,
  /** The same acknowledgement again on the next postal day. */
  ackTwice: probability,
  /** A piece is spoiled in the machine and reprinted with its number. */
  spoil: probability,
  /** The first acknowledgement has wrong totals; the right one follows `correctAfter` postal days later. */
  miscount: probability,
  /** The posting slip in the report has one piece too few. */
  slipShort: probability,
  correctAfter: z.number().int().min(1).max(30).default(1),
  /** Printed on the day, but posted on the next postal day; until then envelopes can be taken out. */
  postLate: probability,
  /** A recall is answered on the next postal day. */
  recallLate: probability,
  /** The same answer again on the next postal day. */
  recallTwice: probability,
  /** The first answer has a wrong total; the right one follows on the next postal day. */
  recallMiscount: probability,
});

/** Faults to simulate; deterministic for seed and run. */
export type Faults = z.infer<typeof faults>;

const settings = z.object({
  SHOP_HOST: z.string().default('127.0.0.1'),
  SHOP_HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8026),
  SHOP_DIR: z.string().min(1),
  PRINT_DIR: z.string().min(1),
  SHOP_FAULTS: z.string().optional(),
  SEED: z.coerce.number().int().default(1),
});

export interface ShopSettings {
  host: string;
  httpPort: number;
  /** The shop's own folder: its record, copies of the runs, and posted forms. */
  dir: string;
  /** The folder shared with the sender: out, done, ack. */
  printDir: string;
  faults: Faults;
  /** Seed of undeliverable addresses and delivery times. */
  seed: number;
}

/** Parsed faults; an empty object means none. */
export function parseFaults(value: unknown): Faults {
  return faults.parse(value);
}

/** Reads the environment and the fault file. Throws with the names of invalid settings. */
export function shopSettings(env: Record<string, string | undefined>): ShopSettings {
  const parsed = settings.parse(env);
  const file = parsed.SHOP_FAULTS;
  return {
    host: parsed.SHOP_HOST,
    httpPort: parsed.SHOP_HTTP_PORT,
    dir: parsed.SHOP_DIR,
    printDir: parsed.PRINT_DIR,
    faults: parseFaults(file ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : {}),
    seed: parsed.SEED,
  };
}
