import { z } from 'zod';
import { CARRIERS, HANDED_TO, SET_ASIDE_REASONS } from '../../../domain/returns/mail-room';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, pageOf, paging } from '../../http/shapes';

const day = z.iso.date().meta({ description: 'Local day', example: '2027-02-15' });
const envelopes = count.max(1_000_000);
export const box = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,20}$/)
  .meta({ description: 'Number of the box that the paper lies in', example: 'B-0127' });

const intake = z
  .object({
    id,
    receivedOn: day,
    carrier: z.enum(CARRIERS),
    sacks: count,
    announced: count.nullable().meta({ description: "Envelopes by the carrier's slip; null: it says none" }),
    receivedBy: id,
    receivedAt: instant,
    envelopes: count.nullable().meta({ description: 'As two persons have counted them; null: not yet' }),
    counts: z.array(z.object({ no: z.number().int(), by: id, envelopes: count, at: instant })),
    booked: count,
    undeliverable: count,
    notOurs: count,
    inQuestion: count,
    left: z.number().int().nullable().meta({ description: 'Still to be booked; below zero: more booked than counted' }),
  })
  .meta({ id: 'Intake' });

const setAside = z
  .object({
    id,
    intakeId: id,
    why: z.enum(SET_ASIDE_REASONS),
    status: z.enum(['open', 'booked', 'ended']),
    by: id,
    at: instant,
    handedTo: z.enum(HANDED_TO).nullable(),
    box: z.string().nullable(),
    closedBy: id.nullable(),
    closedAt: instant.nullable(),
  })
  .meta({ id: 'SetAside' });

const closing = z
  .object({
    by: id,
    at: instant,
    leftOver: count.meta({ description: 'Envelopes that a person counted as still to be booked' }),
    expected: z.number().int().meta({ description: 'How many that are by the books' }),
    balanced: z.boolean(),
  })
  .meta({ id: 'DaybookClosing' });

const daybook = z
  .object({
    date: day,
    asOf: instant,
    carried: count,
    received: count,
    accepted: count,
    late: count,
    defect: count,
    undeliverable: count,
    withdrawn: count,
    notOurs: count.meta({ description: 'Set aside and handed on, since it is not ours' }),
    open: count,
    balanced: z.boolean(),
    envelopes: z
      .object({
        carried: z.number().int(),
        counted: count,
        withdrawn: count,
        booked: count,
        undeliverable: count,
        notOurs: count,
        inQuestion: count,
        left: z.number().int(),
        withoutIntake: count.meta({ description: 'Booked without saying with what they came; not in the sum' }),
      })
      .nullable()
      .meta({
        description:
          'carried + counted + withdrawn = booked + undeliverable + notOurs + inQuestion + left. Null for one campaign: a sack is of the client',
      }),
    closing: closing.nullable().meta({ description: 'The newest closing of the day; null: it is not closed' }),
  })
  .meta({ id: 'Daybook' });

const counted = { status: 200, description: 'The intake', schema: intake } as const;

export const mailRoomRoutes = {
  getDaybook: {
    method: 'get',
    path: '/api/returns/daybook',
    summary:
      "The desk's day book: carried + received = accepted + late + defect + undeliverable + withdrawn + not ours + open",
    tag: 'returns',
    action: 'return.read',
    query: z.object({ date: day.optional(), campaign: idParam.shape.id.optional() }),
    reply: {
      status: 200,
      description: 'Counts of a local day by booking and decision; default: today',
      schema: daybook,
    },
    errors: ['not_found'],
  },
  closeDaybook: {
    method: 'post',
    path: '/api/returns/daybook/close',
    summary: 'Close the day: the envelopes still to be booked, as counted by hand, are compared with the books',
    tag: 'returns',
    action: 'mail_room.work',
    body: { kind: 'json', schema: z.object({ leftOver: envelopes }) },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The day book of today', schema: daybook },
  },
  listIntakes: {
    method: 'get',
    path: '/api/intakes',
    summary: 'Post handed over to the return desk, newest first, with what became of its envelopes',
    tag: 'returns',
    action: 'mail_room.read',
    query: paging,
    reply: { status: 200, description: 'A page of intakes', schema: pageOf(intake) },
  },
  recordIntake: {
    method: 'post',
    path: '/api/intakes',
    summary: 'Record that post was handed over to the desk',
    tag: 'returns',
    action: 'mail_room.work',
    body: {
      kind: 'json',
      schema: z.object({
        receivedOn: day.optional().meta({ description: 'Default: today; it decides in time or late, not the opening' }),
        carrier: z.enum(CARRIERS),
        sacks: count.max(10_000),
        announced: envelopes.nullable().default(null),
      }),
    },
    write: 'idempotency-key',
    reply: { ...counted, status: 201 },
  },
  countIntake: {
    method: 'post',
    path: '/api/intakes/{id}/counts',
    summary: 'Say how many envelopes were in it: two persons count on their own, and the same number holds',
    tag: 'returns',
    action: 'mail_room.work',
    params: idParam,
    body: { kind: 'json', schema: z.object({ envelopes }) },
    write: 'idempotency-key',
    reply: counted,
  },
  listSetAsides: {
    method: 'get',
    path: '/api/set-asides',
    summary: 'Envelopes that could not be booked, newest first',
    tag: 'returns',
    action: 'mail_room.read',
    query: paging.extend({ state: z.enum(['open', 'all']).default('open') }),
    reply: { status: 200, description: 'A page of them', schema: pageOf(setAside) },
  },
  setAside: {
    method: 'post',
    path: '/api/set-asides',
    summary: 'Set an envelope aside that cannot be booked, or not yet',
    tag: 'returns',
    action: 'mail_room.work',
    body: { kind: 'json', schema: z.object({ intakeId: id, why: z.enum(SET_ASIDE_REASONS) }) },
    write: 'idempotency-key',
    reply: { status: 201, description: 'The envelope', schema: setAside },
    errors: ['not_found'],
  },
  endSetAside: {
    method: 'post',
    path: '/api/set-asides/{id}/end',
    summary: 'Say to whom the envelope has gone, or in which box it is kept; one that is ours is booked instead',
    tag: 'returns',
    action: 'mail_room.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z
        .object({ handedTo: z.enum(HANDED_TO), box: box.optional() })
        .refine(({ handedTo, box: number }) => (handedTo === 'box') === (number !== undefined), {
          path: ['box'],
          message: '箱に入れるときだけ、箱番号を付けます / only for a box, and then always',
        }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The envelope', schema: setAside },
    errors: ['set_aside_closed'],
  },
} as const satisfies Contracts;
