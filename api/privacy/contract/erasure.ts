import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, reason } from '../../http/shapes';

const basis = z.enum(['asked_by_customer', 'asked_by_client', 'wrong_data']).meta({ id: 'ErasureBasis' });
const erasure = z
  .object({
    id,
    customerId: id,
    basis: z.string(),
    status: z.enum(['approved', 'done', 'refused']),
    refusal: z.string().nullable(),
    requestId: id.nullable(),
    campaignId: id.nullable().meta({ description: 'Campaign whose retention period caused it' }),
    openedAt: instant,
    doneAt: instant.nullable(),
    registerNo: z.number().int().nullable().meta({ description: 'Line in the register outside the database' }),
  })
  .meta({ id: 'Erasure' });

const kept = z.object({
  what: z.enum(['personal', 'images', 'print']),
  months: z.number().int().nullable().meta({ description: 'After the end; null: not specified in the campaign file' }),
  dueAt: instant.nullable(),
  due: count.meta({ description: 'Customers, images or runs that are due and not yet removed, counted up to 2,000' }),
  moreDue: z.boolean().meta({ description: 'Whether more are due than were counted' }),
  kept: count.meta({ description: 'Of these, kept for now because of another live campaign or a legal hold' }),
  removed: count,
  doneAt: instant.nullable(),
});

export const erasureRoutes = {
  askErasure: {
    method: 'post',
    path: '/api/customers/{id}/erasure',
    summary: "Request the permanent erasure of a customer's personal data; another person must approve",
    tag: 'customers',
    action: 'erasure.ask',
    params: idParam,
    body: { kind: 'json', schema: z.object({ basis, reason }) },
    write: 'idempotency-key',
    reply: {
      status: 201,
      description: 'The pending request; decide it with POST /api/requests/{id}/approve',
      schema: z.object({ requestId: id, customerId: id, expiresAt: instant }),
    },
    errors: ['erasure_not_possible', 'erased', 'text_holds_personal_data'],
  },
  listErasures: {
    method: 'get',
    path: '/api/customers/{id}/erasures',
    summary: 'Approved erasures of a customer and their progress',
    tag: 'customers',
    action: 'erasure.read',
    params: idParam,
    reply: { status: 200, description: 'Erasures, newest first', schema: z.object({ items: z.array(erasure) }) },
  },
  getRetention: {
    method: 'get',
    path: '/api/campaigns/{id}/retention',
    summary: 'How long a campaign keeps personal data, images and print files, and what is due',
    tag: 'campaigns',
    action: 'erasure.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'Retention by kind of data',
      schema: z
        .object({ campaignId: id, asOf: instant, endedAt: instant.nullable(), items: z.array(kept) })
        .meta({ id: 'Retention' }),
    },
  },
} as const satisfies Contracts;
