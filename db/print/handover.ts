import { sql } from 'kysely';
import { type CampaignDocs } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { checkRun } from './check';
import { getRun, type PrintRun } from './runs';
import { type Db, type Trx } from '../platform/types';

interface RenderedPiece {
  id: number;
  no: number;
  pages: number;
}

/** Result of rendering a run. */
interface Rendered {
  pieces: RenderedPiece[];
  pages: number;
  manifestHash: string;
  totals: Record<string, unknown>;
}

/** Numbers the envelopes and stores the run's control totals. A run that was handed over stays unchanged. */
export async function recordRendered(db: Db, runId: number, rendered: Rendered): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('print_runs')
      .set({
        status: 'rendered',
        pieces: rendered.pieces.length,
        pages: rendered.pages,
        manifest_hash: rendered.manifestHash,
        totals: JSON.stringify(rendered.totals),
      })
      .where('id', '=', runId)
      .where('status', 'in', ['open', 'rendered'])
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    await sql`
      update pieces p set no = r.no, pages = r.pages
      from jsonb_to_recordset(${JSON.stringify(rendered.pieces)}::jsonb) as r(id bigint, no int, pages int)
      where p.id = r.id and p.print_run_id = ${runId}`.execute(trx);
  });
}

/** Closes a run in which nothing is left to print. */
export async function closeEmptyRun(db: Db, runId: number): Promise<void> {
  await db
    .updateTable('print_runs')
    .set({ status: 'posted', pieces: 0, pages: 0 })
    .where('id', '=', runId)
    .where('status', 'in', ['open', 'rendered'])
    .execute();
}

/** `again`: something in it must not be sent any more, or its files do not match the totals; render it again. */
type HandOver = 'done' | 'again';

/**
 * Hands a rendered run over: `move` makes its folder visible to the print shop, in the transaction that has checked
 * every letter once more. `lies` means the shop has the folder already (the process died between move and commit); the
 * run is then handed over whatever has happened since.
 */
export async function handOverRun(
  db: Db,
  docs: CampaignDocs,
  runId: number,
  folder: { lies: boolean; fits: (run: PrintRun) => boolean; move: () => void },
): Promise<HandOver> {
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('print_runs').select('id').where('id', '=', runId).forNoKeyUpdate().execute();
    const run = await getRun(trx, runId);
    if (run.status !== 'rendered') return run.status === 'open' ? 'again' : 'done';
    if (!folder.lies) {
      const letters = await checkRun(trx, docs, runId);
      if (letters.some(({ verdict }) => verdict.kind !== 'print') || !folder.fits(run)) return 'again';
      folder.move();
    }
    const { now } = await readClock(trx);
    await trx
      .updateTable('print_runs')
      .set({ status: 'handed_over', handed_over_at: new Date(now) })
      .where('id', '=', runId)
      .execute();
    await noteRun(trx, run, now, { did: 'handed_over', pages: run.pages, manifest: run.manifest_hash });
    return 'done';
  });
}

/**
 * Appends one entry about the run to the chain of each campaign with letters in it; the transaction's last statement.
 */
export async function noteRun(trx: Trx, run: PrintRun, at: number, what: Record<string, unknown>): Promise<void> {
  const { rows } = await sql<{ campaign: number; pieces: number; letters: number }>`
    select m.campaign_id as campaign, count(distinct p.id)::int as pieces, count(*)::int as letters
    from pieces p join messages m on m.piece_id = p.id
    where p.print_run_id = ${run.id} and p.removed_reason is null and m.status in ('claimed', 'handed_over')
    group by m.campaign_id order by m.campaign_id`.execute(trx);
  for (const { campaign, pieces, letters } of rows) {
    const entry: LedgerEntry = { kind: 'print_run', by: 'system', printRun: run.key, pieces, letters, ...what };
    await appendLedger(trx, campaignChain(campaign), run.client_id, at, [entry]);
  }
}
