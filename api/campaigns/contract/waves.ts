import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, idParam, instant, text } from '../../http/shapes';

const wave = z
  .object({
    id: z.string(),
    name: text,
    begins: instant.meta({ description: 'Earliest start of the first step for its customers' }),
    customers: count,
    waiting: count.meta({ description: 'Open, and nothing has been handed over yet' }),
    notified: count.meta({ description: 'Something has been handed over' }),
    open: count,
    closed: count,
  })
  .meta({ id: 'Wave', description: 'Open and closed add up to its customers' });

export const waveRoutes = {
  listWaves: {
    method: 'get',
    path: '/api/campaigns/{id}/waves',
    summary: "Progress of a campaign's waves, in the order of its file",
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'All waves; empty: everyone starts at the first dispatch',
      schema: z.object({ asOf: instant, items: z.array(wave) }),
    },
  },
} as const satisfies Contracts;
