import { z } from 'zod';
import { type Contracts } from '../http/route';
import { count, id, idParam } from '../http/shapes';
import { identity, recording } from './identity';

export const identityRoutes = {
  checkIdentity: {
    method: 'post',
    path: '/api/customers/{id}/identity-checks',
    summary:
      'Compare what a caller says with what is on file, without showing it; recorded, and after three failures of a day refused',
    tag: 'calls',
    action: 'call.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        campaignId: id,
        saidBy: z
          .enum(['customer', 'representative'])
          .default('customer')
          .meta({ description: 'Who calls; a representative says what is on file about the representative' }),
        identity,
        recording: recording.optional(),
      }),
    },
    write: 'idempotency-key',
    reply: {
      status: 200,
      description: 'Whether the caller is identified; which item was wrong is never said',
      schema: z
        .object({
          enough: z.boolean(),
          triesLeft: count.meta({ description: 'Failures that are still allowed today' }),
        })
        .meta({ id: 'IdentityCheck' }),
    },
    errors: ['caller_locked', 'identity_insufficient', 'representative_unknown', 'erased'],
  },
} as const satisfies Contracts;
