import { z } from 'zod';
import { type Contracts } from '../http/route';
import { id, idParam, instant, text } from '../http/shapes';
import { callTask, choicesByContract } from './contract';
import { identity, recording } from './identity';

const said = z.object({ contractId: id, choice: z.enum(['migrate', 'cancel', 'withdrawn']) });

const booked = z
  .object({
    receipt: z.string().nullable().meta({
      description:
        'Receipt number to tell the caller; null while the answer is kept: say that it has been noted, no more',
    }),
    kept: z.string().nullable().meta({ description: 'Why the answer does not count before a person has decided' }),
    keptText: text.nullable(),
    booked: z.array(said).meta({ description: 'What was said and counts, or is kept' }),
    requested: z.array(said).meta({
      description:
        'Changes asked of the client, whose system had taken the result over: say that the client decides, and what stands until then',
    }),
    openContracts: z.array(id).meta({ description: 'Contracts of the campaign that have no choice that counts' }),
    changeUntil: instant.meta({ description: 'Until when the answer can be changed or taken back' }),
    callTask: callTask.nullable().meta({
      description:
        'The newest call to this customer; result `inbound`: dropped, since the customer has called and answered',
    }),
  })
  .meta({ id: 'ReceivedAnswer' });

export const answerRoutes = {
  bookAnswer: {
    method: 'post',
    path: '/api/customers/{id}/answers',
    summary: 'Book what a customer who calls says (受電): an answer, a change of it, or that it is taken back',
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
          identity,
          choices: choicesByContract
            .optional()
            .meta({ description: 'By contract id: the contracts the caller decides now' }),
          takeBack: z
            .array(id)
            .min(1)
            .max(200)
            .optional()
            .meta({ description: 'Contracts whose answer is taken back' }),
          recording: recording.optional(),
        })
        .refine(({ choices, takeBack }) => (choices === undefined) !== (takeBack === undefined), {
          path: ['choices'],
          message: 'choices か takeBack のどちらか一方を付けます / either choices or takeBack',
        })
        .refine(({ choices }) => choices === undefined || Object.keys(choices).length > 0, {
          path: ['choices'],
          message: '契約を1件以上選びます / at least one contract',
        }),
    },
    write: 'idempotency-key',
    reply: { status: 201, description: 'What was booked', schema: booked },
    errors: [
      'caller_not_identified',
      'caller_locked',
      'identity_insufficient',
      'answer_too_late',
      'nothing_to_take_back',
      'representative_unknown',
      'representative_may_not_decide',
      'erased',
    ],
  },
} as const satisfies Contracts;
