import { z } from 'zod';
import { RIGHTS, ROLE_NAMES } from '../../../domain/access/access';
import { apiKeys } from './api-keys';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, pageOf, paging } from '../../http/shapes';
import { grant, login, revoked, sessions } from '../../sign-in/contract';

const account = z
  .object({
    id: id.meta({ description: 'Id of the person' }),
    login: z.string(),
    name: z.string(),
    state: z.enum(['invited', 'active', 'closed']).meta({ description: 'Invited: no password set yet' }),
    lockedUntil: instant
      .nullable()
      .meta({ description: 'Locked after failed attempts; not shown to a person signing in' }),
    codeOpen: z.boolean().meta({ description: 'A one-time code has been issued and not used' }),
    secondFactor: z.boolean(),
    grants: z.array(grant),
    lastSeenAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Account' });

const oneTime = z.object({
  code: z.string().meta({ description: 'Shown once; pass it to the person separately from the login' }),
  expiresAt: instant,
});
/** A list rather than free text, which the ledger would keep and which could name a person. */
const whyReset = z.enum(['forgotten', 'device_lost', 'misuse_suspected', 'other']);
const whyClosed = z.enum(['left', 'moved', 'misuse_suspected', 'other']);
const grantInput = z.object({
  clientId: id.nullable().meta({ description: 'Null for an administrator' }),
  role: z.enum(ROLE_NAMES),
  campaigns: z.array(id).max(1000).nullable().default(null),
  rights: z.array(z.enum(RIGHTS)).default([]),
});

const edit = { tag: 'access', action: 'account.edit', method: 'post' } as const;
const read = { tag: 'access', action: 'account.read', method: 'get' } as const;
const accountReply = { status: 200, description: 'The account', schema: account } as const;
const grantParam = idParam.extend({ grantId: idParam.shape.id });
const keyParam = idParam.extend({ keyId: idParam.shape.id });

/** Account administration. Changes need a session with a fresh code, never an API
 * key; administrators cannot change their own account; issued codes are shown once. */
export const accountRoutes = {
  listAccounts: {
    ...read,
    path: '/api/accounts',
    summary: 'Accounts, newest first, with their roles',
    query: paging,
    reply: { status: 200, description: 'A page of accounts', schema: pageOf(account) },
  },
  getAccount: {
    ...read,
    path: '/api/accounts/{id}',
    summary: 'One account',
    params: idParam,
    reply: accountReply,
  },
  createAccount: {
    ...edit,
    path: '/api/accounts',
    summary: 'Create an account with its roles; the response has the one-time code for setting a password',
    body: {
      kind: 'json',
      schema: z.object({
        login,
        name: z.string().trim().min(1).max(200),
        grants: z.array(grantInput).max(50).default([]),
      }),
    },
    write: 'repeatable',
    reply: { status: 201, description: 'The new account', schema: z.object({ account, ...oneTime.shape }) },
    errors: ['login_taken', 'grant_exists'],
  },
  resetAccount: {
    ...edit,
    path: '/api/accounts/{id}/reset',
    summary:
      'Issue a one-time code for a new password; all sessions end. With `secondFactor` also for a new authenticator; all API keys end too',
    params: idParam,
    body: { kind: 'json', schema: z.object({ secondFactor: z.boolean().default(false), reason: whyReset }) },
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'The code',
      schema: oneTime.extend({
        keysEnded: count.meta({ description: 'Number of API keys that ended; programs using them stop' }),
      }),
    },
    errors: ['own_account'],
  },
  unlockAccount: {
    ...edit,
    path: '/api/accounts/{id}/unlock',
    summary: 'Unlock an account',
    params: idParam,
    write: 'idempotency-key',
    reply: accountReply,
    errors: ['own_account'],
  },
  requirePassword: {
    ...edit,
    path: '/api/accounts/{id}/require-password',
    summary: 'Require a new password before anything else, in open sessions too',
    params: idParam,
    write: 'idempotency-key',
    reply: accountReply,
    errors: ['own_account'],
  },
  closeAccount: {
    ...edit,
    path: '/api/accounts/{id}/close',
    summary: 'Close an account; its sessions and keys end at once',
    params: idParam,
    body: { kind: 'json', schema: z.object({ reason: whyClosed }) },
    write: 'idempotency-key',
    reply: accountReply,
    errors: ['own_account'],
  },
  reopenAccount: {
    ...edit,
    path: '/api/accounts/{id}/reopen',
    summary: 'Reopen a closed account; its unexpired keys work again',
    params: idParam,
    write: 'idempotency-key',
    reply: accountReply,
    errors: ['own_account'],
  },
  addGrant: {
    ...edit,
    path: '/api/accounts/{id}/grants',
    summary: 'Grant a role for a client, for all or some of its campaigns',
    params: idParam,
    body: { kind: 'json', schema: grantInput },
    write: 'idempotency-key',
    reply: accountReply,
    errors: ['own_account', 'grant_exists'],
  },
  endGrant: {
    ...edit,
    path: '/api/accounts/{id}/grants/{grantId}/end',
    summary: 'End a role; sessions and keys based on it lose it at once',
    params: grantParam,
    write: 'idempotency-key',
    reply: accountReply,
    errors: ['own_account'],
  },
  listAccountSessions: {
    ...read,
    path: '/api/accounts/{id}/sessions',
    summary: 'Open sessions of a person',
    params: idParam,
    reply: { status: 200, description: 'Sessions', schema: sessions },
  },
  revokeAccountSessions: {
    ...edit,
    path: '/api/accounts/{id}/sessions/revoke',
    summary: 'End all sessions of a person at once',
    params: idParam,
    write: 'idempotency-key',
    reply: { status: 200, description: 'The sessions that ended', schema: revoked },
  },
  listAccountKeys: {
    ...read,
    path: '/api/accounts/{id}/api-keys',
    summary: 'API keys of a person, newest first, including ended ones',
    params: idParam,
    reply: { status: 200, description: 'Keys', schema: apiKeys },
  },
  revokeAccountKey: {
    ...edit,
    path: '/api/accounts/{id}/api-keys/{keyId}/revoke',
    summary: "End a person's API key at once",
    params: keyParam,
    write: 'idempotency-key',
    reply: { status: 200, description: 'Keys', schema: apiKeys },
  },
} as const satisfies Contracts;
