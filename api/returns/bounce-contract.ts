import { z } from 'zod';
import { type Contracts } from '../http/route';
import { cursor, id, idParam, instant, limit, pageOf } from '../http/shapes';

const verdict = z.enum(['bad_address', 'not_delivered', 'no_bounce']).meta({
  id: 'BounceVerdict',
  description:
    'bad_address: no such recipient, the address is not used again; not_delivered: this mail has failed, the address stays; no_bounce: it says nothing about the mail',
});

const bounce = z
  .object({
    id,
    campaignId: id,
    customerId: id,
    messageId: id,
    receivedAt: instant,
    verdict: verdict.nullable(),
    decidedBy: id.nullable(),
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'UnreadBounce' });

/** Bounces that no program could read (不達通知): a person reads and decides them. */
export const bounceRoutes = {
  listBounces: {
    method: 'get',
    path: '/api/bounces',
    summary: 'Bounces that no program could read, newest first',
    tag: 'returns',
    action: 'return.read',
    query: z.object({
      cursor,
      limit,
      open: z.enum(['true', 'false']).default('true').meta({ description: 'Only those awaiting a decision' }),
    }),
    reply: { status: 200, description: 'A page of bounces', schema: pageOf(bounce) },
  },
  getBounceMail: {
    method: 'get',
    path: '/api/bounces/{id}/mail',
    summary: 'The bounce as it came, until it is decided; each access is recorded',
    tag: 'returns',
    action: 'return.read',
    params: idParam,
    reply: { status: 200, description: 'The mail', types: ['message/rfc822'] },
    errors: ['not_found'],
  },
  decideBounce: {
    method: 'post',
    path: '/api/bounces/{id}/decision',
    summary: 'Decide what a bounce says; the journey follows, and the mail is deleted',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: { kind: 'json', schema: z.object({ verdict }) },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The decided bounce', schema: bounce },
    errors: ['not_found', 'bounce_decided'],
  },
} as const satisfies Contracts;
