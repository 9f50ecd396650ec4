import { getCampaign } from '../../../db/campaigns/campaigns';
import {
  askFourEyes,
  decideFourEyes,
  getRequest,
  listRequests,
  noteDecision,
  type RequestRow,
} from '../../../db/access/requests';
import { checkCorrections } from '../../../db/journeys/outcome-correction';
import { lacking, mayAct, type Requested } from '../../../domain/access/access';
import { AppError } from '../../../domain/errors';
import { EXECUTE_APPROVED } from '../approved-requests';
import { type requestRoutes } from '../contract/requests';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Call, type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

/** Actions that take two persons: the request, and the second person's decision. */
export const requestHandlers: Handlers<typeof requestRoutes> = {
  async listRequests({ deps, scope, query }) {
    const { cursor, limit, open } = query;
    const rows = await listRequests(deps.db, scope, { before: decodeCursor(cursor), limit: limit + 1, open });
    return { body: pageOfRows(rows, limit, (row) => row.id, requestOf) };
  },

  async getRequest({ deps, scope, params }) {
    return { body: requestOf(await getRequest(deps.db, scope, params.id)) };
  },

  async approveRequest(call) {
    const { deps, trx, scope, actor } = call;
    const request = await decide(call, 'approved');
    const result = await EXECUTE_APPROVED[request.action]({ deps, trx, scope, actor, request });
    await noteDecision(trx, request, { done: result.done, refused: result.refused.length });
    return { body: { ...requestOf(request), result } };
  },

  async refuseRequest(call) {
    const request = await decide(call, 'refused');
    await noteDecision(call.trx, request);
    return { body: requestOf(request) };
  },

  async askCorrections({ trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const items = body.items.map((item) => ({
      ...item,
      declaredAt: item.declaredAt === null ? null : Date.parse(item.declaredAt),
    }));
    await checkCorrections(trx, scope, campaign.id, items);
    const payload = { items };
    const asked = { scope, action: 'correction', campaignId: campaign.id, payload, reason: body.reason } as const;
    return { body: requestOf(await askFourEyes(trx, { ...asked, askedBy: actor.personId })) };
  },
};

type DecideCall = Pick<Call<(typeof requestRoutes)['approveRequest']>, 'trx' | 'scope' | 'actor' | 'params' | 'body'>;

/** Deciding requires both the general right to decide and the right to decide on this action. */
async function decide({ trx, scope, actor, params, body }: DecideCall, decision: 'approved' | 'refused') {
  const { action } = await getRequest(trx, scope, params.id);
  const right = `${action}.decide` as const satisfies `${Requested}.decide`;
  if (!mayAct(actor, right)) throw new AppError('forbidden', { role: actor.role, needs: lacking(actor, right) });
  const { comment } = body;
  return decideFourEyes(trx, { scope, id: params.id, decidedBy: actor.personId, decision, comment });
}

const requestOf = (row: RequestRow) => ({
  id: row.id,
  action: row.action,
  campaignId: row.campaign_id,
  payload: row.payload,
  reason: row.reason,
  askedBy: row.asked_by,
  askedAt: iso(row.asked_at),
  expiresAt: iso(row.expires_at),
  decision: row.decision,
  decidedBy: row.decided_by,
  decidedAt: isoOrNull(row.decided_at),
  comment: row.comment,
});
