import { z } from 'zod';
import { ROLE_NAMES } from '../../domain/access/access';
import { type Stage } from '../../domain/access/sign-in';
import { type Contracts } from '../http/route';
import { count, id, idParam, instant } from '../http/shapes';

export const grant = z
  .object({
    id,
    clientId: id.nullable().meta({ description: 'Null: the installation' }),
    clientName: z.string().nullable(),
    role: z.enum(ROLE_NAMES),
    campaigns: z.array(id).nullable().meta({ description: 'Null: all of the client' }),
    rights: z.array(z.enum(['personal.protected'])).meta({ description: 'Beyond the role' }),
  })
  .meta({ id: 'Grant' });

const STAGES = [
  'second_factor',
  'enrol',
  'change_password',
  'choose_grant',
  'open',
] as const satisfies readonly Stage[];
const known = ['change_password', 'choose_grant', 'open'] as const satisfies readonly Stage[];

const state = z
  .object({
    stage: z.enum(STAGES).meta({
      description:
        'What comes next: the code of the authenticator, making one, a new password, choosing a role; open: nothing',
    }),
    csrf: z.string().meta({ description: 'To be sent as X-CSRF-Token with each act; a new one after each step' }),
    person: z.object({ id, name: z.string() }),
    grant: grant.nullable().meta({ description: 'The role it acts in' }),
    grants: z.array(grant).meta({ description: 'Roles to choose from, once the second factor is given' }),
    secondFactor: z.boolean().meta({ description: 'The account has an authenticator' }),
    recoveryCodesLeft: count,
    idleUntil: instant.meta({ description: 'When it ends unless it is used before' }),
    expiresAt: instant.meta({ description: 'When it ends in any case' }),
  })
  .meta({ id: 'SignIn' });

export const login = z.string().trim().min(1).max(200);
const password = z.string().min(1).max(1000);
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/)
  .meta({ description: 'The six digits shown now; each works once' });
const recoveryCodes = z.array(z.string()).meta({ description: 'Shown this once; each works once' });
const session = z
  .object({
    id,
    via: z.enum(['password', 'oidc']),
    createdAt: instant,
    lastSeenAt: instant,
    expiresAt: instant,
    current: z.boolean(),
    sameAddress: z.boolean().meta({ description: 'From the network address of this one' }),
    sameBrowser: z.boolean().meta({ description: 'By the kind of browser of this one' }),
  })
  .meta({ id: 'Session' });
export const sessions = z.object({ items: z.array(session) });
export const revoked = z.object({ revoked: count.meta({ description: 'Sessions that were open' }) });

const common = { tag: 'access', action: 'public', write: 'repeatable' } as const;
const stepReply = { status: 200, description: 'Where the sign-in stands', schema: state } as const;

