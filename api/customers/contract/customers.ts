import { z } from 'zod';
import { HOLD_REASONS } from '../../../domain/customers/hold-rules';
import { type Contracts } from '../../http/route';
import { day, purpose, relation, representativeBody } from './representative-body';
import { channel, count, cursor, id, idParam, impersonal, instant, limit, pageOf } from '../../http/shapes';

const note = impersonal(500).meta({ description: 'Stored as given: no names, numbers or addresses' });
const reference = impersonal(100).meta({ description: 'Source, such as an inquiry or a document' });

export const hold = z
  .object({
    id,
    customerId: id,
    reason: z.string(),
    source: z.string(),
    ownerId: id.nullable(),
    reviewOn: day.nullable(),
    openedAt: instant,
    releasedAt: instant.nullable(),
    releasedBy: id.nullable(),
    note: z.string().nullable(),
    keptAnswers: count.meta({ description: 'Answers that came in under the hold and wait for its owner' }),
  })
  .meta({ id: 'Hold' });

const representative = z
  .object({
    id,
    relation,
    channels: z
      .array(channel)
      .meta({ description: 'Channels on which the representative is contacted instead of the customer' }),
    purposes: z.array(purpose).nullable().meta({ description: 'Null: all purposes' }),
    mayDecide: z.boolean().meta({ description: 'Whether the representative may answer and sign' }),
    bad: z.record(z.string(), z.string()).meta({ description: 'Channels with a bad address, and why' }),
    evidence: z.string(),
    evidenceOn: day.nullable().meta({ description: 'Day on which the document was issued' }),
    validFrom: day,
    validUntil: day.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Representative' });

const holdParams = idParam.extend({ holdId: idParam.shape.id });
const representativeParams = idParam.extend({ repId: idParam.shape.id });
const acting = { method: 'post', tag: 'customers', write: 'idempotency-key' } as const;

export const customerRoutes = {
  listHolds: {
    method: 'get',
    path: '/api/customers/{id}/holds',
    summary: 'Holds of a customer, newest first',
    tag: 'customers',
    action: 'hold.read',
    params: idParam,
    reply: { status: 200, description: 'Open and released holds', schema: z.object({ items: z.array(hold) }) },
  },
  openHold: {
    ...acting,
    path: '/api/customers/{id}/holds',
    action: 'hold.edit',
    summary: 'Open a hold: from now on no campaign contacts the customer on any channel',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        reason: z.enum(HOLD_REASONS),
        source: reference,
        reviewOn: day.meta({ description: 'Local day on which the owner must review it' }),
        ownerId: id.optional().meta({ description: 'A person of the client; default: the caller' }),
        note: note.optional(),
      }),
    },
    reply: { status: 201, description: 'The hold', schema: hold },
    errors: ['research_not_allowed'],
  },
  dueHolds: {
    method: 'get',
    path: '/api/holds',
    summary: 'Open holds to be reviewed, by review date',
    tag: 'customers',
    action: 'hold.read',
    query: z.object({
      cursor,
      limit,
      due: day.optional().meta({ description: 'To be reviewed on this local day or earlier; default: today' }),
      owner: z.coerce.number().int().positive().optional().meta({ description: 'Id of the owner' }),
    }),
    reply: { status: 200, description: 'A page of holds', schema: pageOf(hold) },
  },
  reviewHold: {
    ...acting,
    path: '/api/customers/{id}/holds/{holdId}/review',
    action: 'hold.edit',
    summary: 'Record a review after which the hold remains, with the next review date; `ownerId` changes the owner',
    params: holdParams,
    body: { kind: 'json', schema: z.object({ reviewOn: day, ownerId: id.optional(), note }) },
    reply: { status: 200, description: 'The hold', schema: hold },
    errors: ['hold_not_yours'],
  },
  releaseHold: {
    ...acting,
    path: '/api/customers/{id}/holds/{holdId}/release',
    action: 'hold.release',
    summary:
      'Release a hold; before its review date a note is required. Answers kept under it count from now on, by their own time: ' +
      'discard those that must not before. Idempotent',
    params: holdParams,
    body: { kind: 'json', schema: z.object({ note: note.optional() }) },
    reply: { status: 200, description: 'The hold', schema: hold },
    errors: ['hold_note_missing', 'hold_not_yours', 'hold_of_case'],
  },
  setCustomerLanguage: {
    ...acting,
    path: '/api/customers/{id}/language',
    action: 'consent.edit',
    summary: "Set the language of a customer's notices at the customer's wish, from the next one on, in all campaigns",
    params: idParam,
    body: { kind: 'json', schema: z.object({ language: z.enum(['ja', 'en']) }) },
    reply: {
      status: 200,
      description: 'In which language notices go out from now on; those in Japanese only stay in Japanese',
      schema: z.object({ customerId: id, language: z.enum(['ja', 'en']) }).meta({ id: 'CustomerLanguage' }),
    },
    errors: ['erased'],
  },
  optOut: {
    ...acting,
    path: '/api/customers/{id}/opt-outs',
    action: 'consent.edit',
    summary: "Record a customer's refusal of a channel in all campaigns; `undo` revokes it",
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        channel,
        purpose,
        source: reference,
        campaignId: id.optional().meta({ description: 'Campaign in which it was declared' }),
        undo: z.boolean().default(false),
      }),
    },
    reply: {
      status: 201,
      description: 'What is in force from now on',
      schema: z
        .object({
          customerId: id,
          channel,
          purpose,
          allowed: z.boolean(),
          journeys: count.meta({ description: 'Number of journeys notified' }),
        })
        .meta({ id: 'OptOut' }),
    },
  },
  listRepresentatives: {
    method: 'get',
    path: '/api/customers/{id}/representatives',
    summary: 'Representatives of a customer, newest first, without names, including ended ones',
    tag: 'customers',
    action: 'representative.read',
    params: idParam,
    reply: { status: 200, description: 'Representatives', schema: z.object({ items: z.array(representative) }) },
  },
  addRepresentative: {
    ...acting,
    path: '/api/customers/{id}/representatives',
    action: 'representative.edit',
    summary: 'Add a representative, who is contacted instead of the customer',
    params: idParam,
    body: {
      kind: 'json',
      schema: representativeBody,
    },
    reply: { status: 201, description: 'The representative, without name', schema: representative },
  },
  endRepresentative: {
    ...acting,
    path: '/api/customers/{id}/representatives/{repId}/end',
    action: 'representative.edit',
    summary: 'End a representation; the customer is contacted again. Idempotent',
    params: representativeParams,
    reply: { status: 200, description: 'The representative', schema: representative },
  },
} as const satisfies Contracts;
