import { type ErrorRequestHandler, type Request, type Response } from 'express';
import { type Logger } from 'pino';
import { type z } from 'zod';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { errorText } from '../../domain/texts/errors';
import { type problem } from './shapes';

/** Japanese unless the caller prefers English. */
export function languageOf(req: Request): Language {
  return req.acceptsLanguages('ja', 'en') === 'en' ? 'en' : 'ja';
}

/** An error as RFC 9457 problem details. `instance` and `errorId` identify this occurrence; the log has the same id. */
export function problemOf(error: AppError, language: Language, errorId: string): z.infer<typeof problem> {
  const text = errorText(error.code, language, error.detail);
  return {
    type: `urn:tsunagi:problem:${error.code}`,
    title: text.title,
    status: error.status,
    code: error.code,
    detail: text.advice,
    ...(text.hint !== undefined && { hint: text.hint }),
    instance: `urn:uuid:${errorId}`,
    errorId,
    params: error.detail,
    issues: error.issues,
  };
}

/** Codes of a response whose caller has disconnected, or was cut off for taking it too slowly. */
const CUT_OFF = ['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'];

/** The only place where an error becomes a response. JSON only; the customer pages handle their own errors. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (thrown: unknown, req: Request, res: Response, _next) => {
    if (CUT_OFF.includes(String((thrown as { code?: unknown } | null)?.code))) return; // there is no caller any more
    const error = asAppError(thrown);
    const errorId = String(res.locals.requestId);
    res.locals.code = error.code;
    if (error.status >= 500) log.error({ requestId: errorId, ...traceOf(thrown) }, error.code);
    if (res.headersSent) {
      res.destroy(); // a stream broke half-way: all we can do is cut the connection
      return;
    }
    if (!req.complete) res.set('Connection', 'close'); // do not wait for the rest of a refused upload
    const language = languageOf(req);
    res.status(error.status).set('Content-Type', 'application/problem+json; charset=utf-8');
    res.set('Content-Language', language).vary('Accept-Language');
    if (error.code === 'unauthenticated') res.set('WWW-Authenticate', 'Bearer');
    if (error.status === 503) res.set('Retry-After', RETRY_AFTER_S);
    if (error.code === 'method_not_allowed') res.set('Allow', String(error.detail.allow));
    res.end(JSON.stringify(problemOf(error, language, errorId)));
  };
}

/** Stack without values: PostgreSQL puts them into `detail`, which is left out. */
function traceOf(thrown: unknown) {
  if (!(thrown instanceof Error)) return { thrown: typeof thrown };
  const { code } = thrown as { code?: unknown };
  const cause = thrown.cause instanceof Error ? thrown.cause.message : undefined;
  return { stack: thrown.stack, ...(typeof code === 'string' && { errorCode: code }), ...(cause && { cause }) };
}

/** Seconds after which a caller may try again what could not be done now. */
const RETRY_AFTER_S = '5';
/** Codes of a lock that others hold: a deadlock that came again (see `transact`), and one not given in time. */
const BUSY = /^(?:40001|40P01|55P03)$/;
/**
 * Codes of a database that is not there, refuses connections (08, 53, 57P), has become a standby (25006), or gave no
 * answer in time (57014).
 */
const UNREACHABLE = /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|08...|53...|57P..|57014|25006)$/;
/** What the driver says of a connection that was cut, also in the middle of a COPY. */
const CUT = /^Connection terminated|timeout exceeded when trying to connect|not queryable$/;

/** PostgreSQL codes for numbers, times and texts no column can hold; the contract's schemas are wider. */
const BEYOND = ['22003', '22008', '22021', '22P05'];

/** Maps anything thrown to the error the caller sees. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { type, limit, code, message, status } = (thrown ?? {}) as Record<string, unknown>;
  if (type === 'entity.parse.failed') return new AppError('malformed_json');
  if (type === 'entity.too.large') return new AppError('payload_too_large', { limit: Number(limit) });
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') {
    return new AppError('unsupported_media_type', { allow: 'utf-8, identity' });
  }
  if (status === 400 || BEYOND.includes(String(code)))
    return new AppError('invalid_request', {}, [], { cause: thrown });
  if (BUSY.test(String(code))) return new AppError('database_busy', {}, [], { cause: thrown });
  if (CUT.test(String(message)) || UNREACHABLE.test(String(code)))
    return new AppError('database_unavailable', {}, [], { cause: thrown });
  return new AppError('internal', {}, [], { cause: thrown });
}
