import { z } from 'zod';
import { type Contracts } from '../../http/route';
import {
  count,
  cursor,
  id,
  idParam,
  instant,
  journeyState,
  limit,
  messageStatus,
  outcome,
  pageOf,
  text,
} from '../../http/shapes';

const contractOutcome = z.object({ contractId: id, outcome: outcome.nullable(), reason: z.string().nullable() });

const journeyBrief = z
  .object({
    id,
    customerId: id,
    run: z.number().int(),
    status: z.enum(['open', 'closed']),
    state: journeyState,
    step: z.string().nullable(),
    wakeAt: instant.nullable(),
    closedAt: instant.nullable(),
    contracts: z.array(contractOutcome),
  })
  .meta({ id: 'Journey' });

const attempt = z
  .object({
    messageId: id,
    run: z.number().int(),
    step: z.string(),
    occurrence: z.number().int(),
    channel: z.string(),
    purpose: z.string(),
    notice: z.string(),
    version: z.number().int(),
    status: messageStatus,
    notBefore: instant,
    handedOverAt: instant.nullable(),
    bouncedAt: instant.nullable(),
    failure: z.string().nullable(),
    deferrals: count,
    overrideReason: z.string().nullable(),
  })
  .meta({ id: 'Message' });

const arrival = z
  .object({
    id,
    seq: z.number().int(),
    kind: z.string(),
    at: instant,
    receivedAt: instant,
    readAt: instant.nullable(),
    source: z.string(),
  })
  .meta({ id: 'Arrival' });

const event = z
  .object({
    ledgerNo: id.meta({ description: "Number in the campaign's ledger" }),
    at: instant,
    kind: z.string(),
    what: text,
    reason: z.string().nullable(),
    reasonText: text.nullable(),
    refused: z
      .array(z.object({ step: z.string(), channel: z.string(), reason: z.string(), reasonText: text }))
      .meta({ description: 'Channels not used for this, and why' }),
    entry: z.record(z.string(), z.unknown()).meta({ description: 'The ledger entry itself' }),
  })
  .meta({ id: 'TimelineEvent' });

const statementLine = z.object({
  contractId: id,
  customerId: id,
  line: z.number().int(),
  outcome: outcome.nullable(),
  reason: z.string().nullable(),
  at: instant.nullable(),
  attempts: z.array(
    z.object({
      step: z.string(),
      channel: z.string(),
      run: z.number().int(),
      status: messageStatus,
      at: instant.nullable(),
      bounced: z.boolean(),
      failure: z.string().nullable(),
    }),
  ),
});

const statement = z
  .object({
    campaignId: id,
    asOf: instant,
    status: z.string(),
    contentHash: z.string().nullable(),
    rows: z
      .object({ total: count, refused: count, doubles: count, contracts: count })
      .meta({ description: 'Rows of the file: refused rows, exact duplicates and contracts add up to the total' }),
    refusedByCode: z.array(z.object({ code: z.string(), count })),
    held: z.object({ undecided: count, released: count, excluded: count }),
    contracts: z.object({ total: count, byOutcome: z.record(outcome, count), open: count }),
    byReason: z.array(z.object({ outcome, reason: z.string(), count })),
    messages: z.array(z.object({ channel: z.string(), status: messageStatus, count })),
    balanced: z.boolean().meta({ description: 'Whether rows and outcomes add up and no contract is open' }),
    lines: z.array(statementLine),
  })
  .meta({ id: 'Statement' });

export const journeyRoutes = {
  listJourneys: {
    method: 'get',
    path: '/api/campaigns/{id}/journeys',
    summary: 'Journeys by state, outcome or id',
    tag: 'journeys',
    action: 'journey.read',
    params: idParam,
    query: z.object({
      cursor,
      limit,
      state: journeyState.optional(),
      outcome: z
        .enum([...outcome.options, 'open'])
        .optional()
        .meta({ description: 'Journeys with such a contract' }),
      q: z.coerce.number().int().positive().optional().meta({ description: 'Id of a journey, customer or contract' }),
    }),
    reply: { status: 200, description: 'A page of journeys', schema: pageOf(journeyBrief) },
  },
  getJourney: {
    method: 'get',
    path: '/api/journeys/{id}',
    summary: 'A journey with the reason of each decision',
    tag: 'journeys',
    action: 'journey.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'The journey',
      schema: journeyBrief
        .extend({
          campaignId: id,
          messages: z.array(attempt),
          arrivals: z.array(arrival),
          timeline: z.array(event),
        })
        .meta({ id: 'JourneyDetail' }),
    },
  },
  getStatement: {
    method: 'get',
    path: '/api/campaigns/{id}/statement',
    summary: 'Completeness statement: each contract with its outcome and every attempt',
    tag: 'journeys',
    action: 'campaign.read',
    params: idParam,
    reply: { status: 200, description: 'The statement, on one snapshot', schema: statement },
  },
} as const satisfies Contracts;
