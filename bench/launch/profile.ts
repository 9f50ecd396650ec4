import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installRuntime } from '../../temporal/runtime';
import { type Figure, type Measurement } from '../measurement';
import { type Bed, withBed } from './bed';
import { addProfile, type CpuProfile, flameSvg, newFrame } from './flame';
import { cpuEach, measureRound, type Round } from './rounds';

const TOP = 25;

interface Statement {
  database: string;
  calls: number;
  ms: number;
  walBytes: number;
  query: string;
}

/**
 * Where a launch spends its time: the worker's flame graph (`launch.svg`, without what it does idle or while starting)
 * and PostgreSQL's statements (`launch-statements.md`), both in the folder.
 */
export const profile: Measurement = {
  name: 'profile',
  what: "a flame graph of the worker during a launch, and PostgreSQL's statements, in bench-results/",
  async run({ quick, count = quick ? 300 : 1_000, folder }, say) {
    installRuntime();
    const profiles = join(folder, 'profiles');
    rmSync(profiles, { recursive: true, force: true });
    mkdirSync(profiles, { recursive: true });
    const { round, from, to, statements } = await withBed(say, (bed) => launchOnce(bed, count), {
      ...{ profiles, statements: true },
    });
    const root = newFrame('the worker');
    for (const file of readdirSync(profiles))
      addProfile(root, JSON.parse(readFileSync(join(profiles, file), 'utf8')) as CpuProfile, { from, to });
    const javascript = root.micros / 1000 / count;
    const all = cpuEach(round, 'worker');
    const core = newFrame("outside JavaScript: the SDK's core, TLS, threads of Node");
    core.micros = Math.max(0, (all - javascript) * 1000 * count);
    root.calls.set('core', core);
    root.micros += core.micros;
    const title = `The worker while ${count} journeys are launched: ${all.toFixed(1)} ms of CPU each`;
    writeFileSync(join(folder, 'launch.svg'), flameSvg(root, title));
    writeFileSync(join(folder, 'launch-statements.md'), statementTable(statements, count));
    const database = statements.reduce((sum, { ms }) => sum + ms, 0);
    const share = (name: string, of: string, value: number): Figure => ({ name, of, unit: '%', values: [100 * value] });
    return [
      share("worker's CPU in JavaScript", 'samples ÷ CPU of the process', Math.min(1, javascript / all)),
      share("PostgreSQL's time in our database", 'ours ÷ all three', sumOf(statements, 'bench') / database),
      share(
        "PostgreSQL's time in visibility",
        'visibility ÷ all three',
        sumOf(statements, 'temporal_visibility') / database,
      ),
    ];
  },
};

const sumOf = (statements: Statement[], database: string): number =>
  statements.filter((one) => one.database === database).reduce((sum, { ms }) => sum + ms, 0);

async function launchOnce(bed: Bed, count: number) {
  await bed.query('bench', 'create extension pg_stat_statements');
  await measureRound(bed, 'journeys', Math.ceil(count / 3)); // compiled and warm from here on
  await bed.query('bench', 'select pg_stat_statements_reset()');
  const from = microsNow();
  const round: Round = await measureRound(bed, 'journeys', count);
  const to = microsNow();
  const statements = await bed.query<Statement>(
    'bench',
    `select datname as database, calls::int, total_exec_time as ms, wal_bytes::float as "walBytes", query
     from pg_stat_statements s join pg_database d on d.oid = s.dbid where datname <> 'postgres' order by ms desc`,
  );
  return { round, from, to, statements };
}

/** The monotonic clock of the machine, which V8 counts a profile's times on. Linux only. */
const microsNow = (): number => Number(process.hrtime.bigint() / 1000n);

function statementTable(statements: Statement[], count: number): string {
  const rows = statements.slice(0, TOP).map(({ database, calls, ms, walBytes, query }) => {
    const text = query.replace(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 90);
    return `| ${database} | ${(calls / count).toFixed(2)} | ${(ms / count).toFixed(2)} | ${Math.round(walBytes / count)} | \`${text}\` |`;
  });
  return [
    '| database | calls a launch | ms a launch | WAL bytes a launch | statement |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
