import { z } from 'zod';
import { type Action, ACCESS, RIGHTS, ROLE_NAMES } from '../../../domain/access/access';
import { type Contracts } from '../../http/route';
import { id, idParam, instant } from '../../http/shapes';

const action = z.enum(Object.keys(ACCESS) as [Action, ...Action[]]);
const narrower = {
  actions: z.array(action).min(1).nullable().meta({ description: 'Null: all campaigns of the role' }),
  campaigns: z.array(id).min(1).max(1000).nullable().meta({ description: 'Null: all actions of the role' }),
  rights: z.array(z.enum(RIGHTS)),
};

const apiKey = z
  .object({
    id,
    name: z.string().nullable(),
    prefix: z.string().nullable().meta({ description: 'First characters of the key', example: 'tk_Zk3xQ0' }),
    clientId: id.nullable(),
    clientName: z.string().nullable(),
    role: z.enum(ROLE_NAMES),
    ...narrower,
    actions: z.array(z.string()).nullable(),
    state: z.enum(['active', 'expired', 'revoked', 'role_ended']),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable().meta({ description: 'Last use, to the minute' }),
  })
  .meta({ id: 'ApiKey' });
export const apiKeys = z.object({ items: z.array(apiKey) });

const own = { tag: 'access', action: 'public', signIn: ['open'] } as const;

/**
 * A person's own API keys, for programs. A key is created in a session with a recent second factor, never with another
 * key.
 */
export const keyRoutes = {
  listOwnKeys: {
    ...own,
    method: 'get',
    path: '/api/api-keys',
    summary: 'API keys of the caller, newest first, including ended ones',
    reply: { status: 200, description: 'Keys', schema: apiKeys },
  },
  createKey: {
    ...own,
    method: 'post',
    path: '/api/api-keys',
    summary: 'Create an API key: never wider than the current role, valid for at most a year, shown once',
    body: {
      kind: 'json',
      schema: z.object({
        name: z.string().trim().min(1).max(100),
        role: z.enum(ROLE_NAMES).optional().meta({ description: 'Default: the current role' }),
        expiresAt: instant,
        actions: narrower.actions.default(null),
        campaigns: narrower.campaigns.default(null),
        rights: narrower.rights.default([]),
      }),
    },
    write: 'repeatable',
    reply: { status: 201, description: 'The key', schema: z.object({ key: z.string(), apiKey }) },
    errors: ['key_too_wide', 'fresh_code_needed'],
  },
  revokeOwnKey: {
    ...own,
    method: 'post',
    path: '/api/api-keys/{id}/revoke',
    summary: "End one of the caller's keys at once, for good",
    params: idParam,
    write: 'repeatable',
    reply: { status: 200, description: 'Keys', schema: apiKeys },
  },
} as const satisfies Contracts;
