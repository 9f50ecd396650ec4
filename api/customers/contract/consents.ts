import { z } from 'zod';
import { purpose } from './representative-body';
import { type Contracts } from '../../http/route';
import { channel, count, id, idParam, impersonal, instant, text } from '../../http/shapes';

const evidence = impersonal(200).meta({
  description: 'Reference of the evidence, such as a document and its date; no names, numbers or addresses',
});

const consent = z
  .object({
    id,
    customerId: id,
    channel: z.string(),
    purpose,
    value: z.boolean().nullable().meta({
      description: 'False is a refusal; null: a refusal was recorded by mistake, and nothing had been declared before',
    }),
    source: z.string(),
    at: instant.meta({ description: 'When the customer declared it' }),
    evidence: z.string().nullable(),
    recordedBy: id.nullable(),
    recordedAt: instant,
    inForce: z
      .boolean()
      .meta({ description: 'Whether it is the newest of its channel and purpose, by declaration time' }),
  })
  .meta({ id: 'Consent' });

const override = z
  .object({
    id,
    campaignId: id,
    customerId: id,
    channel,
    reason: z.string(),
    evidence: z.string(),
    askedBy: id,
    askedAt: instant,
    decidedBy: id.nullable(),
    decidedAt: instant.nullable(),
    withdrawnBy: id.nullable(),
    withdrawnAt: instant.nullable(),
    withdrawReason: z.string().nullable(),
    status: z.enum(['asked', 'confirmed', 'declined', 'withdrawn']),
    statusText: text,
  })
  .meta({ id: 'Override' });

const overrideParams = idParam.extend({ overrideId: idParam.shape.id });

export const consentRoutes = {
  listConsents: {
    method: 'get',
    path: '/api/customers/{id}/consents',
    summary: 'Consents and refusals of a customer, newest first; entries are never changed or removed',
    tag: 'customers',
    action: 'consent.read',
    params: idParam,
    reply: { status: 200, description: 'The history', schema: z.object({ items: z.array(consent) }) },
  },
  recordConsent: {
    method: 'post',
    path: '/api/customers/{id}/consents',
    summary: 'Record a consent or refusal; the newest by declaration time applies to everything not yet handed over',
    tag: 'customers',
    write: 'idempotency-key',
    action: 'consent.edit',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        channel,
        purpose,
        value: z.boolean(),
        source: impersonal(100).meta({ description: 'Where the customer declared it' }),
        at: instant.optional().meta({ description: 'When the customer declared it; default: now. Not in the future' }),
        evidence,
        campaignId: id.optional().meta({ description: 'Campaign in which it was declared' }),
      }),
    },
    reply: {
      status: 201,
      description: 'The entry, and the number of journeys notified',
      schema: consent.extend({ journeys: count }),
    },
  },
  listOverrides: {
    method: 'get',
    path: '/api/campaigns/{id}/overrides',
    summary: 'Overrides of refusals for single customers of a campaign',
    tag: 'customers',
    action: 'override.read',
    params: idParam,
    reply: { status: 200, description: 'Overrides, newest first', schema: z.object({ items: z.array(override) }) },
  },
  askOverride: {
    method: 'post',
    path: '/api/campaigns/{id}/overrides',
    summary: 'Request a service notice despite a refusal, where the approved policy allows overrides',
    tag: 'customers',
    write: 'idempotency-key',
    action: 'override.ask',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({ customerId: id, channel, reason: impersonal(300), evidence }),
    },
    reply: { status: 201, description: 'The pending override', schema: override },
    errors: ['override_not_foreseen', 'override_exists', 'campaign_wrong_state'],
  },
  decideOverride: {
    method: 'post',
    path: '/api/campaigns/{id}/overrides/{overrideId}/decision',
    summary: 'Confirm or decline an override; never by the person who requested it',
    tag: 'customers',
    write: 'idempotency-key',
    action: 'override.decide',
    params: overrideParams,
    body: { kind: 'json', schema: z.object({ confirm: z.boolean() }) },
    reply: { status: 200, description: 'The override', schema: override },
    errors: ['override_self', 'override_decided'],
  },
  withdrawOverride: {
    method: 'post',
    path: '/api/campaigns/{id}/overrides/{overrideId}/withdraw',
    summary: 'Withdraw an override; contacts that depend on it and have not begun to leave are withdrawn',
    tag: 'customers',
    write: 'idempotency-key',
    action: 'override.ask',
    params: overrideParams,
    body: { kind: 'json', schema: z.object({ reason: impersonal(300) }) },
    reply: { status: 200, description: 'The override', schema: override },
    errors: ['override_decided'],
  },
} as const satisfies Contracts;
