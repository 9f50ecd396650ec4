import { z } from 'zod';
import { type Contracts } from '../http/route';
import { id, idParam, instant } from '../http/shapes';
import { accessReference, accessPurpose } from '../privacy/contract/personal-data';
import { callResult } from './contract';

const recorded = z
  .object({
    at: instant,
    campaignId: id.nullable(),
    callTask: id.nullable(),
    inbound: z.boolean(),
    result: callResult.nullable(),
    announced: z
      .boolean()
      .nullable()
      .meta({ description: 'Whether the one on the phone heard of it; null: not known' }),
    recording: z.string().meta({ description: 'Its reference in the telephone system' }),
  })
  .meta({ id: 'Recording' });

export const recordingRoutes = {
  readRecordings: {
    method: 'post',
    path: '/api/customers/{id}/recordings',
    summary: "References of the recordings of a customer's calls, for a purpose; the access is recorded",
    tag: 'calls',
    action: 'personal.read',
    limit: 'search',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({ purpose: accessPurpose, reference: accessReference }),
    },
    // No idempotency key: asking again is one more recorded access.
    write: 'repeatable',
    reply: { status: 200, description: 'Newest first, at most 100', schema: z.object({ items: z.array(recorded) }) },
    errors: ['protected_customer'],
  },
} as const satisfies Contracts;
