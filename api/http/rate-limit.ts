import { isIPv6 } from 'node:net';
import { type Request, type Response } from 'express';
import { Address6 } from 'ip-address';
import { type RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { type Actor, callerOf } from '../../db/access/api-keys';
import { openRateCounter } from '../../db/platform/rate-counters';
import { AppError } from '../../domain/errors';
import { type RouteContract } from './route';
import { type AppDeps } from './deps';

/** What is counted: a key or session, the person (or customer) behind it, or the network address. */
export type Whom = 'caller' | 'account' | 'address';

interface LimitRule {
  limit: number;
  /** Length of the window in seconds; it begins with the first request. */
  seconds: number;
  /** Count failed attempts only (401, 403, 429): correct requests are never refused. */
  failures?: true;
}

const MINUTE = 60;
const DAY = 86_400;
const WRONG = new Set([401, 403, 429]);

/**
 * Rate limits of an installation, shared by all its processes. Addresses get more than persons, because an office or a
 * mobile network can share one.
 */
export const LIMITS = {
  /** Invalid API keys; valid ones are too long to guess. */
  authentication: { address: { limit: 30, seconds: MINUTE } },
  signIn: {
    account: { limit: 10, seconds: 15 * MINUTE, failures: true },
    address: { limit: 50, seconds: 15 * MINUTE, failures: true },
  },
  /** A customer's second factor; the link itself locks for half an hour after five wrong attempts. */
  factor: {
    account: { limit: 20, seconds: DAY, failures: true },
    address: { limit: 100, seconds: 15 * MINUTE, failures: true },
  },
  search: {
    caller: { limit: 60, seconds: MINUTE },
    account: { limit: 120, seconds: MINUTE },
    address: { limit: 600, seconds: MINUTE },
  },
  /** Temporal's UI makes a request for each event of a history. */
  codec: {
    caller: { limit: 600, seconds: MINUTE },
    account: { limit: 600, seconds: MINUTE },
    address: { limit: 3000, seconds: MINUTE },
  },
  export: {
    caller: { limit: 30, seconds: MINUTE },
    account: { limit: 60, seconds: MINUTE },
    address: { limit: 300, seconds: MINUTE },
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
  const limiters = new Map<string, Limiter>();
  for (const [name, rules] of Object.entries(LIMITS)) {
    for (const [whom, rule] of Object.entries<LimitRule>(rules)) {
      const removesExpired = limiters.size === 0; // of all limits
      const points = Math.ceil(rule.limit * deps.config.RATE_SCALE);
      const counter = openRateCounter(deps.pool, { points, duration: rule.seconds, removesExpired });
      limiters.set(`${name}-${whom}`, { name: `${name}-${whom}`, rule, counter });
    }
  }
  return {
    async take(name, counted, { req, res }) {
      const keys = { ...counted, address: networkOf(req.ip ?? '') };
      for (const whom of Object.keys(LIMITS[name]) as Whom[]) {
        await count(deps, limiters.get(`${name}-${whom}`)!, keys[whom] ?? '', res);
      }
    },
  };
}

interface Limiter {
  /** In the headers and in the hash of a key. */
  name: string;
  rule: LimitRule;
  counter: RateLimiterPostgres;
}

/** Counts one request under one limit; takes a successful one back if only failures count. */
async function count({ vault, log }: AppDeps, { name, rule, counter }: Limiter, who: string, res: Response) {
  const hash = vault.index(0, 'limit', `${name}\n${who}`);
  const key = hash.toString('hex');
  const result = await counter.consume(key).catch((error: unknown) => {
    if (error instanceof RateLimiterRes) return error; // above the limit
    throw error;
  });
  const endsAt = Date.now() + result.msBeforeNext;
  const seconds = Math.ceil(result.msBeforeNext / 1000);
  const partition = hash.subarray(0, 9).toString('base64');
  res.append('RateLimit', `"${name}"; r=${result.remainingPoints}; t=${seconds}`);
  res.append('RateLimit-Policy', `"${name}"; q=${counter.points}; w=${rule.seconds}; pk=:${partition}:`);
  if (rule.failures) {
    res.once('finish', () => {
      if (WRONG.has(res.statusCode) || Date.now() >= endsAt) return;
      counter.reward(key).catch((err: unknown) => log.warn({ err }, 'successful request still counted by rate limit'));
    });
  }
  if (result.consumedPoints <= counter.points) return;
  res.setHeader('Retry-After', String(seconds));
  throw new AppError('rate_limited');
}

/** The network of an IP address: an IPv4 address itself, also if written as IPv6, or the /56 prefix of an IPv6 address. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const address = new Address6(ip);
  return address.isMapped4() ? address.to4().correctForm() : new Address6(`${ip}/56`).networkForm();
}

/** Counts a request without a valid key or session by its address. Throws rate_limited. */
export const limitFailure = (deps: AppDeps, io: { req: Request; res: Response }): Promise<void> =>
  limitsOf(deps).take('authentication', {}, io);

/** Counts a call if its contract is limited: searches, and everything downloaded as CSV or PDF. */
export async function limitCall(
  deps: AppDeps,
  route: RouteContract,
  { actor, wantsCsv, ...io }: { actor: Actor; wantsCsv: boolean; req: Request; res: Response },
): Promise<void> {
  const asked = wantsCsv || ['csv', 'pdf'].includes(String(io.req.query.format)) || !route.reply.schema;
  const file = asked && route.reply.types?.includes('text/csv') === true;
  const name = route.limit ?? (file ? 'export' : undefined);
  if (!name) return;
  await limitsOf(deps).take(name, { caller: callerOf(actor), account: `person:${actor.personId}` }, io);
}
