import { z } from 'zod';
import {
  hasGround,
  REGISTER_GROUNDS,
  RESEARCH_FOUND,
  RESEARCH_NEXT,
  RESEARCH_WAYS,
} from '../../../domain/returns/address-research';
import { type Contracts } from '../../http/route';
import { id, idParam, instant, pageOf, paging } from '../../http/shapes';
import { day, undeliverableReason } from '../contract';

const fields = {
  ways: z.array(z.enum(RESEARCH_WAYS)).min(1).max(RESEARCH_WAYS.length),
  ground: z.enum(REGISTER_GROUNDS).nullable().default(null),
  found: z.enum(RESEARCH_FOUND),
  next: z
    .enum(RESEARCH_NEXT)
    .meta({ description: 'ask_client: its change of address sends the letter again; end: no letter any more' }),
};
const research = z
  .object({ ...fields, ground: z.enum(REGISTER_GROUNDS).nullable(), by: id, at: instant })
  .meta({ id: 'AddressResearch' });
const researches = z.object({ items: z.array(research) });

export const researchRoutes = {
  listToResearch: {
    method: 'get',
    path: '/api/address-research',
    summary: 'Letters that came back for their address and about which nothing was found out yet, oldest first',
    tag: 'returns',
    action: 'return.read',
    query: paging,
    reply: {
      status: 200,
      description: 'Without those of customers under protection: no one looks for their address',
      schema: pageOf(
        z.object({
          ...{ returnId: id, receipt: z.string(), campaignId: id, customerId: id, reason: undeliverableReason },
          receivedOn: day,
        }),
      ),
    },
  },
  listResearch: {
    method: 'get',
    path: '/api/returns/{id}/research',
    summary: 'What was found out about the address of a letter that came back',
    tag: 'returns',
    action: 'return.read',
    params: idParam,
    reply: { status: 200, description: 'Oldest first', schema: researches },
  },
  recordResearch: {
    method: 'post',
    path: '/api/returns/{id}/research',
    summary: 'Record where a person looked for the address, what came out, and what follows; `end` releases the hold',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object(fields).refine(({ ways, ground }) => hasGround(ways, ground), {
        path: ['ground'],
        message: '住民票を調べたときだけ、必ず根拠を付けます / with residents_register, and only then',
      }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: 'All that was found out', schema: researches },
    errors: ['research_not_allowed', 'research_not_here'],
  },
} as const satisfies Contracts;
