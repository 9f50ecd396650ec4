import { z } from 'zod';
import { FORM_DEFECTS } from '../../domain/returns/return-rules';
import { EVENT_KINDS, LOADS } from '../../domain/rehearsals/result';
import { channel, count, journeyState, outcome } from '../http/shapes';

const amount = z.number().nonnegative();
export const load = z.enum(LOADS).meta({
  id: 'RehearsedLoad',
  description:
    'letters, mails, sms: contacts; returns: forms and letters that come back; inquiries: calls that come in; calls: attempts made',
});
const byLoad = z.record(load, amount);
const day = z.iso.date();
const share = z.number().min(0).max(1);
export const range = z.object({ low: share, likely: share, high: share }).meta({ id: 'RehearsedRange' });
export const dayOrNever = day.nullable().meta({ description: 'Null: not reached until the end' });
const milestones = z.array(
  z.object({
    share: z.union([z.literal(0.8), z.literal(0.9), z.literal(0.95)]),
    ...{ low: dayOrNever, likely: dayOrNever, high: dayOrNever },
  }),
);
const event = z.object({
  at: z.number().meta({ description: 'Planned instant, epoch milliseconds' }),
  kind: z.enum(EVENT_KINDS),
  step: z.string().optional(),
  channel: channel.optional(),
  why: z.string().optional().meta({ description: 'A reason, result, choice or defect, as a journey gives it' }),
  attempt: z.number().int().positive().optional().meta({ description: 'Of a call, from 1' }),
  minutes: amount.optional().meta({ description: 'Of a call' }),
  cause: z.string().optional().meta({ description: 'The step whose contact brought it about' }),
  refused: z
    .array(z.object({ step: z.string(), channel, reason: z.string() }))
    .optional()
    .meta({ description: 'What a decision did not send' }),
});
const cost = z
  .object({
    byLoad,
    total: amount,
    perCompleted: amount.nullable().meta({ description: 'Per contract migrated or cancelled; null: there is none' }),
    work: z
      .object({ forms: amount, deskMinutes: amount, inquiryMinutes: amount, callMinutes: amount })
      .meta({ description: 'What the minutes of the cost are of' }),
    baseline: z
      .object({ calls: amount, minutes: amount, total: amount, perCompleted: amount.nullable() })
      .meta({ description: 'Calling every customer instead' }),
    saving: z.number().nullable().meta({ description: '1 − total ÷ baseline.total' }),
    savingPerCompleted: z.number().nullable().meta({ description: 'The same per contract migrated or cancelled' }),
  })
  .meta({ id: 'RehearsedCost', description: 'In yen' });

/** What a rehearsal found, as domain/rehearsals/result.ts has it. */
export const resultShape = z
  .object({
    seed: z.number().int(),
    audience: count.meta({ description: 'Customers of the campaign' }),
    sample: count.meta({ description: 'Customers that were rehearsed' }),
    contracts: count,
    zone: z.string(),
    days: z
      .array(
        z.object({
          day,
          due: byLoad.meta({ description: 'What falls due' }),
          done: byLoad.meta({ description: 'What the capacity lets through' }),
          waiting: byLoad.meta({ description: 'What still waits at the end of the day' }),
          states: z.partialRecord(journeyState, amount).meta({ description: 'Customers at the end of the day' }),
          completed: range.meta({
            description: 'Share of the contracts migrated or cancelled by then, with what waits for capacity',
          }),
        }),
      )
      .meta({ description: 'Counts are of the whole audience, whatever the size of the sample' }),
    capacity: z.partialRecord(load, amount).meta({ description: 'Per working day; absent: no limit is known' }),
    overloads: z
      .array(z.object({ load, day, due: amount, capacity: amount, waiting: amount }))
      .meta({ description: 'Working days that end with work left over' }),
    milestones: milestones.meta({
      description: 'When 80, 90 and 95 % are reached, at the ends of the range and in its middle',
    }),
    completed: range.meta({ description: 'At the last day' }),
    withoutLimits: z
      .object({
        completed: range,
        milestones,
        days: z.array(range).meta({ description: 'By day, as `days`' }),
        later: count.meta({ description: 'Contracts completed later because work had to wait' }),
        lost: count.meta({ description: 'Contracts not completed in time because of it' }),
      })
      .nullable()
      .meta({
        description: 'What would be completed if all work were done on the day it falls due; null: nothing has to wait',
      }),
    outcomes: z.partialRecord(outcome, amount).meta({ description: 'Contracts' }),
    leftovers: z
      .array(
        z.object({
          outcome: z.enum(['lapsed', 'unreachable', 'pending']),
          segment: z.string().meta({ description: 'Of the plan; empty: in none' }),
          why: z.string(),
          count: amount,
        }),
      )
      .meta({ description: 'Contracts that end without a choice' }),
    notMade: z
      .array(
        z.object({
          why: z.enum(['consent', 'contact', 'hours', 'capacity', 'hold', 'date', 'other']),
          reason: z.string().meta({ description: 'As a decision gives it' }),
          step: z.string().meta({ description: 'Empty: every contact, because of a hold' }),
          channel: channel.nullable(),
          count: amount,
          later: z.boolean().meta({ description: 'Made later, rather than not at all' }),
        }),
      )
      .meta({ description: 'Contacts that were not made when they were due' }),
    defects: z
      .array(
        z.object({
          defect: z.enum(FORM_DEFECTS),
          count: amount,
          channel: channel.nullable().meta({
            description: 'On which the plan answers it: a call asks only for what can be said; null: it has no answer',
          }),
        }),
      )
      .optional()
      .meta({ description: 'Forms with a defect by what they lack; absent in results that do not tell them apart' }),
    cost,
    steps: z.array(
      z.object({
        step: z.string(),
        channels: z.array(channel),
        sent: amount,
        completed: amount.meta({ description: 'Contracts whose choice this contact brought' }),
        cost: amount,
        addsNothing: z.boolean().meta({ description: 'Never sent, or no choice came of it' }),
      }),
    ),
    strangest: z
      .array(
        z.object({
          journey: count.meta({ description: 'Its number in the sample: there is no customer behind it' }),
          share: share.meta({ description: 'Of the sample’s journeys that took the same course' }),
          segments: z.array(z.string()),
          events: z.array(event),
          outcomes: z.partialRecord(outcome, amount),
        }),
      )
      .meta({ description: 'The twenty rarest courses' }),
  })
  .meta({ id: 'RehearsalResult' });
