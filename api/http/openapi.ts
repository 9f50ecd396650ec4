import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { accessRule } from '../../domain/access/access';
import { ERRORS, type ErrorCode } from '../../domain/errors';
import { type BodyRule, type Contracts, rolesOf, type RouteContract } from './route';
import { problem } from './shapes';

/** The OpenAPI 3.1 document of these contracts; `server` is the API's base URL. */
export function openapiDocument(contract: Contracts, server: string) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries(contract)) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(name, route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tsunagi',
      version: '1.0.0',
      description: 'Service-closing campaigns: every customer notified, followed up and accounted for.',
    },
    servers: [{ url: server }],
    security: [{ apiKey: [] }, { session: [], csrf: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'API key, tk_…' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-tsunagi_session',
          description:
            'With https; otherwise without __Host-. A GET with X-Tsunagi-Passive: 1 does not count as use of the session',
        },
        csrf: {
          type: 'apiKey',
          in: 'header',
          name: 'X-CSRF-Token',
          description: 'For all methods but GET; `csrf` of GET /api/session',
        },
      },
    },
  });
}

function operation(name: string, route: RouteContract): ZodOpenApiOperationObject {
  const open = route.action === 'public' && (!route.signIn || typeof route.signIn === 'string');
  return {
    operationId: name,
    summary: route.summary,
    description: whoMay(route),
    ...(route.action !== 'public' && { 'x-action': route.action, 'x-roles': [...rolesOf(route)] }),
    tags: [route.tag],
    ...(open && { security: [] }),
    ...(!open && route.action === 'public' && { security: [{ session: [], csrf: [] }] }),
    requestParams: {
      ...(route.params && { path: route.params }),
      ...(route.query && { query: route.query }),
      ...headersOf(route),
    },
    ...(route.body && { requestBody: { required: true, ...bodyOf(route.body) } }),
    responses: responsesOf(route),
  };
}

function whoMay({ action, signIn = 'anonymous', ...route }: RouteContract): string {
  if (action !== 'public') return `Action: ${action}. Roles: ${rolesOf({ ...route, action }).join(', ')}.`;
  if (signIn === 'anonymous') return 'No key needed.';
  if (signIn === 'optional') return 'No key needed; with a session, its state.';
  return `Needs a session in one of these stages, no key: ${signIn.join(', ')}.`;
}

function headersOf(route: RouteContract) {
  if (route.write === 'idempotency-key') {
    const key = z
      .string()
      .min(1)
      .max(200)
      .meta({ description: 'A new value for each action; the same value to retry it' });
    return { header: z.object({ 'Idempotency-Key': key }) };
  }
  if (route.write !== 'if-match') return {};
  return {
    header: z.object({ 'If-Match': z.string().meta({ description: 'The ETag that was read', example: '"3"' }) }),
  };
}

function bodyOf(rule: BodyRule) {
  if (rule.kind === 'json') return { content: { 'application/json': { schema: rule.schema } } };
  const schema = rule.kind === 'text' ? { schema: z.string() } : {};
  const content = Object.fromEntries(rule.types.map((type) => [type, schema]));
  const json = rule.kind === 'upload' && rule.schema ? { 'application/json': { schema: rule.schema } } : {};
  return { description: rule.description, content: { ...content, ...json } };
}

function responsesOf(route: RouteContract): ZodOpenApiResponsesObject {
  const { reply } = route;
  const content = {
    ...(reply.schema && { 'application/json': { schema: reply.schema } }),
    ...Object.fromEntries((reply.types ?? []).map((type) => [type, { schema: z.string() }])),
  };
  const headers = reply.etag ? { headers: z.object({ ETag: z.string().meta({ description: 'For If-Match' }) }) } : {};
  const responses: ZodOpenApiResponsesObject = {
    [`${reply.status}`]: { description: reply.description, content, ...headers },
  };
  for (const status of reply.also ?? []) responses[`${status as 503}`] = { description: reply.description, content };
  for (const [status, codes] of byStatus(errorsOf(route))) {
    responses[`${status as 400}`] ??= {
      description: codes.join(', '),
      content: { 'application/problem+json': { schema: problem } },
    };
  }
  return responses;
}

/** Errors a route can return: its own and those implied by its contract. */
export function errorsOf(route: RouteContract): ErrorCode[] {
  const codes: ErrorCode[] = ['internal', 'database_unavailable', 'database_busy', ...(route.errors ?? [])];
  if (route.action !== 'public') codes.push('forbidden');
  if (accessRule(route.action)?.freshCode) codes.push('session_needed', 'fresh_code_needed');
  if (route.freshCode) codes.push('fresh_code_needed');
  if (route.action !== 'public' || (route.signIn && route.signIn !== 'optional'))
    codes.push('unauthenticated', 'sign_in_unfinished', 'rate_limited');
  if (route.method !== 'get' && (route.action !== 'public' || route.signIn)) codes.push('csrf_refused');
  if (route.params || route.query || route.body) codes.push('invalid_request');
  if (route.params) codes.push('not_found');
  if (route.body) codes.push('unsupported_media_type', 'payload_too_large', 'upload_too_slow');
  if (route.body?.kind === 'json' || (route.body?.kind === 'upload' && route.body.schema)) codes.push('malformed_json');
  if (route.write === 'idempotency-key') {
    codes.push('invalid_request', 'idempotency_key_missing', 'idempotency_key_reused', 'idempotency_in_progress');
  }
  if (route.write === 'if-match') codes.push('if_match_missing', 'version_conflict');
  return [...new Set(codes)];
}

function byStatus(codes: ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of codes) groups.set(ERRORS[code].status, [...(groups.get(ERRORS[code].status) ?? []), code]);
  return groups;
}
