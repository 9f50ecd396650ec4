import { type z } from 'zod';
import { accessRule, type Action, type Role } from '../../domain/access/access';
import { type ErrorCode } from '../../domain/errors';
import { type Stage } from '../../domain/access/sign-in';
import { type Scope } from '../../db/platform/scope';
import { type Language } from '../../domain/campaigns/campaign';
import { type AppDeps } from './deps';

/** What reads a text before the transaction begins. */
export type BodyReader<T> = (
  text: string,
  call: { deps: AppDeps; scope: Scope; language: Language; params: Record<string, unknown> },
) => Promise<T>;

/**
 * JSON is parsed by its schema, text arrives as one string, a stream is passed on unread. An upload is one file of the
 * given types, read whole, or instead the JSON of `schema` where there is one.
 */
export type BodyRule =
  | { kind: 'json'; schema: z.ZodType }
  | {
      kind: 'text';
      types: readonly string[];
      limit: number;
      description: string;
      /** Slow work on the text, done before the transaction begins; the handler gets its result instead of the text. */
      read?: BodyReader<unknown>;
    }
  | { kind: 'stream'; types: readonly string[]; limit: number; description: string }
  | {
      kind: 'upload';
      types: readonly string[];
      limit: number;
      description: string;
      schema?: z.ZodType;
      /** Slow work on the file, done before the transaction begins; what it finds is added to the file. */
      read?: (file: { bytes: Buffer }) => Promise<object>;
    };

export interface ReplyRule {
  status: 200 | 201 | 303;
  description: string;
  schema?: z.ZodType;
  /** Other content types the route can return, besides or instead of JSON. */
  types?: readonly string[];
  /** The response has the version to send in If-Match. */
  etag?: boolean;
  /** Further statuses with the same shape, such as a probe's 503. */
  also?: readonly number[];
}

/**
 * One route. Router and OpenAPI document are both built from this object, so they cannot differ. `write` says how a
 * change is prevented from taking effect twice: by key, by version, or because repeating is harmless.
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
    | 'inquiries'
    | 'lanes'
    | 'returns'
    | 'exchange'
    | 'requests'
    | 'system';
  /** Required permission, by the table in domain/access/access.ts; `public` needs no key. */
  action: Action | 'public';
  /** A person in a session needs a second factor given in the last minutes (FRESH_MS); API keys do not. */
  freshCode?: true;
  /**
   * For a `public` route on the browser's own sign-in: the session stages it accepts. It needs no role, so API keys are
   * not accepted. `optional`: with or without a session.
   */
  signIn?: 'anonymous' | 'optional' | readonly Stage[];
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: BodyRule;
  write?: 'idempotency-key' | 'if-match' | 'repeatable';
  /** Rate limit per caller, person and address. CSV downloads are always limited. */
  limit?: 'search' | 'codec';
  reply: ReplyRule;
  /** Errors besides those implied by the fields above. */
  errors?: readonly ErrorCode[];
}

export type Contracts = Record<string, RouteContract>;

/** Roles that may call a route; none for a public one. */
export function rolesOf(route: Pick<RouteContract, 'action'>): readonly Role[] {
  return accessRule(route.action)?.roles ?? [];
}
