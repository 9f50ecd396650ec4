import { getCampaign, getVersion } from '../../db/campaigns';
import { readClock } from '../../db/clock';
import { countWaves } from '../../db/waves';
import { type waveRoutes } from '../contract/waves';
import { type Handlers } from '../handler';
import { iso } from '../wire';

/** Waves as figures. */
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
