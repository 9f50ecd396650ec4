import { z } from 'zod';
import { EXPORTS } from '../../../domain/privacy/exports';
import { type Contracts } from '../../http/route';
import { id, idParam, instant, reason } from '../../http/shapes';

export const exportRoutes = {
  askExport: {
    method: 'post',
    path: '/api/campaigns/{id}/exports',
    summary: 'Request permission to export a file with personal data for a number of days; another person must approve',
    tag: 'exchange',
    action: 'export.ask',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        what: z
          .enum(EXPORTS)
          .meta({ description: 'Results for the client, access codes, or the statement with contract numbers' }),
        days: z.int().min(1).max(400).meta({ description: 'Counted from the approval' }),
        reason,
      }),
    },
    write: 'idempotency-key',
    reply: {
      status: 201,
      description: 'The pending request; decide it with POST /api/requests/{id}/approve',
      schema: z.object({ requestId: id, campaignId: id, expiresAt: instant }),
    },
  },
} as const satisfies Contracts;
