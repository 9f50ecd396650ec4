import express, { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { isSignedWebhook } from '../../activities/maintenance/webhook-signature';
import { lookups } from '../../db/audience/lookups';
import { takePhoneEvent } from '../../db/calls/phone/events';
import { numberIn } from '../../domain/audience/phone';
import { AppError } from '../../domain/errors';
import { recording } from '../calls/identity';
import { type AppDeps } from '../http/deps';

const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const phoneEvent = z.object({
  /** Required without a call task, which has a client. */
  client: id.optional(),
  event: z.string().regex(/^[A-Za-z0-9._:/-]{1,100}$/),
  kind: z.enum(['started', 'answered', 'ended', 'recording', 'missed']),
  direction: z.enum(['in', 'out']),
  at: z.iso.datetime({ offset: true }),
  callTask: id.optional(),
  number: z.string().max(40).optional(),
  line: z
    .string()
    .regex(/^\+?[0-9]{3,15}$/)
    .optional(),
  recording: recording.optional(),
  seconds: z.number().int().min(0).max(86_400).optional(),
});

/**
 * POST /webhooks/phone: what the telephone system reports of calls, one event each. Mount it at the root, before any body
 * parser. Requires our own signature (403) over the body as sent. Answers 204 once recorded, also for what was known or
 * belongs to no one here, so that it is not repeated; our own failures are a 5xx, which the system repeats.
 */
export function phoneWebhook(deps: AppDeps): Router {
  const router = Router();
  const body = express.text({ type: 'application/json', limit: '16kb', inflate: false });
  router.post('/webhooks/phone', body, takeEvent(deps));
  return router;
}

function takeEvent(deps: AppDeps): RequestHandler {
  return async (req, res) => {
    const body = typeof req.body === 'string' ? req.body : '';
    const secret = deps.config.PHONE_SECRET;
    const header = req.get('X-Tsunagi-Signature') ?? '';
    const now = Math.floor(Date.now() / 1000);
    if (!secret || !isSignedWebhook(secret, header, { body, now })) throw new AppError('forbidden');
    const { client, at, callTask, number, ...event } = read(body);
    const from = number === undefined ? undefined : numberIn(lookups.phone(number))?.number;
    const given = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));
    const result = await takePhoneEvent(deps.db, deps.vault, {
      ...(given as Omit<typeof event, 'line' | 'recording' | 'seconds'>),
      ...(client !== undefined && { clientId: client }),
      at: Date.parse(at),
      ...(callTask !== undefined && { taskId: callTask }),
      ...(from !== undefined && { number: from }),
    });
    deps.log.debug({ client, kind: event.kind, result }, 'phone event');
    res.status(204).end();
  };
}

function read(body: string): z.output<typeof phoneEvent> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new AppError('malformed_json');
  }
  const parsed = phoneEvent.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({
    path: ['body', ...path.map(String)].join('.'),
    code: 'invalid',
    message,
  }));
  throw new AppError('invalid_request', {}, issues);
}
