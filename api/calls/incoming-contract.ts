import { z } from 'zod';
import { type Contracts } from '../http/route';
import { id } from '../http/shapes';
import { said } from '../customers/inquiries/contract';
import { callTask, openedCase } from './contract';
import { identity, recording } from './identity';

export const incomingRoutes = {
  takeIncomingCall: {
    method: 'post',
    path: '/api/incoming-calls',
    summary: 'Find whose a call is that comes in, by the number shown: a missed call that is returned opens its task',
    tag: 'calls',
    action: 'call.work',
    body: {
      kind: 'json',
      schema: z.object({
        number: z.string().trim().min(1).max(40).meta({ description: 'As shown; any usual way of writing' }),
        line: z
          .string()
          .regex(/^\+?[0-9]{3,15}$/)
          .optional()
          .meta({ description: 'The number of ours that was called, digits' }),
        identity: identity.optional().meta({ description: 'To choose between several customers of one number' }),
        recording: recording.optional(),
        call: id.optional().meta({
          description: 'The call as recorded before: what is said now belongs to it, and it is not recorded again',
        }),
        inquiry: z
          .object({ campaignId: id, said })
          .optional()
          .meta({ description: 'What is asked: a case is opened with the call, also for a number of no customer' }),
      }),
    },
    write: 'idempotency-key',
    reply: {
      status: 200,
      description: 'Whose call it is, without name and number',
      schema: z
        .object({
          id,
          found: z.enum(['one', 'several', 'none']).meta({
            description: '`several`: ask two items and send them as `identity`; `none`: no customer has this number',
          }),
          customerId: id.nullable(),
          campaignId: id.nullable(),
          callTask: callTask
            .nullable()
            .meta({ description: 'The open call, else the newest; lease it with `inbound`' }),
          inquiry: openedCase.nullable().meta({ description: 'The case of this call; its number is read out' }),
        })
        .meta({ id: 'IncomingCall' }),
    },
    errors: ['erased'],
  },
} as const satisfies Contracts;
