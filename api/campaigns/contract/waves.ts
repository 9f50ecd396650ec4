import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, idParam, instant, text } from '../../http/shapes';

const wave = z
  .object({
    id: z.string(),
    name: text,
    begins: instant.meta({ description: 'From when the first step of its customers counts' }),
    customers: count,
    waiting: count.meta({ description: 'Open, and nothing has been handed over to them yet' }),
    notified: count.meta({ description: 'Something has been handed over to them' }),
    open: count,
    closed: count,
  })
  .meta({ id: 'Wave', description: 'Open and closed add up to its customers' });

export const waveRoutes = {
  listWaves: {
    method: 'get',
    path: '/api/campaigns/{id}/waves',
    summary: 'The waves of a campaign in the order of its file, and how far each has come',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'All of them; none: everybody begins with the first dispatch',
      schema: z.object({ asOf: instant, items: z.array(wave) }),
    },
  },
} as const satisfies Contracts;
