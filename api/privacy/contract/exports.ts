import { z } from 'zod';
import { EXPORTS } from '../../../db/privacy/exports';
import { type Contracts } from '../../http/route';
import { id, idParam, instant, reason } from '../../http/shapes';

export const exportRoutes = {
  askExport: {
    method: 'post',
    path: '/api/campaigns/{id}/exports',
    summary: 'Ask that a file with personal data may leave, for so many days; another person must agree',
    tag: 'exchange',
    action: 'export.ask',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        what: z.enum(EXPORTS).meta({ description: 'Results for the client, or the codes of second factors' }),
        days: z.int().min(1).max(400).meta({ description: 'From the approval on' }),
        reason,
      }),
    },
    write: 'idempotency-key',
    reply: {
      status: 201,
      description: 'The request, waiting for POST /api/requests/{id}/approve',
      schema: z.object({ requestId: id, campaignId: id, expiresAt: instant }),
    },
  },
} as const satisfies Contracts;
