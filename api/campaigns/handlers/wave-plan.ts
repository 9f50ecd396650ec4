import { getCampaign } from '../../../db/campaigns/campaigns';
import { type Handlers } from '../../http/handler';
import { type wavePlanRoutes } from '../contract/wave-plan';
import { planCampaignWaves, type WavePlan } from '../wave-plan';

/** Waves proposed from the capacity. Nothing is stored. */
export const wavePlanHandlers: Handlers<typeof wavePlanRoutes> = {
  async planWaves({ deps, scope, params, body, language }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    return { body: wavePlanWire(await planCampaignWaves(deps.db, campaign, { ...body, language })) };
  },
};

/** A plan of waves on the wire. */
export const wavePlanWire = ({ waves, ...plan }: WavePlan) => ({
  ...plan,
  kept: plan.left === 0,
  waves: waves.map(({ trial = false, ...wave }) => ({ ...wave, trial })),
});
