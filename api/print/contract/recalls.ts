import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, pageOf, paging, reason } from '../../http/shapes';

const recall = z
  .object({
    id,
    key: z.string().meta({ description: 'Its name everywhere, including at the print shop' }),
    printRun: z.string(),
    pauseId: id.nullable(),
    status: z.enum(['asked', 'differs', 'answered']).meta({
      description: "differs: the shop's response does not match the request; nothing is recorded, a person must check",
    }),
    pieces: count.meta({ description: 'Envelopes requested' }),
    letters: count.meta({ description: 'Letters of this campaign in them' }),
    pulled: count.nullable().meta({ description: 'Envelopes removed; null: no response yet' }),
    tooLate: count.nullable(),
    reason: z.string(),
    askedBy: id.nullable(),
    askedAt: instant,
    sentAt: instant.nullable().meta({ description: 'When the list was delivered to the shop' }),
    answeredAt: instant.nullable(),
  })
  .meta({ id: 'Recall', description: 'Envelopes of one print run the shop is asked to remove before posting' });

export const recallRoutes = {
  askBack: {
    method: 'post',
    path: '/api/campaigns/{id}/pauses/{pauseId}/recalls',
    summary: 'Recall unposted letters held by a pause from the print shop; one list for each run',
    tag: 'campaigns',
    action: 'campaign.pause',
    params: idParam.extend({ pauseId: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ reason }) },
    write: 'idempotency-key',
    reply: {
      status: 201,
      description: 'The lists; empty if the shop has no such letter that was not requested before',
      schema: z.object({ items: z.array(recall) }),
    },
    errors: ['pause_over'],
  },
  listRecalls: {
    method: 'get',
    path: '/api/campaigns/{id}/recalls',
    summary: "Recall lists, newest first, and the shop's responses",
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    query: paging,
    reply: { status: 200, description: 'A page of lists', schema: pageOf(recall) },
  },
} as const satisfies Contracts;
