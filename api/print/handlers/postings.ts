import { localDate } from '../../../domain/campaigns/calendar';
import { type Acknowledgement } from '../../../domain/print/print-run';
import { AppError } from '../../../domain/errors';
import { readClock } from '../../../db/platform/clock';
import { type LedgerEntry } from '../../../db/platform/ledger';
import { type Trx } from '../../../db/platform/types';
import { printDaybook } from '../../../db/print/balance';
import { campaignCosts } from '../../../db/print/campaign-costs';
import { priceLists } from '../../../db/print/price-lists';
import { noteRun } from '../../../db/print/handover';
import {
  bookSlip,
  noteBalance,
  type PostingRow,
  postingsOf,
  slipLine,
  withdrawPosting,
} from '../../../db/print/postings';
import { findRun, lockRun, type PrintRun } from '../../../db/print/runs';
import { runSheet, sheetPieces } from '../../../db/print/run-sheet';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { type Scope } from '../../../db/platform/scope';
import { controlSheetCsv, controlSheetPdf } from '../../../rendering/run-sheet/control-sheet';
import { postingSlipPdf } from '../../../rendering/run-sheet/posting-slip';
import { byPerson } from '../../campaigns/rules';
import { type AppDeps } from '../../http/deps';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull, single } from '../../http/wire';
import { type postingRoutes } from '../contract/postings';

/** Days of print runs are Japan's. */
const ZONE = 'Asia/Tokyo';

/** What shop and post office do with a run, on paper and in figures. */
export const postingHandlers: Handlers<typeof postingRoutes> = {
  async getPrintDaybook({ deps, scope, query }) {
    const { now } = await readClock(deps.db);
    const date = query.date ?? localDate(now, ZONE);
    return { body: { date, ...(await printDaybook(deps.db, scope, date)) } };
  },

  async bookPosting({ trx, scope, actor, params, body }) {
    const run = await lockRun(trx, scope, params.id);
    if (run.handed_over_at === null) throw new AppError('print_run_not_handed_over', { status: run.status });
    const { now } = await readClock(trx);
    const { slipNo = null, office, postedOn, lines } = body;
    const [first, last] = [localDate(run.handed_over_at, ZONE), localDate(now, ZONE)];
    if (postedOn < first || postedOn > last) throw new AppError('posting_day_wrong', { first, last });
    await bookSlip(trx, run, { slipNo, office, postedOn, lines, personId: actor.personId, now });
    const pieces = lines.reduce((sum, line) => sum + line.pieces, 0);
    return afterwards(trx, run, { did: 'slip_booked', by: byPerson(actor), slip: pieces, office, postedOn }, now);
  },

  async withdrawPosting({ trx, scope, actor, params, body }) {
    const run = await lockRun(trx, scope, params.id);
    const { now } = await readClock(trx);
    const input = { id: params.posting, personId: actor.personId, reason: body.reason, now };
    const row = await withdrawPosting(trx, run, input);
    const entry = { did: 'slip_withdrawn', by: byPerson(actor), slip: row.pieces, reason: body.reason };
    return afterwards(trx, run, entry, now);
  },

  async getControlSheet({ deps, scope, params, query }) {
    const { run, sheet } = await sheetOf(deps, scope, params.id);
    const filename = `control-sheet-${run.key}.${query.format}`;
    if (query.format === 'csv') {
      return { stream: single(Buffer.from(controlSheetCsv(sheet))), type: 'text/csv; charset=utf-8', filename };
    }
    return { stream: single(await controlSheetPdf(sheet, run.opened_at)), type: 'application/pdf', filename };
  },

  async getPostingSlip({ deps, scope, params }) {
    const { run, sheet } = await sheetOf(deps, scope, params.id);
    const booked = (await postingsOf(deps.db, run.id))
      .filter((row) => row.withdrawn_at === null)
      .map((row) => ({ ...slipLine(row), slipNo: row.slip_no, office: row.office }));
    const pdf = await postingSlipPdf(sheet, booked, run.opened_at);
    return { stream: single(pdf), type: 'application/pdf', filename: `posting-slip-${run.key}.pdf` };
  },

  async getCampaignCosts({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const { now } = await readClock(deps.db);
    return {
      body: await campaignCosts(deps.db, campaign, { lists: priceLists(deps.config), day: localDate(now, ZONE) }),
    };
  },
};

/** The ledger's entry, and what is open of the run now. */
async function afterwards(trx: Trx, run: PrintRun, entry: Omit<LedgerEntry, 'kind'>, now: number) {
  const open = await noteBalance(trx, run);
  await noteRun(trx, run, now, { ...entry, open });
  return { body: { open, postings: (await postingsOf(trx, run.id)).map(postingWire) } };
}

/** Throws not_found also where nothing is rendered. */
async function sheetOf({ db, config }: Pick<AppDeps, 'db' | 'config'>, scope: Scope, id: number) {
  const run = await findRun(db, scope, id);
  const pieces = await sheetPieces(db, run);
  const sheet = await runSheet(db, run, { lists: priceLists(config), pieces, day: postedOn(run) });
  if (!sheet) throw new AppError('not_found', { what: 'control_sheet' });
  return { run, sheet };
}

const postedOn = (run: PrintRun): string =>
  (run.acknowledged as unknown as Acknowledgement | null)?.postedOn ?? run.run_on;

/** A line of a slip as the API shows it. */
export const postingWire = (row: PostingRow) => {
  const { pieces, postedOn: day, ...postal } = slipLine(row);
  return {
    ...{ id: row.id, slipNo: row.slip_no, office: row.office, postedOn: day, postal, pieces },
    ...{ bookedBy: row.booked_by, bookedAt: iso(row.booked_at), withdrawnAt: isoOrNull(row.withdrawn_at) },
    withdrawnReason: row.withdrawn_reason,
  };
};
