import { z } from 'zod';
import { RIGHTS, ROLE_NAMES } from '../../domain/access/access';
import { type Stage } from '../../domain/access/sign-in';
import { type Contracts } from '../http/route';
import { count, id, idParam, instant } from '../http/shapes';

export const grant = z
  .object({
    id,
    clientId: id.nullable().meta({ description: 'Null: the installation' }),
    clientName: z.string().nullable(),
    role: z.enum(ROLE_NAMES),
    campaigns: z.array(id).nullable().meta({ description: 'Null: all campaigns of the client' }),
    rights: z.array(z.enum(RIGHTS)).meta({ description: 'In addition to the role' }),
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
      description: 'What comes next: authenticator code, enrolling one, a new password, choosing a role; open: nothing',
    }),
    csrf: z.string().meta({ description: 'Send it as X-CSRF-Token with each action; renewed after each step' }),
    person: z.object({ id, name: z.string() }),
    grant: grant.nullable().meta({ description: 'The role in use' }),
    grants: z.array(grant).meta({ description: 'Roles to choose from, after the second factor' }),
    secondFactor: z.boolean().meta({ description: 'Whether the account has an authenticator' }),
    recoveryCodesLeft: count,
    idleUntil: instant.meta({ description: 'When it expires if unused' }),
    expiresAt: instant.meta({ description: 'When it expires in any case' }),
  })
  .meta({ id: 'SignIn' });

export const login = z.string().trim().min(1).max(200);
const password = z.string().min(1).max(1000);
/** A code as people type or paste it: in full width, in groups of three. */
const typedCode = () => z.string().overwrite((typed) => typed.normalize('NFKC').replace(/\s+/g, ''));
const code = typedCode()
  .regex(/^\d{6}$/)
  .meta({ description: 'The six digits currently shown; each code works once' });
const recoveryCodes = z.array(z.string()).meta({ description: 'Shown once; each works once' });
const session = z
  .object({
    id,
    via: z.enum(['password', 'oidc']),
    createdAt: instant,
    lastSeenAt: instant,
    expiresAt: instant,
    current: z.boolean(),
    sameAddress: z.boolean().meta({ description: 'Same network address as this session' }),
    sameBrowser: z.boolean().meta({ description: 'Same kind of browser as this session' }),
  })
  .meta({ id: 'Session' });
export const sessions = z.object({ items: z.array(session) });
export const revoked = z.object({ revoked: count.meta({ description: 'Number of sessions that were open' }) });

const common = { tag: 'access', action: 'public', write: 'repeatable' } as const;
/** Before a sign-in. */
const signedOut = z
  .object({
    stage: z.literal('signed_out'),
    oidc: z.boolean().meta({ description: 'Whether an identity provider is configured' }),
  })
  .meta({ id: 'SignedOut' });

const stepReply = { status: 200, description: 'State of the sign-in', schema: state } as const;

/** Signing in, and the second factor, password and sessions of a person's own account. */
export const signInRoutes = {
  signIn: {
    ...common,
    method: 'post',
    path: '/api/session',
    summary: 'Sign in with login and password; the response never reveals whether an account exists or is locked',
    signIn: 'anonymous',
    body: { kind: 'json', schema: z.object({ login, password }) },
    reply: stepReply,
    errors: ['sign_in_failed', 'rate_limited'],
  },
  redeemCode: {
    ...common,
    method: 'post',
    path: '/api/session/redeem',
    summary: 'Set a password with the one-time code of an invitation or reset, and continue signing in',
    signIn: 'anonymous',
    body: { kind: 'json', schema: z.object({ login, code: typedCode().min(1).max(100), password }) },
    reply: stepReply,
    errors: ['sign_in_failed', 'rate_limited'],
  },
  startOidc: {
    ...common,
    method: 'post',
    path: '/api/session/oidc',
    summary: 'Start signing in at the identity provider, if configured: the URL to send the browser to',
    signIn: 'anonymous',
    reply: { status: 200, description: 'The URL', schema: z.object({ url: z.url() }) },
    errors: ['not_found', 'provider_unavailable'],
  },
  finishOidc: {
    method: 'get',
    path: '/api/session/oidc/callback',
    summary: 'Callback of the identity provider; redirects to the console, signed in or with an error',
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
    summary: "State of this browser's sign-in; without a session, which ways to sign in there are",
    tag: 'access',
    action: 'public',
    signIn: 'optional',
    reply: { ...stepReply, schema: z.discriminatedUnion('stage', [state, signedOut]) },
  },
  giveSecondFactor: {
    ...common,
    method: 'post',
    path: '/api/session/second-factor',
    summary: 'Give the second factor, or repeat it before an action that requires it',
    signIn: ['second_factor', ...known],
    body: {
      kind: 'json',
      schema: z.union([z.strictObject({ code }), z.strictObject({ recoveryCode: z.string().min(1).max(100) })]),
    },
    reply: stepReply,
    errors: ['second_factor_wrong', 'rate_limited', 'oidc_refused'],
  },
  chooseGrant: {
    ...common,
    method: 'post',
    path: '/api/session/grant',
    summary: 'Choose the client and role to act in; can be changed later',
    signIn: ['choose_grant', 'open'],
    body: { kind: 'json', schema: z.object({ grantId: id }) },
    reply: stepReply,
    errors: ['not_found'],
  },
  signOut: {
    ...common,
    method: 'post',
    path: '/api/session/sign-out',
    summary: "End this session, or with `everywhere` all of the person's",
    signIn: STAGES,
    body: { kind: 'json', schema: z.object({ everywhere: z.boolean().default(false) }) },
    reply: { status: 200, description: 'The session has ended', schema: revoked },
  },
  listOwnSessions: {
    method: 'get',
    path: '/api/account/sessions',
    summary: 'Open sessions of the caller, newest first',
    tag: 'access',
    action: 'public',
    signIn: known,
    reply: { status: 200, description: 'Sessions', schema: sessions },
  },
  revokeOwnSession: {
    ...common,
    method: 'post',
    path: '/api/account/sessions/{id}/revoke',
    summary: "End one of the caller's sessions",
    signIn: known,
    params: idParam,
    reply: { status: 200, description: 'The session has ended', schema: revoked },
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
    summary: 'Get a new authenticator secret (TOTP); it takes effect when its first code is confirmed',
    signIn: ['enrol', ...known],
    reply: {
      status: 200,
      description: 'Shown once',
      schema: z.object({ secret: z.string(), uri: z.string(), qr: z.string().meta({ description: 'SVG' }) }),
    },
    errors: ['fresh_code_needed'],
  },
  confirmSecondFactor: {
    ...common,
    method: 'post',
    path: '/api/account/second-factor/confirm',
    summary: 'Confirm a new authenticator with its first code; the previous one and all other sessions end',
    signIn: ['enrol', ...known],
    body: { kind: 'json', schema: z.object({ code }) },
    reply: {
      status: 200,
      description: 'Recovery codes, and the state of the sign-in',
      schema: z.object({ recoveryCodes, session: state }),
    },
    errors: ['second_factor_wrong', 'fresh_code_needed', 'rate_limited'],
  },
  renewRecoveryCodes: {
    ...common,
    method: 'post',
    path: '/api/account/recovery-codes',
    summary: 'Replace the recovery codes by ten new ones',
    signIn: ['choose_grant', 'open'],
    reply: { status: 200, description: 'New codes', schema: z.object({ recoveryCodes }) },
    errors: ['fresh_code_needed'],
  },
} as const satisfies Contracts;
