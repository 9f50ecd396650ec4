import { type Request, type RequestHandler, type Response } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import { type Actor, callerOf } from '../../db/access/api-keys';
import { AppError } from '../../domain/errors';
import { type RouteContract } from './route';
import { type AppDeps } from './deps';
import { runMiddleware } from './middleware';
import { CounterStore } from './rate-limit-store';

/** Whom a limit counts: a key or session, the person (or customer) behind it, where the request comes from. */
export type Whom = 'caller' | 'account' | 'address';

interface LimitRule {
  limit: number;
  windowMs: number;
  /** Only wrong tries count (401, 403, 429): who does it right is never refused. */
  failures?: true;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const WRONG = new Set([401, 403, 429]);

/**
 * The limits of an installation, over all its processes together. Addresses get more than people: a whole office, or a
 * mobile network, can be one address.
 */
export const LIMITS = {
  /** Keys that are none; they are too long to guess. */
  authentication: { address: { limit: 30, windowMs: MINUTE } },
  signIn: {
    account: { limit: 10, windowMs: 15 * MINUTE, failures: true },
    address: { limit: 50, windowMs: 15 * MINUTE, failures: true },
  },
  /** A customer's second factor; the link itself locks for half an hour after five wrong ones. */
  factor: {
    account: { limit: 20, windowMs: DAY, failures: true },
    address: { limit: 100, windowMs: 15 * MINUTE, failures: true },
  },
  search: {
    caller: { limit: 60, windowMs: MINUTE },
    account: { limit: 120, windowMs: MINUTE },
    address: { limit: 600, windowMs: MINUTE },
  },
  /** Temporal's UI asks for each event of a history. */
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
/** Who is counted in each of the limit's ways; an address comes from the request. */
export type Counted = Partial<Record<Exclude<Whom, 'address'>, string>>;

export interface Limits {
  /**
   * Counts a request. Throws rate_limited, with Retry-After and the RateLimit headers (draft 8) of each limit set;
   * database errors as they come, since without counting nothing is let in.
   */
  take(name: LimitName, counted: Counted, io: { req: Request; res: Response }): Promise<void>;
}

const opened = new WeakMap<AppDeps, Limits>();

/** The limits of these dependencies, always the same. */
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
    logger: { warn: (text) => log.warn(text), error: (error) => log.warn({ err: error }, 'limit not counted') },
  });
}

/** The network a request comes from: an IPv4 address, or the 56 bits that a subscriber has of IPv6. */
const addressOf = (req: Request): string => ipKeyGenerator(req.ip ?? '');

/** Counts failed calls of an address, as a middleware. */
export function failureLimit(deps: AppDeps): RequestHandler {
  return (req, res, next) =>
    void limitsOf(deps)
      .take('authentication', {}, { req, res })
      .then(() => next(), next);
}

/** Counts a call where its contract is limited: searches, and whatever is carried away as a CSV file. */
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
