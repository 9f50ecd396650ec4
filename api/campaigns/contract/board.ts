import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { channel, count, id, idParam, instant, journeyState, outcome } from '../../http/shapes';
import { glance } from './campaigns';

const byChannel = z.partialRecord(channel, z.number().int());
const day = z.iso.date();
const share = z.number().min(0).max(1);

export const waveGone = z.boolean().meta({
  description:
    'It is of a wave that the version in force does not have: it holds no one, but for whom something was queued before the customers moved',
});

const board = z
  .object({
    asOf: instant,
    zone: z.string().meta({ description: 'Time zone of all days' }),
    dates: z.object({
      firstDispatch: instant,
      lastDispatch: instant,
      applyBy: instant,
      graceUntil: instant.nullable(),
      endOfService: instant,
      day: count.meta({ description: 'From 1 on the day of the first dispatch; 0 before' }),
      days: count,
      left: count.meta({ description: 'Days until the end of service' }),
    }),
    yesterdayAt: instant
      .nullable()
      .meta({ description: 'When the counts of the day before were taken; null: there are none' }),
    states: z
      .array(z.object({ state: journeyState, customers: count, yesterday: count.nullable() }))
      .meta({ description: 'Every state; they add up to the customers' }),
    contracts: z
      .object({
        total: count,
        open: count,
        byOutcome: z.record(outcome, count),
        yesterday: z.object({ open: count, byOutcome: z.record(outcome, count) }).nullable(),
      })
      .meta({ description: 'Outcomes and open contracts add up to the total' }),
    channels: z.array(
      z.object({
        channel,
        queued: count,
        handedOver: count,
        cameBack: count.meta({ description: 'Of those handed over: could not be delivered' }),
        doubtful: count,
        today: z.object({
          due: count.meta({ description: 'What has left today and what is queued' }),
          done: count,
        }),
        dailyCapacity: count
          .nullable()
          .meta({ description: 'Of its lane, which campaigns of the client share; null: no limit' }),
      }),
    ),
    days: z
      .array(
        z.object({
          day,
          handedOver: byChannel,
          outcomes: z.partialRecord(z.enum([...outcome.options, 'open']), z.number().int()),
          returned: z.object({ form: z.number().int(), undeliverable: z.number().int() }),
          total: z.partialRecord(z.enum([...outcome.options, 'open']), count),
        }),
      )
      .meta({
        description:
          'Days since the start, the last one still going on: what each added, and contracts by outcome at its end',
      }),
    ahead: z
      .array(z.object({ day, closed: z.boolean(), due: byChannel, capacity: z.partialRecord(channel, count) }))
      .meta({
        description:
          "The days to the tenth working day. Due: by the plan, each step on the channel it prefers, and calls to be made again, as the campaign's daily look found it; empty before the first look",
      }),
    beside: z
      .object({
        rehearsal: id,
        band: z.array(z.object({ day, low: share, likely: share, high: share })),
        finding: z
          .object({ side: z.enum(['below', 'above']), since: day, days: count, gap: z.number() })
          .nullable()
          .meta({
            description:
              'The share completed has left the range, for two days or more; gap: to its nearer end, negative below',
          }),
      })
      .nullable()
      .meta({
        description:
          "What the newest rehearsal of the campaign's version expects, by day from the campaign's own start; null: none, or not started",
      }),
    prefectures: z.array(
      z.object({
        code: z.number().int().min(1).max(47).nullable().meta({ description: 'JIS X 0401; null: not known' }),
        customers: count.nullable(),
        done: count.nullable().meta({ description: 'Customers with every contract migrated or cancelled' }),
        cameBack: count.nullable().meta({ description: 'Letters that came back' }),
      }),
    ),
    under: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Smaller counts of prefectures are null for this caller; null: none are' }),
    pauses: z
      .array(
        z.object({
          id,
          scope: z.object({
            channel: channel.nullable(),
            notice: z.string().nullable(),
            version: id.nullable(),
            area: z
              .object({ prefecture: id.optional(), postalCode: z.string().optional(), city: z.string().optional() })
              .nullable(),
            wave: z.string().nullable(),
            customers: count.nullable().meta({ description: 'Number of listed customers; null: no list' }),
          }),
          extendWaits: z.boolean(),
          until: instant.nullable(),
          waveGone,
          reason: z.string(),
          by: z.object({ id, name: z.string() }),
          at: instant,
        }),
      )
      .meta({ description: 'In force, newest first, the last 100' }),
    glance,
  })
  .meta({ id: 'CampaignBoard' });

export const boardRoutes = {
  getBoard: {
    method: 'get',
    path: '/api/campaigns/{id}/board',
    summary: 'Where everyone is, what changed since yesterday, and what comes: figures that add up',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: { status: 200, description: 'The board', schema: board },
  },
} as const satisfies Contracts;
