import { z } from 'zod';
import { type Action, ACCESS, ROLE_NAMES } from '../../../domain/access/access';
import { type Contracts } from '../../http/route';
import { id, idParam, instant } from '../../http/shapes';

const action = z.enum(Object.keys(ACCESS) as [Action, ...Action[]]);
const narrower = {
  actions: z.array(action).min(1).nullable().meta({ description: 'Null: all of the role' }),
  campaigns: z.array(id).min(1).max(1000).nullable().meta({ description: 'Null: all that the role has' }),
  rights: z.array(z.enum(['personal.protected'])),
};

const apiKey = z
  .object({
    id,
    name: z.string().nullable(),
    prefix: z.string().nullable().meta({ description: 'How it begins', example: 'tk_Zk3xQ0' }),
    clientId: id.nullable(),
    clientName: z.string().nullable(),
    role: z.enum(ROLE_NAMES),
    ...narrower,
    actions: z.array(z.string()).nullable(),
    state: z.enum(['active', 'expired', 'revoked', 'role_ended']),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable().meta({ description: 'To the minute' }),
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
    summary: "One's own API keys, newest first, ended ones too",
    reply: { status: 200, description: 'Keys', schema: apiKeys },
  },
  createKey: {
    ...own,
    method: 'post',
    path: '/api/api-keys',
    summary: 'Make an API key: no wider than the role one acts in, for a year at most, and shown this once',
    body: {
      kind: 'json',
      schema: z.object({
        name: z.string().trim().min(1).max(100),
        role: z.enum(ROLE_NAMES).optional().meta({ description: "One's own unless named" }),
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
    summary: "End one of one's own keys at once; it can't be revived",
    params: idParam,
    write: 'repeatable',
    reply: { status: 200, description: 'Keys', schema: apiKeys },
  },
} as const satisfies Contracts;
