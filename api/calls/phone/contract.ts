import { z } from 'zod';
import { INTERVAL_FINDINGS } from '../../../domain/calls/intervals';
import { type Contracts } from '../../http/route';
import { count, instant, text } from '../../http/shapes';

const day = z.iso.date();
const share = z.number().min(0).max(1).nullable();

const agreement = z
  .object({
    from: day.meta({ description: 'Local day from which it holds' }),
    percent: z.number().int().min(1).max(100).meta({ description: 'So many of those who waited for a person …' }),
    seconds: z.number().int().min(1).max(600).meta({ description: '… are answered within so many seconds' }),
    recordingDays: z
      .number()
      .int()
      .min(1)
      .max(3_650)
      .nullable()
      .meta({ description: 'References of recordings go after so many days; null: with the customer’s data' }),
  })
  .meta({ id: 'PhoneAgreement' });

const figures = {
  offered: count,
  answered: count,
  abandoned: count.meta({ description: 'Hung up while waiting for a person' }),
  abandonedIvr: count.meta({ description: 'Hung up while a machine spoke; in none of the shares' }),
  within: count.meta({ description: 'Answered within the agreed seconds' }),
  waited: count.meta({ description: 'The base of the shares: those who waited for a person' }),
  answerRate: share.meta({ description: 'Answered, of those who waited' }),
  serviceLevel: share.meta({ description: 'Answered within the agreed seconds, of those who waited' }),
  abandonment: share.meta({ description: 'Hung up, of those who waited' }),
  ahtSeconds: z.number().nullable().meta({ description: 'Mean handling time' }),
};

const phoneDay = z
  .object({
    day: day.meta({ description: 'Local day' }),
    ...figures,
    staffed: z.number().meta({ description: 'Seats of all queues together, on average' }),
    agreed: agreement.nullable().meta({ description: 'What holds on that day; null: nothing is agreed' }),
    reached: z.boolean().nullable().meta({ description: 'Whether the agreed service level was reached' }),
  })
  .meta({ id: 'PhoneDay' });

const interval = z
  .object({ queue: z.string(), startsAt: instant, minutes: count, ...figures, staffed: z.number() })
  .meta({ id: 'PhoneInterval' });

export const phoneRoutes = {
  importIntervals: {
    method: 'post',
    path: '/api/phone/intervals',
    summary:
      'Intervals of the telephone system (ACD) as CSV: calls offered, answered, abandoned; the same file again changes nothing',
    tag: 'calls',
    action: 'lane.edit',
    body: {
      kind: 'text',
      types: ['text/csv'],
      limit: 4 * 1024 * 1024,
      description:
        'Header 窓口,開始,分,着信,応答,放棄,IVR放棄,目標内応答,平均処理秒,席数 (or queue,start,minutes,offered,answered,abandoned,' +
        'abandoned_ivr,within,aht_seconds,staffed); start in local time (Japan), intervals of 15 or 30 minutes. A last row 合計 ' +
        '(total) states the sums of the columns: a file that differs from it is refused',
    },
    // No idempotency key: the same file again changes nothing.
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'What was stored, its sums, and the rows that cannot be right, which were left out',
      schema: z
        .object({
          rows: count,
          added: count,
          corrected: count,
          unchanged: count,
          totals: z
            .object({ offered: count, answered: count, abandoned: count, abandonedIvr: count, within: count })
            .meta({ description: 'Sums of the rows that were taken' }),
          stated: z.boolean().meta({ description: 'The file stated its sums, and its rows add up to them' }),
          findings: z
            .array(z.object({ line: count, column: z.string(), code: z.enum(INTERVAL_FINDINGS), text }))
            .meta({ description: 'At most 200, by line' }),
          found: count.meta({ description: 'All findings' }),
        })
        .meta({ id: 'IntervalImport' }),
    },
  },
  listPhoneDays: {
    method: 'get',
    path: '/api/phone/days',
    summary: 'Service level with base and target, abandonment and handling time by day, from the telephone system',
    tag: 'calls',
    action: 'lane.read',
    query: z.object({
      from: day.optional().meta({ description: 'Default: 13 days before `to`' }),
      to: day.optional().meta({ description: 'Default: today; at most 92 days' }),
    }),
    reply: {
      status: 200,
      description: 'Days with calls, oldest first',
      schema: z.object({ items: z.array(phoneDay) }),
    },
  },
  listPhoneIntervals: {
    method: 'get',
    path: '/api/phone/intervals',
    summary: 'The intervals of a local day, for the report of that day',
    tag: 'calls',
    action: 'lane.read',
    query: z.object({ day }),
    reply: {
      status: 200,
      description: 'Intervals in the order of time',
      schema: z.object({ items: z.array(interval) }),
    },
  },
  listPhoneAgreements: {
    method: 'get',
    path: '/api/phone/agreements',
    summary: 'What is agreed about the telephone desk: service level, and how long recordings may be found',
    tag: 'calls',
    action: 'lane.read',
    reply: { status: 200, description: 'Newest first', schema: z.object({ items: z.array(agreement) }) },
  },
  setPhoneAgreement: {
    method: 'post',
    path: '/api/phone/agreements',
    summary: 'Note what is agreed about the telephone desk from a day on; days before keep what they had',
    tag: 'calls',
    action: 'lane.edit',
    body: { kind: 'json', schema: agreement },
    write: 'idempotency-key',
    reply: { status: 200, description: 'As noted', schema: agreement },
  },
} as const satisfies Contracts;
