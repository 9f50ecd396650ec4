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

const journeyLine = journeyBrief
  .extend({
    wave: z.string().nullable(),
    prefecture: z.number().int().nullable().meta({ description: 'JIS X 0401' }),
    lastContactAt: instant.nullable(),
    name: z.string().nullable().optional().meta({
      description: 'Masked; null: not for this caller, or erased; absent: without the right to masked values',
    }),
  })
  .meta({ id: 'JourneyLine' });

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
      prefecture: z.coerce.number().int().min(1).max(47).optional().meta({ description: 'JIS X 0401' }),
      order: z
        .enum(['id', 'wakeAt'])
        .default('id')
        .meta({ description: 'wakeAt: open journeys as they go on by themselves, next first; only with a state' }),
      q: z.coerce.number().int().positive().optional().meta({ description: 'Id of a journey, customer or contract' }),
    }),
    reply: { status: 200, description: 'A page of journeys', schema: pageOf(journeyLine) },
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
          histories: z
            .array(z.object({ run: z.number().int(), url: z.string() }))
            .meta({ description: "Of each run in Temporal's UI; none where the installation names no UI" }),
        })
        .meta({ id: 'JourneyDetail' }),
    },
  },
} as const satisfies Contracts;
