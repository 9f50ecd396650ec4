/** How large the measurements are, and how often each is repeated. */
export interface BenchOptions {
  /** Smaller counts: a first look, not a figure to quote. */
  quick: boolean;
  /** Interleaved rounds of each kind; each measurement has its own number where it is absent. */
  rounds?: number;
  /** Journeys, mails, letters or rows of each round, or in the database; each measurement has its own where it is absent. */
  count?: number;
  /** scale: only rows whose name has this text. */
  match?: string;
  /** Folder for what is not a figure: plans of slow queries, profiles. */
  folder: string;
}

/** One thing measured. Its values are those of the interleaved rounds; what is quoted is their median and range. */
export interface Figure {
  name: string;
  /** What is divided by what, or what one value counts. */
  of: string;
  /** `×` for a ratio. */
  unit: '×' | 'ms' | 'bytes' | 'events' | 'rows' | 'per second' | '%';
  values: number[];
  /** What it may be at most or must be at least. */
  limit?: { most: number } | { least: number };
  /** What lies behind it, for the JSON file. */
  detail?: unknown;
}

/** A measurement starts what it needs, measures, and stops it again. It throws when it could not measure. */
export interface Measurement {
  name: string;
  /** One line for `--help`. */
  what: string;
  run(options: BenchOptions, say: (line: string) => void): Promise<Figure[]>;
}

export type Verdict = 'held' | 'missed' | 'no limit';

/** The figure's median against its limit. */
export function verdictOf({ values, limit }: Figure): Verdict {
  if (!limit) return 'no limit';
  const median = medianOf(values);
  return ('most' in limit ? median <= limit.most : median >= limit.least) ? 'held' : 'missed';
}

/** The middle value; the mean of the two middle ones of an even number. Throws without values. */
export function medianOf(values: number[]): number {
  return (quantile(values, 0.5, 'lower') + quantile(values, 0.5, 'upper')) / 2;
}

/** The value below or at which `share` of all lie. Throws without values. */
export function quantile(values: number[], share: number, side: 'lower' | 'upper' = 'lower'): number {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * sorted.length;
  const index = side === 'lower' ? Math.ceil(at) - 1 : Math.floor(at);
  return sorted[Math.min(sorted.length - 1, Math.max(0, index))]!;
}

/** Runs the kinds in turn, `rounds` times, and changes which comes first: a busy minute of the machine meets each alike. */
export async function interleave<Kind extends string>(
  kinds: readonly Kind[],
  rounds: number,
  run: (kind: Kind, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const order = kinds.map((_, index) => kinds[(index + round) % kinds.length]!);
    for (const kind of order) await run(kind, round);
  }
}
