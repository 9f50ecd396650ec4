-- Who may sign in and as what, and what they have open. Times here are the machine's, not those of the installation's
-- clock: a session ends after its minutes also where campaigns run on a stepped clock.

-- A person's role for a client (null: the installation). `campaigns` null: all of the client. `rights` go beyond the role.
create table grants (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  client_id bigint references clients,
  role text not null check (role in ('manager','approver','client_approver','operator','auditor','client_viewer','administrator')),
  campaigns bigint[],
  rights text[] not null default '{}' check (rights <@ array['personal.protected']),
  granted_by bigint references persons,
  granted_at timestamptz not null default now(),
  ended_by bigint references persons,
  ended_at timestamptz,
  check ((client_id is null) = (role = 'administrator')),
  check (granted_by <> person_id)
);
create unique index grants_one_open on grants (person_id, coalesce(client_id, 0), role) where ended_at is null;
create index grants_by_client on grants (client_id, id);

-- password_hash: argon2id with a secret from the master key; null: none yet, or signed in elsewhere. totp_secret is sealed;
-- totp_new waits for its first code. totp_step: the time step of the last code taken. reset_hash: of a one-time code.
create table accounts (
  person_id bigint primary key references persons,
  password_hash text,
  must_change boolean not null default false,
  password_at timestamptz,
  totp_secret bytea,
  totp_new bytea,
  totp_step bigint,
  reset_hash bytea unique,
  reset_expires_at timestamptz,
  oidc_subject bytea unique,
  disabled_at timestamptz,
  created_by bigint references persons,
  created_at timestamptz not null default now()
);

create table recovery_codes (
  person_id bigint not null references accounts,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (person_id, code_hash)
);

-- Failures by the keyed hash of the name that was typed, whether or not there is such an account: both cost the same.
create table sign_in_failures (
  name_hash bytea primary key,
  failures int not null,
  locked_until timestamptz,
  last_at timestamptz not null
);
create index sign_in_failures_old on sign_in_failures (last_at);

-- token_hash: of the cookie, another one after each step of the sign-in. second_at: when a second factor was given last.
create table sessions (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  person_id bigint not null references accounts,
  grant_id bigint references grants,
  via text not null check (via in ('password','oidc')),
  second_at timestamptz,
  failures int not null default 0,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_why text,
  address_hash bytea not null,
  agent_hash bytea not null
);
create index sessions_by_person on sessions (person_id, id) where revoked_at is null;

-- A sign-in that is under way at the identity provider; the row goes when it comes back, so an answer counts once.
create table oidc_requests (
  state_hash bytea primary key,
  browser_hash bytea not null,
  encrypted bytea not null,
  expires_at timestamptz not null
);

-- A key may be narrower than its person: by actions, by campaigns. One made under a grant ends with it.
alter table api_keys
  add column name text,
  add column prefix text,
  add column actions text[],
  add column campaigns bigint[],
  add column rights text[] not null default '{}' check (rights <@ array['personal.protected']),
  add column grant_id bigint references grants,
  add column created_by bigint references persons,
  add column created_at timestamptz not null default now();
create index api_keys_by_person on api_keys (person_id, id);

-- An idempotency key is of its caller: `key:<id>` or `session:<id>`.
alter table idempotency_keys add column caller text;
update idempotency_keys set caller = 'key:' || api_key_id;
alter table idempotency_keys
  drop constraint idempotency_keys_pkey,
  alter column api_key_id drop not null,
  alter column caller set not null,
  add primary key (caller, key);

grant select, insert, update on grants, accounts, recovery_codes, sessions to tsunagi_app;
grant select, insert, update, delete on sign_in_failures, oidc_requests to tsunagi_app;
grant delete on recovery_codes to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
