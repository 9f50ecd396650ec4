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
      schema: z
        .object({
          campaignId: id,
          saidBy: z
            .enum(['customer', 'representative'])
            .default('customer')
            .meta({ description: 'Who calls; a representative says what is on file about the representative' }),
          callTask: id.optional().meta({
            description:
              'The call in hand: once this has passed, its lease names the contracts and an answer can be booked',
          }),
          identity: identity.optional(),
          registeredNumber: z.literal(true).optional().meta({
            description: 'Instead of `identity`: a promised call to the number on file has reached who asked for it',
          }),
          recording: recording.optional(),
        })
        .refine((check) => (check.identity === undefined) === (check.registeredNumber !== undefined), {
          path: ['identity'],
          message: 'identity か registeredNumber のどちらか一方を付けます / either identity or registeredNumber',
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
    errors: [
      'caller_locked',
      'identity_insufficient',
      'callback_not_promised',
      'representative_unknown',
      'erased',
      'call_task_done',
      'call_lease_lost',
    ],
  },
} as const satisfies Contracts;
