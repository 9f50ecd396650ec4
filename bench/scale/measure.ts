import { fullScans, type MeasuredConnection, rowsRead, type StatementPlan } from './connection';
import { type Bench, type Row } from './row';

/** Warm runs of a row. */
const RUNS = 7;
/** Rounds at most: a busy moment of the machine must not count, so the quickest does. */
const ROUNDS = 4;
/** Times its limit from which on a row is measured once only. */
const HOPELESS = 10;
const HOPELESS_MS = 2_000;
/** Rows of a whole table above which reading it is a fault. */
const SMALL_TABLE = 2_000;

export interface RowFigure {
  name: string;
  limitMs: number;
  /** Milliseconds that its slowest statement took, median and most of several runs; null: the row failed. */
  median: number | null;
  max: number | null;
  /** Median of all its statements together. */
  together: number | null;
  statements: number;
  /** Rows that its statements read, filtered ones too. */
  rowsRead: number;
  /** Whole tables that were read, and how many rows of each; or that a statement was given up. */
  scans: string[];
  verdict: 'ok' | 'over' | 'scan' | 'failed';
  error?: string;
  /** The slowest statements with their plans, for a row that is not ok. */
  slowest?: { ms: number; query: string; plan: unknown }[];
}

/** Measures one row: first with the plans of its statements, which also warms it up, then several times without. */
export async function measureRow(on: MeasuredConnection, bench: Bench, row: Row): Promise<RowFigure> {
  const base = { name: row.name, limitMs: row.limitMs };
  try {
    const plans = await plansOf(on, bench, row);
    let best = await runRound(on, bench, row);
    const judged = ({ median, together }: Round) => (row.together ? together : median);
    for (
      let round = 1;
      round < ROUNDS && judged(best) > row.limitMs && judged(best) < HOPELESS * row.limitMs;
      round++
    ) {
      const again = await runRound(on, bench, row);
      if (judged(again) < judged(best)) best = again;
    }
    const scans = scansIn(plans, row);
    const verdict = judged(best) > row.limitMs ? 'over' : scans.length > 0 ? 'scan' : 'ok';
    const read = plans.reduce((sum, plan) => sum + rowsRead(plan), 0);
    return {
      ...{ ...base, ...best, rowsRead: read, scans, verdict },
      ...(verdict !== 'ok' && { slowest: slowest(plans) }),
    };
  } catch (error) {
    const plan = await on.planOfGivenUp();
    if (plan) {
      const scans = ['a statement took longer than 15 s'];
      const given = {
        median: null,
        max: null,
        together: null,
        statements: 0,
        rowsRead: 0,
        scans,
        slowest: slowest([plan]),
      };
      return { ...base, ...given, verdict: 'over' };
    }
    const text = error instanceof Error ? error.message : String(error);
    return {
      ...base,
      median: null,
      max: null,
      together: null,
      statements: 0,
      rowsRead: 0,
      scans: [],
      verdict: 'failed',
      error: text,
    };
  }
}

type Round = Record<'median' | 'max' | 'together' | 'statements', number>;

async function runRound(on: MeasuredConnection, bench: Bench, row: Row): Promise<Round> {
  const slowest: number[] = [];
  const together: number[] = [];
  for (let turn = 1; turn <= RUNS; turn++) {
    await runOnce(on, bench, row, turn);
    slowest.push(on.slowestMs);
    together.push(on.databaseMs);
    if (on.databaseMs > HOPELESS_MS) break;
  }
  const [median, all] = [medianOf(slowest), medianOf(together)];
  return { median, max: rounded(Math.max(...slowest)), together: all, statements: on.statements };
}

function medianOf(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return rounded(sorted[Math.floor((sorted.length - 1) / 2)]!);
}

async function runOnce(on: MeasuredConnection, bench: Bench, row: Row, turn: number): Promise<void> {
  await on.rolledBack(async () => {
    const prepared = await row.prepare?.(bench, turn);
    on.startCounting();
    await row.run(bench, turn, prepared);
  });
}

/** The plans of a row's statements, in a run that is not timed. */
export async function plansOf(on: MeasuredConnection, bench: Bench, row: Row): Promise<StatementPlan[]> {
  await on.rolledBack(async () => {
    const prepared = await row.prepare?.(bench, 0);
    await on.explain();
    await row.run(bench, 0, prepared);
  });
  return [...on.plans];
}

function scansIn(plans: StatementPlan[], row: Row): string[] {
  const rows = new Map<string, number>();
  for (const { table, rows: read } of plans.flatMap((plan) => fullScans(plan, SMALL_TABLE)))
    if (!row.small?.[table]) rows.set(table, (rows.get(table) ?? 0) + read);
  return [...rows].map(([table, read]) => `all of ${table} (${Math.round(read)} rows)`);
}

const slowest = (plans: StatementPlan[]) =>
  [...plans]
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 3)
    .map(({ ms, query, plan }) => ({ ms: rounded(ms), query, plan: JSON.parse(plan) as unknown }));

const rounded = (value: number): number => Math.round(value * 100) / 100;
