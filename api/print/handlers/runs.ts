import { type z } from 'zod';
import { campaignsOf, envelopesOf, findRun, listRuns, type PrintRun } from '../../../db/print/runs';
import { carrierFilesOf, deliveryOf } from '../../../db/print/carrier/state';
import { balanceOf } from '../../../db/print/balance';
import { wireOf } from '../../../db/print/campaign-costs';
import { costsOf } from '../../../db/print/costs';
import { piecesByClass, postingsOf } from '../../../db/print/postings';
import { codesOf, pulledFrom } from '../../../db/print/posted';
import { type Acknowledgement, differences } from '../../../domain/print/print-run';
import { reasonText } from '../../../domain/texts/timeline';
import { carrierFileWire } from './carrier';
import { postingWire } from './postings';
import { type printRunRoutes } from '../contract/runs';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';
import { type Queryable } from '../../../db/platform/types';

type Detail = z.input<(typeof printRunRoutes)['getPrintRun']['reply']['schema']>;

/** Print runs as figures and codes, without name, address or letter. */
export const printRunHandlers: Handlers<typeof printRunRoutes> = {
  async listPrintRuns({ deps, scope, query }) {
    const { campaign, status, limit } = query;
    const before = decodeCursor(query.cursor);
    const rows = await listRuns(deps.db, scope, { before, limit: limit + 1, campaign, status });
    return { body: pageOfRows(rows, limit, (row) => row.id, briefOf) };
  },

  async getPrintRun({ deps, scope, params, query }) {
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const run = await findRun(trx, scope, params.id);
      const page = { after: decodeCursor(query.cursor) ?? 0, limit: query.limit + 1 };
      const rows = await envelopesOf(trx, run.id, page);
      const body = {
        ...briefOf(run),
        manifestHash: run.manifest_hash,
        files: (run.totals?.files ?? []) as Detail['files'],
        campaigns: await campaignsOf(trx, run.id),
        acknowledgement: await acknowledgementOf(trx, run),
        delivery: await deliveryOf(trx, run.id),
        balance: await balanceOf(trx, run),
        classes: await piecesByClass(trx, run.id),
        postings: (await postingsOf(trx, run.id)).map(postingWire),
        costs: (await costsOf(trx, { runId: run.id })).map(wireOf),
        prices: run.prices,
        carrierFiles: (await carrierFilesOf(trx, run.id, 10)).map(carrierFileWire),
        envelopes: pageOfRows(
          rows,
          query.limit,
          (row) => row.id,
          ({ id: _, postedAt, class: of, express, noForwarding, result, resultAt, resultReason, ...row }) => ({
            ...row,
            delivery: result && { result, at: iso(resultAt!), reason: resultReason },
            postal: of && { class: of, express: express ?? false, noForwarding: noForwarding ?? false },
            removedText: row.removedReason === null ? null : reasonText(row.removedReason),
            postedAt: isoOrNull(postedAt),
          }),
        ),
      };
      return { body };
    });
  },
};

const briefOf = (run: PrintRun) => ({
  id: run.id,
  key: run.key,
  runOn: run.run_on,
  no: run.no,
  status: run.status,
  pieces: run.pieces,
  pages: run.pages,
  openedAt: iso(run.opened_at),
  handedOverAt: isoOrNull(run.handed_over_at),
  postedAt: isoOrNull(run.posted_at),
});

async function acknowledgementOf(db: Queryable, run: PrintRun): Promise<Detail['acknowledgement']> {
  const ack = run.acknowledged as Acknowledgement | null;
  if (!ack) return null;
  const { received, printed, inserted, posted, postedOn, postedAt, problem = null } = ack;
  const codes = await codesOf(db, run.id);
  const pulled = await pulledFrom(db, run.id);
  return {
    received,
    printed,
    inserted,
    posted,
    spoiled: ack.spoiled.length,
    postedOn,
    postedAt: iso(Date.parse(postedAt)),
    problem,
    differences: differences({ pieces: run.pieces, pages: run.pages, codes, pulled }, ack),
  };
}
