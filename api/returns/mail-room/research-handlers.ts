import { isProofPiece } from '../../../db/customers/authority-cases/documents';
import { releaseHold } from '../../../db/customers/holds';
import { refuseResearch } from '../../../db/customers/protection';
import { readClock } from '../../../db/platform/clock';
import { type Queryable } from '../../../db/platform/types';
import { recordOnPiece } from '../../../db/returns/decide';
import { holdsOfResearch, insertResearch, listToResearch, researchesOf } from '../../../db/returns/mail-room/research';
import { findPostPiece, getReturn, lockReturn } from '../../../db/returns/returns';
import {
  type RegisterGround,
  type ResearchFound,
  type ResearchNext,
  type ResearchWay,
} from '../../../domain/returns/address-research';
import { isHard, type Undeliverable } from '../../../domain/returns/return-rules';
import { AppError } from '../../../domain/errors';
import { byPerson } from '../../campaigns/rules';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { type researchRoutes } from './research-contract';

/** 住所調査: what people do to find the address of a letter that came back. Addresses themselves are proposed to the client. */
export const researchHandlers: Handlers<typeof researchRoutes> = {
  async listToResearch({ deps, scope, query: { cursor, limit } }) {
    const rows = await listToResearch(deps.db, scope, { after: decodeCursor(cursor), limit: limit + 1 });
    return { body: pageOfRows(rows, limit, ({ returnId }) => returnId, (row) => row) }; // prettier-ignore
  },

  async listResearch({ deps, scope, params }) {
    const row = await getReturn(deps.db, scope, params.id);
    return { body: await shown(deps.db, row.id) };
  },

  async recordResearch({ trx, scope, actor, params, body }) {
    const row = await lockReturn(trx, scope, params.id);
    await refuseResearch(trx, row.customer_id);
    if (row.status !== 'undeliverable' || !isHard(row.reason as Undeliverable)) throw new AppError('research_not_here');
    const piece = await findPostPiece(trx, scope, { id: row.piece_id });
    if (isProofPiece(piece)) throw new AppError('research_not_here');
    const { now } = await readClock(trx);
    await insertResearch(trx, row, { ...body, personId: actor.personId });
    if (body.next === 'end') {
      for (const holdId of await holdsOfResearch(trx, row)) {
        const by = { personId: actor.personId, role: actor.role };
        await releaseHold(trx, scope, { customerId: row.customer_id, holdId, note: `research:${row.receipt}`, ...by });
      }
    }
    const { ways, ground, found, next } = body;
    const entry = { kind: 'address_researched', by: byPerson(actor), returned: row.id, ways, found, next };
    await recordOnPiece(trx, piece, now, { ...entry, ...(ground && { ground }) });
    return { body: await shown(trx, row.id) };
  },
};

async function shown(db: Queryable, returnId: number) {
  const rows = await researchesOf(db, returnId);
  return {
    items: rows.map((row) => ({
      ways: row.ways as ResearchWay[],
      ground: row.ground as RegisterGround | null,
      found: row.found as ResearchFound,
      next: row.next as ResearchNext,
      ...{ by: row.researched_by, at: iso(row.researched_at) },
    })),
  };
}
