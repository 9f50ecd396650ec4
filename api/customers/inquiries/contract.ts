import { z } from 'zod';
import {
  CLOSE_REASONS,
  HANDED_TO,
  INQUIRY_CHANNELS,
  INQUIRY_GRADES,
  INQUIRY_STATUSES,
  MATCHES,
  TOUCHES,
} from '../../../domain/customers/inquiries/inquiry';
import { type Contracts } from '../../http/route';
import { count, cursor, id, idParam, instant, limit, pageOf, text } from '../../http/shapes';

const channel = z.enum(INQUIRY_CHANNELS);
const status = z.enum(INQUIRY_STATUSES).meta({
  id: 'InquiryStatus',
  description: 'open: waits for the desk; handed_over: for the client or a supervisor; answered: may be closed',
});
const grade = z.enum(INQUIRY_GRADES).meta({ id: 'InquiryGrade' });
export const reason = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/)
  .meta({
    description: 'Code of two levels, one of the campaign’s: money.refund',
  });
/** Personal: stored encrypted, never in a reply but that of `readInquiry`. */
export const said = z.string().trim().min(1).max(8_000);
export const seconds = z
  .number()
  .int()
  .min(0)
  .max(86_400)
  .optional()
  .meta({ description: 'How long the caller worked on it' });
export const about = z
  .object({
    notice: z.string().max(64),
    version: z.number().int().positive(),
    sentence: z
      .string()
      .max(500)
      .optional()
      .meta({ description: 'Of its Japanese text, as it stands in the template' }),
  })
  .meta({ description: 'The approved text that brought the question about' });

export const inquiry = z
  .object({
    id,
    number: z.string().meta({ description: 'For people: Q-0000123-8' }),
    campaignId: id,
    customerId: id.nullable().meta({ description: 'Null: not known yet; a person says whose it is' }),
    matchedBy: z.enum(MATCHES).nullable().meta({
      description: 'How the customer was found; mail and phone: an address on file alone, which proves no identity',
    }),
    channel,
    receivedAt: instant,
    reason: z.string().nullable(),
    reasonText: z.object({ group: text, part: text }).nullable(),
    notice: z.string().nullable(),
    noticeVersion: z.number().int().nullable(),
    sentence: z.string().nullable(),
    grade,
    status,
    owner: z.object({ id, name: z.string() }).nullable(),
    dueAt: instant.meta({ description: 'Of the answer; once handed over, of the client’s or the supervisor’s' }),
    overdue: z.boolean(),
    handedTo: z.enum(HANDED_TO).nullable(),
    questionNo: z.number().int().nullable().meta({ description: 'The question to the client that it waits for' }),
    answeredAt: instant.nullable(),
    closedAt: instant.nullable(),
    closeReason: z.enum(CLOSE_REASONS).nullable(),
  })
  .meta({ id: 'Inquiry' });

const touch = z.object({
  id,
  kind: z.enum(TOUCHES),
  channel: z.enum(['phone', 'web', 'mail', 'sms', 'post']).nullable(),
  at: instant,
  by: z.object({ id, name: z.string() }).nullable(),
  seconds: z.number().int().nullable(),
  faq: z.string().nullable().meta({ description: 'The approved answer that was given; null: free words' }),
  version: z.number().int().nullable(),
  messageId: id.nullable(),
  released: z.boolean().meta({ description: 'Of a draft: a second person has let it go' }),
  receipt: z.string().nullable(),
  representativeId: id.nullable().meta({ description: 'Who wrote, if not the customer' }),
  returnId: id.nullable().meta({ description: 'The returned paper that the letter came with' }),
  setAsideId: id.nullable().meta({ description: 'The envelope without a code that it was' }),
});

const detail = z.object({ ...inquiry.shape, touches: z.array(touch) }).meta({ id: 'InquiryDetail' });

const words = z
  .object({
    texts: z.array(z.object({ touch: id, text: z.string() })),
    attachments: z.array(z.object({ id, touch: id, name: z.string(), type: z.string(), size: count })),
  })
  .meta({ id: 'InquiryWords' });

