import { lastSeenContents } from '../../../db/campaigns/approvals';
import { campaignDoc, getCampaign } from '../../../db/campaigns/campaigns';
import { campaignFigures } from '../../../db/campaigns/board/figures';
import { getPlanVersion } from '../../../db/campaigns/plan-versions';
import { contentChanges } from '../../../domain/campaigns/content-changes';
import { diffPlans } from '../../../domain/campaigns/plan-diff';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { type contentChangeRoutes } from '../contract/changes';
import { diffOf } from './plan-versions';

/** What an approver has not seen yet. */
export const contentChangeHandlers: Handlers<typeof contentChangeRoutes> = {
  async getChanges({ deps, scope, params, query }) {
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const campaign = await getCampaign(trx, scope, params.id);
      const plan = query.version === undefined ? undefined : await getPlanVersion(trx, campaign, query.version);
      const seen = plan ? undefined : await lastSeenContents(trx, campaign);
      const version = plan?.version ?? campaign.version;
      const from = plan?.base_version ?? seen?.version;
      const after = await campaignDoc(trx, campaign.id, version);
      const before = from === undefined ? after : await campaignDoc(trx, campaign.id, from);
      const decided = seen && { decision: seen.decision, gate: seen.gate, by: seen.person, at: iso(seen.at) };
      const body = {
        version,
        since: from === undefined ? null : { version: from, decided: decided ?? null },
        diff: diffOf(diffPlans(before, after)),
        ...contentChanges(before, after),
        audience: seen
          ? {
              before: { included: seen.included, excluded: seen.excluded },
              after: (await campaignFigures(trx, campaign)).audience,
            }
          : null,
      };
      return { body };
    });
  },
};
