import { type Request, type RequestHandler, type Response } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import { type Actor, callerOf } from '../../db/access/api-keys';
import { AppError } from '../../domain/errors';
import { type RouteContract } from './route';
import { type AppDeps } from './deps';
import { runMiddleware } from './middleware';
import { CounterStore } from './rate-limit-store';

/** What is counted: a key or session, the person (or customer) behind it, or the network address. */
export type Whom = 'caller' | 'account' | 'address';

interface LimitRule {
  limit: number;
  windowMs: number;
  /** Count failed attempts only (401, 403, 429): correct requests are never refused. */
  failures?: true;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const WRONG = new Set([401, 403, 429]);

/**
 * Rate limits of an installation, shared by all its processes. Addresses get more than persons, because an office or a
 * mobile network can share one.
 */
export const LIMITS = {
  /** Invalid API keys; valid ones are too long to guess. */
  authentication: { address: { limit: 30, windowMs: MINUTE } },
  signIn: {
    account: { limit: 10, windowMs: 15 * MINUTE, failures: true },
    address: { limit: 50, windowMs: 15 * MINUTE, failures: true },
  },
  /** A customer's second factor; the link itself locks for half an hour after five wrong attempts. */
  factor: {
    account: { limit: 20, windowMs: DAY, failures: true },
    address: { limit: 100, windowMs: 15 * MINUTE, failures: true },
  },
  search: {
    caller: { limit: 60, windowMs: MINUTE },
    account: { limit: 120, windowMs: MINUTE },
    address: { limit: 600, windowMs: MINUTE },
  },
  /** Temporal's UI makes a request for each event of a history. */
  codec: {
    caller: { limit: 600, windowMs: MINUTE },
    account: { limit: 600, windowMs: MINUTE },
    address: { limit: 3000, windowMs: MINUTE },
  },
  export: {
    caller: { limit: 30, windowMs: MINUTE },
    account: { limit: 60, windowMs: MINUTE },
    address: { limit: 300, windowMs: MINUTE },
  },
} as const satisfies Record<string, Partial<Record<Whom, LimitRule>>>;

export type LimitName = keyof typeof LIMITS;
/** Keys to count under; the address is taken from the request. */
export type Counted = Partial<Record<Exclude<Whom, 'address'>, string>>;

export interface Limits {
  /**
   * Counts a request. Throws rate_limited, with Retry-After and the RateLimit headers (draft 8), and database errors,
   * since nothing may pass uncounted.
   */
  take(name: LimitName, counted: Counted, io: { req: Request; res: Response }): Promise<void>;
}

const opened = new WeakMap<AppDeps, Limits>();

/** The limits for these dependencies; always the same instance. */
export function limitsOf(deps: AppDeps): Limits {
  const known = opened.get(deps) ?? openLimits(deps);
  opened.set(deps, known);
  return known;
}

function openLimits(deps: AppDeps): Limits {
  const handlers = new Map<string, RequestHandler>();
  for (const [name, rules] of Object.entries(LIMITS)) {
    for (const [whom, rule] of Object.entries<LimitRule>(rules)) {
      handlers.set(`${name}-${whom}`, limiter(deps, `${name}-${whom}`, rule));
    }
  }
  return {
    async take(name, counted, io) {
      const whoms = Object.keys(LIMITS[name]) as Whom[];
      const keys = { ...counted, address: addressOf(io.req) };
      io.res.locals.counted = Object.fromEntries(whoms.map((whom) => [`${name}-${whom}`, keys[whom] ?? '']));
      for (const whom of whoms) await runMiddleware(handlers.get(`${name}-${whom}`)!, io.req, io.res);
    },
  };
}

function limiter(deps: AppDeps, name: string, rule: LimitRule): RequestHandler {
  const { db, vault, log, config } = deps;
  const hash = (who: string) => vault.index(0, 'limit', `${name}\n${who}`);
  const store: Store = new CounterStore(db, hash, rule.windowMs);
  return rateLimit({
    windowMs: rule.windowMs,
    limit: Math.ceil(rule.limit * config.RATE_SCALE),
    identifier: name,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: rule.failures ?? false,
    requestWasSuccessful: (_req, res) => !WRONG.has(res.statusCode),
    keyGenerator: (_req, res) => (res.locals.counted as Record<string, string>)[name] ?? '',
    handler: (_req, _res, next) => next(new AppError('rate_limited')),
    store,
    logger: {
      warn: (text) => log.warn(text),
      error: (error) => log.warn({ err: error }, 'request not counted by rate limit'),
    },
  });
}

/** The network a request comes from: an IPv4 address, or the /56 prefix of an IPv6 address. */
const addressOf = (req: Request): string => ipKeyGenerator(req.ip ?? '');

/** Middleware that counts failed requests by address. */
export function failureLimit(deps: AppDeps): RequestHandler {
  return (req, res, next) =>
    void limitsOf(deps)
      .take('authentication', {}, { req, res })
      .then(() => next(), next);
}

/** Counts a call if its contract is limited: searches, and everything downloaded as CSV. */
export async function limitCall(
  deps: AppDeps,
  route: RouteContract,
  { actor, wantsCsv, ...io }: { actor: Actor; wantsCsv: boolean; req: Request; res: Response },
): Promise<void> {
  const asked = wantsCsv || io.req.query.format === 'csv' || !route.reply.schema;
  const file = asked && route.reply.types?.includes('text/csv') === true;
  const name = route.limit ?? (file ? 'export' : undefined);
  if (!name) return;
  await limitsOf(deps).take(name, { caller: callerOf(actor), account: `person:${actor.personId}` }, io);
}
