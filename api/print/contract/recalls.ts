import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, pageOf, paging, reason } from '../../http/shapes';

const recall = z
  .object({
    id,
    key: z.string().meta({ description: 'Its name everywhere, also at the print shop' }),
    printRun: z.string(),
    pauseId: id.nullable(),
    status: z
      .enum(['asked', 'differs', 'answered'])
      .meta({ description: 'differs: the shop answers otherwise than asked; nothing is booked, a person looks' }),
    pieces: count.meta({ description: 'Envelopes asked for' }),
    letters: count.meta({ description: 'Letters of this campaign in them' }),
    pulled: count.nullable().meta({ description: 'Envelopes that were taken out; null: no answer yet' }),
    tooLate: count.nullable(),
    reason: z.string(),
    askedBy: id.nullable(),
    askedAt: instant,
    sentAt: instant.nullable().meta({ description: 'When the list lay at the shop' }),
    answeredAt: instant.nullable(),
  })
  .meta({ id: 'Recall', description: 'Envelopes of one print run that the shop is asked to take out before posting' });

export const recallRoutes = {
  askBack: {
    method: 'post',
    path: '/api/campaigns/{id}/pauses/{pauseId}/recalls',
    summary: 'Ask the print shop for the letters that a pause keeps back and that are not posted; a list for each run',
    tag: 'campaigns',
    action: 'campaign.pause',
    params: idParam.extend({ pauseId: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ reason }) },
    write: 'idempotency-key',
    reply: {
      status: 201,
      description: 'The lists; none: the shop has no letter of its scope that was not asked for before',
      schema: z.object({ items: z.array(recall) }),
    },
    errors: ['pause_over'],
  },
  listRecalls: {
    method: 'get',
    path: '/api/campaigns/{id}/recalls',
    summary: 'What the print shop was asked to take out, newest first, and what it answered',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    query: paging,
    reply: { status: 200, description: 'A page of lists', schema: pageOf(recall) },
  },
} as const satisfies Contracts;
