import { randomUUID } from 'node:crypto';
import { type RequestHandler } from 'express';
import { type Logger } from 'pino';

/**
 * Gives each request an id (returned as X-Request-Id) and logs one line when it ends. The line has the route's pattern
 * instead of the URL (links contain tokens), the id of the calling key or session, and the reason of a refusal.
 */
export function requestLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const requestId = randomUUID();
    res.locals.requestId = requestId;
    res.set('X-Request-Id', requestId);
    const started = performance.now();
    res.once('close', () => {
      const ms = Math.round(performance.now() - started);
      const cut = !res.writableFinished;
      const { caller, code } = res.locals as { caller?: string; code?: string };
      log.info({
        method: req.method,
        route: patternOf(req, res.locals.route),
        status: res.statusCode,
        ms,
        requestId,
        ...(caller !== undefined && { caller }),
        ...(code !== undefined && { code }),
        ...(cut && { cut }),
      });
    });
    next();
  };
}

function patternOf(req: Parameters<RequestHandler>[0], known: unknown): string {
  if (typeof known === 'string') return known;
  const mounted = /^\/[a-z]+/.exec(req.baseUrl)?.[0] ?? '';
  const own: unknown = (req.route as { path?: unknown } | undefined)?.path;
  return typeof own === 'string' ? mounted + own : mounted || '(none)';
}
