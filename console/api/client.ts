import { type z } from 'zod';
import table from 'virtual:route-table';
import { type contract } from '../../api/contract';
import { preferences } from '../preferences';
import { Problem, problemOf } from './problem';
import { csrfToken } from './csrf';

type Contract = typeof contract;
export type Operation = keyof Contract;

type Params<R> = R extends { params: infer S extends z.ZodType }
  ? { params: Record<keyof z.input<S>, string | number> }
  : unknown;
type Query<R> = R extends { query: infer S extends z.ZodType } ? { query?: z.input<S> } : unknown;
type Body<R> = R extends { body: { kind: 'json'; schema: infer S extends z.ZodType } }
  ? { body: z.input<S> }
  : R extends { body: { kind: 'upload'; schema: infer S extends z.ZodType } }
    ? { body: z.input<S> | Blob }
    : R extends { body: { kind: 'text' | 'stream' | 'upload' } }
      ? { body: Blob }
      : unknown;
type Version<R> = R extends { write: 'if-match' } ? { version: string } : unknown;

/** What a route takes: path parameters, query, body, and for a change by version the ETag that was read. */
export type Input<O extends Operation> = Params<Contract[O]> &
  Query<Contract[O]> &
  Body<Contract[O]> &
  Version<Contract[O]>;
/** What a route replies as JSON. */
export type Reply<O extends Operation> = Contract[O] extends { reply: { schema: infer S extends z.ZodType } }
  ? z.output<S>
  : undefined;

export interface Answer<Body> {
  body: Body;
  /** Version for a later change; null where the route has none. */
  etag: string | null;
  /** 201 for something new, 200 for what was there before. */
  status: number;
}

interface AnyInput {
  params?: Record<string, string | number>;
  query?: Record<string, unknown>;
  body?: unknown;
  version?: string;
}

export interface Sending {
  /** Of this act; kept until there is an answer. */
  idempotencyKey?: string;
  /** What is wanted besides JSON. */
  accept?: string;
  signal?: AbortSignal;
}

/** A person who presses or clicks uses the console; what a page asks by itself soon after nothing is passive. */
const USE_MS = 2_000;
let usedAt = performance.now();
for (const event of ['keydown', 'pointerdown'] as const) {
  addEventListener(event, () => (usedAt = performance.now()), { capture: true, passive: true });
}
const isPassive = (): boolean => performance.now() - usedAt > USE_MS;

/** The path of a route with its parameters and query filled in. */
export function urlOf(operation: Operation, { params = {}, query = {} }: AnyInput = {}): string {
  const path = table[operation]![1].replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/** How a route protects a change from taking effect twice; undefined for reading. */
export const writeOf = (operation: Operation): string | undefined => table[operation]![2];
export const isRead = (operation: Operation): boolean => table[operation]![0] === 'get';

export function requestOf(
  operation: Operation,
  input: AnyInput,
  { idempotencyKey, accept, signal }: Sending,
): RequestInit {
  const [method] = table[operation]!;
  const headers = new Headers({ Accept: accept ?? 'application/json', 'Accept-Language': preferences().lang });
  if (method === 'get' && isPassive()) headers.set('X-Tsunagi-Passive', '1');
  if (method !== 'get') headers.set('X-CSRF-Token', csrfToken());
  if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
  if (input.version !== undefined) headers.set('If-Match', input.version);
  const init: RequestInit = { method: method.toUpperCase(), headers, credentials: 'same-origin', signal };
  if (input.body instanceof Blob) {
    headers.set('Content-Type', input.body.type);
    init.body = input.body;
  } else if (input.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(input.body);
  }
  return init;
}

async function send(operation: Operation, input: AnyInput, sending: Sending): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(urlOf(operation, input), requestOf(operation, input, sending));
  } catch (error) {
    if (sending.signal?.aborted) throw error;
    throw Problem.offline();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** An answer that broke off halfway is no answer: what it was to say is not known. */
async function wholeBody(response: Response, { signal }: Sending): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw Problem.offline();
  }
}

/** Calls a route once. Throws a Problem: the API's own, or `offline` when there was no answer. */
export async function call<O extends Operation>(
  operation: O,
  input: Input<O>,
  sending: Sending = {},
): Promise<Answer<Reply<O>>> {
  const response = await send(operation, input as AnyInput, sending);
  const body = response.status === 204 ? undefined : await wholeBody(response, sending);
  return { body: body as Reply<O>, etag: response.headers.get('etag'), status: response.status };
}

/** Fetches a route's file: an image, PDF or CSV, with the name the server gives it. */
export async function callFile<O extends Operation>(
  operation: O,
  input: Input<O>,
  accept: string,
): Promise<{ blob: Blob; name: string | null; etag: string | null }> {
  const response = await send(operation, input as AnyInput, { accept });
  const named = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(response.headers.get('content-disposition') ?? '');
  return {
    blob: await response.blob(),
    name: named ? decodeURIComponent(named[1]!) : null,
    etag: response.headers.get('etag'),
  };
}

/** A text that is built with the console, such as a handbook. */
export async function fetchText(url: string): Promise<string> {
  return (await fetch(url)).text();
}
