import { z } from 'zod';
import { INTERVAL_FINDINGS } from '../../../domain/calls/intervals';
import { type Contracts } from '../../http/route';
import { count, text } from '../../http/shapes';

const day = z.iso.date();
const share = z.number().min(0).max(1).nullable();

const phoneDay = z
  .object({
    day: day.meta({ description: 'Local day' }),
    offered: count,
    answered: count,
    abandoned: count.meta({ description: 'Hung up while waiting for a person' }),
    abandonedIvr: count.meta({ description: 'Hung up while a machine spoke; in none of the shares' }),
    serviceLevel: share.meta({ description: 'Answered within the agreed seconds, of those who waited for a person' }),
    abandonment: share.meta({ description: 'Hung up, of those who waited for a person' }),
    answerRate: share.meta({ description: 'Answered, of those who waited for a person' }),
    ahtSeconds: z.number().nullable().meta({ description: 'Mean handling time' }),
    staffed: z.number().meta({ description: 'Seats on average' }),
  })
  .meta({ id: 'PhoneDay' });

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
        'abandoned_ivr,within,aht_seconds,staffed); start in local time (Japan), intervals of 15 or 30 minutes',
    },
    // No idempotency key: the same file again changes nothing.
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'What was stored, and the rows that cannot be right, which were left out',
      schema: z
        .object({
          rows: count,
          added: count,
          corrected: count,
          unchanged: count,
          findings: z
            .array(z.object({ line: count, code: z.enum(INTERVAL_FINDINGS), text }))
            .meta({ description: 'At most 200' }),
          found: count.meta({ description: 'All findings' }),
        })
        .meta({ id: 'IntervalImport' }),
    },
  },
  listPhoneDays: {
    method: 'get',
    path: '/api/phone/days',
    summary: 'Service level, abandonment and handling time by day, from the telephone system',
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
} as const satisfies Contracts;
