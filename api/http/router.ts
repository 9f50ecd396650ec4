import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import { type Actor } from '../../db/access/api-keys';
import { AppError } from '../../domain/errors';
import { authorise } from './auth';
import { parseInput, readBody } from './body';
import { depsFor } from './caller-deps';
import { type BodyReader, type BodyRule, type Contracts, type RouteContract } from './route';
import { type AppDeps } from './deps';
import { inTime, limitsOf } from './in-time';
import { type AnyHandler, type AnyReply, type Handlers } from './handler';
import { languageOf } from './problem';
import { limitCall } from './rate-limit';
import { openVisit } from '../sign-in/visit';
import { actOnce, actOnVersion, expectedVersion, idempotentRequest } from './writes';

/**
 * Builds the routes from their contracts, which define authorisation, input, protection against repeats, and output.
 * Other methods on a known path get 405.
 */
export function buildRouter<T extends Contracts>(contract: T, handlers: Handlers<T>, deps: AppDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const methods = new Map<string, string[]>();
  for (const [name, route] of Object.entries<RouteContract>(contract)) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    methods.set(path, [...(methods.get(path) ?? []), route.method.toUpperCase()]);
    const handler = handlers[name] as unknown as AnyHandler;
    router[route.method](path, async (req, res) => {
      res.locals.route = route.path;
      const work = answer(route, handler, { deps, req, res });
      const { callMs, downloadMs } = limitsOf(deps);
      await send(route, res, { reply: await (isLimited(route) ? inTime(work, callMs) : work), downloadMs });
    });
  }
  for (const [path, known] of methods) {
    const allow = known.includes('GET') ? [...known, 'HEAD'] : known;
    router.all(path, (_req, res) => {
      res.locals.route = path;
      throw new AppError('method_not_allowed', { allow: allow.join(', ') });
    });
  }
  return router;
}

/** Whether a route's whole call has a time limit. Where a file comes in or goes out, that alone has one, of its own. */
const isLimited = ({ body, reply }: RouteContract): boolean =>
  reply.types === undefined && (body === undefined || body.kind === 'json');

interface Context {
  deps: AppDeps;
  req: Request;
  res: Response;
}

async function answer(route: RouteContract, handler: AnyHandler, context: Context): Promise<AnyReply> {
  const { deps, req, res } = context;
  const language = languageOf(req);
  const caller =
    route.action === 'public' ? undefined : await authorise(deps, { ...route, action: route.action }, context);
  const wantsCsv = req.accepts(['application/json', 'text/csv']) === 'text/csv';
  if (caller) await limitCall(deps, route, { ...context, actor: caller.actor, wantsCsv });
  const visit = route.signIn && (await openVisit(deps, route.signIn, context));
  const own = caller && route.action !== 'public' ? depsFor(deps, route.action, caller) : deps;
  const input = {
    deps: own,
    language,
    wantsCsv,
    ...caller,
    ...visit,
    params: route.params && parseInput(route.params, req.params, 'params', language),
    query: route.query && parseInput(route.query, req.query, 'query', language),
    ...(route.write === 'if-match' && { expectedVersion: expectedVersion(req) }),
  };
  const body = route.body && (await readBody(route.body, { req, res, language, limits: limitsOf(deps) }));
  const call = { ...input, body: route.body ? await readText(route.body, body, input) : undefined };
  if (route.write === 'idempotency-key') {
    const request = idempotentRequest(req, (caller as { actor: Actor }).actor, body);
    return actOnce(own.db, request, (trx) => handler({ ...call, trx }), route.reply.status);
  }
  if (route.write === 'if-match') return actOnVersion(own.db, (trx) => handler({ ...call, trx }));
  return handler(call);
}

/** What the contract's `read` makes of a text; any other body as it is. */
async function readText(rule: BodyRule, body: unknown, input: object): Promise<unknown> {
  if (rule.kind !== 'text' || !rule.read) return body;
  return rule.read(body as string, input as Parameters<BodyReader<unknown>>[1]);
}

async function send(
  route: RouteContract,
  res: Response,
  { reply, downloadMs }: { reply: AnyReply; downloadMs: number },
): Promise<void> {
  if (route.action !== 'public' || route.signIn) res.set('Cache-Control', 'no-store');
  if ('stream' in reply) {
    res.status(route.reply.status).set('Content-Type', reply.type);
    if (reply.version !== undefined) res.set('ETag', `"${reply.version}"`);
    if (reply.policy !== undefined) res.set('Content-Security-Policy', reply.policy);
    if (reply.filename) res.set('Content-Disposition', `attachment; filename="${reply.filename}"`);
    // a caller who takes it too slowly is cut off, since it is read from the database meanwhile
    await pipeline(Readable.from(reply.stream), res, { signal: AbortSignal.timeout(downloadMs) });
    return;
  }
  // Responses are validated too, so that nothing leaves that the contract does not name.
  const body = route.reply.schema ? route.reply.schema.parse(reply.body) : reply.body;
  if (reply.version !== undefined) res.set('ETag', `"${reply.version}"`);
  res.status(reply.status ?? route.reply.status).set('Content-Type', 'application/json; charset=utf-8');
  res.end(JSON.stringify(body)); // not res.json: its freshness check would answer 304 although counts have changed
}
