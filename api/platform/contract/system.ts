import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { instant } from '../../http/shapes';

const part = z.enum(['up', 'down']);
const base = { method: 'get', tag: 'system', action: 'public' } as const;

export const systemRoutes = {
  getClock: {
    ...base,
    path: '/api/clock',
    summary: "The installation's one clock",
    reply: {
      status: 200,
      description: 'Now, and how many of its seconds pass in a real one',
      schema: z.object({ now: instant, speed: z.number().min(1) }).meta({ id: 'Clock' }),
    },
  },
  getOpenapi: {
    ...base,
    path: '/api/openapi.json',
    summary: 'This document',
    reply: { status: 200, description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) },
  },
  getHealth: {
    ...base,
    path: '/healthz',
    summary: 'Whether the process lives',
    reply: { status: 200, description: 'It does', schema: z.object({ status: z.literal('ok') }) },
  },
  getReady: {
    ...base,
    path: '/readyz',
    summary: 'Whether database and Temporal answer',
    reply: {
      status: 200,
      also: [503],
      description: 'Each part; 503 when one is down',
      schema: z.object({ status: z.enum(['ready', 'not_ready']), database: part, temporal: part }),
    },
  },
  getMetrics: {
    ...base,
    action: 'metrics.read',
    path: '/metrics',
    summary:
      "Figures for Prometheus; totals of the installation, nothing of a client. Scraped with an administrator's key",
    reply: { status: 200, description: 'Prometheus text', types: ['text/plain'] },
  },
} as const satisfies Contracts;
