import { z } from 'zod';
import { REPLY_CHANNELS } from '../../../domain/journeys/answers/replies';
import { identity, recording } from '../../calls/identity';
import { type Contracts } from '../../http/route';
import { id, idParam, instant, reason } from '../../http/shapes';

const linkChannel = z.enum(REPLY_CHANNELS);

export const linkRoutes = {
  sendNewLink: {
    method: 'post',
    path: '/api/customers/{id}/links',
    summary:
      'Send a customer who asks a new link to the page, to an address on file; the earlier link ends at once. At most 3 a day',
    tag: 'customers',
    action: 'call.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        campaignId: id,
        saidBy: z
          .enum(['customer', 'representative'])
          .default('customer')
          .meta({ description: 'Who asks; a representative says what is on file about the representative' }),
        identity,
        channel: linkChannel
          .optional()
          .meta({ description: 'Default: the first of mail, SMS and post that the customer allows' }),
        reason,
        recording: recording.optional(),
      }),
    },
    write: 'idempotency-key',
    reply: {
      status: 201,
      description: 'How the new link goes out; neither the link nor the address is shown',
      schema: z
        .object({
          customerId: id,
          campaignId: id,
          channel: linkChannel,
          leavesAt: instant.meta({
            description: 'At the earliest: outside quiet hours, letters with the next print run',
          }),
        })
        .meta({ id: 'NewLink' }),
    },
    errors: [
      'caller_not_identified',
      'caller_locked',
      'identity_insufficient',
      'representative_unknown',
      'link_journey_closed',
      'link_too_late',
      'link_held',
      'link_paused',
      'link_limit_reached',
      'link_no_channel',
      'text_holds_personal_data',
      'erased',
    ],
  },
} as const satisfies Contracts;
