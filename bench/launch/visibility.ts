import { installRuntime } from '../../temporal/runtime';
import { type Figure, interleave, type Measurement } from '../measurement';
import { type Bed, withBed } from './bed';
import { cpuEach, measureRound, type Round } from './rounds';

const KINDS = ['all', 'needed'] as const;
type Indexes = (typeof KINDS)[number];

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
        const spare = await spareIndexes(bed);
        await measureRound(bed, 'noop', 50);
        const written: Record<Indexes, Written[]> = { all: [], needed: [] };
        await interleave(KINDS, rounds, async (kind) => {
          await setIndexes(bed, spare, kind);
          const one = await measureWritten(bed, count);
          say(`${kind}: ${one.ms.toFixed(2)} ms and ${Math.round(one.wal)} bytes of WAL each`);
          written[kind].push(one);
        });
        return figuresOf(written, spare.length);
      },
      { statements: true },
    );
  },
};

function figuresOf({ all, needed }: Record<Indexes, Written[]>, spare: number): Figure[] {
  const against = (name: string, value: (written: Written) => number): Figure => ({
    ...{ name, of: `without ÷ with ${spare} indexes that nothing asks`, unit: '×' },
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
  made_by: string;
}

/** Those that the server on this machine does without; see embedded/temporal/spare-indexes.ts. */
const spareIndexes = ({ query }: Bed): Promise<Index[]> =>
  query<Index>('temporal_visibility', 'select name, made_by from tsunagi_spare_indexes order by name');

async function setIndexes({ query }: Bed, spare: Index[], kind: Indexes): Promise<void> {
  const text = `select indexname as name from pg_indexes where tablename = 'executions_visibility'`;
  const there = new Set((await query<{ name: string }>('temporal_visibility', text)).map(({ name }) => name));
  const statements = spare.flatMap(({ name, made_by: statement }) =>
    kind === 'needed' ? (there.has(name) ? [`drop index ${name}`] : []) : there.has(name) ? [] : [statement],
  );
  if (statements.length > 0) await query('temporal_visibility', statements.join(';'));
  await query('temporal_visibility', 'checkpoint');
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
