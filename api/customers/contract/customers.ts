import { z } from 'zod';
import { HOLD_REASONS } from '../../../db/customers/holds';
import { RELATIONS } from '../../../db/customers/representatives';
import { type Contracts } from '../../http/route';
import { count, cursor, id, idParam, impersonal, instant, limit, pageOf } from '../../http/shapes';

const day = z.iso.date().meta({ description: 'Local day', example: '2027-02-15' });
export const channel = z.enum(['mail', 'sms', 'post', 'phone']).meta({ id: 'Channel' });
export const purpose = z.enum(['service_notice', 'offer']).meta({ id: 'Purpose' });
const relation = z.enum(RELATIONS).meta({ id: 'Relation' });
export const line = (max: number) => z.string().trim().min(1).max(max);
const note = impersonal(500).meta({ description: 'Without names, numbers or addresses: it is kept as it is' });
const reference = impersonal(100).meta({ description: 'Where this comes from, such as an inquiry or a document' });

const hold = z
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
  })
  .meta({ id: 'Hold' });

const representative = z
  .object({
    id,
    relation,
    channels: z.array(channel).meta({ description: 'Where the representative is reached instead of the customer' }),
    purposes: z.array(purpose).nullable().meta({ description: 'Null: for every purpose' }),
    mayDecide: z.boolean().meta({ description: 'Whether it may answer and sign; otherwise it is only addressed' }),
    bad: z.record(z.string(), z.string()).meta({ description: 'Channels whose address turned out bad, and why' }),
    evidence: z.string(),
    evidenceOn: day.nullable().meta({ description: 'When that paper was issued' }),
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
    summary: 'Hold a customer back: no channel of any campaign contacts it from now on',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        reason: z.enum(HOLD_REASONS),
        source: reference,
        reviewOn: day.meta({ description: 'When the owner looks at it again' }),
        ownerId: id.optional().meta({ description: 'A person of the client; absent: you' }),
        note: note.optional(),
      }),
    },
    reply: { status: 201, description: 'The hold', schema: hold },
  },
  dueHolds: {
    method: 'get',
    path: '/api/holds',
    summary: 'Open holds to be looked at again, the oldest date first',
    tag: 'customers',
    action: 'hold.read',
    query: z.object({
      cursor,
      limit,
      due: day.optional().meta({ description: 'To be looked at on this local day or before; absent: today' }),
      owner: z.coerce.number().int().positive().optional().meta({ description: 'Id of the owner' }),
    }),
    reply: { status: 200, description: 'A page of holds', schema: pageOf(hold) },
  },
  reviewHold: {
    ...acting,
    path: '/api/customers/{id}/holds/{holdId}/review',
    action: 'hold.edit',
    summary: 'Note that a hold was looked at and stays, until another day; `ownerId` hands it over',
    params: holdParams,
    body: { kind: 'json', schema: z.object({ reviewOn: day, ownerId: id.optional(), note }) },
    reply: { status: 200, description: 'The hold', schema: hold },
  },
  releaseHold: {
    ...acting,
    path: '/api/customers/{id}/holds/{holdId}/release',
    action: 'hold.edit',
    summary: 'Release a hold; before its review date with a note. Released already, it stays as it is',
    params: holdParams,
    body: { kind: 'json', schema: z.object({ note: note.optional() }) },
    reply: { status: 200, description: 'The hold', schema: hold },
    errors: ['hold_note_missing'],
  },
  optOut: {
    ...acting,
    path: '/api/customers/{id}/opt-outs',
    action: 'consent.edit',
    summary: "A customer's refusal of a channel, at once and in every campaign; `undo` takes it back",
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        channel,
        purpose,
        source: reference,
        campaignId: id.optional().meta({ description: 'On which occasion' }),
        undo: z.boolean().default(false),
      }),
    },
    reply: {
      status: 201,
      description: 'What holds from now on',
      schema: z
        .object({
          customerId: id,
          channel,
          purpose,
          allowed: z.boolean(),
          journeys: count.meta({ description: 'Journeys that were told' }),
        })
        .meta({ id: 'OptOut' }),
    },
  },
  listRepresentatives: {
    method: 'get',
    path: '/api/customers/{id}/representatives',
    summary: 'Who acts or acted for a customer, newest first, without names',
    tag: 'customers',
    action: 'representative.read',
    params: idParam,
    reply: { status: 200, description: 'Representatives', schema: z.object({ items: z.array(representative) }) },
  },
  addRepresentative: {
    ...acting,
    path: '/api/customers/{id}/representatives',
    action: 'representative.edit',
    summary: 'Note who acts for a customer: letters, mails and calls go there instead, and nowhere else',
    params: idParam,
    body: {
      kind: 'json',
      schema: z
        .object({
          relation,
          name: line(100),
          postalCode: z
            .string()
            .regex(/^\d{3}-?\d{4}$/)
            .optional(),
          address: line(300).optional(),
          mail: line(254).optional(),
          phone: line(40).optional().meta({ description: 'Landline or mobile; a mobile also gets short messages' }),
          evidence: impersonal(200).meta({ description: 'Which paper proves it, with its date' }),
          evidenceOn: day.optional().meta({
            description:
              "When it was issued; a guardian's certificate (登記事項証明書) must not be older than six months",
          }),
          validFrom: day,
          validUntil: day.optional(),
          mayDecide: z.boolean().optional().meta({ description: 'Absent: yes, except for a mere contact' }),
          purposes: z
            .array(purpose)
            .min(1)
            .optional()
            .meta({ description: 'Absent: all. Others go to nobody while it is in force' }),
          channels: z.array(channel).min(1).optional().meta({ description: 'Absent: all with an address given' }),
        })
        .refine(({ address, mail, phone }) => address ?? mail ?? phone, {
          path: ['address'],
          message: '住所・メール・電話のどれかが必要です / an address, a mail address or a phone is needed',
        })
        .refine(({ address, postalCode }) => (address === undefined) === (postalCode === undefined), {
          path: ['postalCode'],
          message: '郵便番号と住所はそろえて付けます / postal code and address go together',
        })
        .refine(({ validFrom, validUntil }) => validUntil === undefined || validFrom <= validUntil, {
          path: ['validUntil'],
          message: '開始日より前です / is before the first day',
        }),
    },
    reply: { status: 201, description: 'The representative, without name', schema: representative },
  },
  endRepresentative: {
    ...acting,
    path: '/api/customers/{id}/representatives/{repId}/end',
    action: 'representative.edit',
    summary: 'End a representation; the customer is contacted again. Ended already, it stays as it is',
    params: representativeParams,
    reply: { status: 200, description: 'The representative', schema: representative },
  },
} as const satisfies Contracts;
