import { type z } from 'zod';
import { type Role } from '../../db/schema';
import { type ErrorCode } from '../../domain/errors';

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
  status: 200 | 201;
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
  tag: 'campaigns' | 'audience' | 'journeys' | 'calls' | 'customers' | 'lanes' | 'returns' | 'exchange' | 'system';
  /** Who may call; `public` needs no key. */
  roles: 'public' | readonly Role[];
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: BodyRule;
  write?: 'idempotency-key' | 'if-match' | 'repeatable';
  reply: ReplyRule;
  /** Errors of this route beyond those that follow from the fields above. */
  errors?: readonly ErrorCode[];
}

export type Contracts = Record<string, RouteContract>;

const readers = ['manager', 'approver', 'client_approver', 'operator', 'auditor'] as const;
/** Sets of roles, so that the same right has one name. The administrator runs the installation, not campaigns. */
export const ROLES = {
  manage: ['manager'],
  approve: ['approver', 'client_approver'],
  /** Figures without a list of customers. */
  overview: [...readers, 'client_viewer'],
  /** Lists of customers, by surrogate id. */
  detail: readers,
  /** Decisions on single rows, with their personal data. */
  desk: ['manager', 'operator'],
  deskRead: ['manager', 'operator', 'auditor'],
  codes: ['manager', 'client_approver'],
} as const satisfies Record<string, readonly Role[]>;
