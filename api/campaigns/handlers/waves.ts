import { getCampaign, getVersion } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { countWaves } from '../../../db/campaigns/waves';
import { type waveRoutes } from '../contract/waves';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';

/** Progress of the waves. */
export const waveHandlers: Handlers<typeof waveRoutes> = {
  async listWaves({ deps, scope, params }) {
    const reading = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return reading.execute(async (view) => {
      const campaign = await getCampaign(view, scope, params.id);
      const { doc } = await getVersion(view, campaign);
      const { now } = await readClock(view);
      const counts = await countWaves(view, campaign, doc.waves);
      const items = counts.map(({ wave, ...figures }) => {
        const { id, name, begins } = doc.waves!.find((one) => one.id === wave)!;
        return { id, name, begins: iso(begins), ...figures };
      });
      return { body: { asOf: iso(now), items } };
    });
  },
};
