import { z } from 'zod';
import { REQUESTED } from '../../../domain/access/access';
import { DECISION_KINDS, WHY_NOT } from '../../../domain/access/decisions';
import { type Contracts } from '../../http/route';
import { gate, id, instant, pageOf, paging, text } from '../../http/shapes';

const decision = z
  .object({
    kind: z.enum(DECISION_KINDS),
    key: z.string().meta({ description: 'Unique among all, such as plan_version:12:4' }),
    id: id.meta({ description: 'Of the row that is decided; for a plan version its campaign' }),
    campaignId: id.nullable(),
    campaign: z.string().nullable().meta({ description: 'Name of the campaign' }),
    version: z.number().int().nullable().meta({ description: 'Of the plan' }),
    journeyId: id.nullable().meta({ description: 'Of a correction' }),
    action: z.enum(REQUESTED).nullable().meta({ description: 'What a request asks for' }),
    title: text,
    askedBy: z.object({ id, name: z.string() }).nullable(),
    askedAt: instant,
    expiresAt: instant.nullable(),
    gate: gate.nullable().meta({ description: "The gate of the caller's role, where gates are passed" }),
    may: z.boolean().meta({ description: 'Whether the caller may decide' }),
    whyNot: z
      .enum(WHY_NOT)
      .nullable()
      .meta({ description: 'own: asked for by the caller; gate_done: passed already; role: another role decides' }),
  })
  .meta({ id: 'Decision' });

export const decisionRoutes = {
  listDecisions: {
    method: 'get',
    path: '/api/decisions',
    summary: "What waits for a decision of the caller's role, and what the caller asked others to decide; oldest first",
    tag: 'requests',
    action: 'decision.read',
    query: paging,
    reply: { status: 200, description: 'A page', schema: pageOf(decision) },
  },
} as const satisfies Contracts;
