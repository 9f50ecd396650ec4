import { sql } from 'kysely';
import { isBalanced, type RunBalance } from '../../domain/print/balance';
import { type Acknowledgement, differences } from '../../domain/print/print-run';
import { type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';
import { openBySlips, postingsOf } from './postings';
import { codesOf, pulledFrom } from './posted';
import { type PrintRun } from './runs';

/** A run's figures on both sides, and the codes of what is open of it. */
export async function balanceOf(
  db: Queryable,
  run: PrintRun,
): Promise<RunBalance & { balanced: boolean; open: string[] }> {
  const ack = run.acknowledged as unknown as Acknowledgement | null;
  const pulled = await pulledFrom(db, run.id);
  const slips = (await postingsOf(db, run.id)).filter((row) => row.withdrawn_at === null);
  const codes = ack && run.status !== 'posted' ? await codesOf(db, run.id) : null;
  const found = ack && codes ? differences({ pieces: run.pieces, pages: run.pages, codes, pulled }, ack) : [];
  const figures: RunBalance = {
    data: run.pieces,
    printed: ack?.printed ?? null,
    inserted: ack?.inserted ?? null,
    posted: ack?.posted ?? null,
    withdrawn: pulled.length,
    spoiled: ack?.spoiled.length ?? 0,
    reprinted: ack?.spoiled.filter(({ reprinted }) => reprinted).length ?? 0,
    slips: slips.length === 0 ? null : slips.reduce((sum, { pieces }) => sum + pieces, 0),
  };
  return { ...figures, balanced: isBalanced(figures), open: [...found, ...(await openBySlips(db, run))] };
}

/** All runs of a local day together, and those of which something is open. */
export async function printDaybook(db: Queryable, scope: Scope, date: string) {
  const runs = await db
    .selectFrom('print_runs')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where('run_on', '=', sql<string>`${date}::date`)
    .orderBy('id')
    .execute();
  const all: (RunBalance & { id: number; key: string; balanced: boolean; open: string[] })[] = [];
  for (const run of runs) if (run.pieces > 0) all.push({ id: run.id, key: run.key, ...(await balanceOf(db, run)) });
  const known = (field: 'printed' | 'inserted' | 'posted' | 'slips') => {
    const values = all.flatMap((one) => (one[field] === null ? [] : [one[field]]));
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  };
  const sum = (field: 'data' | 'withdrawn' | 'spoiled' | 'reprinted') =>
    all.reduce((total, one) => total + one[field], 0);
  return {
    runs: all.length,
    ...{ data: sum('data'), printed: known('printed'), inserted: known('inserted'), posted: known('posted') },
    ...{ withdrawn: sum('withdrawn'), spoiled: sum('spoiled'), reprinted: sum('reprinted'), slips: known('slips') },
    balanced: all.every((one) => one.balanced),
    open: all.filter((one) => !one.balanced || one.open.length > 0).map(({ id, key, open }) => ({ id, key, open })),
  };
}
