import { z } from 'zod';
import { ENVELOPE_NOTES } from '../../../domain/print/envelopes';
import { PRINT_RUN_STATUSES } from '../../../domain/print/print-run';
import { carrierFile, deliveryResult, postal, runDelivery } from './carrier';
import { balance, classCost, posting } from './postings';
import { type Contracts } from '../../http/route';
import { count, cursor, id, idParam, instant, limit, pageOf, paging, text } from '../../http/shapes';

const day = z.iso.date().meta({ description: 'Local day', example: '2027-02-01' });
const runStatus = z.enum(PRINT_RUN_STATUSES).meta({
  id: 'PrintRunStatus',
  description: "differs: the print shop's totals do not match; no letter is recorded as posted",
});

const runBrief = z
  .object({
    id,
    key: z.string().meta({ description: 'Its name everywhere, including at the print shop' }),
    runOn: day,
    no: z.number().int(),
    status: runStatus,
    pieces: count.meta({ description: 'Envelopes' }),
    pages: count,
    openedAt: instant,
    handedOverAt: instant.nullable(),
    postedAt: instant.nullable(),
  })
  .meta({ id: 'PrintRun' });

const piece = z.object({
  code: z.string().meta({ description: "Printed on every sheet, and part of the form's code" }),
  no: z.number().int().nullable(),
  pages: count.nullable(),
  letters: count.meta({ description: 'Letters in the envelope' }),
  postal: postal.nullable().meta({ description: 'How it is posted; null: not printed' }),
  reprinted: count.meta({ description: 'How often it was spoiled and printed again under its number' }),
  yen: z.number().nullable().meta({ description: 'What it cost when it was posted; null: not posted, or not known' }),
  notes: z
    .array(z.enum(ENVELOPE_NOTES))
    .meta({ description: "Why letters share the envelope, or why a customer's letters do not" }),
  trackingNo: z.string().nullable().meta({ description: "The carrier's number, digits only" }),
  delivery: deliveryResult.nullable(),
  postedAt: instant.nullable(),
  removedReason: z.string().nullable().meta({ description: 'Why it was removed from the run' }),
  removedText: text.nullable().meta({ description: 'The same in words' }),
});

const acknowledgement = z.object({
  received: z.object({ pieces: count, pages: count }),
  printed: count,
  inserted: count,
  posted: count,
  spoiled: count.meta({ description: 'Spoiled, and printed again under the same number' }),
  postedOn: day,
  postedAt: instant,
  problem: z.string().nullable(),
  differences: z
    .array(z.string())
    .meta({ description: "Where the shop's figures differ from ours; empty: they agree" }),
});

const runDetail = runBrief
  .extend({
    manifestHash: z.string().nullable(),
    files: z.array(z.object({ name: z.string(), sha256: z.string(), pieces: count, pages: count })),
    campaigns: z.array(z.object({ campaignId: id, letters: count })),
    acknowledgement: acknowledgement.nullable(),
    delivery: runDelivery,
    balance,
    classes: z.array(postal.extend({ pieces: count })).meta({ description: 'Envelopes in it by class' }),
    postings: z.array(posting),
    costs: z.array(classCost).meta({ description: 'What the posted pieces cost; empty before posting' }),
    prices: z.string().nullable().meta({ description: 'Where these prices are from' }),
    carrierFiles: z.array(carrierFile).meta({ description: 'The newest first, at most 10' }),
    envelopes: pageOf(piece),
  })
  .meta({ id: 'PrintRunDetail' });

export const printRunRoutes = {
  listPrintRuns: {
    method: 'get',
    path: '/api/print-runs',
    summary: 'Print runs, newest first',
    tag: 'lanes',
    action: 'print.read',
    query: z.object({ cursor, limit, campaign: idParam.shape.id.optional(), status: runStatus.optional() }),
    reply: { status: 200, description: 'A page of print runs', schema: pageOf(runBrief) },
  },
  getPrintRun: {
    method: 'get',
    path: '/api/print-runs/{id}',
    summary: 'A print run: control totals of both sides, and its envelopes page by page',
    tag: 'lanes',
    action: 'print.read',
    params: idParam,
    query: paging,
    reply: { status: 200, description: 'The print run', schema: runDetail },
    errors: ['not_found'],
  },
} as const satisfies Contracts;
