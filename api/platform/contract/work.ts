import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, instant } from '../../http/shapes';

const work = z
  .object({
    asOf: instant,
    returns: z
      .object({
        toEnter: count.meta({ description: 'Forms that wait for a reading by the caller' }),
        toJudge: count.meta({ description: 'Forms on which two readings differ' }),
        pages: count.meta({ description: 'Pages of scanned stacks that wait for a person' }),
        oldestOn: z.iso.date().nullable().meta({ description: 'When the oldest of them came' }),
      })
      .optional(),
    calls: z
      .object({
        due: count,
        mine: count.meta({ description: 'Leased by the caller' }),
        nextAt: instant.nullable().meta({ description: 'When the next task comes' }),
      })
      .optional(),
    holds: z.object({ due: count, mine: count }).optional(),
    inquiries: z
      .object({
        open: count.meta({ description: 'Inquiries that wait for the desk' }),
        mine: count.meta({ description: 'Of these and of those handed over, the caller’s' }),
        overdue: count,
      })
      .optional(),
    decisions: z.object({ mine: count.meta({ description: 'On which the caller may decide' }) }).optional(),
    alerts: z.object({ open: count }).optional(),
    questions: z
      .object({
        open: count.meta({ description: 'Questions that wait for the client' }),
        answered: count.meta({ description: 'Answers that wait to be confirmed' }),
        mine: count.meta({ description: "Of these, the caller's to answer or to confirm" }),
      })
      .optional(),
    clientFiles: z.object({ preview: count }).optional(),
  })
  .meta({ id: 'Work', description: 'Counts end at 200; a part without a right to see it is absent' });

export const workRoutes = {
  getWork: {
    method: 'get',
    path: '/api/work',
    summary: 'What there is to do for the caller, by desk; for the numbers beside the menu',
    tag: 'system',
    action: 'work.read',
    reply: { status: 200, description: 'The counts', schema: work },
  },
} as const satisfies Contracts;
