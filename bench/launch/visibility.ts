import { installRuntime } from '../../temporal/runtime';
import { type Figure, interleave, type Measurement } from '../measurement';
import { type Bed, withBed } from './bed';
import { cpuEach, measureRound, type Round } from './rounds';

const KINDS = ['all', 'needed'] as const;
type Indexes = (typeof KINDS)[number];

/** What the product, the server's own workflows and its deployments ask for; see docs/operations.md. */
const NEEDED = [
  ...['executions_visibility_pkey', 'default_idx', 'by_workflow_id', 'by_workflow_type', 'by_status', 'by_task_queue'],
  ...['by_keyword_01', 'by_keyword_02', 'by_temporal_namespace_division', 'by_temporal_scheduled_by_id'],
  ...['by_temporal_worker_deployment_version', 'by_temporal_worker_deployment', 'by_used_deployment_versions'],
];

interface Written {
  round: Round;
  /** Of the statements in the visibility database, for each workflow. */
  ms: number;
  wal: number;
}

/** What the engine's visibility table costs a workflow, with all its indexes and with those that are asked. */
export const visibility: Measurement = {
  name: 'visibility',
  what: "WAL and database time of a workflow with all indexes of the engine's visibility table, and with 13 of 74",
  async run({ quick, count = quick ? 150 : 500, rounds = quick ? 2 : 4 }, say) {
    installRuntime();
    return withBed(
      say,
      async (bed) => {
        await bed.query('temporal_visibility', 'create extension pg_stat_statements');
        const all = await indexesOf(bed);
        await measureRound(bed, 'noop', 50);
        const written: Record<Indexes, Written[]> = { all: [], needed: [] };
        await interleave(KINDS, rounds, async (kind) => {
          await setIndexes(bed, all, kind);
          const one = await measureWritten(bed, count);
          say(`${kind}: ${one.ms.toFixed(2)} ms and ${Math.round(one.wal)} bytes of WAL each`);
          written[kind].push(one);
        });
        return figuresOf(written, all.length);
      },
      { statements: true },
    );
  },
};

function figuresOf({ all, needed }: Record<Indexes, Written[]>, count: number): Figure[] {
  const against = (name: string, value: (written: Written) => number): Figure => ({
    ...{ name, of: `${NEEDED.length} ÷ ${count} indexes`, unit: '×' },
    values: needed.map((one, round) => value(one) / value(all[round]!)),
    detail: { all: all.map(value), needed: needed.map(value) },
  });
  return [
    against('visibility: WAL of a workflow', ({ wal }) => wal),
    against('visibility: database time of a workflow', ({ ms }) => ms),
    against('all of PostgreSQL: WAL of a no-op', ({ round }) => round.wal / round.count),
    against('all of PostgreSQL: CPU of a no-op', ({ round }) => cpuEach(round, 'postgres')),
  ];
}

interface Index {
  name: string;
  definition: string;
}

function indexesOf({ query }: Bed): Promise<Index[]> {
  const text = `select indexname as name, indexdef as definition from pg_indexes where tablename = 'executions_visibility'`;
  return query<Index>('temporal_visibility', text);
}

async function setIndexes(bed: Bed, all: Index[], kind: Indexes): Promise<void> {
  const there = new Set((await indexesOf(bed)).map(({ name }) => name));
  const spare = all.filter(({ name }) => !NEEDED.includes(name));
  const statements =
    kind === 'needed'
      ? spare.filter(({ name }) => there.has(name)).map(({ name }) => `drop index ${name}`)
      : spare.filter(({ name }) => !there.has(name)).map(({ definition }) => definition);
  if (statements.length > 0) await bed.query('temporal_visibility', statements.join(';'));
  await bed.query('temporal_visibility', 'checkpoint');
}

async function measureWritten(bed: Bed, count: number): Promise<Written> {
  await bed.query('temporal_visibility', 'select pg_stat_statements_reset()');
  const round = await measureRound(bed, 'noop', count);
  const [row] = await bed.query<{ ms: number; wal: string }>(
    'temporal_visibility',
    `select sum(total_exec_time) as ms, sum(wal_bytes) as wal from pg_stat_statements
     where dbid = (select oid from pg_database where datname = current_database())
       and query ~* '^\\s*(insert|update|delete)'`,
  );
  return { round, ms: row!.ms / count, wal: Number(row!.wal) / count };
}
