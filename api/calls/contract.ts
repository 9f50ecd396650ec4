import { z } from 'zod';
import { CALL_RESULTS } from '../../domain/calls/call-rules';
import { complaintClass } from '../customers/inquiries/complaint-contract';
import { said } from '../customers/inquiries/contract';
import { type Contracts } from '../http/route';
import { identity, recording } from './identity';
import { count, cursor, id, idParam, instant, limit, pageOf, text } from '../http/shapes';

const band = z.enum(['am', 'pm', 'evening', 'sat']).meta({ id: 'CallBand' });
/** What came of a call. */
export const callResult = z.enum(CALL_RESULTS).meta({ id: 'CallResult' });

/** What a caller or a called customer chooses, by contract id. */
export const choicesByContract = z.record(z.string().regex(/^\d{1,15}$/), z.enum(['migrate', 'cancel']));

/** A call to be made, as listed. */
export const callTask = z
  .object({
    id,
    campaignId: id,
    customerId: id,
    status: z.enum(['waiting', 'leased', 'done']),
    attempts: count.meta({ description: 'Attempts that count, those without contact' }),
    maxAttempts: count,
    nextAt: instant,
    leaseUntil: instant.nullable(),
    result: z
      .string()
      .nullable()
      .meta({ description: 'Of the call that ended it, or `withdrawn:<reason>`; null while open' }),
    dueNow: z.boolean().meta({ description: 'Can be leased now, as far as a list can tell' }),
  })
  .meta({ id: 'CallTask' });

/** A case that a call has opened. */
export const openedCase = z
  .object({ id, number: z.string().meta({ example: 'Q-0000123-8' }) })
  .meta({ id: 'OpenedCase' });

const hours = z.object({ from: z.string(), until: z.string() });
const consent = z.enum(['yes', 'no', 'unknown']);

const lease = z
  .object({
    leaseUntil: instant.meta({ description: "By the installation's clock; afterwards the call is free again" }),
    campaign: z.string(),
    applyBy: instant,
    name: z.string().meta({ description: 'Whom to ask for; each access is recorded' }),
    kana: z.string().nullable(),
    number: z.string().meta({ description: 'E.164' }),
    numberText: z.string().meta({ description: 'The number as it is read and dialled', example: '03-5550-0123' }),
    representative: z
      .object({
        relation: z.string(),
        for: z.string().meta({ description: "The customer's own name" }),
        mayDecide: z.boolean().meta({ description: 'False: may be informed but cannot answer' }),
      })
      .nullable(),
    script: text,
    voicemail: text.meta({ description: 'What is left on a voicemail, and no more' }),
    replies: z
      .array(
        z.object({
          id: z.string(),
          kind: z.enum(['objection', 'question']),
          said: text.meta({ description: 'What the customer says or asks' }),
          reply: text.meta({ description: 'As approved' }),
        }),
      )
      .meta({ description: "The script's objections and the campaign's questions, each with its approved reply" }),
    needs: z
      .array(z.object({ kind: z.enum(['language', 'interpreter']), language: z.string().nullable() }))
      .meta({ description: 'What the customer asked for in an earlier call, to be spoken to: for every call since' }),
    promised: z.boolean().meta({
      description: 'The customer was promised this call: to reach them at the number on file shows who they are',
    }),
    identified: z.boolean().meta({ description: 'Whether the one on the phone has been identified in this call' }),
    contracts: z
      .array(
        z.object({
          contractId: id,
          number: z.string().meta({ description: 'Last four characters' }),
          product: z.string().nullable(),
        }),
      )
      .meta({ description: 'Empty until the one on the phone has been identified: lease the call again then' }),
    attempts: z
      .array(z.object({ no: count, at: instant, band, result: callResult, inbound: z.boolean() }))
      .meta({ description: 'Calls so far; one that came in (`inbound`) counts as no attempt' }),
    allowed: z
      .object({ until: instant })
      .meta({ description: 'Until when this call may be made without a break: hours of the desk, quiet hours, dates' }),
    callback: z
      .object({
        zone: z.string(),
        lastDispatch: instant,
        quiet: hours
          .extend({ days: z.record(z.string(), z.union([hours, z.literal('closed')])).optional() })
          .nullable()
          .meta({ description: 'Local times between which no callback may be promised' }),
      })
      .meta({ description: 'When a callback can be promised' }),
    consents: z
      .object({ mail: consent, sms: consent, post: consent, phone: consent })
      .meta({ description: "What is in force for the call's purpose" }),
    last: z
      .array(
        z.object({
          at: instant,
          kind: z.string(),
          channel: z.string().nullable(),
          what: text,
          reasonText: text.nullable(),
        }),
      )
      .meta({ description: 'The last contacts and what came in, newest first' }),
    effects: z
      .record(z.string(), text)
      .meta({ description: 'By result: what the system does for this customer. A result without one is not possible' }),
  })
  .meta({ id: 'CallLease' });

