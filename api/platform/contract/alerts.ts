import { z } from 'zod';
import { ALERT_KINDS } from '../../../domain/platform/alerts';
import { type Contracts } from '../../http/route';
import { cursor, id, idParam, instant, limit, pageOf, text } from '../../http/shapes';

const alert = z
  .object({
    id,
    kind: z.enum(ALERT_KINDS),
    subject: z.string().meta({ description: 'What it is about, by id', example: 'lane:3' }),
    shared: z.boolean().meta({ description: 'Concerns the installation, not one client' }),
    figures: z.record(z.string(), z.union([z.number(), z.string()])),
    title: text,
    advice: text,
    hint: z.string().nullable().meta({ description: 'For programs: the route to use', example: 'PUT /api/lanes/3' }),
    openedAt: instant,
    closedAt: instant.nullable().meta({ description: 'When its cause had gone' }),
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: id.nullable().meta({ description: 'Who acknowledged it' }),
  })
  .meta({ id: 'Alert' });

export const alertRoutes = {
  listAlerts: {
    method: 'get',
    path: '/api/alerts',
    summary: 'Alerts, newest first: stopped lanes, unread arrivals, insufficient capacity',
    tag: 'lanes',
    action: 'alert.read',
    query: z.object({
      cursor,
      limit,
      state: z.enum(['open', 'all']).default('open'),
      campaign: z.coerce.number().int().positive().optional().meta({ description: 'Open alerts that name it' }),
    }),
    reply: { status: 200, description: 'A page of alerts', schema: pageOf(alert) },
  },
  acknowledgeAlert: {
    method: 'post',
    path: '/api/alerts/{id}/acknowledge',
    summary:
      "Acknowledge an alert; it closes only when its cause is gone. The administrator's for those of the installation",
    tag: 'lanes',
    action: 'alert.acknowledge',
    params: idParam,
    write: 'idempotency-key',
    reply: { status: 200, description: 'The alert', schema: alert },
  },
} as const satisfies Contracts;
