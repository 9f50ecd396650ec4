import { getCampaign } from '../../../db/campaigns/campaigns';
import { askFourEyes } from '../../../db/access/requests';
import { type exportRoutes } from '../contract/exports';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';

/** Exports with personal data, under four eyes. */
export const exportHandlers: Handlers<typeof exportRoutes> = {
  async askExport({ trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { what, days, reason } = body;
    const asked = { scope, action: 'export', campaignId: campaign.id, payload: { what, days }, reason } as const;
    const request = await askFourEyes(trx, { ...asked, askedBy: actor.personId });
    return { body: { requestId: request.id, campaignId: campaign.id, expiresAt: iso(request.expires_at) } };
  },
};
