import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, gate, id, idParam, instant } from '../../http/shapes';
import { diff } from './plan-versions';

const changed = z.array(
  z.object({
    path: z.string().meta({ description: 'Place in the file, such as notices.notice.body.ja' }),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
);
const audience = z.object({ included: count, excluded: count });

export const contentChangeRoutes = {
  getChanges: {
    method: 'get',
    path: '/api/campaigns/{id}/changes',
    summary: 'What has changed since contents were last approved or sent back, or what a plan version changes',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    query: z.object({
      version: z.coerce
        .number()
        .int()
        .positive()
        .max(2_147_483_647)
        .optional()
        .meta({ description: 'A plan version, compared with the version it was made from' }),
    }),
    reply: {
      status: 200,
      description: 'All differences, value by value',
      schema: z
        .object({
          version: z.number().int(),
          since: z
            .object({
              version: z.number().int(),
              decided: z
                .object({
                  decision: z.enum(['approved', 'sent_back']),
                  gate,
                  by: z.object({ id, name: z.string() }),
                  at: instant,
                })
                .nullable(),
            })
            .nullable()
            .meta({ description: 'null: nothing was decided on before, so there is nothing to compare with' }),
          diff,
          texts: changed.meta({ description: 'What customers read' }),
          rules: changed.meta({ description: 'Everything else but the dates' }),
          audience: z
            .object({ before: audience, after: audience })
            .nullable()
            .meta({ description: 'Contracts; null where there is nothing to compare with' }),
        })
        .meta({ id: 'ContentChanges' }),
    },
  },
} as const satisfies Contracts;
