import { requireVisible } from '../../db/customers/protection';
import {
  decideUnreadBounce,
  getUnreadBounce,
  listUnreadBounces,
  openUnreadBounce,
  type UnreadBounceRow,
} from '../../db/delivery/unread-bounces';
import { recordAccess } from '../../db/privacy/access-log';
import { AppError } from '../../domain/errors';
import { type bounceRoutes } from './bounce-contract';
import { decodeCursor, pageOfRows } from '../http/cursor';
import { type Handlers } from '../http/handler';
import { iso, single } from '../http/wire';
import { transact } from '../../db/platform/transact';

/** Bounces that no program could read: listed, shown and decided. */
export const bounceHandlers: Handlers<typeof bounceRoutes> = {
  async listBounces({ deps, scope, query }) {
    const page = { before: decodeCursor(query.cursor), limit: query.limit + 1, open: query.open === 'true' };
    const rows = await listUnreadBounces(deps.db, scope, page);
    return { body: pageOfRows(rows, query.limit, (row) => row.id, bounceOf) };
  },

  async getBounceMail({ deps, scope, actor, params }) {
    const row = await getUnreadBounce(deps.db, scope, params.id);
    await requireVisible(deps.db, actor, row.customer_id);
    const mail = await openUnreadBounce(deps.db, deps.vault, row);
    if (!mail) throw new AppError('not_found');
    const purpose = actor.role === 'auditor' ? ('audit' as const) : ('address_research' as const);
    const seen = { what: 'bounce' as const, purpose, reference: `bounce:${row.id}`, fields: ['mail'] as const };
    const about = { message: row.message_id, campaign: row.campaign_id };
    await transact(deps.db, (trx) => recordAccess(trx, { scope, actor, ...seen, customer: row.customer_id, about }));
    return { stream: single(mail), type: 'message/rfc822', filename: `bounce-${row.id}.eml` };
  },

  async decideBounce({ trx, scope, actor, params, body }) {
    const decision = { id: params.id, verdict: body.verdict, personId: actor.personId };
    return { body: bounceOf(await decideUnreadBounce(trx, scope, decision)) };
  },
};

const bounceOf = (row: UnreadBounceRow) => ({
  id: row.id,
  campaignId: row.campaign_id,
  customerId: row.customer_id,
  messageId: row.message_id,
  receivedAt: iso(row.received_at),
  verdict: row.verdict,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at === null ? null : iso(row.decided_at),
});
