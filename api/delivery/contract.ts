import { z } from 'zod';
import { type Contracts } from '../http/route';
import { envelope, triedEnvelope } from './envelope';
import { count, id, idParam, instant, reason, text } from '../http/shapes';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const limits = {
  ratePerMinute: z.number().positive().max(1_000_000),
  burst: z.number().int().min(1).max(1_000_000),
  opens: time,
  closes: z.union([time, z.literal('24:00')]).meta({ description: 'May be earlier than `opens`: open over midnight' }),
  dailyCapacity: count.max(10_000_000).nullable().meta({ description: 'Local day; null: no limit' }),
};
const share = z.number().positive().max(1).nullable();
const stops = z
  .object({
    errors: share.meta({ description: 'Permanent refusals by the provider' }),
    bounces: share.meta({ description: 'Hard bounces of messages sent in the window' }),
    complaints: share.meta({ description: 'Complaints about messages sent in the window' }),
    volume: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .meta({ description: 'Below this number of messages the lane never stops itself' }),
    windowMinutes: z.number().int().min(1).max(43_200),
  })
  .meta({ id: 'LaneStops', description: 'The lane stops itself above these shares; null: never' });
const weight = z.number().int().min(1).max(100).meta({ description: 'Messages per turn; default 1' });

const lane = z
  .object({
    id,
    channel: z.string(),
    name: z.string(),
    shared: z.boolean().meta({ description: 'Shared by all clients and set by the administrator' }),
    ...limits,
    stops,
    usedToday: count,
    rests: z
      .object({ until: instant, because: z.enum(['capacity', 'lane_hours']) })
      .nullable()
      .meta({ description: 'Nothing leaves before then: the day is used up, or the lane is closed' }),
    breaker: z.enum(['closed', 'open']),
    breakerReason: z.string().nullable().meta({ description: 'Code and figures', example: 'bounce_rate:25/200:0.1' }),
    breakerText: text.nullable(),
    health: z
      .object({ sent: count, refused: count, bounced: count, complaints: count })
      .meta({ description: 'In the window, since a person last restarted the lane' }),
    envelope: envelope.nullable().meta({ description: 'Post lanes only' }),
    shares: z.array(z.object({ campaignId: id, weight })).meta({ description: 'Campaigns with a weight other than 1' }),
  })
  .meta({ id: 'Lane' });

export const laneRoutes = {
  listLanes: {
    method: 'get',
    path: '/api/lanes',
    summary: 'Lanes with their rate, hours, capacity, weights and health',
    tag: 'lanes',
    action: 'lane.read',
    reply: {
      status: 200,
      description: "The client's lanes and the shared ones",
      schema: z.object({ items: z.array(lane) }),
    },
  },
  openLane: {
    method: 'post',
    path: '/api/lanes',
    summary: 'Create a lane for the client; contacts decided from now on use it instead of the shared one',
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
    reply: { status: 201, description: 'The lane; an existing one of that name is returned unchanged', schema: lane },
  },
  setLane: {
    method: 'put',
    path: '/api/lanes/{id}',
    summary: "Set a lane's limits; managers set their client's lanes, the administrator the shared ones",
    tag: 'lanes',
    action: 'lane.edit',
    params: idParam,
    body: {
      kind: 'json',
      schema: z
        .object({
          ...limits,
          stops: stops.partial().optional().meta({ description: 'Omitted fields stay unchanged' }),
          breaker: z.literal('closed').optional().meta({ description: 'Restarts a lane that has stopped' }),
          reason: reason.optional().meta({ description: 'Why it may restart; required with `breaker`' }),
        })
        .refine((body) => body.breaker === undefined || body.reason !== undefined, {
          path: ['reason'],
          message: '再開の理由が必要です / a restart needs a reason',
        }),
    },
    write: 'repeatable',
    reply: { status: 200, description: 'The lane', schema: lane },
  },
  setLaneEnvelope: {
    method: 'put',
    path: '/api/lanes/{id}/envelope',
    summary: "Set the envelopes of a post lane's print shop, from the next print run on",
    tag: 'lanes',
    action: 'lane.edit',
    params: idParam,
    body: { kind: 'json', schema: envelope },
    write: 'repeatable',
    reply: { status: 200, description: 'The lane', schema: lane },
  },
  getTestSheet: {
    method: 'get',
    path: '/api/lanes/{id}/test-sheet',
    summary: 'A sheet in real size by which the print shop checks its envelopes and machines; the query tries others',
    tag: 'lanes',
    action: 'lane.read',
    params: idParam,
    query: triedEnvelope,
    reply: { status: 200, description: 'One page A4', types: ['application/pdf'] },
  },
  setLaneShare: {
    method: 'put',
    path: '/api/lanes/{id}/campaigns/{campaignId}',
    summary: "Set a campaign's weight in a lane: more messages per turn, while every campaign still gets its turns",
    tag: 'lanes',
    action: 'lane.edit',
    params: idParam.extend({ campaignId: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ weight }) },
    write: 'repeatable',
    reply: { status: 200, description: 'The weight', schema: z.object({ laneId: id, campaignId: id, weight }) },
  },
} as const satisfies Contracts;
