import { z } from 'zod';
import { COMPLIANCE_FAULTS } from '../../../domain/campaigns/compliance';
import { type Contracts } from '../../http/route';
import { count, cursor, id, idParam, instant, limit, text } from '../../http/shapes';

const fault = z.object({
  fault: z.enum(COMPLIANCE_FAULTS).meta({ id: 'ComplianceFault' }),
  detail: z.string().nullable(),
  text,
});

const exception = z
  .object({
    messageId: id,
    customerId: id,
    channel: z.string(),
    purpose: z.string(),
    step: z.string(),
    handedOverAt: instant,
    faults: z.array(fault),
  })
  .meta({ id: 'ComplianceException' });

export const complianceRoutes = {
  getCompliance: {
    method: 'get',
    path: '/api/campaigns/{id}/compliance',
    summary: 'Daily compliance check of every contact, by the ledger, consents, holds and approvals of its time',
    tag: 'campaigns',
    action: 'campaign.compliance',
    params: idParam,
    query: z.object({
      cursor,
      limit,
      day: z.iso
        .date()
        .optional()
        .meta({ description: 'Local day of the campaign; default: today', example: '2027-02-01' }),
    }),
    reply: {
      status: 200,
      description: "The day's contacts and any exceptions among them",
      schema: z
        .object({
          campaignId: id,
          day: z.iso.date(),
          contacts: count,
          byChannel: z.record(z.string(), count),
          exceptions: z.array(exception),
          next: z
            .string()
            .nullable()
            .meta({ description: 'Cursor of the next page of exceptions; null on the last page' }),
        })
        .meta({ id: 'ComplianceRun' }),
    },
  },
} as const satisfies Contracts;
