import { z } from 'zod';
import { ACCOUNT_FIELDS, ACCOUNT_TYPES } from '../../domain/returns/bank-account';
import { HANKO_CHECKS } from '../../domain/returns/form-rules';
import { DEFECTS, UNDELIVERABLE, WITHDRAWALS } from '../../domain/returns/return-rules';
import { returnNoteTexts } from '../../domain/texts/returns';
import { HOLD_REASONS } from '../../domain/customers/hold-rules';
import { type Contracts } from '../http/route';
import { count, cursor, id, idParam, instant, limit, pageOf, reason, text } from '../http/shapes';
import { readScanApart } from './scan-decoder';
import { SCAN_TYPES } from '../../activities/scans/scan-type';

const SCAN_LIMIT = 20 * 1024 * 1024;
export const day = z.iso.date().meta({ description: 'Local day', example: '2027-02-15' });
export const kind = z.enum(['form', 'undeliverable']).meta({ id: 'ReturnKind' });
const bookedKind = z.enum(['form', 'undeliverable', 'documents']).meta({
  id: 'BookedKind',
  description: 'documents: what proves who may act for a customer; booked as a form by the sheet of the letter',
});
const returnStatus = z
  .enum(['received', 'entered', 'mismatch', 'held', 'accepted', 'late', 'defect', 'undeliverable', 'withdrawn'])
  .meta({ id: 'ReturnStatus' });
export const undeliverableReason = z.enum(UNDELIVERABLE).meta({ id: 'UndeliverableReason' });
const ticked = z.enum(['migrate', 'cancel', 'both', 'none']);
export const code = z.string().trim().min(1).max(40).meta({ description: 'The code printed on form and letter' });

/** What the desk enters besides the code. */
const facts = {
  intake: idParam.shape.id.optional().meta({ description: 'The intake with which the envelope came' }),
  setAside: idParam.shape.id.optional().meta({ description: 'The envelope had been set aside, under this number' }),
  receivedOn: day.optional().meta({ description: 'Day on which it was received; default: today' }),
  postmarkOn: day.optional().meta({ description: 'Absent: no postmark, or illegible' }),
  reason: undeliverableReason
    .optional()
    .meta({ description: 'As marked on the returned letter; only for undeliverable letters' }),
};

const readFields = {
  choices: z
    .record(z.string().regex(/^\d{1,15}(@\d{1,15})?$/), ticked)
    .meta({ description: 'All contracts on the form by their `key`, usually the contract id' }),
  writtenOn: day.nullable().meta({ description: 'Null: absent or illegible' }),
  signed: z.boolean(),
  otherPerson: z.boolean().default(false),
  illegible: z.boolean().default(false),
  remark: z
    .boolean()
    .default(false)
    .meta({ description: 'Something is written outside the boxes; not compared. The form is then put on hold' }),
  hanko: z
    .enum(HANKO_CHECKS)
    .optional()
    .meta({ description: 'The stamped hanko against the registered one (印鑑照合)' }),
};
const accountPart = (most: number) => z.string().trim().min(1).max(most);
const account = z
  .object({
    bank: accountPart(40),
    branch: accountPart(40),
    type: z.enum(ACCOUNT_TYPES),
    number: z
      .string()
      .regex(/^\d{4,7}$/)
      .meta({ example: '0123456' }),
    holder: accountPart(60).meta({ description: 'In kana, as written' }),
  })
  .meta({ id: 'BankAccount' });
const entry = z
  .object({
    ...readFields,
    account: account.nullable().optional().meta({ description: 'Null: missing, incomplete or illegible in a part' }),
  })
  .meta({ id: 'FormEntry', description: '`hanko` and `account`: both where the form asks for them, and only there' });
const reading = z
  .object({
    ...readFields,
    account: z
      .enum(['customer', 'other', 'unproven', 'none'])
      .optional()
      .meta({ description: "Whose account it is, by the kana of the customer's name" }),
  })
  .meta({ id: 'FormReading' });

const brief = z.object({
  id,
  receipt: z.string().meta({ description: 'Receipt number for people (受付番号), with a check letter' }),
  kind: bookedKind,
  status: returnStatus,
  campaignId: id,
  customerId: id,
  receivedOn: day,
  postmarkOn: day.nullable(),
  reason: undeliverableReason.nullable(),
  defects: z.array(z.enum(DEFECTS)),
  bookedAt: instant,
  decidedAt: instant.nullable(),
  hasImage: z.boolean(),
  entries: count,
  protected: z.boolean().meta({ description: 'Of a customer under 支援措置: entered by a person with the right' }),
  mayEnter: z.boolean().meta({ description: 'Whether it awaits an entry and the caller has not made one' }),
  withdrawnBecause: z.enum(WITHDRAWALS).nullable().meta({ description: 'Null: it was not withdrawn' }),
  duplicateOf: id.nullable().meta({ description: 'An earlier return of the same kind with this envelope code' }),
});
const returnBrief = brief.meta({ id: 'Return' });

