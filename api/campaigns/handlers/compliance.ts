import { runCompliance } from '../../../db/campaigns/compliance';
import { CampaignDocs, getCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { localDate } from '../../../domain/campaigns/calendar';
import { checkNotice } from '../../../rendering/check-notice';
import { complianceTexts } from '../../../domain/texts/compliance';
import { type complianceRoutes } from '../contract/compliance';
import { decodeCursor, encodeCursor } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';

/** The daily compliance check, on one snapshot. */
export const complianceHandlers: Handlers<typeof complianceRoutes> = {
  async getCompliance({ deps, scope, params, query }) {
    const docs = new CampaignDocs();
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    const run = await view.execute(async (trx) => {
      const campaign = await getCampaign(trx, scope, params.id);
      const { zone } = await docs.get(trx, campaign.id, campaign.version);
      const day = query.day ?? localDate((await readClock(trx)).now, zone);
      const after = decodeCursor(query.cursor) ?? 0;
      return runCompliance(trx, docs, { campaign, day, check: checkNotice, after, limit: query.limit });
    });
    const exceptions = run.exceptions.map(({ faults, handedOverAt, ...contact }) => ({
      ...contact,
      handedOverAt: iso(handedOverAt),
      faults: faults.map(({ fault, detail = null }) => ({ fault, detail, text: complianceTexts[fault] })),
    }));
    return { body: { ...run, exceptions, next: run.next === null ? null : encodeCursor(run.next) } };
  },
};