const faq = z
  .object({
    version: z.number().int(),
    freeText: z.enum(['no', 'marked', 'second_person']),
    mailbox: z.string().nullable().meta({ description: 'Address of the desk; null: it has none' }),
    reasons: z.array(z.object({ code: z.string(), group: text, part: text })),
    items: z.array(z.object({ id: z.string(), reason: z.string(), question: text, answer: text })),
  })
  .meta({ id: 'CampaignFaq' });

export const inquiryRoutes = {
  listInquiries: {
    method: 'get',
    path: '/api/inquiries',
    summary: 'Inquiries: those that wait by due time, others newest first; of a customer all of them',
    tag: 'inquiries',
    action: 'inquiry.read',
    query: z.object({
      cursor,
      limit,
      status: z
        .enum([...INQUIRY_STATUSES, 'waiting'])
        .default('waiting')
        .meta({ description: 'waiting: open or handed over' }),
      owner: z.coerce.number().int().positive().optional(),
      campaign: z.coerce.number().int().positive().optional(),
      customer: z.coerce.number().int().positive().optional(),
      grade: grade.optional(),
    }),
    reply: { status: 200, description: 'A page of inquiries', schema: pageOf(inquiry) },
  },
  recordInquiry: {
    method: 'post',
    path: '/api/inquiries',
    summary: 'Record a contact: a new inquiry, or one more contact of the one it belongs to',
    tag: 'inquiries',
    action: 'inquiry.work',
    write: 'idempotency-key',
    body: {
      kind: 'json',
      schema: z.object({
        campaignId: id,
        customerId: id.optional().meta({ description: 'Absent: found by the clues, else a person says whose it is' }),
        channel,
        receivedAt: instant.optional().meta({ description: 'Default: now' }),
        text: said,
        from: z
          .object({ mail: z.string().max(320).optional(), phone: z.string().max(40).optional() })
          .optional()
          .meta({ description: 'Address or number of the sender; only its hash is looked up' }),
        letter: z
          .union([z.object({ returnId: id }), z.object({ setAsideId: id })])
          .optional()
          .meta({
            description:
              'The returned paper that a letter came with, which tells its customer; or an envelope without a code',
          }),
        reason: reason.optional(),
        about: about.optional(),
        apart: z.boolean().default(false).meta({ description: 'A matter of its own, whatever is open' }),
        seconds,
      }),
    },
    reply: {
      status: 201,
      description: 'The inquiry',
      schema: z.object({ inquiry, joined: z.boolean() }).meta({ id: 'RecordedInquiry' }),
    },
  },
  getInquiry: {
    method: 'get',
    path: '/api/inquiries/{id}',
    summary: 'An inquiry with all that was done, without what was said',
    tag: 'inquiries',
    action: 'inquiry.read',
    params: idParam,
    reply: { status: 200, description: 'The inquiry', schema: detail },
    errors: ['protected_customer'],
  },
  readInquiry: {
    method: 'post',
    path: '/api/inquiries/{id}/words',
    summary: 'Read what was said, in clear; the access is recorded',
    tag: 'inquiries',
    action: 'inquiry.open',
    params: idParam,
    // No idempotency key: the stored response would keep the words, and asking again is one more recorded access.
    write: 'repeatable',
    reply: { status: 200, description: 'Texts, and the names of attachments', schema: words },
    errors: ['protected_customer'],
  },
  getInquiryAttachment: {
    method: 'get',
    path: '/api/inquiries/{id}/attachments/{attachment}',
    summary: 'An attachment as it came; the access is recorded',
    tag: 'inquiries',
    action: 'inquiry.open',
    params: idParam.extend({ attachment: idParam.shape.id }),
    reply: { status: 200, description: 'The file', types: ['application/octet-stream'] },
    errors: ['protected_customer'],
  },
  getCampaignFaq: {
    method: 'get',
    path: '/api/campaigns/{id}/faq',
    summary: 'The approved questions and answers of a campaign, filled with its facts, and the reasons of inquiries',
    tag: 'inquiries',
    action: 'campaign.read',
    params: idParam,
    reply: { status: 200, description: 'Answers as said on the phone', schema: faq },
  },
} as const satisfies Contracts;
