import { z } from 'zod';
import { COMPLAINT_CLASSES } from '../../../domain/customers/inquiries/inquiry';
import { type Contracts } from '../../http/route';
import { count, id, idParam, impersonal, instant, pageOf, paging, text } from '../../http/shapes';

const day = z.iso.date();
const seconds = z.number().int().min(0).max(86_400).optional();
/** What a complaint is about. */
export const complaintClass = z
  .enum(COMPLAINT_CLASSES)
  .meta({ id: 'ComplaintClass', description: 'What it is about 内容区分' });

const complaint = z
  .object({
    inquiryId: id,
    number: z.string(),
    statedAt: instant.meta({ description: '申出日' }),
    class: complaintClass,
    response: z.string().nullable().meta({ description: 'What was done 対応' }),
    prevention: z.string().nullable().meta({ description: '再発防止' }),
    completedAt: instant.nullable(),
    notifyBy: instant.meta({ description: 'The client is to know by then' }),
    notifiedAt: instant.nullable(),
    acknowledgedAt: instant.nullable().meta({ description: 'When a person of the client said that they know of it' }),
    late: z.boolean().meta({ description: 'The client was notified after that, or is not yet although it is over' }),
  })
  .meta({ id: 'Complaint' });

const firstContact = z.object({ of: count, resolved: count }).meta({
  description: 'FCR: of the cases answered long enough ago, those that took one contact and no other followed',
});
const handling = z
  .object({ cases: count, seconds: count })
  .meta({ description: 'AHT: seconds noted, over these cases' });

const figures = z
  .object({
    asOf: instant,
    from: day,
    to: day,
    cases: count,
    open: count,
    overdue: count,
    complaints: count,
    askers: count.meta({ description: 'Customers who asked' }),
    contacted: count.meta({ description: 'Customers who were contacted by now' }),
    firstContact,
    handling,
    rows: z.array(
      z.object({
        day,
        notice: z.string().nullable(),
        version: z.number().int().nullable(),
        reason: z.string().nullable(),
        reasonText: z.object({ group: text, part: text }).nullable(),
        count,
        firstContact,
        handling,
      }),
    ),
  })
  .meta({ id: 'InquiryFigures' });

const acting = {
  method: 'post',
  tag: 'inquiries',
  action: 'inquiry.work',
  params: idParam,
  write: 'idempotency-key',
} as const;
const reply = { status: 200, description: 'The line of the register', schema: complaint } as const;

export const complaintRoutes = {
  recordComplaint: {
    ...acting,
    path: '/api/inquiries/{id}/complaint',
    summary: 'Record an inquiry as a complaint; with `reviewOn` contact is put on hold at once',
    body: {
      kind: 'json',
      schema: z.object({
        class: complaintClass,
        reviewOn: day.optional().meta({ description: 'Local day on which the hold “complaint” is reviewed' }),
        seconds,
      }),
    },
    reply,
    errors: ['inquiry_wrong_state', 'inquiry_customer_unknown'],
  },
  notifyOfComplaint: {
    ...acting,
    path: '/api/inquiries/{id}/complaint/notified',
    summary: 'Record that the client was notified',
    body: { kind: 'json', schema: z.object({ seconds }) },
    reply,
  },
  acknowledgeComplaint: {
    ...acting,
    action: 'complaint.acknowledge',
    path: '/api/inquiries/{id}/complaint/acknowledged',
    summary: 'The client’s own person says that they know of it',
    body: { kind: 'json', schema: z.object({}) },
    reply,
    errors: ['complaint_not_notified'],
  },
  completeComplaint: {
    ...acting,
    path: '/api/inquiries/{id}/complaint/complete',
    summary: 'Record what was done and what prevents it; neither names the customer',
    body: { kind: 'json', schema: z.object({ response: impersonal(2_000), prevention: impersonal(2_000), seconds }) },
    reply,
    errors: ['inquiry_wrong_state', 'text_holds_personal_data'],
  },
  getComplaint: {
    method: 'get',
    path: '/api/inquiries/{id}/complaint',
    summary: 'The register’s line of an inquiry',
    tag: 'inquiries',
    action: 'complaint.read',
    params: idParam,
    reply,
  },
  listComplaints: {
    method: 'get',
    path: '/api/campaigns/{id}/complaints',
    summary: 'The register of complaints of a campaign, newest first; as CSV with Accept: text/csv',
    tag: 'inquiries',
    action: 'complaint.read',
    params: idParam,
    query: paging,
    reply: {
      status: 200,
      description: 'A page of complaints; the CSV has all',
      schema: pageOf(complaint),
      types: ['text/csv'],
    },
  },
  getInquiryFigures: {
    method: 'get',
    path: '/api/campaigns/{id}/inquiry-figures',
    summary:
      'Inquiries by day, notice and reason; first contact resolution and handling time; as CSV with Accept: text/csv',
    tag: 'inquiries',
    action: 'inquiry.figures',
    params: idParam,
    query: z.object({
      from: day.optional().meta({ description: 'Local day; default: 29 days before `to`' }),
      to: day.optional().meta({ description: 'Default: today' }),
    }),
    reply: { status: 200, description: 'Figures; the CSV has the rows', schema: figures, types: ['text/csv'] },
  },
} as const satisfies Contracts;
