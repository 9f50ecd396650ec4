import { z } from 'zod';
import { CLOSE_REASONS } from '../../../domain/customers/inquiries/inquiry';
import { seemsPersonal } from '../../../domain/privacy/personal-text';
import { type Contracts } from '../../http/route';
import { id, idParam, impersonal, instant } from '../../http/shapes';
import { about, inquiry, reason, said, seconds } from './contract';

const answered = z
  .object({
    inquiry,
    status: z.enum(['sent', 'said', 'drafted']).meta({
      description: 'sent: queued in a lane; said: on the phone; drafted: waits for a second person',
    }),
    channel: z.enum(['mail', 'sms', 'post', 'phone']).nullable(),
    notBefore: instant.nullable().meta({ description: 'When it leaves at the earliest' }),
  })
  .meta({ id: 'InquiryAnswered' });

export const acting = {
  method: 'post',
  tag: 'inquiries',
  action: 'inquiry.work',
  params: idParam,
  write: 'idempotency-key',
} as const;
export const reply = { status: 200, description: 'The inquiry', schema: inquiry } as const;
const stateErrors = ['inquiry_wrong_state'] as const;
const sendErrors = [
  'inquiry_wrong_state',
  'inquiry_customer_unknown',
  'inquiry_customer_held',
  'inquiry_no_channel',
] as const;
const by = z
  .enum(['mail', 'sms', 'post', 'phone'])
  .optional()
  .meta({ description: 'phone: said in the call; absent: the first channel the customer allows' });
const onlySeconds = { kind: 'json', schema: z.object({ seconds }) } as const;
/** Text that both companies read: no value of a customer. */
const shared = (max: number) =>
  impersonal(max).refine((value) => !seemsPersonal(value), {
    message: 'お客様の氏名や番号は書けません / no name or number of a customer here',
  });

/** What people do about an inquiry. */
export const inquiryActRoutes = {
  classifyInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/classify',
    summary: 'Say why the customer asks, and which approved text brought it about',
    body: { kind: 'json', schema: z.object({ reason, about: about.optional(), seconds }) },
    reply,
    errors: stateErrors,
  },
  takeInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/take',
    summary: 'Become the owner',
    body: onlySeconds,
    reply,
    errors: stateErrors,
  },
  assignInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/customer',
    summary: 'Say whose inquiry it is',
    body: { kind: 'json', schema: z.object({ customerId: id, seconds }) },
    reply,
    errors: ['inquiry_customer_known'],
  },
  noteInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/notes',
    summary: 'Add a note for colleagues, kept encrypted like what the customer said',
    body: { kind: 'json', schema: z.object({ text: said, seconds }) },
    reply,
  },
  answerInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/answers',
    summary: 'Answer with an approved answer, sent or said; in free words where the client allows them',
    body: {
      kind: 'json',
      schema: z
        .object({
          by,
          faq: z.string().max(32).optional(),
          text: z.string().trim().min(1).max(2_000).optional(),
          seen: id.optional().meta({
            description: 'The last touch that the caller has seen: refused if an answer was given since',
          }),
          seconds,
        })
        .refine(({ faq, text: free }) => (faq === undefined) !== (free === undefined), {
          path: ['faq'],
          message: 'faq か text のどちらか一方を付けます / either faq or text',
        }),
    },
    reply: { status: 200, description: 'The answer', schema: answered },
    errors: [...sendErrors, 'inquiry_free_text', 'inquiry_sms_too_long', 'notice_invalid'],
  },
  releaseInquiryAnswer: {
    ...acting,
    path: '/api/inquiries/{id}/answers/{draft}/release',
    summary: 'Let an answer in free words go that a colleague wrote',
    params: idParam.extend({ draft: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ by, seconds }) },
    reply: { status: 200, description: 'The answer', schema: answered },
    errors: [...sendErrors, 'inquiry_own_draft'],
  },
  declareInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/declared',
    summary: 'Note that the customer’s answer was booked in the call, by its receipt number',
    body: { kind: 'json', schema: z.object({ receipt: z.string().regex(/^\w{4}-\w{4}$/), seconds }) },
    reply,
    errors: stateErrors,
  },
  handOverInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/handover',
    summary:
      'Hand over, due after the agreed term: to the client as a question without personal data, or to a supervisor',
    body: {
      kind: 'json',
      schema: z.discriminatedUnion('to', [
        z.object({ to: z.literal('client'), subject: shared(100), text: shared(4_000), seconds }),
        z.object({ to: z.literal('supervisor'), ownerId: id, seconds }),
      ]),
    },
    reply,
    errors: [...stateErrors, 'text_holds_personal_data'],
  },
  returnInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/return',
    summary: 'Bring what was handed over back to the desk',
    body: onlySeconds,
    reply,
    errors: stateErrors,
  },
  closeInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/close',
    summary: 'Close; needs the reason of the inquiry, and a completed entry where it is a complaint',
    body: { kind: 'json', schema: z.object({ as: z.enum(CLOSE_REASONS), seconds }) },
    reply,
    errors: ['inquiry_wrong_state', 'inquiry_reason_missing', 'complaint_not_completed'],
  },
  reopenInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/reopen',
    summary: 'Open a closed inquiry again',
    body: onlySeconds,
    reply,
    errors: stateErrors,
  },
} as const satisfies Contracts;
