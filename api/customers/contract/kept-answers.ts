import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { id, idParam, instant, reason, text } from '../../http/shapes';

const kept = z
  .object({
    id,
    campaignId: id,
    journeyId: id,
    holdId: id.nullable().meta({ description: 'The hold whose owner decides' }),
    why: z.string().meta({ description: "The hold's reason, `representative` or `consent_missing`" }),
    whyText: text,
    what: z.enum(['answer', 'withdrawal']),
    via: z.enum(['web', 'form', 'phone']),
    representativeId: id.nullable().meta({ description: 'The representative who gave it; null: the customer' }),
    choices: z
      .array(z.object({ contractId: id, choice: z.enum(['migrate', 'cancel', 'withdrawn']) }))
      .meta({ description: 'What was declared' }),
    declaredAt: instant,
    keptAt: instant,
    status: z
      .enum(['kept', 'counted', 'discarded', 'replaced'])
      .meta({ description: '`replaced`: the legal representative has answered since' }),
    decidedBy: id.nullable(),
    decidedAt: instant.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'KeptAnswer' });

export const keptAnswerRoutes = {
  listKeptAnswers: {
    method: 'get',
    path: '/api/customers/{id}/kept-answers',
    summary: 'Answers that came in while a person had to decide whether they may count, newest first',
    tag: 'customers',
    action: 'hold.read',
    params: idParam,
    reply: { status: 200, description: 'Kept answers', schema: z.object({ items: z.array(kept) }) },
  },
  discardKeptAnswer: {
    method: 'post',
    tag: 'customers',
    write: 'idempotency-key',
    path: '/api/customers/{id}/kept-answers/{keptId}/discard',
    action: 'hold.release',
    summary: 'Decide that a kept answer does not count; releasing its hold lets the others count. Idempotent',
    params: idParam.extend({ keptId: idParam.shape.id }),
    body: { kind: 'json', schema: z.object({ reason }) },
    reply: { status: 200, description: 'The answer', schema: kept },
    errors: ['kept_answer_decided', 'hold_not_yours'],
  },
} as const satisfies Contracts;
