import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant } from '../../http/shapes';
import { code } from '../contract';

const original = z
  .object({
    returnId: id,
    receipt: z.string().meta({ description: 'Of the form' }),
    code: z.string().meta({ description: 'Of the envelope in which it goes back' }),
    no: z.number().int().nullable().meta({ description: 'Number of that envelope in the run' }),
    hasImage: z.boolean().meta({ description: 'Without an image it may not leave' }),
    state: z.enum(['due', 'put', 'witnessed', 'kept']),
    put: z.object({ by: id, at: instant }).nullable(),
    witnessedBy: id.nullable(),
  })
  .meta({
    id: 'Original',
    description: 'The original of a form with a defect, which goes back with the letter about it',
  });
const reply = { status: 200, description: 'How many originals are due now', schema: z.object({ due: count }) } as const;
const acting = {
  method: 'post',
  tag: 'returns',
  action: 'return.work',
  params: idParam,
  write: 'idempotency-key',
} as const;

export const originalRoutes = {
  listOriginals: {
    method: 'get',
    path: '/api/print-runs/{id}/originals',
    summary: 'Which original goes into which envelope of a run, with the balance',
    tag: 'returns',
    action: 'return.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'total = due + put + kept; witnessed are those of `put` that a second person saw',
      schema: z.object({
        items: z.array(original),
        total: count,
        due: count,
        put: count,
        witnessed: count,
        kept: count,
      }),
    },
  },
  putOriginal: {
    ...acting,
    path: '/api/returns/{id}/original',
    summary: 'Record that the original was put into its envelope, whose code is read; a second person confirms it',
    body: { kind: 'json', schema: z.object({ code }) },
    reply,
    errors: ['original_wrong_state', 'original_wrong_envelope', 'original_not_scanned', 'code_wrong'],
  },
  witnessOriginal: {
    ...acting,
    path: '/api/returns/{id}/original/witness',
    summary: 'Confirm as the second person that it is in its envelope',
    reply,
    errors: ['original_wrong_state', 'four_eyes'],
  },
  keepOriginal: {
    ...acting,
    path: '/api/returns/{id}/original/keep',
    summary: 'Record that it does not go back, as no letter follows; it then lies in a box like other paper',
    reply,
    errors: ['original_wrong_state'],
  },
} as const satisfies Contracts;
