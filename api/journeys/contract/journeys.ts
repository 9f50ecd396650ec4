import { z } from 'zod';
import { EVENT_RESULTS } from '../../../domain/journeys/timeline/event-result';
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
    result: z.enum(EVENT_RESULTS).meta({
      description:
        'A contact made, one not made (or not on every channel), what came in, what a person did, or a decision',
    }),
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
const nextThing = z
  .object({ kind: z.string(), at: instant.nullable(), text })
  .meta({ id: 'NextEvent', description: 'What happens next if nothing comes in meanwhile, in one sentence' });

const customerJourney = journeyBrief
  .extend({ campaignId: id, campaign: z.string(), zone: z.string(), next: nextThing })
  .meta({ id: 'CustomerJourney' });

export const journeyRoutes = {
  listCustomerJourneys: {
    method: 'get',
    path: '/api/customers/{id}/journeys',
    summary: "A customer's journeys, the newest campaign first, each with what comes next",
    tag: 'journeys',
    action: 'personal.masked',
    params: idParam,
    reply: { status: 200, description: 'All of them', schema: z.object({ items: z.array(customerJourney) }) },
    errors: ['protected_customer'],
  },
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
    query: z.object({
      before: z.coerce
        .number()
        .int()
        .positive()
        .optional()
        .meta({ description: 'Only entries with a lower ledger number' }),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(200)
        .default(200)
        .meta({ description: 'Newest entries of the timeline' }),
    }),
    reply: {
      status: 200,
      description: 'The journey',
      schema: journeyBrief
        .extend({
          campaignId: id,
          messages: z.array(attempt),
          arrivals: z.array(arrival),
          histories: z
            .array(z.object({ run: z.number().int(), url: z.string() }))
            .meta({ description: "Of each run in Temporal's UI; none where the installation names no UI" }),
          campaign: z.object({
            name: z.string(),
            zone: z.string(),
            firstDispatch: instant,
            lastDispatch: instant,
            applyBy: instant,
            endOfService: instant,
          }),
          next: nextThing,
          states: z
            .array(z.object({ state: journeyState, from: instant }))
            .meta({ description: 'The states so far and when each began, oldest first' }),
          timeline: z.array(event).meta({ description: 'Oldest first' }),
          entries: count.meta({ description: 'Entries of the timeline in all' }),
          older: id
            .nullable()
            .meta({ description: 'There are older entries: `before` of the page that ends with them' }),
        })
        .meta({ id: 'JourneyDetail' }),
    },
  },
} as const satisfies Contracts;
