import { z } from 'zod';
import { channel } from '../../customers/contract/customers';
import { holderRoutes } from './text-recipients';
import { recallRoutes } from '../../print/contract/recalls';
import { type Contracts } from '../../http/route';
import { count, cursor, id, idParam, instant, limit, pageOf, reason } from '../../http/shapes';
import { waveRoutes } from './waves';

const area = z
  .strictObject({
    prefecture: z.number().int().min(1).max(47).optional().meta({ description: 'JIS X 0401' }),
    postalCode: z
      .string()
      .regex(/^\d{3}-?\d{0,4}$/)
      .optional()
      .meta({ description: 'A postal code or how it begins, three digits or more' }),
    city: z
      .string()
      .trim()
      .min(2)
      .max(100)
      .optional()
      .meta({ description: 'How an address begins, such as 東京都港区', example: '東京都港区' }),
  })
  .refine((given) => Object.values(given).some((one) => one !== undefined), { message: 'empty' });

const scope = z
  .strictObject({
    channel: channel.optional(),
    notice: z.string().min(1).max(100).optional().meta({ description: 'Key of a notice of the campaign' }),
    version: id.optional().meta({ description: 'Contacts written in this version of the campaign' }),
    area: area.optional().meta({
      description:
        'By prefecture as the customer is registered now and later; by postal code or city: who lives there when the pause is opened, and whose address is there later; who was on the list stays on it',
    }),
    wave: z.string().min(1).max(32).optional().meta({ description: 'Id of a wave of the campaign' }),
    customerId: id.optional(),
    customerIds: z.array(id).min(1).max(10_000).optional(),
  })
  .meta({ id: 'PauseScope', description: 'All that every field given matches; none given is the whole campaign' });

const answers = {
  scope,
  extendWaits: z.boolean().meta({ description: 'Whether waits that were running go on for the length of the pause' }),
  arrivals: z.literal('take').default('take').meta({ description: 'What arrives meanwhile is always taken' }),
  until: instant.nullable().default(null).meta({ description: 'When it ends by itself; null: until a person ends it' }),
};

const effect = z
  .object({
    journeys: count.meta({ description: 'Open journeys of the customers in the scope' }),
    queued: z
      .object({ mail: count, sms: count, post: count, phone: count })
      .meta({ description: 'Contacts in a queue that stay there' }),
    lettersRecalled: count.meta({ description: 'Letters taken back out of a print run' }),
    lettersAtShop: count.meta({ description: 'Letters that the print shop has and has not posted: it can be asked' }),
    lettersGone: count.meta({ description: "Letters that are posted: they can't be recalled" }),
    callsLeased: count.meta({ description: 'Calls somebody is making' }),
    leaving: count.meta({ description: 'With a provider at this moment' }),
  })
  .meta({ id: 'PauseEffect' });

const pause = z
  .object({
    id,
    scope: z.object({
      channel: channel.nullable(),
      notice: z.string().nullable(),
      version: id.nullable(),
      area: z
        .object({ prefecture: id.optional(), postalCode: z.string().optional(), city: z.string().optional() })
        .nullable(),
      wave: z.string().nullable(),
      customerId: id.nullable(),
      customers: count.nullable().meta({ description: 'How many customers are on its list; null: it has none' }),
    }),
    extendWaits: z.boolean(),
    arrivals: z.literal('take'),
    until: instant.nullable(),
    fallThrough: z.boolean(),
    reason: z.string(),
    inForce: z.boolean(),
    openedBy: id,
    openedAt: instant,
    endedBy: id.nullable(),
    endedAt: instant.nullable(),
    endReason: z.string().nullable(),
  })
  .meta({ id: 'Pause' });

const fallThrough = z
  .boolean()
  .default(false)
  .meta({ description: 'Whether a step may use its next channel instead of waiting for the paused one' });

const acting = { method: 'post', tag: 'campaigns', action: 'campaign.pause' } as const;

export const steeringRoutes = {
  ...waveRoutes,
  ...recallRoutes,
  ...holderRoutes,
  listPauses: {
    method: 'get',
    path: '/api/campaigns/{id}/pauses',
    summary: 'Pauses of a campaign, newest first: in force and over',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    query: z.object({ cursor, limit }),
    reply: { status: 200, description: 'A page of pauses', schema: pageOf(pause) },
  },
  previewPause: {
    ...acting,
    path: '/api/campaigns/{id}/pauses/preview',
    summary: 'Count what a pause would hold back, recall and no longer reach; nothing changes',
    params: idParam,
    body: { kind: 'json', schema: z.object({ scope }) },
    write: 'repeatable',
    reply: { status: 200, description: 'What it would touch now', schema: effect },
    errors: ['pause_scope_unknown'],
  },
  openPause: {
    ...acting,
    path: '/api/campaigns/{id}/pauses',
    summary: 'Pause a part of a campaign; from the answer on nothing in its scope is handed over',
    params: idParam,
    body: { kind: 'json', schema: z.object({ ...answers, fallThrough, reason }) },
    write: 'idempotency-key',
    reply: { status: 201, description: 'The pause and what it touches', schema: pause.extend({ effect }) },
    errors: ['campaign_wrong_state', 'pause_scope_unknown', 'pause_until_past'],
  },
  endPause: {
    ...acting,
    path: '/api/campaigns/{id}/pauses/{pauseId}/end',
    summary: 'End a pause: what it held back leaves in turn. Over already, it stays as it is',
    params: idParam.extend({ pauseId: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ reason }) },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The pause', schema: pause },
  },
} as const satisfies Contracts;
