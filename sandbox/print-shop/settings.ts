import { readFileSync } from 'node:fs';
import { z } from 'zod';

const probability = z.number().min(0).max(1).default(0);
const faults = z.strictObject({
  seed: z.number().int().default(1),
  /** Posted on the day, acknowledged on the next postal day only. */
  ackLate: probability,
  /** The same acknowledgement once more on the next postal day. */
  ackTwice: probability,
  /** A piece is spoiled in the machine and printed again with its number. */
  spoil: probability,
  /** The first acknowledgement has wrong totals, the right one follows on the next postal day. */
  miscount: probability,
  /** Printed on the day, posted on the next postal day only: until then envelopes can be taken out. */
  postLate: probability,
  /** A list of envelopes to take out is answered on the next postal day only. */
  recallLate: probability,
  /** The same answer once more on the next postal day. */
  recallTwice: probability,
  /** The first answer has a wrong total, the right one follows on the next postal day. */
  recallMiscount: probability,
});

/** Misbehaviour to play, the same for the same seed and run. */
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
  /** The shop's own folder: its record, its copies of the runs, the forms that customers post. */
  dir: string;
  /** The folder shared with those who order prints: out, done, ack. */
  printDir: string;
  faults: Faults;
  /** Decides which address is bad and how long the post takes. */
  seed: number;
}

/** Parsed faults; an empty object means none. */
export function parseFaults(value: unknown): Faults {
  return faults.parse(value);
}

/** Reads the environment and the fault file. Throws with the names of wrong settings. */
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
