import { z } from 'zod';
import { type Contracts } from '../http/route';
import { count, id, idParam, reason, text } from '../http/shapes';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const limits = {
  ratePerMinute: z.number().positive().max(1_000_000),
  burst: z.number().int().min(1).max(1_000_000),
  opens: time,
  closes: z.union([time, z.literal('24:00')]).meta({ description: 'Earlier than `opens`: open over midnight' }),
  dailyCapacity: count.max(10_000_000).nullable().meta({ description: 'A local day; null: no limit' }),
};
const share = z.number().positive().max(1).nullable();
const stops = z
  .object({
    errors: share.meta({ description: "Refused for good, of the provider's answers" }),
    bounces: share.meta({ description: 'Hard bounces, of what was sent in the window' }),
    complaints: share.meta({ description: 'Complaints, of what was sent in the window' }),
    volume: z.number().int().min(1).max(1_000_000).meta({ description: 'Below this nothing is concluded' }),
    windowMinutes: z.number().int().min(1).max(43_200),
  })
  .meta({ id: 'LaneStops', description: 'Above these shares the lane stops itself; null: never for this' });
const weight = z.number().int().min(1).max(100).meta({ description: 'Messages a turn; 1 unless set' });

const lane = z
  .object({
    id,
    channel: z.string(),
    name: z.string(),
    shared: z.boolean().meta({ description: 'Of all clients, set by the administrator' }),
    ...limits,
    stops,
    usedToday: count,
    breaker: z.enum(['closed', 'open']),
    breakerReason: z.string().nullable().meta({ description: 'Code and figures', example: 'bounce_rate:25/200:0.1' }),
    breakerText: text.nullable(),
    health: z
      .object({ sent: count, refused: count, bounced: count, complaints: count })
      .meta({ description: 'In the window, since a person last restarted the lane' }),
    shares: z.array(z.object({ campaignId: id, weight })).meta({ description: 'Where other than 1' }),
  })
  .meta({ id: 'Lane' });

export const laneRoutes = {
  listLanes: {
    method: 'get',
    path: '/api/lanes',
    summary: 'The lanes contacts leave by: rate, hours, capacity, turns, and how they fare',
    tag: 'lanes',
    action: 'lane.read',
    reply: { status: 200, description: "The client's and the shared ones", schema: z.object({ items: z.array(lane) }) },
  },
  openLane: {
    method: 'post',
    path: '/api/lanes',
    summary: 'Give the client a lane of its own: what is decided from now on leaves by it, not by the shared one',
    tag: 'lanes',
    action: 'lane.open',
    body: {
      kind: 'json',
      schema: z.object({
        channel: z.enum(['mail', 'sms', 'post', 'phone']),
        name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
        ...limits,
      }),
    },
    write: 'idempotency-key',
    reply: { status: 201, description: 'The lane; one of that name there already, as it is', schema: lane },
  },
  setLane: {
    method: 'put',
    path: '/api/lanes/{id}',
    summary: "Set a lane's limits: the manager those of the client, the administrator the shared ones",
    tag: 'lanes',
    action: 'lane.edit',
    params: idParam,
    body: {
      kind: 'json',
      schema: z
        .object({
          ...limits,
          stops: stops.partial().optional().meta({ description: 'What is left out stays' }),
          breaker: z.literal('closed').optional().meta({ description: 'Restarts a lane that has stopped' }),
          reason: reason.optional().meta({ description: 'Why it may go on; needed with `breaker`' }),
        })
        .refine((body) => body.breaker === undefined || body.reason !== undefined, {
          path: ['reason'],
          message: '再開の理由が必要です / a restart needs a reason',
        }),
    },
    write: 'repeatable',
    reply: { status: 200, description: 'The lane', schema: lane },
  },
  setLaneShare: {
    method: 'put',
    path: '/api/lanes/{id}/campaigns/{campaignId}',
    summary: "Set a campaign's weight in a lane: the heavier goes first, in turns, so that no other waits for ever",
    tag: 'lanes',
    action: 'lane.edit',
    params: idParam.extend({ campaignId: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ weight }) },
    write: 'repeatable',
    reply: { status: 200, description: 'As set', schema: z.object({ laneId: id, campaignId: id, weight }) },
  },
} as const satisfies Contracts;
