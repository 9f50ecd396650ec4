import { z } from 'zod';
import { BALANCE_CODES } from '../../../domain/print/balance';
import { type Contracts } from '../../http/route';
import { count, id, idParam, impersonal, instant, reason } from '../../http/shapes';
import { postal } from './carrier';

const day = z.iso.date().meta({ description: 'Local day', example: '2027-02-02' });
const nothing = z.number().int().nonnegative().nullable();

/** Both sides' figures of a run, or of all runs of a day. */
const figures = {
  data: count.meta({ description: 'Envelopes in the data' }),
  printed: nothing,
  inserted: nothing,
  posted: nothing,
  withdrawn: count.meta({ description: 'Taken out on request after the hand-over' }),
  spoiled: count,
  reprinted: count.meta({ description: 'Spoiled, and printed again under the same number' }),
  slips: nothing.meta({ description: 'Pieces by the posting slips; null: none is booked' }),
};

export const balance = z
  .object({
    ...figures,
    balanced: z.boolean().meta({
      description: 'data = printed = inserted = posted + withdrawn, spoiled = reprinted, slips = posted',
    }),
    open: z.array(z.string()).meta({ description: "Codes: differences of the shop's report, and of the slips" }),
  })
  .meta({ id: 'RunBalance' });

export const posting = z
  .object({
    id,
    slipNo: z.string().nullable(),
    office: z.string(),
    postedOn: day,
    postal,
    pieces: count,
    bookedBy: id.nullable().meta({ description: "Null: by the print shop's report" }),
    bookedAt: instant,
    withdrawnAt: instant.nullable(),
    withdrawnReason: z.string().nullable(),
  })
  .meta({ id: 'Posting', description: 'A line of a posting slip (差出票控え)' });

const openOfRun = z.object({ open: z.array(z.enum(BALANCE_CODES)), postings: z.array(posting) });

export const classCost = z
  .object({
    postal,
    pieces: count,
    sheets: count,
    yen: z.number().nonnegative(),
    unpriced: count.meta({ description: 'Pieces whose price is not known; not in yen' }),
  })
  .meta({ id: 'ClassCost' });

const runs = z.object({ id, key: z.string(), open: z.array(z.string()) });

export const postingRoutes = {
  getPrintDaybook: {
    method: 'get',
    path: '/api/print-runs/daybook',
    summary: 'All runs of a day together: data = printed = inserted = posted + taken out, and the runs that are open',
    tag: 'lanes',
    action: 'print.read',
    query: z.object({ date: day.optional().meta({ description: 'Day of the runs; default: today' }) }),
    reply: {
      status: 200,
      description: 'The sums; a figure is null while no run of the day has been reported',
      schema: z
        .object({ date: day, runs: count, ...figures, balanced: z.boolean(), open: z.array(runs) })
        .meta({ id: 'PrintDaybook' }),
    },
  },
  bookPosting: {
    method: 'post',
    path: '/api/print-runs/{id}/postings',
    summary: 'Book a posting slip: what the post office really took, on which day, by class',
    tag: 'lanes',
    action: 'print.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        slipNo: impersonal(40).optional(),
        office: impersonal(60).meta({ description: 'The post office', example: '銀座郵便局' }),
        postedOn: day,
        lines: z
          .array(postal.extend({ pieces: z.number().int().min(1).max(1_000_000) }))
          .min(1)
          .max(20),
      }),
    },
    write: 'idempotency-key',
    reply: {
      status: 201,
      description: 'What is open of the run now',
      schema: openOfRun,
    },
    errors: ['not_found', 'print_run_not_handed_over', 'posting_day_wrong'],
  },
  withdrawPosting: {
    method: 'post',
    path: '/api/print-runs/{id}/postings/{posting}/withdraw',
    summary: 'Withdraw a line of a slip that was booked by mistake; it stays on record',
    tag: 'lanes',
    action: 'print.work',
    params: idParam.extend({ posting: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ reason }) },
    write: 'idempotency-key',
    reply: {
      status: 200,
      description: 'What is open of the run now',
      schema: openOfRun,
    },
    errors: ['not_found'],
  },
  getControlSheet: {
    method: 'get',
    path: '/api/print-runs/{id}/control-sheet',
    summary: 'The control sheet (管理票) of a run as PDF or CSV: counts by class, weight and contents, hash and files',
    tag: 'lanes',
    action: 'print.read',
    params: idParam,
    query: z.object({ format: z.enum(['pdf', 'csv']).default('pdf') }),
    reply: { status: 200, description: 'The sheet', types: ['application/pdf', 'text/csv'] },
    errors: ['not_found'],
  },
  getPostingSlip: {
    method: 'get',
    path: '/api/print-runs/{id}/posting-slip',
    summary: 'The posting slip (差出票控え) of a run as PDF: to be filled in, or as booked',
    tag: 'lanes',
    action: 'print.read',
    params: idParam,
    reply: { status: 200, description: 'The slip', types: ['application/pdf'] },
    errors: ['not_found'],
  },
  getCampaignCosts: {
    method: 'get',
    path: '/api/campaigns/{id}/costs',
    summary:
      "What the campaign's posted letters cost by class, and its mails, SMS and calls by the price list of today",
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'Yen; null where no price is agreed',
      schema: z
        .object({
          post: z.array(classCost),
          postYen: z.number().nonnegative(),
          unpriced: count,
          mail: z.object({ messages: count, each: z.number().nullable(), yen: z.number().nullable() }),
          sms: z.object({
            messages: count,
            parts: count.meta({
              description: 'What they are charged by; an SMS of before they were kept counts as one',
            }),
            each: z.number().nullable(),
            yen: z.number().nullable(),
          }),
          calls: z.object({
            calls: count,
            minutes: count.meta({
              description: 'Of our calls, begun ones whole, as the telephone system reports them',
            }),
            each: z.number().nullable(),
            yen: z.number().nullable(),
          }),
          prices: z.string().nullable(),
          pricesFrom: day.nullable().meta({ description: 'First day of that price list' }),
        })
        .meta({ id: 'CampaignCosts' }),
    },
  },
} as const satisfies Contracts;
