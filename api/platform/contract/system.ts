import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { instant } from '../../http/shapes';

const part = z.enum(['up', 'down']);
const base = { method: 'get', tag: 'system', action: 'public' } as const;

export const systemRoutes = {
  getClock: {
    ...base,
    path: '/api/clock',
    summary: "The installation's clock",
    reply: {
      status: 200,
      description: 'Virtual time now, and virtual seconds per real second',
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
    summary: 'Liveness probe',
    reply: { status: 200, description: 'The process is alive', schema: z.object({ status: z.literal('ok') }) },
  },
  getReady: {
    ...base,
    path: '/readyz',
    summary: 'Readiness probe: whether database and Temporal respond',
    reply: {
      status: 200,
      also: [503],
      description: 'Status of each part; 503 if one is down',
      schema: z.object({ status: z.enum(['ready', 'not_ready']), database: part, temporal: part }),
    },
  },
  getMetrics: {
    ...base,
    action: 'metrics.read',
    path: '/metrics',
    summary:
      "Prometheus metrics; totals of the installation, nothing about single clients. Needs an administrator's key",
    reply: { status: 200, description: 'Prometheus text', types: ['text/plain'] },
  },
} as const satisfies Contracts;
