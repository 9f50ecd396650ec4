import { z } from 'zod';
import { recipientRoutes } from './text-recipients';
import { recallRoutes } from '../../print/contract/recalls';
import { type Contracts } from '../../http/route';
import { channel, count, cursor, id, idParam, instant, limit, pageOf, reason } from '../../http/shapes';
import { waveGone } from './board';
import { effortRoutes } from './effort';
import { wavePlanRoutes } from './wave-plan';
import { waveRoutes } from './waves';

const area = z
  .strictObject({
    prefecture: z.number().int().min(1).max(47).optional().meta({ description: 'JIS X 0401' }),
    postalCode: z
      .string()
      .regex(/^\d{3}-?\d{0,4}$/)
      .optional()
      .meta({ description: 'A postal code or its first three or more digits' }),
    city: z
      .string()
      .trim()
      .min(2)
      .max(100)
      .optional()
      .meta({ description: 'Beginning of an address, such as 東京都港区', example: '東京都港区' }),
  })
  .refine((given) => Object.values(given).some((one) => one !== undefined), { message: 'empty' });

const scope = z
  .strictObject({
    channel: channel.optional(),
    notice: z.string().min(1).max(100).optional().meta({ description: "Key of one of the campaign's notices" }),
    version: id.optional().meta({ description: 'Contacts written in this version of the campaign' }),
    area: area.optional().meta({
      description:
        'By prefecture: customers registered there now or later. By postal code or city: customers living there when the pause is opened or moving there later; listed customers stay listed',
    }),
    wave: z.string().min(1).max(32).optional().meta({ description: "Id of one of the campaign's waves" }),
    customerId: id.optional(),
    customerIds: z.array(id).min(1).max(10_000).optional(),
  })
  .meta({ id: 'PauseScope', description: 'All given fields must match; none given is the whole campaign' });

const answers = {
  scope,
  extendWaits: z.boolean().meta({ description: 'Whether running waits are extended by the length of the pause' }),
  arrivals: z.literal('take').default('take').meta({ description: 'What arrives meanwhile is always accepted' }),
  until: instant.nullable().default(null).meta({ description: 'When it ends by itself; null: when a person ends it' }),
};

const effect = z
  .object({
    journeys: count.meta({ description: 'Open journeys of customers in the scope' }),
    queued: z
      .object({ mail: count, sms: count, post: count, phone: count })
      .meta({ description: 'Queued contacts that stay in the queue' }),
    lettersRecalled: count.meta({ description: 'Letters removed from a print run' }),
    lettersAtShop: count.meta({ description: 'Letters at the print shop that are not posted; the shop can be asked' }),
    lettersGone: count.meta({ description: 'Posted letters, which cannot be recalled' }),
    callsLeased: count.meta({ description: 'Calls being made' }),
    leaving: count.meta({ description: 'Being handed to a provider right now' }),
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
      customers: count.nullable().meta({ description: 'Number of listed customers; null: no list' }),
    }),
    extendWaits: z.boolean(),
    arrivals: z.literal('take'),
    until: instant.nullable(),
    fallThrough: z.boolean(),
    reason: z.string(),
    inForce: z.boolean(),
    waveGone,
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
  ...wavePlanRoutes,
  ...effortRoutes,
  ...recallRoutes,
  ...recipientRoutes,
  listPauses: {
    method: 'get',
    path: '/api/campaigns/{id}/pauses',
    summary: 'Pauses of a campaign, newest first, including ended ones',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    query: z.object({ cursor, limit }),
    reply: { status: 200, description: 'A page of pauses', schema: pageOf(pause) },
  },
  previewPause: {
    ...acting,
    path: '/api/campaigns/{id}/pauses/preview',
    summary: 'Count what a pause would hold, recall and no longer reach; read-only',
    params: idParam,
    body: { kind: 'json', schema: z.object({ scope }) },
    write: 'repeatable',
    reply: { status: 200, description: 'What it would affect now', schema: effect },
    errors: ['pause_scope_unknown'],
  },
  openPause: {
    ...acting,
    path: '/api/campaigns/{id}/pauses',
    summary: 'Pause a part of a campaign; from the response on nothing in its scope is handed over',
    params: idParam,
    body: { kind: 'json', schema: z.object({ ...answers, fallThrough, reason }) },
    write: 'idempotency-key',
    reply: { status: 201, description: 'The pause and what it affects', schema: pause.extend({ effect }) },
    errors: ['campaign_wrong_state', 'pause_scope_unknown', 'pause_until_past'],
  },
  endPause: {
    ...acting,
    path: '/api/campaigns/{id}/pauses/{pauseId}/end',
    summary: 'End a pause; what it held leaves in turn. Idempotent',
    params: idParam.extend({ pauseId: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ reason }) },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The pause', schema: pause },
  },
} as const satisfies Contracts;
