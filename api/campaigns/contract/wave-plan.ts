import { z } from 'zod';
import { PACED } from '../../../domain/campaigns/pacing/pacing';
import { type Contracts } from '../../http/route';
import { channel, count, idParam } from '../../http/shapes';

const day = z.iso.date().meta({ description: 'Local day' });
const load = z.enum(PACED).meta({ id: 'PacedLoad', description: 'Letters printed and posted, mails, SMS, minutes of calls made and taken, papers at the desk' }); // prettier-ignore
const amount = z.number().nonnegative();
const limits = z.partialRecord(load, amount).meta({ description: 'Per working day; absent: no limit is known' });
const weekday = z.enum(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']);
const segment = z.string().nullable().meta({ description: 'null: all others' });

const help = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('capacity'), limits }),
    z.object({ kind: z.literal('smaller_trial'), size: count }),
    z.object({ kind: z.literal('reminders_without_post') }),
    z.object({ kind: z.literal('earlier_start'), from: day }),
    z.object({ kind: z.literal('later_dates'), days: count }),
    z.object({ kind: z.literal('channel_first'), channel }),
    z.object({ kind: z.literal('any_weekday') }),
  ])
  .meta({ id: 'WavePlanHelp' });

const option = z.object({
  help,
  kept: z.boolean().meta({ description: 'The dates are kept with it' }),
  left: count.meta({ description: 'Customers who would still find no day' }),
  lastBegins: day.nullable(),
  ends: day.nullable(),
  peak: amount.nullable().meta({ description: 'The highest part of its limit that a load reaches; null: no limit' }),
  cost: amount.meta({ description: 'Expected, in yen' }),
});

const wavePlan = z
  .object({
    customers: count.meta({ description: 'Divided into waves' }),
    begun: count.meta({ description: 'Of waves that have begun and stay as they are' }),
    trial: count.nullable().meta({ description: 'Customers of the trial wished; null: none' }),
    groups: z.array(z.object({ segment, customers: count })).meta({ description: 'In the order of priority' }),
    segments: z.array(z.string()).meta({ description: 'Of the campaign: they can be given priority' }),
    behaviour: z.object({
      from: z.enum(['given', 'rehearsal', 'default']),
      rehearsal: count.nullable().meta({ description: 'The rehearsal whose behaviour was taken' }),
    }),
    limits,
    kept: z.boolean().meta({ description: 'Everyone begins in time' }),
    left: count.meta({ description: 'Customers for whom no day is left' }),
    trialRoom: count.nullable().meta({
      description: 'Where no day can take the trial, so that no wave begins: how many a trial could have; else null',
    }),
    lastStart: day.nullable().meta({
      description: 'The last day on which a wave may begin so that every contact leaves in time; null: there is none',
    }),
    lastBegins: day.nullable().meta({ description: 'When the last wave begins' }),
    ends: day.nullable().meta({ description: 'When the last contact is expected to leave' }),
    gaps: z.array(z.object({ from: day, until: day, load, day })).meta({
      description:
        'More than a week in which no wave can begin, from the first day left out until the next wave: begun on `from` one would pass the limit of `load` on `day`',
    }),
    waves: z.array(
      z.object({
        begins: day,
        arrives: day.meta({ description: 'When most of its first contacts arrive' }),
        customers: count,
        share: z.number().min(0).max(1),
        segment,
        trial: z.boolean(),
      }),
    ),
    days: z.array(z.object({ day, closed: z.boolean(), load: z.record(load, amount) })).meta({
      description: 'What each day is expected to bring, with that of waves that have begun',
    }),
    peaks: z.array(z.object({ load, day, amount, limit: amount.nullable() })).meta({
      description: 'The busiest day of each load',
    }),
    binding: z.array(load).meta({ description: 'What limited the waves, the most frequent first' }),
    cost: amount.meta({ description: 'Expected, in yen' }),
    options: z
      .array(option)
      .meta({ description: 'What would help where the dates cannot be kept, each planned again' }),
    yaml: z.string().nullable().meta({
      description: 'The section `waves` to paste into the campaign file; null: the dates cannot be kept',
    }),
  })
  .meta({ id: 'WavePlan' });

const whole = z.number().int().min(0).max(10_000_000);

export const wavePlanRoutes = {
  planWaves: {
    method: 'post',
    path: '/api/campaigns/{id}/waves/plan',
    summary: 'Propose waves that fit the capacity; nothing is stored or changed',
    tag: 'campaigns',
    action: 'campaign.preview',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        priorities: z.array(z.string().min(1).max(100)).max(20).default([]).meta({
          description: 'Segments that begin first, in this order; then all others',
        }),
        trial: z
          .object({
            size: z.number().int().min(1).max(1_000_000),
            days: z.number().int().min(1).max(60).default(7).meta({
              description: 'Days from its arrival until the next wave',
            }),
          })
          .nullable()
          .default(null)
          .meta({ description: 'A first small wave, after which the others wait for a go' }),
        capacity: z.partialRecord(z.enum(PACED), whole.nullable()).default({}).meta({
          description:
            'Per working day; null: no limit; absent: as the behaviour says, else as the lanes of the client do',
        }),
        behaviour: z
          .union([z.looseObject({}), z.string().max(262_144)])
          .optional()
          .meta({
            description:
              'How customers behave, as for a rehearsal; default: as in the newest rehearsal of the campaign, else the defaults',
          }),
        deskDays: z.array(weekday).max(7).default(['tue', 'wed', 'thu']).meta({
          description: 'Weekdays on which first contacts should arrive; empty: any',
        }),
        options: z.boolean().default(true).meta({ description: 'Whether to work out what would help' }),
      }),
    },
    write: 'repeatable',
    reply: { status: 200, description: 'The waves with their forecast', schema: wavePlan },
    errors: [
      ...(['campaign_wrong_state', 'campaign_without_audience', 'last_dispatch_past', 'waves_all_begun'] as const),
      ...(['segment_unknown', 'trial_too_large', 'behaviour_file_invalid'] as const),
    ],
  },
} as const satisfies Contracts;
