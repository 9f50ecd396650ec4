import { type Readable } from 'node:stream';
import { type z } from 'zod';
import { type Actor } from '../../db/access/api-keys';
import { type LedgerEntry } from '../../db/platform/ledger';
import { type Scope } from '../../db/platform/scope';
import { type Session } from '../../db/access/sessions';
import { type Language } from '../../domain/campaigns/campaign';
import { type AppError } from '../../domain/errors';
import { type Upload } from './body';
import { type BodyReader, type RouteContract } from './route';
import { type AppDeps } from './deps';
import { type Visit } from '../sign-in/visit';
import { type Trx } from '../../db/platform/types';

type Parsed<C, Field extends string> = C extends { [F in Field]: infer S extends z.ZodType } ? z.output<S> : undefined;
type ParsedBody<C> = C extends { body: { kind: 'json'; schema: infer S extends z.ZodType } }
  ? z.output<S>
  : C extends { body: { kind: 'upload'; schema: infer S extends z.ZodType } }
    ? { json: z.output<S> } | { file: Upload & FoundIn<C> }
    : C extends { body: { kind: 'upload' } }
      ? { file: Upload & FoundIn<C> }
      : C extends { body: { kind: 'text' } }
        ? C extends { body: { read: BodyReader<infer R> } }
          ? R
          : string
        : C extends { body: { kind: 'stream' } }
          ? Readable
          : undefined;
/** What the contract's `read` finds in a file, beside or instead of what its sender said of it. */
type FoundIn<C> = C extends { body: { read: (file: { bytes: Buffer }) => Promise<infer Found> } } ? Found : unknown;
type Caller<C> = C extends { action: 'public' } ? unknown : { actor: Actor; scope: Scope };
type SignedIn<C> = C extends { signIn: 'anonymous' }
  ? { visit: Visit }
  : C extends { signIn: 'optional' }
    ? { visit: Visit; session: Session | undefined }
    : C extends { signIn: readonly unknown[] }
      ? { visit: Visit; session: Session }
      : unknown;
type InTransaction<C> = C extends { write: 'idempotency-key' }
  ? { trx: Trx }
  : C extends { write: 'if-match' }
    ? { trx: Trx; expectedVersion: number }
    : unknown;

/** What a handler receives: validated input, the caller with their scope and, for writing routes, a transaction. */
export type Call<C> = {
  deps: AppDeps;
  language: Language;
  /** Whether the caller prefers text/csv to JSON. */
  wantsCsv: boolean;
  params: Parsed<C, 'params'>;
  query: Parsed<C, 'query'>;
  body: ParsedBody<C>;
} & Caller<C> &
  SignedIn<C> &
  InTransaction<C>;

type ReplyBody<C> = C extends { reply: { schema: infer S extends z.ZodType } } ? z.input<S> : never;

export interface JsonReply<Body> {
  body: Body;
  status?: number;
  /** Sent as the ETag. */
  version?: number;
  /**
   * The action is refused although what it wrote stays, such as a counted try: thrown after the commit, and again when
   * the same key is sent again. Made by `refused`.
   */
  refusal?: AppError;
  /** Appended when the transaction commits. */
  ledger?: { campaignId: number; clientId: number; at: number; entries: LedgerEntry[] };
  /**
   * Work after the commit whose result is the response. It, and the action, may run again if the response is lost, so
   * use it only for idempotent actions.
   */
  finish?: () => Promise<Body>;
}

/** The reply of an action that is refused once what it wrote is committed; nothing else is sent. */
export const refused = (refusal: AppError, ledger: NonNullable<JsonReply<never>['ledger']>): JsonReply<never> => ({
  body: undefined as never,
  refusal,
  ledger,
});

export interface StreamReply {
  stream: AsyncIterable<string | Buffer>;
  type: string;
  /** Content-Security-Policy of HTML that is served as a document. */
  policy?: string;
  filename?: string;
  /** Sent as the ETag. */
  version?: number;
}

export type Reply<C> = JsonReply<ReplyBody<C>> | StreamReply;
export type Handler<C> = (call: Call<C>) => Promise<Reply<C>>;
/** One handler per route: a missing handler, or one without a contract, does not compile. */
export type Handlers<T extends Record<string, RouteContract>> = { [K in keyof T]: Handler<T[K]> };

/** A handler as the router calls it, after its types were checked against the contract. */
export type AnyReply = JsonReply<unknown> | StreamReply;
export type AnyHandler = (call: Record<string, unknown>) => Promise<AnyReply>;
