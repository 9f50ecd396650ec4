import { type Actor } from '../../../db/access/api-keys';
import { requireVisible } from '../../../db/customers/protection';
import { readClock } from '../../../db/platform/clock';
import { type LedgerEntry } from '../../../db/platform/ledger';
import { type Scope } from '../../../db/platform/scope';
import { type Trx } from '../../../db/platform/types';
import { recordOnPiece } from '../../../db/returns/decide';
import {
  type EnclosureRow,
  getEnclosure,
  insertEnclosure,
  listEnclosures,
  lockEnclosure,
  moveEnclosure,
  stepOf,
} from '../../../db/returns/mail-room/enclosures';
import { findPostPiece, getReturn, lockReturn, type ReturnRow } from '../../../db/returns/returns';
import { localDate } from '../../../domain/campaigns/calendar';
import { AppError } from '../../../domain/errors';
import {
  type EnclosureKind,
  type Ending,
  isValuable,
  type Masked,
  mayEnd,
  type NotifiedAs,
} from '../../../domain/returns/enclosures';
import { byPerson } from '../../campaigns/rules';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { DESK_ZONE } from '../desk-zone';
import { bookingIssue } from '../input';
import { type enclosureRoutes } from './enclosures-contract';

/** The log of enclosures and valuables. Each act is an entry in the ledger of the customer's campaigns. */
export const enclosureHandlers: Handlers<typeof enclosureRoutes> = {
  async listEnclosures({ deps, scope, query: { cursor, limit, state, campaign, return: returnId } }) {
    const page = { before: decodeCursor(cursor), limit: limit + 1, open: state === 'open' };
    const rows = await listEnclosures(deps.db, scope, { ...page, campaignId: campaign, returnId });
    return { body: pageOfRows(rows, limit, (row) => row.id, wireOf) };
  },

  async noteEnclosure({ trx, scope, actor, params, body }) {
    const of = await lockReturn(trx, scope, params.id);
    await requireVisible(trx, actor, of.customer_id);
    const row = await insertEnclosure(trx, of, { ...body, personId: actor.personId });
    return {
      ...(await acted(trx, scope, of, row, { kind: 'enclosure_noted', ...about(actor, row), ...body })),
      status: 201,
    };
  },

  async witnessEnclosure({ trx, scope, actor, params }) {
    const row = await locked(trx, scope, actor, { id: params.id, steps: ['witness', 'end_witness'] });
    const first = stepOf(row) === 'witness';
    if ((first ? row.noted_by : row.ended_by) === actor.personId) throw new AppError('four_eyes');
    const at = new Date((await readClock(trx)).now);
    const moved = await moveEnclosure(
      trx,
      row,
      first
        ? { witnessed_by: actor.personId, witnessed_at: at }
        : { end_witnessed_by: actor.personId, end_witnessed_at: at },
    );
    const entry = { kind: 'enclosure_witnessed', ...about(actor, row), of: first ? 'found' : 'left' };
    return acted(trx, scope, await getReturn(trx, scope, row.return_id), moved, entry);
  },

  async maskEnclosure({ trx, scope, actor, params, body: { what } }) {
    const row = await locked(trx, scope, actor, { id: params.id, steps: ['mask'] });
    const at = new Date((await readClock(trx)).now);
    const moved = await moveEnclosure(trx, row, { masked: what, masked_by: actor.personId, masked_at: at });
    const entry = { kind: 'enclosure_masked', ...about(actor, row), masked: what };
    return acted(trx, scope, await getReturn(trx, scope, row.return_id), moved, entry);
  },

  async notifyOfMask({ trx, scope, actor, params, body: { as } }) {
    const row = await locked(trx, scope, actor, { id: params.id, steps: ['notify'] });
    const at = new Date((await readClock(trx)).now);
    const moved = await moveEnclosure(trx, row, { notified_as: as, notified_by: actor.personId, notified_at: at });
    const entry = { kind: 'enclosure_notified', ...about(actor, row), as };
    return acted(trx, scope, await getReturn(trx, scope, row.return_id), moved, entry);
  },

  async endEnclosure({ trx, scope, actor, params, body }) {
    const row = await locked(trx, scope, actor, { id: params.id, steps: ['end'] });
    if (!mayEnd(row.what as EnclosureKind, body.ending)) throw new AppError('enclosure_end_unfit');
    const at = new Date((await readClock(trx)).now);
    const moved = await moveEnclosure(trx, row, { ...body, ended_by: actor.personId, ended_at: at });
    const entry = { kind: 'enclosure_ended', ...about(actor, row), ...body };
    return acted(trx, scope, await getReturn(trx, scope, row.return_id), moved, entry);
  },

  async deliverEnclosure({ trx, scope, actor, params, body: { on }, language }) {
    const row = await locked(trx, scope, actor, { id: params.id, steps: ['delivery'] });
    const { now } = await readClock(trx);
    if (on > localDate(now, DESK_ZONE)) {
      throw new AppError('invalid_request', {}, [bookingIssue('body.on', 'future', language)]);
    }
    const moved = await moveEnclosure(trx, row, { delivered_on: on });
    const entry = { kind: 'enclosure_delivered', ...about(actor, row), on };
    return acted(trx, scope, await getReturn(trx, scope, row.return_id), moved, entry);
  },
};

const about = (actor: Actor, row: EnclosureRow) => ({
  ...{ by: byPerson(actor), enclosure: row.id, returned: row.return_id },
});

async function locked(trx: Trx, scope: Scope, actor: Actor, which: Parameters<typeof lockEnclosure>[2]) {
  const row = await lockEnclosure(trx, scope, which);
  await requireVisible(trx, actor, row.customer_id);
  return row;
}

/** The reply to an act, with its entry. */
async function acted(trx: Trx, scope: Scope, of: ReturnRow, row: EnclosureRow, entry: LedgerEntry) {
  const { now } = await readClock(trx);
  await recordOnPiece(trx, await findPostPiece(trx, scope, { id: of.piece_id }), now, entry);
  return { body: wireOf(await getEnclosure(trx, row.id)) };
}

const act = (by: number | null, at: number | null) => (by === null ? null : { by, at: iso(at!) });

const wireOf = (row: EnclosureRow & { receipt: string }) => ({
  ...{ id: row.id, returnId: row.return_id, receipt: row.receipt, campaignId: row.campaign_id },
  what: row.what as EnclosureKind,
  valuable: isValuable(row.what as EnclosureKind),
  ...{ pieces: row.pieces, amount: row.amount, next: stepOf(row) },
  noted: { by: row.noted_by, at: iso(row.noted_at) },
  witnessed: act(row.witnessed_by, row.witnessed_at),
  masked: row.masked === null ? null : { what: row.masked as Masked, by: row.masked_by!, at: iso(row.masked_at!) },
  notified:
    row.notified_as === null
      ? null
      : { as: row.notified_as as NotifiedAs, by: row.notified_by!, at: iso(row.notified_at!) },
  ending: row.ending as Ending | null,
  ended: act(row.ended_by, row.ended_at),
  endWitnessed: act(row.end_witnessed_by, row.end_witnessed_at),
  ...{ tracking: row.tracking, box: row.box, record: row.record, deliveredOn: row.delivered_on },
});