/** Signing in, and the second factor, password and sessions of a person's own account. */
export const signInRoutes = {
  signIn: {
    ...common,
    method: 'post',
    path: '/api/session',
    summary: 'Sign in with login and password; the answer never tells whether an account exists or is locked',
    signIn: 'anonymous',
    body: { kind: 'json', schema: z.object({ login, password }) },
    reply: stepReply,
    errors: ['sign_in_failed', 'rate_limited'],
  },
  redeemCode: {
    ...common,
    method: 'post',
    path: '/api/session/redeem',
    summary: 'Set a password with the one-time code of an invitation or a reset, and go on signing in',
    signIn: 'anonymous',
    body: { kind: 'json', schema: z.object({ login, code: z.string().trim().min(1).max(100), password }) },
    reply: stepReply,
    errors: ['sign_in_failed', 'rate_limited'],
  },
  startOidc: {
    ...common,
    method: 'post',
    path: '/api/session/oidc',
    summary: 'Begin to sign in at the identity provider, where one is configured: the address to send the browser to',
    signIn: 'anonymous',
    reply: { status: 200, description: 'Where to go', schema: z.object({ url: z.url() }) },
    errors: ['not_found', 'provider_unavailable'],
  },
  finishOidc: {
    method: 'get',
    path: '/api/session/oidc/callback',
    summary:
      'Where the identity provider sends the browser back to; goes on to the console, signed in or with an error',
    tag: 'access',
    action: 'public',
    signIn: 'anonymous',
    reply: {
      status: 303,
      description: 'To the console; with ?signIn=<error code> when it was refused',
      schema: z.object({ to: z.string() }),
    },
    errors: ['not_found', 'provider_unavailable'],
  },
  getSession: {
    method: 'get',
    path: '/api/session',
    summary: 'Where the sign-in of this browser stands',
    tag: 'access',
    action: 'public',
    signIn: STAGES,
    reply: stepReply,
  },
  giveSecondFactor: {
    ...common,
    method: 'post',
    path: '/api/session/second-factor',
    summary: 'Give the second factor, or a fresh one before an act that asks for it',
    signIn: ['second_factor', ...known],
    body: {
      kind: 'json',
      schema: z.union([z.strictObject({ code }), z.strictObject({ recoveryCode: z.string().min(1).max(100) })]),
    },
    reply: stepReply,
    errors: ['second_factor_wrong', 'rate_limited'],
  },
  chooseGrant: {
    ...common,
    method: 'post',
    path: '/api/session/grant',
    summary: 'Choose for which client and in which role to act; another one later on as well',
    signIn: ['choose_grant', 'open'],
    body: { kind: 'json', schema: z.object({ grantId: id }) },
    reply: stepReply,
    errors: ['not_found'],
  },
  signOut: {
    ...common,
    method: 'post',
    path: '/api/session/sign-out',
    summary: 'End this session, or with `everywhere` all of the person',
    signIn: STAGES,
    body: { kind: 'json', schema: z.object({ everywhere: z.boolean().default(false) }) },
    reply: { status: 200, description: 'Ended', schema: revoked },
  },
  listOwnSessions: {
    method: 'get',
    path: '/api/account/sessions',
    summary: "One's own open sessions, newest first",
    tag: 'access',
    action: 'public',
    signIn: known,
    reply: { status: 200, description: 'Sessions', schema: sessions },
  },
  revokeOwnSession: {
    ...common,
    method: 'post',
    path: '/api/account/sessions/{id}/revoke',
    summary: "End one of one's own sessions",
    signIn: known,
    params: idParam,
    reply: { status: 200, description: 'Ended', schema: revoked },
  },
  changePassword: {
    ...common,
    method: 'post',
    path: '/api/account/password',
    summary: 'Change the password; all other sessions end',
    signIn: known,
    body: { kind: 'json', schema: z.object({ current: password, password }) },
    reply: stepReply,
    errors: ['password_wrong', 'rate_limited'],
  },
  proposeSecondFactor: {
    ...common,
    method: 'post',
    path: '/api/account/second-factor',
    summary: 'A new secret for an authenticator (TOTP); it counts once its first code is confirmed',
    signIn: ['enrol', ...known],
    reply: {
      status: 200,
      description: 'Shown this once',
      schema: z.object({ secret: z.string(), uri: z.string(), qr: z.string().meta({ description: 'SVG' }) }),
    },
    errors: ['fresh_code_needed'],
  },
  confirmSecondFactor: {
    ...common,
    method: 'post',
    path: '/api/account/second-factor/confirm',
    summary: 'Confirm a new authenticator by its first code; the one before ends, and all other sessions',
    signIn: ['enrol', ...known],
    body: { kind: 'json', schema: z.object({ code }) },
    reply: {
      status: 200,
      description: 'Recovery codes, and where the sign-in stands',
      schema: z.object({ recoveryCodes, session: state }),
    },
    errors: ['second_factor_wrong', 'fresh_code_needed', 'rate_limited'],
  },
  renewRecoveryCodes: {
    ...common,
    method: 'post',
    path: '/api/account/recovery-codes',
    summary: 'Ten new recovery codes; those before end',
    signIn: ['choose_grant', 'open'],
    reply: { status: 200, description: 'New codes', schema: z.object({ recoveryCodes }) },
    errors: ['fresh_code_needed'],
  },
} as const satisfies Contracts;
