import { z } from 'zod';
import { HINDRANCES, SCORES } from '../../../domain/customers/effort';
import { type Contracts } from '../../http/route';
import { count, idParam, instant } from '../../http/shapes';

export const effortRoutes = {
  getEffort: {
    method: 'get',
    path: '/api/campaigns/{id}/effort',
    summary: 'How easy customers found it (CES), as counts without personal data',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'The scores add up to `answered`',
      schema: z
        .object({
          asOf: instant,
          answered: count,
          scores: z.array(z.object({ score: z.literal(SCORES), count })),
          hindrances: z.array(z.object({ hindrance: z.enum(HINDRANCES), count })).meta({
            description: 'What some of them named as hard',
          }),
        })
        .meta({ id: 'Effort', description: '1 very hard … 7 very easy' }),
    },
  },
} as const satisfies Contracts;
