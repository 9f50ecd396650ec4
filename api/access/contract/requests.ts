import { z } from 'zod';
import { REQUESTED } from '../../../domain/access/access';
import { correctedOutcome } from '../../journeys/contract/steering';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, pageOf, paging, reason } from '../../http/shapes';

const request = z
  .object({
    id,
    action: z.enum(REQUESTED),
    campaignId: id.nullable(),
    payload: z.record(z.string(), z.unknown()).meta({ description: 'Ids and codes only, no personal data' }),
    reason: z.string(),
    askedBy: id,
    askedAt: instant,
    expiresAt: instant,
    decision: z.enum(['approved', 'refused']).nullable(),
    decidedBy: id.nullable(),
    decidedAt: instant.nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'Request', description: 'An action one person requests and another must approve' });

const correctionItem = z.object({
  journeyId: id,
  contractId: id,
  outcome: correctedOutcome,
  declaredAt: instant.nullable().default(null),
});

const result = z
  .object({
    done: count,
    refused: z.array(z.object({ item: count, why: z.string() })),
  })
  .meta({ id: 'RequestResult', description: 'What was executed; an item changed meanwhile is left as it is' });

const comment = z.string().trim().min(1).max(500);

export const requestRoutes = {
  listRequests: {
    method: 'get',
    path: '/api/requests',
    summary: 'Requests that need a second person, newest first',
    tag: 'requests',
    action: 'request.read',
    query: paging.extend({
      open: z.stringbool().default(false).meta({ description: 'Only undecided ones' }),
    }),
    reply: { status: 200, description: 'A page', schema: pageOf(request) },
  },
  getRequest: {
    method: 'get',
    path: '/api/requests/{id}',
    summary: 'One request',
    tag: 'requests',
    action: 'request.read',
    params: idParam,
    reply: { status: 200, description: 'The request', schema: request },
  },
  approveRequest: {
    method: 'post',
    path: '/api/requests/{id}/approve',
    summary: "Approve another person's request, which executes it",
    tag: 'requests',
    action: 'request.decide',
    freshCode: true,
    params: idParam,
    write: 'idempotency-key',
    body: { kind: 'json', schema: z.object({ comment: comment.nullable().default(null) }) },
    reply: { status: 200, description: 'The request and its result', schema: request.extend({ result }) },
    errors: ['own_request', 'request_decided', 'request_expired'],
  },
  refuseRequest: {
    method: 'post',
    path: '/api/requests/{id}/refuse',
    summary: "Refuse another person's request",
    tag: 'requests',
    action: 'request.decide',
    params: idParam,
    write: 'idempotency-key',
    body: { kind: 'json', schema: z.object({ comment }) },
    reply: { status: 200, description: 'The request', schema: request },
    errors: ['own_request', 'request_decided'],
  },
  askCorrections: {
    method: 'post',
    path: '/api/campaigns/{id}/corrections',
    summary: 'Request the correction of many outcomes at once; it takes effect when another person approves',
    tag: 'requests',
    action: 'correction.ask',
    params: idParam,
    write: 'idempotency-key',
    body: { kind: 'json', schema: z.object({ items: z.array(correctionItem).min(1).max(1000), reason }) },
    reply: { status: 201, description: 'The pending request', schema: request },
    errors: ['correction_not_possible'],
  },
} as const satisfies Contracts;
