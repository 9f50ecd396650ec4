import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, isDay, localDate } from '../../domain/campaigns/calendar';
import { INTERVAL_COLUMNS } from '../../domain/calls/intervals';
import { seededRandom } from '../support/seeded-random';

const ZONE = 'Asia/Tokyo';
const QUEUE = 'ご案内窓口';
const [OPENS, CLOSES] = [9, 19];
/** Where the clock jumps further than this, only the last days are written. */
const MOST_DAYS = 400;

/**
 * The files of the telephone system: one CSV for each local day that is over, `<day>.csv`, with the calls that came in by half
 * hours and a last row with their sums.
 */
export class IntervalFiles {
  private first: string | undefined;

  constructor(
    private readonly dir: string,
    private readonly seed: number,
  ) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }

  /** Writes the days that are over at the instant `at` (epoch ms), from the day of the first call on. */
  passTo(at: number): void {
    const today = localDate(at, ZONE);
    this.first ??= today;
    const last = this.days().at(-1);
    const next = last === undefined ? this.first : addDays(last, 1);
    const earliest = addDays(today, -MOST_DAYS);
    for (let day = next < earliest ? earliest : next; day < today; day = addDays(day, 1)) this.write(day);
  }

  /** The days of the files, oldest first. */
  days(): string[] {
    const names = readdirSync(this.dir).filter((name) => name.endsWith('.csv'));
    return names.map((name) => name.slice(0, -'.csv'.length)).sort();
  }

  /** A day's file; undefined where there is none. */
  read(day: string): Buffer | undefined {
    const path = join(this.dir, `${day}.csv`);
    return isDay(day) && existsSync(path) ? readFileSync(path) : undefined;
  }

  private write(day: string): void {
    const path = join(this.dir, `${day}.csv`);
    writeFileSync(`${path}.new`, intervalCsv(this.seed, day));
    renameSync(`${path}.new`, path);
  }
}

/** A local day of the queue as CSV; the same for the same seed. */
export function intervalCsv(seed: number, day: string): string {
  const rows = Array.from({ length: (CLOSES - OPENS) * 2 }, (_, half) => halfHour(seed, day, half));
  const sum = (column: number) => rows.reduce((total, row) => total + row.counts[column]!, 0);
  const header = Object.values(INTERVAL_COLUMNS).map(([title]) => title);
  const lines = rows.map(({ start, counts, rest }) => [QUEUE, start, 30, ...counts, ...rest]);
  const total = ['合計', '', '', ...[0, 1, 2, 3, 4].map(sum), '', ''];
  return [header, ...lines, total].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** A half hour: offered, answered, abandoned, abandoned while a machine spoke, answered in time; handling seconds and seats. */
function halfHour(seed: number, day: string, half: number) {
  const draw = (what: string, from: number, to: number) =>
    from + Math.floor(seededRandom(seed, day, half, what) * (to - from + 1));
  const hour = OPENS + Math.floor(half / 2);
  const start = `${day} ${String(hour).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
  const offered = draw('offered', hour < 12 ? 6 : 2, hour < 12 ? 16 : 10); // mornings are busy
  const machine = draw('machine', 0, 8) === 0 ? 1 : 0;
  const abandoned = draw('abandoned', 0, 4) === 0 ? 1 : 0;
  const answered = offered - machine - abandoned;
  const within = Math.max(0, answered - draw('late', 0, 2));
  return {
    start,
    counts: [offered, answered, abandoned, machine, within],
    rest: [draw('handling', 240, 420), draw('seats', 4, 8)],
  };
}
