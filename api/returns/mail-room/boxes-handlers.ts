import { getCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { appendLedger, INSTALLATION_CHAIN, type LedgerEntry } from '../../../db/platform/ledger';
import { type Scope } from '../../../db/platform/scope';
import { type Trx } from '../../../db/platform/types';
import { type Box, fillBox, getBox, insertBox, listBoxes, lockBox, moveBox } from '../../../db/returns/mail-room/boxes';
import { listPaper } from '../../../db/returns/mail-room/paper-record';
import { localDate } from '../../../domain/campaigns/calendar';
import { AppError } from '../../../domain/errors';
import { type BoxEnd, mayEndBox } from '../../../domain/returns/boxes';
import { byPerson } from '../../campaigns/rules';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { DESK_ZONE } from '../desk-zone';
import { type boxRoutes } from './boxes-contract';
import { PAPER_HEAD, paperLines } from './paper-lines';

/** Boxes of paper, from the first sheet to the certificate of their destruction; each act is in the ledger. */
export const boxHandlers: Handlers<typeof boxRoutes> = {
  async listBoxes({ deps, scope, query: { cursor, limit, state } }) {
    const page = { before: decodeCursor(cursor), limit: limit + 1, open: state === 'open' };
    return { body: pageOfRows(await listBoxes(deps.db, scope, page), limit, (row) => row.id, wireOf) };
  },

  async getPaperRecord({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    async function* lines() {
      yield PAPER_HEAD;
      for await (const page of listPaper(deps.db, campaign)) yield page.map(paperLines).join('');
    }
    return { stream: lines(), type: 'text/csv; charset=utf-8', filename: `paper-${campaign.id}.csv` };
  },

  async openBox({ trx, scope, actor, body }) {
    const { id } = await insertBox(trx, scope, { ...body, personId: actor.personId });
    const shown = await acted(trx, scope, id, { kind: 'box_opened', by: byPerson(actor), box: id, ...body });
    return { ...shown, status: 201 };
  },

  async fillBox({ trx, scope, actor, params }) {
    const row = await lockBox(trx, scope, params.id);
    if (row.ended_as !== null) throw new AppError('box_ended');
    const papers = await fillBox(trx, row);
    return acted(trx, scope, row.id, { kind: 'box_filled', by: byPerson(actor), box: row.id, papers });
  },

  async endBox({ trx, scope, actor, params, body }) {
    const row = await lockBox(trx, scope, params.id);
    if (row.ended_as !== null) throw new AppError('box_ended');
    const today = localDate((await readClock(trx)).now, DESK_ZONE);
    if (!mayEndBox(body.endedAs, row.keep_until, today)) throw new AppError('box_kept', { until: row.keep_until });
    await moveBox(trx, row, { ...body, personId: actor.personId });
    return acted(trx, scope, row.id, { kind: 'box_end_recorded', by: byPerson(actor), box: row.id, ...body });
  },

  async witnessBox({ trx, scope, actor, params }) {
    const row = await lockBox(trx, scope, params.id);
    if (row.ended_as === null || row.witnessed_by !== null) throw new AppError('box_ended');
    if (row.ended_by === actor.personId) throw new AppError('four_eyes');
    await moveBox(trx, row, { witness: actor.personId });
    return acted(trx, scope, row.id, { kind: 'box_ended', by: byPerson(actor), box: row.id, endedAs: row.ended_as });
  },
};

/** The box after an act, with the act's entry in the installation's ledger: a box is of no campaign. */
async function acted(trx: Trx, scope: Scope, id: number, entry: LedgerEntry) {
  const { now } = await readClock(trx);
  await appendLedger(trx, INSTALLATION_CHAIN, scope.clientId, now, [entry]);
  return { body: wireOf(await getBox(trx, scope, id)) };
}

const act = (by: number | null, at: number | null) => (by === null ? null : { by, at: iso(at!) });

const wireOf = (row: Box) => ({
  ...{ id: row.id, no: row.no, opened: { by: row.opened_by, at: iso(row.opened_at) }, keepUntil: row.keep_until },
  ...{ papers: row.papers, firstReceipt: row.first_receipt, lastReceipt: row.last_receipt, enclosures: row.enclosures },
  ...{ endedAs: row.ended_as as BoxEnd | null, certificate: row.certificate },
  ...{ ended: act(row.ended_by, row.ended_at), witnessed: act(row.witnessed_by, row.witnessed_at) },
});
