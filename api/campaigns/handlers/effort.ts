import { effortCounts } from '../../../db/campaigns/board/effort';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { HINDRANCES, SCORES } from '../../../domain/customers/effort';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { type effortRoutes } from '../contract/effort';

/** How easy customers found it. */
export const effortHandlers: Handlers<typeof effortRoutes> = {
  async getEffort({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const { now } = await readClock(deps.db);
    const counts = await effortCounts(deps.db, campaign);
    const sum = (of: typeof counts) => of.reduce((total, { count }) => total + count, 0);
    const body = {
      asOf: iso(now),
      answered: sum(counts),
      scores: SCORES.map((score) => ({ score, count: sum(counts.filter((one) => one.score === score)) })),
      hindrances: HINDRANCES.map((hindrance) => ({
        hindrance,
        count: sum(counts.filter((one) => one.hindrance === hindrance)),
      })),
    };
    return { body };
  },
};
