import { requireVisible } from '../../../db/customers/protection';
import { readClock } from '../../../db/platform/clock';
import { findRun } from '../../../db/print/runs';
import { recordOnPiece } from '../../../db/returns/decide';
import {
  type Original,
  originalsDue,
  originalsOfRun,
  originalsWith,
  putOriginal,
  witnessOriginal,
} from '../../../db/returns/mail-room/originals';
import { findPostPiece, lockReturn } from '../../../db/returns/returns';
import { AppError } from '../../../domain/errors';
import { byPerson } from '../../campaigns/rules';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { codeOf } from '../input';
import { type originalRoutes } from './originals-contract';

/** Originals of forms that go back with the letter about their defect: put in by one person, seen by another. */
export const originalHandlers: Handlers<typeof originalRoutes> = {
  async listOriginals({ deps, scope, params }) {
    const run = await findRun(deps.db, scope, params.id);
    const { campaigns } = scope;
    if (campaigns && !run.campaigns.some((one) => campaigns.includes(one)))
      throw new AppError('not_found', { what: 'print_run' });
    const originals = await originalsOfRun(deps.db, run.id);
    const items = originals.filter(({ campaignId }) => campaigns?.includes(campaignId) ?? true).map(wireOf);
    const many = (...states: string[]) => items.filter(({ state }) => states.includes(state)).length;
    const put = many('put', 'witnessed');
    const counts = { total: items.length, due: many('due'), put, witnessed: many('witnessed'), kept: many('kept') };
    return { body: { items, ...counts } };
  },

  async putOriginal({ trx, scope, actor, params, body }) {
    const row = await lockReturn(trx, scope, params.id);
    await requireVisible(trx, actor, row.customer_id);
    if (!row.original_due) throw new AppError('original_wrong_state');
    const envelope = await findPostPiece(trx, scope, { code: codeOf(body.code, undefined) });
    const own = (await originalsWith(trx, envelope)).find(({ returnId }) => returnId === row.id);
    if (!own) throw new AppError('original_wrong_envelope');
    if (!own.hasImage) throw new AppError('original_not_scanned');
    await putOriginal(trx, row, { pieceId: envelope.id, personId: actor.personId });
    const { now } = await readClock(trx);
    const entry = { kind: 'original_put', by: byPerson(actor), returned: row.id, piece: envelope.id };
    await recordOnPiece(trx, envelope, now, entry);
    return { body: { due: await originalsDue(trx, scope) } };
  },

  async witnessOriginal({ trx, scope, actor, params }) {
    const row = await lockReturn(trx, scope, params.id);
    await requireVisible(trx, actor, row.customer_id);
    await witnessOriginal(trx, row, actor.personId);
    const { now } = await readClock(trx);
    const entry = { kind: 'original_witnessed', by: byPerson(actor), returned: row.id };
    await recordOnPiece(trx, await findPostPiece(trx, scope, { id: row.piece_id }), now, entry);
    return { body: { due: await originalsDue(trx, scope) } };
  },

  async keepOriginal({ trx, scope, actor, params }) {
    const row = await lockReturn(trx, scope, params.id);
    await requireVisible(trx, actor, row.customer_id);
    if (!row.original_due) throw new AppError('original_wrong_state');
    await putOriginal(trx, row, { pieceId: null, personId: actor.personId });
    const { now } = await readClock(trx);
    const entry = { kind: 'original_kept', by: byPerson(actor), returned: row.id };
    await recordOnPiece(trx, await findPostPiece(trx, scope, { id: row.piece_id }), now, entry);
    return { body: { due: await originalsDue(trx, scope) } };
  },
};

const wireOf = ({ returnId, receipt, code, no, hasImage, putBy, putAt, witnessedBy, kept }: Original) => ({
  ...{ returnId, receipt, code, no, hasImage, witnessedBy },
  state: kept ? ('kept' as const) : putBy === null ? ('due' as const) : witnessedBy === null ? ('put' as const) : ('witnessed' as const), // prettier-ignore
  put: putBy === null ? null : { by: putBy, at: iso(putAt!) },
});
