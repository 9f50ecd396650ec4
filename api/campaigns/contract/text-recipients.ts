import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { channel, count, cursor, id, idParam, instant, limit } from '../../http/shapes';

const recipient = z
  .object({
    messageId: id,
    customerId: id,
    journeyId: id,
    step: z.string(),
    occurrence: count,
    channel,
    status: z.enum(['handed_over', 'doubtful']),
    handedOverAt: instant.nullable(),
    cameBack: z.boolean().meta({ description: 'Bounced or returned: the customer does not have it' }),
    piece: z.string().nullable().meta({ description: 'Envelope number; letters only' }),
    journey: z.enum(['open', 'closed']),
    correctedAt: instant
      .nullable()
      .meta({ description: 'When a later text, or a step for its recipients, reached the customer' }),
    answers: count.meta({
      description: 'Answers declared after it was handed over and before it was corrected',
    }),
  })
  .meta({ id: 'NoticeRecipient' });

export const recipientRoutes = {
  listRecipients: {
    method: 'get',
    path: '/api/campaigns/{id}/notices/{noticeId}/versions/{version}/recipients',
    summary: 'Recipients of a notice in one version, by surrogate ids; as CSV with Accept: text/csv',
    tag: 'campaigns',
    action: 'journey.read',
    params: idParam.extend({
      noticeId: z.string().min(1).max(100),
      version: z.coerce.number().int().positive().max(2_147_483_647),
    }),
    query: z.object({ cursor, limit }),
    reply: {
      status: 200,
      description: 'Totals and one page; the CSV has all rows',
      schema: z.object({
        asOf: instant,
        notice: z.string(),
        version: id,
        counts: z.object({ messages: count, customers: count, cameBack: count, answered: count, corrected: count }),
        items: z.array(recipient),
        next: z.string().nullable(),
      }),
      types: ['text/csv'],
    },
  },
} as const satisfies Contracts;