const returnDetail = brief
  .extend({
    contracts: z.array(
      z.object({
        key: z.string().meta({ description: 'Its key in `choices`' }),
        contractId: id,
        campaignId: id,
        number: z
          .string()
          .meta({ description: 'Last four characters, as on the form; empty for a customer under protection' }),
        product: z.string().nullable(),
        excluded: z.boolean().meta({ description: 'On the form, but excluded from the campaign since' }),
        choice: ticked.nullable().meta({ description: 'What was read; null until decided' }),
      }),
    ),
    pages: count
      .nullable()
      .meta({ description: 'Pages of the image; null: no image, or it took too long to count them' }),
    mailed: z
      .array(
        z.object({
          campaignId: id,
          campaign: z.string(),
          notice: z.string(),
          version: z.number().int(),
          step: z.string(),
          postedOn: day.nullable().meta({ description: 'Null: by our records it never left' }),
          applyBy: instant.meta({ description: 'As the letter says' }),
        }),
      )
      .meta({ description: 'The letters in the envelope' }),
    readings: z
      .array(
        z.object({
          ...{ no: z.number().int(), by: id, at: instant, reading },
          account: z
            .object({
              bank: z.string(),
              branch: z.string(),
              type: z.enum(ACCOUNT_TYPES),
              number: z.string(),
              holder: z.string(),
            })
            .nullable()
            .meta({ description: 'Masked' }),
        }),
      )
      .meta({ description: 'Empty until two persons have read the form independently' }),
    asks: z
      .object({ hanko: z.boolean(), account: z.boolean() })
      .meta({ description: 'What the form asks for besides' }),
    accountDiffers: z.array(z.enum(ACCOUNT_FIELDS)).meta({ description: 'Where the first two readings differ' }),
    corrected: z
      .object({ at: instant, by: id, callTaskId: id, spokenWith: z.enum(['customer', 'representative']) })
      .nullable()
      .meta({ description: 'The call in which the customer mended it (電話補正)' }),
    countsAt: instant.nullable().meta({ description: 'When the choice counts as declared' }),
    texts: z.array(text).meta({ description: 'Defects, or the reason for the return, in words' }),
    notes: z.array(z.object({ code: z.enum(Object.keys(returnNoteTexts) as [keyof typeof returnNoteTexts]), text })),
  })
  .meta({ id: 'ReturnDetail' });

const remarkDecision = z
  .object({
    decision: z.enum(['as_ticked', 'defect', 'hold']).meta({
      description:
        'as_ticked: it changes nothing, the form is judged by the rules; defect: it is unclear, the customer is asked; ' +
        'hold: a contact hold is opened, and the form stays on hold',
    }),
    reason: reason.meta({ description: 'What the person concluded, without names, numbers or addresses' }),
    hold: z.object({ reason: z.enum(HOLD_REASONS), reviewOn: day, ownerId: id.optional() }).optional(),
  })
  .refine(({ decision, hold }) => (decision === 'hold') === (hold !== undefined), {
    path: ['hold'],
    message: 'hold のときだけ、必ず付けます / with `hold`, and only then',
  });

const booked = { status: 201, also: [200], description: 'The return; 200: it had been booked before' } as const;

export const returnRoutes = {
  bookReturn: {
    method: 'post',
    path: '/api/returns',
    summary: 'Book a return: by an image, whose code is read, or by the code alone',
    tag: 'returns',
    action: 'return.work',
    query: z.object({ kind: kind.optional(), code: code.optional(), ...facts }),
    body: {
      kind: 'upload',
      types: SCAN_TYPES,
      limit: SCAN_LIMIT,
      read: (file) => readScanApart(file),
      description: 'The scanned envelope (one per request) with its details in the query; or JSON without an image',
      schema: z.object({
        code,
        kind,
        ...facts,
        again: z.boolean().optional().meta({
          description: 'A further form of an envelope of which one is booked; otherwise that one is returned',
        }),
      }),
    },
    write: 'idempotency-key',
    reply: { ...booked, schema: returnDetail, etag: true },
    errors: [
      ...(['not_found', 'code_unreadable', 'code_wrong', 'codes_differ', 'scan_unreadable', 'decoder_busy'] as const),
      'set_aside_closed',
    ],
  },
  listReturns: {
    method: 'get',
    path: '/api/returns',
    summary: 'Returns by the order in which they were booked',
    tag: 'returns',
    action: 'return.read',
    query: z.object({
      cursor,
      limit,
      status: returnStatus.optional(),
      kind: bookedKind.optional(),
      campaign: idParam.shape.id.optional(),
      order: z.enum(['oldest', 'newest']).default('oldest'),
      enterable: z.enum(['true']).optional().meta({ description: 'Only those awaiting an entry by the caller' }),
    }),
    reply: { status: 200, description: 'A page of returns', schema: pageOf(returnBrief) },
  },
  getReturn: {
    method: 'get',
    path: '/api/returns/{id}',
    summary: 'A return with the contracts on its form, and what was read once it is decided',
    tag: 'returns',
    action: 'return.read',
    params: idParam,
    reply: { status: 200, description: 'The return', schema: returnDetail, etag: true },
  },
  getReturnImage: {
    method: 'get',
    path: '/api/returns/{id}/image',
    summary: 'The scanned image; each access is recorded',
    tag: 'returns',
    action: 'return.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'The image',
      types: SCAN_TYPES,
    },
  },
  enterReturn: {
    method: 'post',
    path: '/api/returns/{id}/entries',
    summary: 'Enter what the form says; two persons with the same reading decide it, otherwise a third does',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: { kind: 'json', schema: entry },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated return', schema: returnDetail, etag: true },
    errors: ['four_eyes', 'return_decided', 'return_awaits_remark', 'erased'],
  },
  withdrawReturn: {
    method: 'post',
    path: '/api/returns/{id}/withdraw',
    summary:
      'Withdraw a booking made by mistake: a form while nothing is decided, an undeliverable letter on the same day; its image is deleted',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: { kind: 'json', schema: z.object({ reason: z.enum(WITHDRAWALS) }) },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated return', schema: returnDetail, etag: true },
    errors: ['return_not_withdrawable'],
  },
  decideRemark: {
    method: 'post',
    path: '/api/returns/{id}/remark',
    summary: 'Decide on a form with handwriting, which is on hold until a person has read it',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: { kind: 'json', schema: remarkDecision },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated return', schema: returnDetail, etag: true },
    errors: ['return_without_remark', 'protected_customer', 'text_holds_personal_data'],
  },
} as const satisfies Contracts;
