import { z } from 'zod';
import { SCAN_TYPES } from '../../../activities/scans/scan-type';
import { DISPOSALS, PAGE_REASONS, PUT_ASIDE } from '../../../domain/returns/stack';
import { type Contracts } from '../../http/route';
import { day, kind, undeliverableReason } from '../contract';
import { count, cursor, id, idParam, instant, pageOf } from '../../http/shapes';

/** Some hundred pages in colour, which the worker holds while it reads them; a larger stack comes as several files. */
const FILE_LIMIT = 64 * 1024 * 1024;
const MAX_FILES = 500;

const brief = z.object({
  id,
  kind,
  reason: undeliverableReason.nullable(),
  receivedOn: day,
  postmarkOn: day.nullable(),
  intake: id.nullable().meta({ description: 'The intake with which the paper came; null: not named' }),
  by: id,
  createdAt: instant,
  status: z.enum(['receiving', 'reading', 'booking', 'done']).meta({
    description: 'receiving: files are to come; reading; booking: all pages are sorted; done: people decide the rest',
  }),
  files: count,
  filesReceived: count,
  filesUnreadable: count,
  pages: count.meta({ description: 'Pages of the files opened so far' }),
  read: count.meta({ description: 'read = matched + blank + separators + people + disposed once it is done' }),
  items: count.meta({ description: 'Returns that the matched pages belong to' }),
  matched: count,
  blank: count,
  separators: count,
  people: count.meta({ description: 'Pages that wait for a person' }),
  disposed: count,
});
const scanBatch = brief.meta({ id: 'ScanBatch' });

const scanBatchDetail = brief
  .extend({
    sheets: z
      .array(
        z.object({
          no: id,
          state: z.enum(['open', 'matched', 'blank', 'separator', 'person', 'disposed']),
          found: z.enum(['code', 'several', 'unread', 'none', 'blank', 'separator', 'broken']),
          code: z.string().nullable().meta({ description: 'The code read on it' }),
          reason: z.enum(PAGE_REASONS).nullable().meta({ description: 'Why it was given to a person' }),
          returnId: id.nullable(),
          receipt: z.string().nullable(),
          page: id.nullable().meta({ description: 'Its page in the image of the return' }),
          because: z.enum(PUT_ASIDE).nullable(),
          hasImage: z.boolean().meta({ description: 'Whether its picture is kept here until a person decides' }),
        }),
      )
      .meta({ description: 'All pages read, in the order of the paper' }),
  })
  .meta({ id: 'ScanBatchDetail' });
const pageParams = idParam.extend({ n: idParam.shape.id });

/** Stacks of paper scanned at once, sorted in the background. */
export const batchRoutes = {
  receiveScans: {
    method: 'post',
    path: '/api/scan-batches',
    summary:
      'Receive a file of scanned forms or returned letters of many envelopes; it is read and booked in the background',
    tag: 'returns',
    action: 'return.work',
    query: z.object({
      kind: kind.optional(),
      receivedOn: day
        .optional()
        .meta({ description: 'Day on which the paper arrived, not of the scan; default: today' }),
      postmarkOn: day.optional().meta({ description: 'Of all of it. Absent: none, illegible, or not the same' }),
      reason: undeliverableReason
        .optional()
        .meta({ description: 'As marked on the letters; only for undeliverable ones' }),
      intake: idParam.shape.id.optional().meta({ description: 'The intake with which the paper came' }),
      files: z.coerce
        .number()
        .int()
        .min(1)
        .max(MAX_FILES)
        .default(1)
        .meta({ description: 'How many files the stack consists of; the others follow with `batch`' }),
      batch: idParam.shape.id
        .optional()
        .meta({ description: 'The batch that the file belongs to, behind those before it' }),
    }),
    body: {
      kind: 'stream',
      types: SCAN_TYPES,
      limit: FILE_LIMIT,
      description: 'PDF, TIFF, PNG or JPEG with any number of pages up to 1,000',
    },
    write: 'repeatable',
    reply: {
      status: 201,
      also: [200],
      description: 'The batch; 200: this file had been received before, and nothing is booked again',
      schema: scanBatch,
    },
    errors: ['not_found', 'scan_unreadable', 'scan_batch_full'],
  },
  listScanBatches: {
    method: 'get',
    path: '/api/scan-batches',
    summary: 'Batches of scanned paper, newest first, with their progress',
    tag: 'returns',
    action: 'return.read',
    query: z.object({ cursor, limit: z.coerce.number().int().min(1).max(20).default(10) }),
    reply: { status: 200, description: 'A page of batches', schema: pageOf(scanBatch) },
  },
  getScanBatch: {
    method: 'get',
    path: '/api/scan-batches/{id}',
    summary: 'A batch with each of its pages: booked, blank, put aside, or for a person',
    tag: 'returns',
    action: 'return.read',
    params: idParam,
    reply: { status: 200, description: 'The batch', schema: scanBatchDetail },
  },
  getScannedPage: {
    method: 'get',
    path: '/api/scan-batches/{id}/pages/{n}',
    summary: 'A page that waits for a person; each access is recorded',
    tag: 'returns',
    action: 'return.read',
    params: pageParams,
    reply: { status: 200, description: 'The page', types: ['image/jpeg'] },
  },
  bookScannedPages: {
    method: 'post',
    path: '/api/scan-batches/{id}/book',
    summary: 'Book pages that wait for a person as one item, by the code that the person has read',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        code: z.string().trim().min(1).max(40).meta({ description: 'The code printed on form and letter' }),
        pages: z.array(id).min(1).max(50),
      }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated batch', schema: scanBatchDetail },
    errors: ['code_wrong', 'scan_page_decided'],
  },
  attachScannedPages: {
    method: 'post',
    path: '/api/scan-batches/{id}/attach',
    summary: 'Add pages that wait for a person to an item that is booked, behind its own pages',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        receipt: z.string().trim().min(1).max(40).meta({ description: 'The receipt number of the item' }),
        pages: z.array(id).min(1).max(10),
      }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated batch', schema: scanBatchDetail },
    errors: ['scan_page_decided', 'scan_unreadable', 'return_decided', 'return_image_full', 'protected_customer'],
  },
  nameScanIntake: {
    method: 'post',
    path: '/api/scan-batches/{id}/intake',
    summary: 'Name the intake with which the paper of a batch came, for all that is booked from it',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: { kind: 'json', schema: z.object({ intake: id }) },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated batch', schema: scanBatchDetail },
    errors: ['scan_batch_has_intake'],
  },
  getSeparatorSheet: {
    method: 'get',
    path: '/api/separator-sheet',
    summary:
      'A sheet to print and lay between the envelopes of a stack: no page is taken for one of the envelope before',
    tag: 'returns',
    action: 'return.work',
    reply: { status: 200, description: 'One page A4', types: ['application/pdf'] },
  },
  disposeScannedPages: {
    method: 'post',
    path: '/api/scan-batches/{id}/dispose',
    summary: 'Put pages aside that wait for a person: nothing is booked, and their pictures are deleted',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({ pages: z.array(id).min(1).max(50), because: z.enum(DISPOSALS) }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated batch', schema: scanBatchDetail },
    errors: ['scan_page_decided'],
  },
} as const satisfies Contracts;
