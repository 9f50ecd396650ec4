import { z } from 'zod';
import { type Contracts } from './route';
import { count, id, idParam } from './shapes';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const limits = {
  ratePerMinute: z.number().positive().max(1_000_000),
  burst: z.number().int().min(1).max(1_000_000),
  opens: time,
  closes: z.union([time, z.literal('24:00')]).meta({ description: 'Earlier than `opens`: open over midnight' }),
  dailyCapacity: count.max(10_000_000).nullable().meta({ description: 'A local day; null: no limit' }),
};

const lane = z
  .object({
    id,
    channel: z.string(),
    name: z.string(),
    shared: z.boolean().meta({ description: 'Of all clients, set by the administrator' }),
    ...limits,
    usedToday: count,
    breaker: z.enum(['closed', 'open']),
    breakerReason: z.string().nullable(),
  })
  .meta({ id: 'Lane' });

export const laneRoutes = {
  listLanes: {
    method: 'get',
    path: '/api/lanes',
    summary: 'The lanes contacts leave by: rate, hours, capacity',
    tag: 'lanes',
    roles: ['manager', 'operator', 'auditor', 'administrator'],
    reply: { status: 200, description: "The client's and the shared ones", schema: z.object({ items: z.array(lane) }) },
  },
  setLane: {
    method: 'put',
    path: '/api/lanes/{id}',
    summary: "Set a lane's limits: the manager those of the client, the administrator the shared ones",
    tag: 'lanes',
    roles: ['manager', 'administrator'],
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        ...limits,
        breaker: z.literal('closed').optional().meta({ description: 'Closes an open breaker' }),
      }),
    },
    write: 'repeatable',
    reply: { status: 200, description: 'The lane', schema: lane },
  },
} as const satisfies Contracts;
