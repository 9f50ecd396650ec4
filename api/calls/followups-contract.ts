import { z } from 'zod';
import { FOLLOWUPS, type Followup } from '../../domain/calls/call-rules';
import { type Contracts } from '../http/route';
import { cursor, id, idParam, instant, limit, pageOf } from '../http/shapes';

/** A complaint is a case by now; those that an older version has left are still listed. */
const kinds = [...(Object.keys(FOLLOWUPS) as [Followup, ...Followup[]]), 'complaint'] as const;

const followup = z
  .object({
    id,
    campaignId: id,
    customerId: id,
    callTask: id,
    kind: z.enum(kinds),
    language: z.string().nullable().meta({ description: 'ISO 639-1 code of the language asked for' }),
    openedAt: instant,
    dueOn: z.iso.date().meta({ description: 'Local day by which it is to be done' }),
    doneAt: instant.nullable(),
  })
  .meta({ id: 'CallFollowup' });

export const followupRoutes = {
  listFollowups: {
    method: 'get',
    path: '/api/call-followups',
    summary: 'What calls have left for a person to do: a letter in large type, another language',
    tag: 'calls',
    action: 'call.read',
    query: z.object({ cursor, limit, state: z.enum(['open', 'done']).default('open') }),
    reply: { status: 200, description: 'A page of them, oldest first', schema: pageOf(followup) },
  },
  finishFollowup: {
    method: 'post',
    path: '/api/call-followups/{id}/done',
    summary: 'Note that it has been done',
    tag: 'calls',
    action: 'call.work',
    params: idParam,
    write: 'idempotency-key',
    reply: { status: 200, description: 'Noted', schema: z.object({ id }) },
  },
} as const satisfies Contracts;
