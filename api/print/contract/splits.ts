import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { idParam, reason } from '../../http/shapes';

export const splitRoutes = {
  splitEnvelope: {
    method: 'post',
    path: '/api/print-runs/{id}/envelopes/{code}/split',
    summary: 'Give each letter of an envelope an envelope of its own, before the run is handed over to the print shop',
    tag: 'lanes',
    action: 'print.work',
    params: idParam.extend({ code: z.string().min(1).max(40) }),
    body: { kind: 'json', schema: z.object({ reason }) },
    write: 'idempotency-key',
    reply: {
      status: 200,
      description: 'The envelopes now; the run is drawn again before it leaves',
      schema: z.object({ codes: z.array(z.string()) }),
    },
    errors: ['not_found', 'print_run_handed_over', 'envelope_not_shared'],
  },
} as const satisfies Contracts;
