import { requireReleaseOf } from '../../../db/customers/holds';
import { discardKept } from '../../../db/journeys/kept/decide';
import { type KeptAnswer, listKept } from '../../../db/journeys/kept/list';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { reasonText } from '../../../domain/texts/timeline';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';
import { type keptAnswerRoutes } from '../contract/kept-answers';

/** Answers that wait for a person: what came in under a hold, from a representative without a say, from a minor. */
export const keptAnswerHandlers: Handlers<typeof keptAnswerRoutes> = {
  async listKeptAnswers({ deps, scope, params }) {
    return { body: { items: (await listKept(deps.db, scope, params.id)).map(keptOf) } };
  },

  async discardKeptAnswer({ deps, trx, scope, actor, params, body }) {
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.reason': body.reason });
    const { id: customerId, keptId } = params;
    const { personId, role } = actor;
    const asked = (await listKept(trx, scope, customerId)).find(({ id }) => id === keptId);
    if (asked?.hold_id) await requireReleaseOf(trx, scope, { customerId, holdId: asked.hold_id, personId, role });
    await discardKept(trx, scope, { customerId, keptId, reason: body.reason, personId });
    const all = await listKept(trx, scope, customerId);
    return { body: keptOf(all.find(({ id }) => id === keptId)!) };
  },
};

function keptOf(row: KeptAnswer) {
  const { id, why, status, reason, data } = row;
  const withdrawal = data.declares === 'answer_withdrawn';
  const declared = data.choices as Record<string, 'migrate' | 'cancel'> | undefined;
  const choices = declared
    ? Object.entries(declared).map(([contract, choice]) => ({ contractId: Number(contract), choice }))
    : (data.contracts as number[]).map((contractId) => ({ contractId, choice: 'withdrawn' as const }));
  return {
    id,
    campaignId: row.campaign_id,
    journeyId: row.journey_id,
    holdId: row.hold_id,
    why,
    whyText: reasonText(`hold:${why}`),
    what: withdrawal ? ('withdrawal' as const) : ('answer' as const),
    via: (data.via ?? 'web') as 'web' | 'form' | 'phone',
    representativeId: (data.representative as number | undefined) ?? null,
    choices,
    declaredAt: iso(row.at),
    keptAt: iso(row.kept_at),
    status,
    decidedBy: row.decided_by,
    decidedAt: isoOrNull(row.decided_at),
    reason,
  };
}
