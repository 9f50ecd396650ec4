import { type Generated } from 'kysely';
import { type Instant, type MaybeInstant, type Role } from './types';

/** What a grant or key can hold beyond its role. */
export type Right = 'personal.protected';

export interface GrantsTable {
  id: Generated<number>;
  person_id: number;
  client_id: number | null;
  role: Role;
  campaigns: number[] | null;
  rights: Generated<Right[]>;
  granted_by: number | null;
  granted_at: Generated<number>;
  ended_by: number | null;
  ended_at: MaybeInstant;
}
export interface AccountsTable {
  person_id: number;
  password_hash: string | null;
  must_change: Generated<boolean>;
  password_at: MaybeInstant;
  totp_secret: Buffer | null;
  totp_new: Buffer | null;
  totp_step: number | null;
  reset_hash: Buffer | null;
  reset_expires_at: MaybeInstant;
  oidc_subject: Buffer | null;
  disabled_at: MaybeInstant;
  created_by: number | null;
  created_at: Generated<number>;
}
export interface RecoveryCodesTable {
  person_id: number;
  code_hash: Buffer;
  used_at: MaybeInstant;
}
export interface SignInFailuresTable {
  name_hash: Buffer;
  failures: number;
  locked_until: MaybeInstant;
  last_at: Instant;
}
export interface SessionsTable {
  id: Generated<number>;
  token_hash: Buffer;
  person_id: number;
  grant_id: number | null;
  via: 'password' | 'oidc';
  second_at: MaybeInstant;
  failures: Generated<number>;
  created_at: Generated<number>;
  last_seen_at: Generated<number>;
  expires_at: Instant;
  revoked_at: MaybeInstant;
  revoked_why: string | null;
  address_hash: Buffer;
  agent_hash: Buffer;
}
export interface OidcRequestsTable {
  state_hash: Buffer;
  browser_hash: Buffer;
  encrypted: Buffer;
  expires_at: Instant;
}
/** What keys have beside their hash, person and role. */
export interface ApiKeyColumns {
  name: string | null;
  prefix: string | null;
  actions: string[] | null;
  campaigns: number[] | null;
  rights: Generated<Right[]>;
  grant_id: number | null;
  created_by: number | null;
  created_at: Generated<number>;
}
export interface AccountTables {
  grants: GrantsTable;
  accounts: AccountsTable;
  recovery_codes: RecoveryCodesTable;
  sign_in_failures: SignInFailuresTable;
  sessions: SessionsTable;
  oidc_requests: OidcRequestsTable;
}
