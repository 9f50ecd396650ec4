import { z } from 'zod';
import { LARGEST_SAMPLE, LARGEST_SEED, REHEARSAL_STATES, USUAL_SAMPLE } from '../../domain/rehearsals/run';
import { type Contracts } from '../http/route';
import { count, id, idParam, instant, pageOf, paging, text } from '../http/shapes';
import { comparison } from './comparison-shape';
import { range, resultShape } from './result-shape';

const sample = z.union([z.int().min(1).max(LARGEST_SAMPLE), z.literal('all')]);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const rehearsal = z
  .object({
    id,
    version: id.meta({ description: 'Of the contents that were rehearsed' }),
    contentHash: hash.meta({ description: 'Of contents and audience: what an approval covers' }),
    outdated: z.boolean().meta({ description: 'Contents or audience are others by now' }),
    sample: sample.meta({ description: 'Customers rehearsed, chosen by the seed' }),
    seed: z.int().min(0).max(LARGEST_SEED),
    behaviourHash: hash,
    status: z.enum(REHEARSAL_STATES).meta({ id: 'RehearsalStatus' }),
    progress: z
      .object({
        journeys: count,
        ended: count,
        day: z.iso.date().nullable().meta({ description: 'Local day that the journeys have reached' }),
      })
      .nullable(),
    error: z.object({ code: z.string(), title: text }).nullable().meta({ description: 'Why it failed' }),
    completed: range.nullable().meta({ description: 'Share completed at the last day; null until it is done' }),
    createdBy: id,
    createdAt: instant,
    startedAt: instant.nullable(),
    waitsSince: instant.nullable().meta({
      description: 'Since when it waits for a worker to take it up; null once one has, or when it was cancelled before',
    }),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Rehearsal' });

const detail = rehearsal
  .extend({
    changed: z.array(z.string()).meta({
      description: 'Parts of the contents that are others by now, by their names in the campaign file; or `audience`',
      example: ['plan', 'audience'],
    }),
    behaviour: z
      .looseObject({})
      .meta({ description: 'What the simulated customers did, with the sources of each rate' }),
    result: resultShape.nullable().meta({ description: 'Null until it is done' }),
  })
  .meta({ id: 'RehearsalDetail' });

const oneOf = idParam.extend({ rehearsal: idParam.shape.id });
const ofCampaign = { tag: 'campaigns', action: 'campaign.read' } as const;

export const rehearsalRoutes = {
  startRehearsal: {
    ...ofCampaign,
    method: 'post',
    path: '/api/campaigns/{id}/rehearsals',
    summary: 'Rehearse the campaign with simulated customers on a skipped clock; no customer is contacted',
    action: 'campaign.rehearse',
    params: idParam,
    write: 'idempotency-key',
    body: {
      kind: 'json',
      schema: z.object({
        sample: sample
          .default(USUAL_SAMPLE)
          .meta({ description: 'Customers to rehearse; the figures are of everyone' }),
        seed: z.int().min(0).max(LARGEST_SEED).default(1).meta({ description: 'The same seed gives the same result' }),
        behaviour: z
          .union([z.looseObject({}), z.string().max(262_144)])
          .default({})
          .meta({
            description:
              'How customers behave, as an object or as the text of a behaviour file (YAML or JSON), whose faults are then named by line; what it leaves out is as the defaults assume',
          }),
      }),
    },
    reply: { status: 201, description: 'Queued; progress and result are read by its id', schema: rehearsal },
    errors: [
      ...(['campaign_wrong_state', 'campaign_without_audience', 'rehearsal_not_set_up', 'rehearsal_running'] as const),
      'behaviour_file_invalid',
      'channel_without_lane',
    ],
  },
  listRehearsals: {
    ...ofCampaign,
    method: 'get',
    path: '/api/campaigns/{id}/rehearsals',
    summary: 'Rehearsals of a campaign, newest first, and whether they are of its present contents',
    params: idParam,
    query: paging,
    reply: {
      status: 200,
      description: 'A page of rehearsals',
      schema: pageOf(rehearsal).extend({
        ready: z.boolean().meta({ description: 'This installation can rehearse' }),
      }),
    },
  },
  getRehearsal: {
    ...ofCampaign,
    method: 'get',
    path: '/api/campaigns/{id}/rehearsals/{rehearsal}',
    summary: 'How far a rehearsal is, and what it found',
    params: oneOf,
    reply: { status: 200, description: 'The rehearsal', schema: detail },
  },
  compareRehearsals: {
    ...ofCampaign,
    method: 'get',
    path: '/api/campaigns/{id}/rehearsals/{rehearsal}/compare',
    summary: 'What differs between another rehearsal of the campaign and this one',
    params: oneOf,
    query: z.object({
      with: oneOf.shape.rehearsal.meta({ description: 'The rehearsal that this one is compared with' }),
    }),
    reply: { status: 200, description: 'The differences; `before` is the other one', schema: comparison },
    errors: ['rehearsal_not_done'],
  },
  getRehearsalPdf: {
    ...ofCampaign,
    method: 'get',
    path: '/api/campaigns/{id}/rehearsals/{rehearsal}/pdf',
    summary: 'The result on paper, with its assumptions and their sources',
    params: oneOf,
    query: z.object({
      lang: z.enum(['ja', 'en']).optional().meta({ description: 'Default: the language of the caller' }),
    }),
    reply: { status: 200, description: 'A4 across', types: ['application/pdf'] },
    errors: ['rehearsal_not_done'],
  },
  cancelRehearsal: {
    ...ofCampaign,
    method: 'post',
    path: '/api/campaigns/{id}/rehearsals/{rehearsal}/cancel',
    summary: 'End a rehearsal that goes on; it has no result then',
    action: 'campaign.rehearse',
    params: oneOf,
    write: 'idempotency-key',
    reply: { status: 200, description: 'The cancelled rehearsal', schema: rehearsal },
    errors: ['rehearsal_over'],
  },
} as const satisfies Contracts;
