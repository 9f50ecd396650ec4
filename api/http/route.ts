import { type z } from 'zod';
import { accessRule, type Action, type Role } from '../../domain/access/access';
import { type ErrorCode } from '../../domain/errors';
import { type Stage } from '../../domain/access/sign-in';

/**
 * JSON is parsed by its schema; text arrives as one string; a stream is handed on unread. An upload is one file of the
 * types named, read whole, or the JSON of `schema` in its place.
 */
export type BodyRule =
  | { kind: 'json'; schema: z.ZodType }
  | { kind: 'text'; types: readonly string[]; limit: number; description: string }
  | { kind: 'stream'; types: readonly string[]; limit: number; description: string }
  | { kind: 'upload'; types: readonly string[]; limit: number; description: string; schema: z.ZodType };

export interface ReplyRule {
  status: 200 | 201 | 303;
  description: string;
  schema?: z.ZodType;
  /** Other content types the route can answer with, beside or instead of JSON. */
  types?: readonly string[];
  /** The reply carries the version to send back in If-Match. */
  etag?: boolean;
  /** Further statuses with the same shape, such as 503 of a probe. */
  also?: readonly number[];
}

/**
 * One route. The router and the OpenAPI document are both made from this object, so neither can differ from it.
 * `write` says how a change is kept from happening twice: by key, by version, or because it repeats harmlessly.
 */
export interface RouteContract {
  method: 'get' | 'post' | 'put';
  path: `/${string}`;
  summary: string;
  tag:
    | 'access'
    | 'campaigns'
    | 'audience'
    | 'journeys'
    | 'calls'
    | 'customers'
    | 'lanes'
    | 'returns'
    | 'exchange'
    | 'requests'
    | 'system';
  /** What the caller must be allowed to do, by the table of domain/access/access.ts; `public` needs no key. */
  action: Action | 'public';
  /**
   * Of a `public` route: it works on the browser's own sign-in, whose session must be in one of these stages. No role is
   * needed, so no key will do.
   */
  signIn?: 'anonymous' | readonly Stage[];
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: BodyRule;
  write?: 'idempotency-key' | 'if-match' | 'repeatable';
  /** Counted per caller, person and address; a CSV file always is, as an export. */
  limit?: 'search' | 'codec';
  reply: ReplyRule;
  /** Errors of this route beyond those that follow from the fields above. */
  errors?: readonly ErrorCode[];
}

export type Contracts = Record<string, RouteContract>;

/** The roles that may call a route by the table; none for a public one, which asks for no role. */
export function rolesOf(route: Pick<RouteContract, 'action'>): readonly Role[] {
  return accessRule(route.action)?.roles ?? [];
}
