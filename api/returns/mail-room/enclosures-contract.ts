import { z } from 'zod';
import { ENCLOSURES, ENDINGS, MASKED, mayHaveAmount, NOTIFIED_AS } from '../../../domain/returns/enclosures';
import { type Contracts } from '../../http/route';
import { id, idParam, instant, pageOf, paging } from '../../http/shapes';
import { box } from './contract';

const day = z.iso.date().meta({ description: 'Local day', example: '2027-02-15' });
const act = z.object({ by: id, at: instant }).nullable();
const number = (description: string, example: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9-]{4,30}$/)
    .meta({ description, example });

const enclosure = z
  .object({
    id,
    returnId: id,
    receipt: z.string(),
    campaignId: id,
    what: z.enum(ENCLOSURES),
    valuable: z.boolean().meta({ description: 'A second person confirms what was found, and that it left' }),
    pieces: z.number().int(),
    amount: z.number().int().nullable().meta({ description: 'Yen, of money and stamps' }),
    next: z
      .enum(['witness', 'mask', 'notify', 'end', 'end_witness', 'delivery', 'closed'])
      .meta({ description: 'What it waits for; closed: it has its end' }),
    noted: z.object({ by: id, at: instant }),
    witnessed: act,
    masked: z.object({ what: z.enum(MASKED), by: id, at: instant }).nullable(),
    notified: z.object({ as: z.enum(NOTIFIED_AS), by: id, at: instant }).nullable(),
    ending: z.enum(ENDINGS).nullable(),
    ended: act,
    endWitnessed: act,
    tracking: z.string().nullable(),
    box: z.string().nullable(),
    record: z.string().nullable(),
    deliveredOn: day.nullable(),
  })
  .meta({ id: 'Enclosure' });

const acting = {
  method: 'post',
  tag: 'returns',
  action: 'return.work',
  params: idParam,
  write: 'idempotency-key',
} as const;
const reply = { status: 200, description: 'The enclosure', schema: enclosure } as const;

/** What goes with each ending, and with no other. */
const GOES_WITH = { returned: 'tracking', kept: 'box', destroyed: 'record' } as const;

export const enclosureRoutes = {
  listEnclosures: {
    method: 'get',
    path: '/api/enclosures',
    summary: 'What lay in the envelopes besides the forms, newest first, and what became of it',
    tag: 'returns',
    action: 'return.read',
    query: paging.extend({
      state: z.enum(['open', 'all']).default('open'),
      campaign: idParam.shape.id.optional(),
      return: idParam.shape.id.optional(),
    }),
    reply: { status: 200, description: 'A page of enclosures', schema: pageOf(enclosure) },
  },
  noteEnclosure: {
    ...acting,
    path: '/api/returns/{id}/enclosures',
    summary: 'Note what lay in the envelope of a return',
    body: {
      kind: 'json',
      schema: z
        .object({
          what: z.enum(ENCLOSURES),
          pieces: z.number().int().min(1).max(999).default(1),
          amount: z.number().int().min(1).max(100_000_000).nullable().default(null),
        })
        .refine(({ what, amount }) => amount === null || mayHaveAmount(what), {
          path: ['amount'],
          message: '金額は現金・切手にだけ付けます / only for money and stamps',
        }),
    },
    reply: { ...reply, status: 201 },
  },
  witnessEnclosure: {
    ...acting,
    path: '/api/enclosures/{id}/witness',
    summary: 'Confirm, as the second person, that a valuable was found so, or that it left so',
    reply,
    errors: ['four_eyes', 'enclosure_wrong_state'],
  },
  maskEnclosure: {
    ...acting,
    path: '/api/enclosures/{id}/mask',
    summary: 'Record that numbers which may not be kept were made illegible on a copy and on its image',
    body: { kind: 'json', schema: z.object({ what: z.enum(MASKED) }) },
    reply,
    errors: ['enclosure_wrong_state'],
  },
  notifyOfMask: {
    ...acting,
    path: '/api/enclosures/{id}/notify',
    summary: 'Record that the sender was notified of what was masked: in a call, or by a letter with what goes back',
    body: { kind: 'json', schema: z.object({ as: z.enum(NOTIFIED_AS) }) },
    reply,
    errors: ['enclosure_wrong_state'],
  },
  endEnclosure: {
    ...acting,
    path: '/api/enclosures/{id}/end',
    summary:
      'Record how it leaves: back by registered post (tracking), kept (box), destroyed (record), or to the client',
    body: {
      kind: 'json',
      schema: z
        .object({
          ending: z.enum(ENDINGS),
          tracking: number('Number of the registered letter', '123-45-67890-1').optional(),
          box: box.optional(),
          record: number('Number of the record of destruction', 'D-2027-014').optional(),
        })
        .refine(
          ({ ending, ...given }) =>
            Object.entries(GOES_WITH).every(([one, field]) => (one === ending) === (given[field] !== undefined)),
          {
            path: ['ending'],
            message:
              '返却には引受番号、保管には箱番号、廃棄には記録番号だけを付けます / returned takes tracking, kept takes box, destroyed takes record, and no other',
          },
        ),
    },
    reply,
    errors: ['enclosure_wrong_state', 'enclosure_end_unfit'],
  },
  deliverEnclosure: {
    ...acting,
    path: '/api/enclosures/{id}/delivered',
    summary: 'Record that the post has delivered it to the customer; it is then closed',
    body: { kind: 'json', schema: z.object({ on: day }) },
    reply,
    errors: ['enclosure_wrong_state'],
  },
} as const satisfies Contracts;
