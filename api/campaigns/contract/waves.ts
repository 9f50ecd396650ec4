import { z } from 'zod';
import { TRIAL_RATES } from '../../../domain/campaigns/trial/compared';
import { type Contracts } from '../../http/route';
import { channel, count, id, idParam, instant, reason, text } from '../../http/shapes';

const measured = z
  .object({
    customers: count.meta({ description: 'Measured: all of the wave, or 900 drawn evenly from a larger one' }),
    contacted: count.meta({ description: 'Something has been handed over' }),
    observed: count.meta({ description: 'First contacted five or more days ago, or over: they can be judged by' }),
    first: z.partialRecord(z.enum(['mail', 'sms', 'post', 'phone']), z.object({ sent: count, lost: count })).meta({
      description: 'First contacts by channel, and of those the ones that bounced or came back',
    }),
    answeredByDay: z.array(count).meta({
      description: 'Customers who chose, by days since their first contact; the last figure is for all later days',
    }),
    answered: count,
    inquiries: count.meta({ description: 'Calls that came in and other inquiries, since the first contact' }),
    attempts: count.meta({ description: 'Attempts to call' }),
    reached: count.meta({ description: 'Attempts in which the customer was spoken to' }),
  })
  .meta({ id: 'TrialMeasured' });

const share = z.number().min(0).max(1);

const assumed = z
  .object({
    rehearsal: id.nullable().meta({ description: 'The rehearsal whose behaviour is assumed; null: the defaults' }),
    lost: z.partialRecord(channel, z.number()).meta({ description: 'First contacts that bounce or come back by now' }),
    answered: z.number(),
    inquiries: z.number(),
    reached: share.meta({ description: 'Of the attempts to call' }),
  })
  .meta({ id: 'TrialAssumed', description: 'Expected of the same contacts at their age' });

const compared = z
  .object({
    rate: z.enum(TRIAL_RATES),
    channel: channel.nullable().meta({ description: 'Of `lost`' }),
    of: count.meta({ description: 'Contacts, customers or attempts that it is a share of' }),
    assumed: share,
    measured: share,
    low: share,
    high: share.meta({ description: "Wilson's 95 % interval of the measured rate" }),
    differs: z.enum(['higher', 'lower']).nullable().meta({
      description: 'Measured clearly above or below what was assumed; null: it may be chance',
    }),
  })
  .meta({ id: 'TrialComparedRate' });

const go = z
  .object({
    at: instant,
    by: id,
    reason: z.string(),
    early: z.boolean().meta({ description: 'The trial had not shown enough yet' }),
  })
  .meta({ id: 'WaveGo' });

const trial = z
  .object({
    go: go.nullable().meta({ description: 'null: the waves after it wait' }),
    enough: z.boolean().meta({ description: 'Whether it has shown enough to be judged' }),
    goBy: instant.nullable().meta({
      description: 'When the next wave begins and would be kept waiting without a go; null: no wave waits any more',
    }),
    measured,
    assumed,
    compared: z.array(compared),
  })
  .meta({ id: 'WaveTrial' });

const wave = z
  .object({
    id: z.string(),
    name: text,
    begins: instant.meta({ description: 'Earliest start of the first step for its customers' }),
    customers: count,
    waiting: count.meta({ description: 'Open, and nothing has been handed over yet' }),
    notified: count.meta({ description: 'Something has been handed over' }),
    open: count,
    closed: count,
    awaits: z.string().nullable().meta({ description: 'The trial wave without a go that it waits for; null: none' }),
    trial: trial.nullable().meta({ description: 'Of a trial wave: what it has shown; null: it is none' }),
  })
  .meta({ id: 'Wave', description: 'Open and closed add up to its customers' });

export const waveRoutes = {
  listWaves: {
    method: 'get',
    path: '/api/campaigns/{id}/waves',
    summary: "Progress of a campaign's waves, in the order of its file, with what a trial has shown",
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'All waves; empty: everyone starts at the first dispatch',
      schema: z.object({ asOf: instant, items: z.array(wave) }),
    },
  },
  giveGo: {
    method: 'post',
    path: '/api/campaigns/{id}/waves/{wave}/go',
    summary: 'Let the waves after a trial begin; those whose day has come start in turn. Idempotent',
    tag: 'campaigns',
    action: 'campaign.pause',
    params: idParam.extend({ wave: z.string().min(1).max(32) }),
    body: {
      kind: 'json',
      schema: z.object({
        reason,
        early: z.boolean().default(false).meta({ description: 'Also before the trial has shown enough' }),
      }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The go', schema: go },
    errors: ['campaign_wrong_state', 'trial_unmeasured'],
  },
} as const satisfies Contracts;
