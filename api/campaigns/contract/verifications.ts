import { z } from 'zod';
import { VERIFIED_PARTS } from '../../../domain/campaigns/verification';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, pageOf, paging, text } from '../../http/shapes';

const part = z.enum(VERIFIED_PARTS).meta({
  id: 'VerifiedPart',
  description:
    'ledger: chains of hashes; rows: every row that is evidence against its entries; decisions: each made again; ' +
    'completeness: one outcome per contract, and the signed statement',
});
const ok = z.boolean().meta({ description: 'Whether it matches' });
const contract = id.optional();

const ledger = z.object({
  ok,
  chains: z.array(
    z.object({
      chain: z.string().meta({ example: 'campaign:12' }),
      entries: count,
      ok,
      head: z.string().meta({ description: 'The recomputed last hash; to be compared with one noted elsewhere' }),
      firstBad: z
        .object({ seq: count, why: z.string(), text })
        .optional()
        .meta({ description: 'The first entry that does not follow from the one before it' }),
    }),
  ),
});
const rows = z.object({
  ok,
  journeys: count,
  amiss: count,
  unproved: count.meta({ description: 'From before the ledger noted what proves them' }),
  faults: z
    .array(
      z.object({
        table: z.string(),
        tableText: text,
        row: z.string(),
        field: z.string().optional(),
        why: z.string(),
        text,
      }),
    )
    .meta({ description: 'The first 200' }),
});
const decisions = z.object({
  ok,
  made: count,
  amiss: count,
  differing: z.array(z.object({ seq: count, journey: id })).meta({ description: 'The first 200' }),
});
const completeness = z.object({
  ok,
  ended: z.boolean().meta({ description: 'A campaign that runs may have contracts without an outcome' }),
  contracts: count,
  open: count,
  unexpected: count.meta({ description: 'Outcomes of contracts outside the audience' }),
  journeysAmiss: count.meta({ description: 'Open or missing journeys' }),
  amiss: count.meta({ description: 'Contracts whose outcome is not the last one in the ledger' }),
  contradicted: z.array(id).meta({ description: 'The first 200 of them' }),
  statements: z
    .array(z.object({ no: count, lines: count, faults: z.array(z.object({ why: z.string(), contract, text })) }))
    .meta({ description: 'The signed statement and its supplements' }),
});

const verification = z
  .object({
    id,
    what: z.array(part),
    status: z
      .enum(['waiting', 'running', 'done', 'failed'])
      .meta({ description: 'failed: it could not be made, which says nothing of the records' }),
    matches: z.boolean().nullable().meta({ description: 'Whether everything verified matches; null until it is done' }),
    askedBy: z.object({ id, name: z.string() }),
    askedAt: instant,
    progress: z
      .object({ part, done: count, total: count.nullable(), at: instant })
      .nullable()
      .meta({ description: 'Entries, journeys or decisions of the part under way' }),
    finishedAt: instant.nullable(),
    ledger: ledger.optional(),
    rows: rows.optional(),
    decisions: decisions.optional(),
    completeness: completeness.optional(),
  })
  .meta({ id: 'Verification', description: 'Parts appear as they are done' });

const ofCampaign = { tag: 'campaigns', action: 'campaign.read' } as const;

export const verificationRoutes = {
  askVerification: {
    ...ofCampaign,
    method: 'post',
    path: '/api/campaigns/{id}/verifications',
    summary: 'Have the records of a campaign verified by a worker; the one under way if there is one',
    action: 'campaign.verify',
    params: idParam,
    write: 'idempotency-key',
    body: {
      kind: 'json',
      schema: z.object({
        what: z
          .array(part)
          .min(1)
          .max(VERIFIED_PARTS.length)
          .default([...VERIFIED_PARTS]),
      }),
    },
    reply: { status: 201, description: 'Asked for; 200: one is under way', schema: verification, also: [200] },
  },
  listVerifications: {
    ...ofCampaign,
    method: 'get',
    path: '/api/campaigns/{id}/verifications',
    summary: 'Verifications of a campaign, newest first',
    params: idParam,
    query: paging,
    reply: { status: 200, description: 'A page of verifications', schema: pageOf(verification) },
  },
  getVerification: {
    ...ofCampaign,
    method: 'get',
    path: '/api/campaigns/{id}/verifications/{verification}',
    summary: 'How far a verification has come, and what it has found',
    params: idParam.extend({ verification: idParam.shape.id }),
    reply: { status: 200, description: 'The verification', schema: verification },
  },
} as const satisfies Contracts;
