import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { id, idParam, impersonal, instant, reason } from '../../http/shapes';

const protection = z
  .object({
    id,
    customerId: id,
    source: z.string(),
    openedBy: id.nullable().meta({ description: 'Null: an import' }),
    openedAt: instant,
    liftedAt: instant.nullable(),
    liftRequestId: id.nullable().meta({ description: 'The request with which two persons lifted it' }),
  })
  .meta({
    id: 'Protection',
    description: 'A customer under 支援措置: no address or number is shown, no one calls, no address is searched for',
  });

const customers = { tag: 'customers', params: idParam } as const;

export const protectionRoutes = {
  listProtections: {
    ...customers,
    method: 'get',
    path: '/api/customers/{id}/protections',
    summary: 'Protections (支援措置) of a customer, newest first: the standing one and lifted ones',
    action: 'protection.read',
    reply: { status: 200, description: 'Protections', schema: z.object({ items: z.array(protection) }) },
  },
  openProtection: {
    ...customers,
    method: 'post',
    path: '/api/customers/{id}/protections',
    summary:
      'Put a customer under protection (支援措置), in all campaigns of the client; a customer who is stays as is',
    action: 'protection.open',
    write: 'idempotency-key',
    body: {
      kind: 'json',
      schema: z.object({
        source: impersonal(100).meta({ description: 'What it rests on, such as a document or an inquiry; no names' }),
      }),
    },
    reply: { status: 201, description: 'The standing protection', schema: protection },
  },
  askLift: {
    ...customers,
    method: 'post',
    path: '/api/customers/{id}/protections/lift',
    summary: 'Ask for the end of a protection; it stands until another person with the right approves the request',
    action: 'protection_lift.ask',
    write: 'idempotency-key',
    body: { kind: 'json', schema: z.object({ reason }) },
    reply: {
      status: 201,
      description: 'The pending request',
      schema: z.object({ requestId: id, customerId: id, protectionId: id, expiresAt: instant }),
    },
    errors: ['not_protected'],
  },
} as const satisfies Contracts;
