import { readFileSync } from 'node:fs';
import { z } from 'zod';

const yen = z.number().nonnegative();
const steps = z.array(z.strictObject({ upTo: z.number().int().positive(), yen })).min(1);
const grams = z.number().positive();
const day = z.iso.date();

/** One list of prices as its file has it; what it leaves out of the public ones has no default. */
const list = z.strictObject({
  source: z.string().min(1).max(200),
  validFrom: day,
  validUntil: day.nullable().default(null),
  clientId: z.number().int().positive().nullable().default(null),
  grams: z.strictObject({ sheet: grams, envelope: grams, replyEnvelope: grams }),
  standard: steps,
  large: steps,
  classes: z.strictObject({ recorded: yen, simple_registered: yen, registered: yen }),
  express: steps,
  mail: yen.nullable().default(null),
  smsPart: yen.nullable().default(null),
  callMinute: yen.nullable().default(null),
});

/**
 * The installation's own price lists (JSON: an array of lists, each with its source and the days it is valid from and
 * until). Throws with the name of what is wrong.
 */
export function readPriceFile(path: string | undefined): z.infer<typeof list>[] {
  if (path === undefined) return [];
  const parsed = z.array(list).safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`PRICE_FILE ${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
