import { randomUUID } from 'node:crypto';
import { type RequestHandler } from 'express';
import { type Logger } from 'pino';

/**
 * Gives each request an id (also sent back as X-Request-Id) and writes one line when it is over. The line names the
 * route's pattern, never the URL itself (links hold tokens), the key or session that called by its id, and why it was
 * refused.
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