export const callRoutes = {
  listCallTasks: {
    method: 'get',
    path: '/api/call-tasks',
    summary: 'Call tasks, without names and numbers',
    tag: 'calls',
    action: 'call.read',
    query: z.object({
      cursor,
      limit,
      campaign: z.coerce.number().int().positive().optional(),
      customer: z.coerce.number().int().positive().optional().meta({ description: 'Id of the customer' }),
      state: z.enum(['due', 'waiting', 'leased', 'done']).optional(),
    }),
    reply: { status: 200, description: 'A page of call tasks', schema: pageOf(callTask) },
  },
  nextCallTask: {
    method: 'post',
    path: '/api/call-tasks/next',
    summary:
      'Lease the next call: the one in hand, else a promised callback that is due, else by days left and attempts. ' +
      'Two persons never get the same',
    tag: 'calls',
    action: 'call.work',
    body: { kind: 'json', schema: z.object({ campaign: id.optional() }) },
    // No idempotency key: the stored response would keep name and number, and repeating it returns the call in hand.
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'The call, or when the next one falls due',
      schema: z
        .object({
          task: callTask.nullable().meta({ description: 'Null: no call can be made now' }),
          lease: lease.nullable(),
          nextAt: instant.nullable().meta({ description: 'Without a task: when to ask again; null: none is planned' }),
          why: text.nullable().meta({ description: 'Without a task: why those that are due cannot be made now' }),
        })
        .meta({ id: 'NextCall' }),
    },
  },
  giveBackCallTask: {
    method: 'post',
    path: '/api/call-tasks/{id}/give-back',
    summary: 'Give a leased call back before it was made: no attempt, and free for others at once',
    tag: 'calls',
    action: 'call.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        why: z.enum(['break', 'unable']).meta({
          description: '`unable`: one for a colleague; the same person is not given it again for twelve hours',
        }),
      }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated task', schema: callTask },
    errors: ['call_task_done', 'call_lease_lost'],
  },
  leaseCallTask: {
    method: 'post',
    path: '/api/call-tasks/{id}/lease',
    summary: 'Lease a call after checking hold, consent, number, hours and capacity; your own lease is extended',
    tag: 'calls',
    action: 'call.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        inbound: z.boolean().default(false).meta({
          description:
            'The customer returns a missed call (受電): at any time, no attempt, no capacity; ask who is calling',
        }),
      }),
    },
    // No idempotency key: the stored response would keep name and number, and repeating the request is harmless.
    write: 'repeatable',
    reply: { status: 200, description: 'Whom to call and what to say', schema: lease },
    errors: ['call_task_done', 'call_task_taken', 'call_not_now', 'call_not_possible'],
  },
  reportCall: {
    method: 'post',
    path: '/api/call-tasks/{id}/outcome',
    summary: 'Report the result of a call; only by the person who leased it',
    tag: 'calls',
    action: 'call.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z
        .object({
          result: callResult,
          choices: choicesByContract
            .optional()
            .meta({ description: 'With `completed`: a choice for every contract, by id' }),
          callbackAt: instant.optional().meta({ description: 'With `callback`' }),
          recording: recording.optional(),
          announced: z
            .boolean()
            .optional()
            .meta({ description: 'The one on the phone heard that the call is recorded' }),
          language: z
            .string()
            .regex(/^[a-z]{2}$/)
            .optional()
            .meta({ description: 'With `language`: which one, ISO 639-1' }),
          complaint: z
            .object({ class: complaintClass, said: said.optional() })
            .optional()
            .meta({ description: 'With `complaint`: what it is about, and what was said, kept with the case' }),
          identity: identity.optional().meta({
            description: 'With `completed`, unless the one on the phone has been identified in this call before',
          }),
        })
        .refine((outcome) => (outcome.result === 'language') === (outcome.language !== undefined), {
          path: ['language'],
          message:
            '外国語での対応（language）のときだけ、必ず付けます / required with `language`, not allowed otherwise',
        })
        .refine((outcome) => (outcome.result === 'callback') === (outcome.callbackAt !== undefined), {
          path: ['callbackAt'],
          message: '折り返し（callback）のときだけ、必ず付けます / required with `callback`, not allowed otherwise',
        })
        .refine((outcome) => outcome.result === 'complaint' || outcome.complaint === undefined, {
          path: ['complaint'],
          message: '苦情（complaint）のときだけ付けます / with `complaint` only',
        })
        .refine((outcome) => outcome.result === 'completed' || outcome.choices === undefined, {
          path: ['choices'],
          message: '受付完了（completed）のときだけ付けます / with `completed` only',
        }),
    },
    write: 'idempotency-key',
    reply: {
      status: 200,
      description:
        'The updated task; with `completed` also the receipt number for the customer, or why the answer is kept for a person',
      schema: callTask
        .extend({
          receipt: z
            .string()
            .nullable()
            .meta({ description: 'Null while the answer is kept: say that it has been noted, no more' }),
          kept: z
            .string()
            .nullable()
            .meta({ description: 'Why the answer does not count before a person has decided' }),
          inquiry: openedCase.nullable().meta({ description: 'With `complaint`: its case, whose number is read out' }),
        })
        .meta({ id: 'CallReport' }),
    },
    errors: [
      'call_task_done',
      'call_lease_lost',
      'call_callback_unfit',
      'answer_incomplete',
      'answer_too_late',
      'representative_may_not_decide',
      'caller_not_identified',
      'caller_locked',
      'identity_insufficient',
      'erased',
    ],
  },
} as const satisfies Contracts;
