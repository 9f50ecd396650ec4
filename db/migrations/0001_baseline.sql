-- The whole schema, by area. Run by tsunagi_owner; tsunagi_app and tsunagi_api get the rights named at the end.
-- Every table that holds a client's data has a client_id. Personal data is only in vault_items, return_scans and
-- client_changes, encrypted with the customer's own key; other tables hold ids, codes, dates and keyed hashes.

-- platform: clock, ledger, master keys, rate limits ------------------------------------------------------------------

-- The installation's one clock. At speed 1 it is the wall clock; above that a process steps it, and stepped_to is now.
create table clock (
  id int primary key default 1 check (id = 1),
  speed double precision not null default 1 check (speed >= 1),
  slot_ms bigint not null default 0,
  slack_ms bigint not null default 0,
  stepped_to timestamptz
);
insert into clock default values;
create function tsunagi_now() returns timestamptz language sql stable as
  $$ select coalesce(stepped_to, clock_timestamp()) from clock where id = 1 $$;

create table clients (
  id bigint generated always as identity primary key,
  code text not null unique,
  name text not null
);

create table ledger_heads (
  chain text primary key,
  client_id bigint references clients,
  seq bigint not null default 0,
  hash bytea not null default sha256('')
);

create table ledger (
  chain text not null references ledger_heads,
  seq bigint not null,
  client_id bigint references clients,
  at timestamptz not null,
  body text not null,
  hash bytea not null,
  primary key (chain, seq)
);
-- A journey's timeline reads its own entries out of the campaign's chain.
create index ledger_by_journey on ledger (chain, ((body::jsonb ->> 'journey')));

-- The only way to write to the ledger: each hash is sha256(previous hash || body). Callers append last in their
-- transaction, so the lock on the head is held for a short time only. Returns the number of the last entry.
create function ledger_append(p_chain text, p_client bigint, p_at timestamptz, p_bodies text[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare head ledger_heads; b text;
begin
  insert into ledger_heads (chain, client_id) values (p_chain, p_client) on conflict do nothing;
  select * into head from ledger_heads where chain = p_chain for no key update;
  foreach b in array p_bodies loop
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || convert_to(b, 'UTF8'));
    insert into ledger (chain, seq, client_id, at, body, hash) values (p_chain, head.seq, p_client, p_at, b, head.hash);
  end loop;
  update ledger_heads set seq = head.seq, hash = head.hash where chain = p_chain;
  return head.seq;
end $$;

-- Ids of the master keys that this database has been used with, derived from the keys; never a key. Hashes and links
-- are made with the root, so it never changes, and a process with another root must not start.
create table master_keys (
  id text primary key check (id ~ '^[0-9a-f]{12}$'),
  root boolean not null,
  seen_at timestamptz not null default clock_timestamp()
);
create unique index master_keys_one_root on master_keys (root) where root;

-- Hits within a window, counted across all processes. Unlogged, so that no hit waits for the disk: a crash of the
-- database resets the counters, and every sign-in has a lock of its own beside them. Keys are hashes.
-- The columns, their order and `expire` (epoch ms) are those of rate-limiter-flexible.
create unlogged table rate_counters (
  key text primary key,
  points int not null,
  expire bigint not null
) with (fillfactor = 70);
create index rate_counters_by_end on rate_counters (expire);

-- access: people, grants, API keys, sessions --------------------------------------------------------------------------
-- Times here are the machine's, not those of the installation's clock: a session ends after its minutes even where
-- campaigns run on a stepped clock.

create table persons (
  id bigint generated always as identity primary key,
  login text not null unique,
  name text not null
);

-- A person's role for a client (null: the installation). `campaigns` null: all of the client's. `rights` go beyond the
-- role.
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
  constraint grants_client_unless_administrator check ((client_id is null) = (role = 'administrator')),
  constraint grants_by_another_person check (granted_by <> person_id)
);
create unique index grants_one_open on grants (person_id, coalesce(client_id, 0), role) where ended_at is null;
create index grants_by_client on grants (client_id, id);

-- A key acts for one person in one role; client_id is null for the administrator only. It may be narrower than its
-- person, by actions and by campaigns. A key made under a grant ends with the grant.
create table api_keys (
  id bigint generated always as identity primary key,
  key_hash bytea not null unique,
  person_id bigint not null references persons,
  client_id bigint references clients,
  role text not null check (role in ('manager','approver','client_approver','operator','auditor','client_viewer','administrator')),
  name text,
  prefix text,
  actions text[],
  campaigns bigint[],
  rights text[] not null default '{}' check (rights <@ array['personal.protected']),
  grant_id bigint references grants,
  created_by bigint references persons,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  constraint api_keys_client_unless_administrator check (client_id is not null or role = 'administrator')
);
create index api_keys_by_person on api_keys (person_id, id);

-- password_hash: argon2id with a secret derived from the master key; null: none yet, or the person signs in through the
-- identity provider. totp_secret is encrypted; totp_new waits for its first code; totp_step is the time step of the last
-- accepted code. reset_hash is the hash of a one-time code.
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

-- Failures by the keyed hash of the name that was typed, whether or not such an account exists: both cost the same.
create table sign_in_failures (
  name_hash bytea primary key,
  failures int not null,
  locked_until timestamptz,
  last_at timestamptz not null
);
create index sign_in_failures_old on sign_in_failures (last_at);

-- token_hash: of the cookie, which is replaced at each step of the sign-in. second_at: when a second factor was last
-- given.
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

-- A sign-in in progress at the identity provider. The row is deleted when the answer comes, so an answer counts once.
create table oidc_requests (
  state_hash bytea primary key,
  browser_hash bytea not null,
  encrypted bytea not null,
  expires_at timestamptz not null
);

-- The caller is `key:<id>` or `session:<id>`.
create table idempotency_keys (
  caller text not null,
  key text not null,
  request_hash bytea not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);

-- campaigns: documents, versions, approvals, requests -----------------------------------------------------------------

create table campaigns (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  name text not null,
  status text not null default 'draft'
    check (status in ('draft','submitted','approved','running','paused','stopped','completed')),
  version int not null default 1,
  epoch int not null default 0,
  content_hash text,
  submitted_by bigint references persons,
  submitted_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  launched boolean not null default false,
  turn int not null default 0,
  wake_at timestamptz,
  created_by bigint references persons,
  created_at timestamptz not null default now()
);
create index campaigns_by_client on campaigns (client_id, id);
create index campaigns_due on campaigns (wake_at) where status in ('running','stopped');

create table campaign_versions (
  campaign_id bigint not null references campaigns,
  version int not null,
  client_id bigint not null references clients,
  doc jsonb not null,
  created_by bigint references persons,
  created_at timestamptz not null default now(),
  primary key (campaign_id, version)
);

-- A new version of a running campaign's contents. Its document is in campaign_versions.
create table plan_versions (
  campaign_id bigint not null references campaigns,
  version int not null,
  client_id bigint not null references clients,
  base_version int not null,
  status text not null default 'draft'
    check (status in ('draft','submitted','approved','adopting','adopted','discarded')),
  rule jsonb,
  content_hash text,
  created_by bigint references persons,
  created_at timestamptz not null,
  submitted_by bigint references persons,
  submitted_at timestamptz,
  adopted_by bigint references persons,
  adopted_at timestamptz,
  -- Progress of the adoption through the journeys: first those that keep their version are marked, then the rest move.
  after_journey bigint not null default 0,
  -- The same for closed journeys, which later dates may reopen; null: this version reopens none.
  closed_after bigint,
  adoption_finished_at timestamptz,
  primary key (campaign_id, version),
  foreign key (campaign_id, version) references campaign_versions
);
create index plan_versions_unfinished on plan_versions (campaign_id, version)
  where status = 'adopting' or (status = 'adopted' and adoption_finished_at is null);

-- version: the plan version that is approved; null: the start of the campaign.
create table approvals (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  gate text not null check (gate in ('internal','client')),
  version int,
  content_hash text not null,
  person_id bigint not null references persons,
  comment text,
  at timestamptz not null,
  voided_at timestamptz,
  void_reason text
);
create unique index approvals_one_valid on approvals (campaign_id, gate, coalesce(version, 0)) where voided_at is null;

-- An action that one person asks for and another approves. The payload holds ids and codes, never personal data.
create table requests (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint references campaigns,
  action text not null,
  payload jsonb not null,
  reason text not null,
  asked_by bigint not null references persons,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by bigint references persons,
  decided_at timestamptz,
  decision text check (decision in ('approved','refused')),
  comment text,
  constraint requests_decided_by_another_person check (decided_by <> asked_by),
  constraint requests_decided_completely
    check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null))
);
create index requests_by_client on requests (client_id, id desc);

-- customers: parties, their data, consents, holds, representatives ----------------------------------------------------
-- Import writes about a dozen rows per customer, and each foreign key costs as much as the row. So rows that name their
-- customer or contract have no second reference to the client, and rows written together with their customer in one
-- transaction have none to the customer: customers, contracts and campaigns are never deleted.

-- Coarse traits for segments; birth date and address are in the vault only. age_from: the largest of 0, 18, 20, 25, 30 …
-- 100 that the customer had reached at the import. prefecture: JIS X 0401, 1 to 47.
create table customers (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  kind text not null check (kind in ('person','company')),
  party_hash bytea not null,
  age_from smallint,
  prefecture smallint,
  unique (client_id, party_hash)
);

create table vault_keys (
  customer_id bigint primary key,
  client_id bigint not null,
  master_key_id text not null,
  wrapped_key bytea not null
);

-- Encrypted JSON: one item 'profile' per customer, one 'contract:<id>' per contract, one 'representative:<id>' each.
create table vault_items (
  customer_id bigint not null,
  item text not null,
  client_id bigint not null,
  data bytea not null,
  primary key (customer_id, item)
);

-- What a customer can be found by: keyed hashes of normalised values and of the beginnings of names, 64 bits each. One
-- row per customer with a GIN index takes a third of the space of one row per hash.
create table search_keys (
  customer_id bigint primary key,
  client_id bigint not null,
  keys bigint[] not null
);
create index search_keys_by_key on search_keys using gin (keys);

-- Second factors of the customer page, as keyed hashes: birth date, last four digits of a phone, or a code sent apart.
create table second_factors (
  customer_id bigint not null,
  kind text not null check (kind in ('birth','phone4','code')),
  client_id bigint not null,
  hash bytea not null,
  primary key (customer_id, kind, hash)
);

create table contact_points (
  customer_id bigint not null,
  channel text not null check (channel in ('mail','sms','post','phone')),
  client_id bigint not null,
  hash bytea not null,
  bad_reason text,
  bad_at timestamptz,
  primary key (customer_id, channel)
);
-- Customers are looked up by phone number only: a wrong number is wrong for all who share it.
create index contact_points_by_phone on contact_points (client_id, hash) where channel = 'phone';

create table contracts (
  id bigint generated always as identity primary key,
  client_id bigint not null,
  customer_id bigint not null references customers,
  number_hash bytea not null,
  row_hash bytea not null,
  product text,
  unique (client_id, number_hash)
);
create index contracts_by_customer on contracts (customer_id);

-- A hold blocks every channel at once until a person releases it.
create table holds (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  reason text not null,
  source text not null,
  owner_id bigint references persons,
  review_on date,
  opened_at timestamptz not null,
  released_at timestamptz,
  released_by bigint references persons,
  note text
);
create index holds_open on holds (customer_id) where released_at is null;
create index holds_by_review on holds (client_id, review_on, id) where released_at is null;

-- People who act for a customer; name and addresses are in the vault. `channels`: those on which the representative is
-- contacted instead of the customer. may_decide: whether it may answer and sign. purposes null: all. evidence_on: the
-- day the proving paper was issued. bad: channel to reason, for addresses that turned out wrong. began_notified_at and
-- lapse_notified_at: when the journeys were notified that it began, and that it ended by its own dates.
create table representatives (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  relation text not null check (relation in ('heir','guardian','parent','agent','contact','lawyer','liquidator')),
  channels text[] not null,
  may_decide boolean not null default true,
  purposes text[],
  evidence text not null,
  evidence_on date,
  valid_from date not null,
  valid_until date,
  bad jsonb not null default '{}',
  created_by bigint references persons,
  created_at timestamptz not null,
  ended_at timestamptz,
  began_notified_at timestamptz,
  lapse_notified_at timestamptz
);
create index representatives_in_force on representatives (customer_id) where ended_at is null;
create index representatives_to_begin on representatives (valid_from) where began_notified_at is null and ended_at is null;
create index representatives_to_lapse on representatives (valid_until)
  where lapse_notified_at is null and ended_at is null and valid_until is not null;

-- audience: imports, findings, the campaign's customers ---------------------------------------------------------------

-- file_hash and columns_hash together tell whether a delivery repeats an earlier one: the same file under another column
-- mapping does not.
create table imports (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  file_hash text not null,
  columns_hash text not null default '',
  encoding text not null,
  status text not null default 'running' check (status in ('running','done','failed')),
  rows int not null default 0,
  refused int not null default 0,
  held int not null default 0,
  doubles int not null default 0,
  contracts int not null default 0,
  customers int not null default 0,
  error jsonb,
  created_by bigint references persons,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index imports_by_campaign on imports (campaign_id, id desc);

-- A finding says where and what; the value stays in the client's own file.
create table findings (
  import_id bigint not null references imports on delete cascade,
  no int not null,
  client_id bigint not null references clients,
  line int not null,
  "column" text,
  code text not null,
  severity text not null check (severity in ('refused','held','warning','info')),
  detail jsonb,
  primary key (import_id, no)
);

create table audience (
  campaign_id bigint not null,
  contract_id bigint not null references contracts,
  client_id bigint not null,
  customer_id bigint not null,
  line int not null,
  state text not null check (state in ('included','held','excluded')),
  reason text,
  decided_by bigint references persons,
  decided_at timestamptz,
  primary key (campaign_id, contract_id)
);
create index audience_by_customer on audience (campaign_id, customer_id);
create index audience_held on audience (campaign_id, contract_id) where state = 'held';

-- journeys: state, results, arrivals, outcomes ------------------------------------------------------------------------

-- One row per customer and campaign; it outlives its workflow. `run` numbers the workflows that it has had.
-- plan_version: the version this journey keeps; null: the campaign's. steps_version: the version whose steps `step`
-- names; null: the one the campaign was started with. plan_progress: the steps completed under earlier versions.
-- wave: the wave it begins with; null: the campaign has none, or nothing of the customer's is included.
create table journeys (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  run int not null default 1,
  status text not null default 'open' check (status in ('open','closed')),
  state text not null default 'scheduled'
    check (state in ('scheduled','notified','reminded','awaiting_reply','call_due','closed')),
  step text,
  turn int not null default -1,
  wake_at timestamptz,
  held_epoch int,
  arrival_seq int not null default 0,
  read_seq int not null default 0,
  started_run int not null default 0,
  closed_at timestamptz,
  -- When a person stopped this one journey.
  stopped_at timestamptz,
  plan_version int,
  steps_version int,
  plan_progress jsonb,
  wave text,
  unique (campaign_id, customer_id)
) with (fillfactor = 80);
create index journeys_due on journeys (wake_at) where status = 'open';
create index journeys_to_start on journeys (campaign_id, id) where status = 'open' and started_run < run;
create index journeys_by_state on journeys (campaign_id, state, id);
create index journeys_by_wave on journeys (campaign_id, wave, state) where wave is not null;
create index journeys_open on journeys (campaign_id, id) where status = 'open';
create index journeys_by_customer on journeys (customer_id);

-- The stored result of each turn: a second call for the same turn returns it.
create table step_results (
  journey_id bigint not null references journeys,
  run int not null,
  turn int not null,
  client_id bigint not null references clients,
  at timestamptz not null,
  result jsonb not null,
  primary key (journey_id, run, turn)
);

-- What came in for a journey, written before its workflow is signalled. seq counts within the journey.
create table arrivals (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  journey_id bigint not null references journeys,
  seq int not null,
  kind text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  source text not null,
  data jsonb not null default '{}',
  dedupe text not null,
  read_at timestamptz,
  signalled_at timestamptz,
  unique (campaign_id, dedupe),
  unique (journey_id, seq)
);
create index arrivals_unread on arrivals (signalled_at nulls first, received_at) where read_at is null;
create index arrivals_unread_of on arrivals (journey_id, seq) where read_at is null;

-- Each declared choice; the newest valid one of a contract, by its own time, decides the outcome.
create table choices (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  contract_id bigint not null references contracts,
  arrival_id bigint not null references arrivals,
  choice text not null check (choice in ('migrate','cancel','withdrawn')),
  via text not null default 'web' check (via in ('web','form','phone','client','correction')),
  at timestamptz not null,
  receipt text not null
);
create index choices_by_contract on choices (campaign_id, contract_id, at desc, id desc);

create table outcomes (
  campaign_id bigint not null references campaigns,
  contract_id bigint not null references contracts,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  outcome text not null check (outcome in ('migrated','cancelled','lapsed','unreachable','excluded','stopped')),
  reason text not null,
  at timestamptz not null,
  primary key (campaign_id, contract_id)
);
create index outcomes_by_customer on outcomes (campaign_id, customer_id);

-- An outcome that a person found wrong. The correction counts once another person has confirmed it.
create table corrections (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  journey_id bigint not null references journeys,
  contract_id bigint not null references contracts,
  outcome text not null check (outcome in ('migrated','cancelled','lapsed','unreachable','excluded','stopped','open')),
  before text,
  declared_at timestamptz,
  reason text not null,
  status text not null default 'proposed' check (status in ('proposed','confirmed','declined')),
  proposed_by bigint not null references persons,
  proposed_at timestamptz not null,
  decided_by bigint references persons,
  decided_at timestamptz,
  constraint corrections_decided_by_another_person check (decided_by is null or decided_by <> proposed_by)
);
create index corrections_by_journey on corrections (journey_id, id);
create unique index corrections_one_open on corrections (journey_id, contract_id) where status = 'proposed';

-- Journeys found past their time that have not moved since. Times are the machine's: a stepped clock does not move
-- before every due journey has.
create table overdue_journeys (
  journey_id bigint primary key references journeys on delete cascade,
  client_id bigint not null references clients,
  run int not null,
  turn int not null,
  seen_at timestamptz not null default clock_timestamp(),
  signalled_at timestamptz,
  signals int not null default 0
);

-- How often overdue journeys had to be helped, by campaign: `restarted` in a new run because the workflow was gone, or
-- `signalled`.
create table reconcile_counts (
  campaign_id bigint not null references campaigns,
  client_id bigint not null references clients,
  did text not null check (did in ('restarted','signalled')),
  count int not null,
  last_at timestamptz not null,
  primary key (campaign_id, did)
);

-- delivery: lanes, print runs, pieces, messages -----------------------------------------------------------------------

-- A lane stops itself above these shares of what it sent (null: never), once it has sent stop_volume in the window.
-- health_epoch grows when a person restarts the lane: earlier counts do not stop it again. virtual_time: how far the
-- lane has come in its weighted turns between campaigns.
create table lanes (
  id bigint generated always as identity primary key,
  client_id bigint references clients,
  channel text not null,
  name text not null,
  provider jsonb not null default '{}',
  rate_per_minute double precision not null default 6000 check (rate_per_minute > 0),
  burst int not null default 100,
  opens time not null default '00:00',
  closes time not null default '24:00',
  daily_capacity int,
  tokens double precision not null default 0,
  tokens_at timestamptz,
  used_on date,
  used int not null default 0,
  breaker text not null default 'closed' check (breaker in ('closed','open')),
  breaker_reason text,
  stop_errors double precision default 0.3 check (stop_errors > 0 and stop_errors <= 1),
  stop_bounces double precision default 0.1 check (stop_bounces > 0 and stop_bounces <= 1),
  stop_complaints double precision default 0.003 check (stop_complaints > 0 and stop_complaints <= 1),
  stop_volume int not null default 200 check (stop_volume >= 1),
  stop_window_minutes int not null default 1440 check (stop_window_minutes >= 1),
  health_epoch int not null default 0,
  virtual_time double precision not null default 0,
  fence bigint not null default 0,
  launched boolean not null default false,
  unique nulls not distinct (client_id, channel, name)
);

-- No reference to lanes: its check would wait for the claim that has locked the lane, while a ledger head is locked.
create table lane_minutes (
  lane_id bigint not null,
  epoch int not null,
  minute timestamptz not null,
  sent int not null default 0,
  refused int not null default 0,
  bounced int not null default 0,
  complaints int not null default 0,
  primary key (lane_id, epoch, minute)
);

-- A campaign's share of a lane: `weight` messages per turn (no row: one), and the virtual time it has reached.
create table lane_shares (
  lane_id bigint not null references lanes,
  campaign_id bigint not null references campaigns,
  client_id bigint not null references clients,
  weight int not null default 1 check (weight between 1 and 100),
  virtual_time double precision not null default 0,
  primary key (lane_id, campaign_id)
);

-- What the print shop gets for one client on one day: a folder with PDF files and a manifest.
create table print_runs (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  lane_id bigint not null references lanes,
  run_on date not null,
  no int not null,
  key text not null unique,
  status text not null default 'open' check (status in ('open','rendered','handed_over','posted','differs')),
  pieces int not null default 0,
  pages int not null default 0,
  manifest_hash text,
  totals jsonb,
  opened_at timestamptz not null,
  handed_over_at timestamptz,
  posted_at timestamptz,
  acknowledged jsonb,
  launched boolean not null default false,
  unique (client_id, lane_id, run_on, no)
);
create index print_runs_open on print_runs (id) where status in ('open','rendered','handed_over');

-- One envelope or one mail with one or more messages for the same customer. A returned letter names its code. The print
-- columns are null for mail and SMS.
create table pieces (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  code text not null unique,
  print_run_id bigint references print_runs,
  no int,
  pages int,
  posted_at timestamptz,
  removed_reason text
);
create index pieces_by_customer on pieces (campaign_id, customer_id);
create index pieces_by_run on pieces (print_run_id, no) where print_run_id is not null;

-- expected_at: when a letter should have arrived; waits count from there. handing_over_at: when a mail or an SMS was
-- about to go to the provider; until then a refusal still stops it. recalled: the print shop removed the letter before
-- posting, and its step is sent again under the next occurrence.
create table messages (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  journey_id bigint not null references journeys,
  piece_id bigint not null references pieces,
  lane_id bigint not null references lanes,
  run int not null,
  step text not null,
  occurrence int not null default 0,
  channel text not null,
  purpose text not null,
  notice text not null,
  version int not null,
  override_reason text,
  status text not null default 'queued'
    check (status in ('queued','claimed','handing_over','handed_over','failed','withdrawn','doubtful','recalled')),
  due_at timestamptz not null,
  not_before timestamptz not null,
  deferrals int not null default 0,
  deferred_reason text,
  attempts int not null default 0,
  fence bigint,
  claimed_at timestamptz,
  handing_over_at timestamptz,
  handed_over_at timestamptz,
  failure text,
  bounced_at timestamptz,
  provider_ref text,
  expected_at timestamptz,
  delivered_at timestamptz,
  unique (journey_id, run, step, occurrence, channel)
) with (fillfactor = 80);
create index messages_queue on messages (lane_id, campaign_id, not_before, id) where status = 'queued';
create index messages_claimed on messages (lane_id, id) where status in ('claimed','handing_over');
create index messages_doubtful on messages (campaign_id, id) where status = 'doubtful';
create index messages_by_piece on messages (piece_id);
create index messages_by_campaign on messages (campaign_id, channel, status);

-- The link itself is an HMAC made when it is printed; only its lookup hash is kept.
create table links (
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  kind text not null check (kind in ('page','optout')),
  version int not null default 1,
  client_id bigint not null references clients,
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  failures int not null default 0,
  locked_until timestamptz,
  primary key (campaign_id, customer_id, kind, version)
);

-- customers: consents and overrides -----------------------------------------------------------------------------------

-- Append-only; the newest row of (customer, channel, purpose) is in force. No row: unknown. `at`: when the customer said
-- so; recorded_at: when it was recorded here, null: at the same time. evidence: what the consent rests on.
create table consents (
  id bigint generated always as identity primary key,
  customer_id bigint not null,
  client_id bigint not null,
  channel text not null,
  purpose text not null check (purpose in ('service_notice','offer')),
  value boolean not null,
  source text not null,
  at timestamptz not null,
  evidence text,
  recorded_by bigint references persons,
  recorded_at timestamptz,
  arrival_id bigint references arrivals
);
create index consents_in_force on consents (customer_id, channel, purpose, at desc, id desc);

-- Permission to contact a customer on one channel of a running campaign despite a refusal: asked for by one person,
-- confirmed by another. A confirmed one may be withdrawn, and a further one asked for.
create table consent_overrides (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  channel text not null check (channel in ('mail','sms','post','phone')),
  reason text not null,
  evidence text not null,
  asked_by bigint not null references persons,
  asked_at timestamptz not null,
  decided_by bigint references persons,
  decided_at timestamptz,
  confirmed boolean,
  withdrawn_by bigint references persons,
  withdrawn_at timestamptz,
  withdraw_reason text,
  constraint consent_overrides_decided_by_another_person check (decided_by is null or decided_by <> asked_by)
);
create unique index consent_overrides_one on consent_overrides (campaign_id, customer_id, channel)
  where confirmed is not false and withdrawn_at is null;

-- campaigns: pauses and recalls ---------------------------------------------------------------------------------------

-- A pause holds back what all of its fields match; a null field matches everything. It is in force from opened_at until
-- it is ended or until_at has come. extend_waits: waits in progress are extended by its length. fall_through: a step may
-- use its next channel instead of waiting.
create table pauses (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  channel text check (channel in ('mail','sms','post','phone')),
  notice text,
  version int,
  wave text,
  prefecture smallint,
  customer_id bigint references customers,
  -- Only the customers in pause_customers: a given list, or those who lived in the area when the pause was opened.
  listed boolean not null default false,
  area jsonb,
  -- When the list of the area was completed with addresses that changed while the pause was being opened.
  area_checked_at timestamptz,
  extend_waits boolean not null,
  fall_through boolean not null default false,
  until_at timestamptz,
  reason text not null,
  opened_by bigint not null references persons,
  opened_at timestamptz not null,
  ended_by bigint references persons,
  ended_at timestamptz,
  end_reason text
);
create index pauses_open on pauses (campaign_id) where ended_at is null;
create index pauses_by_campaign on pauses (campaign_id, id);

create table pause_customers (
  pause_id bigint not null references pauses,
  customer_id bigint not null references customers,
  client_id bigint not null references clients,
  primary key (pause_id, customer_id)
);

-- Customers whose address is new or has changed while an area was paused: nothing goes out to them until the address has
-- been compared with the areas.
create table area_checks (
  customer_id bigint primary key references customers,
  client_id bigint not null references clients,
  noted_at timestamptz not null default clock_timestamp()
);

-- A list of envelopes of one print run that the shop is asked to remove, and its answer. sent_at: when the list was
-- written to the folder shared with the shop.
create table recalls (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  print_run_id bigint not null references print_runs,
  pause_id bigint references pauses,
  no int not null,
  key text not null unique,
  status text not null default 'asked' check (status in ('asked','differs','answered')),
  pieces int not null,
  letters int not null,
  reason text not null,
  asked_by bigint references persons,
  asked_at timestamptz not null,
  sent_at timestamptz,
  answer jsonb,
  answered_at timestamptz,
  unique (print_run_id, no)
);
create index recalls_open on recalls (id) where status <> 'answered';
create index recalls_by_campaign on recalls (campaign_id, id);

create table recall_letters (
  recall_id bigint not null references recalls,
  message_id bigint not null unique references messages,
  piece_id bigint not null references pieces,
  client_id bigint not null references clients,
  result text check (result in ('pulled','too_late')),
  primary key (recall_id, message_id)
);
create index recall_letters_by_piece on recall_letters (piece_id);

-- returns: paper that came back ---------------------------------------------------------------------------------------

-- A filled form or an undeliverable letter.
create table returns (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  piece_id bigint not null references pieces,
  receipt text not null unique,
  kind text not null check (kind in ('form','undeliverable')),
  status text not null check (status in ('received','entered','mismatch','accepted','defect','undeliverable')),
  received_on date not null,
  postmark_on date,
  reason text,
  defects jsonb,
  scan_hash text,
  received_by bigint references persons,
  received_at timestamptz not null,
  decided_at timestamptz,
  version int not null default 1
);
create index returns_by_status on returns (client_id, status, id);
create index returns_by_piece on returns (piece_id);
create index returns_on_desk on returns (customer_id) where kind = 'form' and status in ('received','entered','mismatch');
create unique index returns_one_scan on returns (client_id, scan_hash) where scan_hash is not null;

-- The image, encrypted with the customer's key.
create table return_scans (
  return_id bigint primary key references returns,
  client_id bigint not null,
  type text not null,
  data bytea not null
);

-- What each person read, independently of the others: 1 first, 2 second, 3 decides a mismatch. Codes and dates only.
create table return_entries (
  return_id bigint not null references returns,
  no int not null check (no between 1 and 3),
  client_id bigint not null,
  person_id bigint not null references persons,
  data jsonb not null,
  at timestamptz not null,
  primary key (return_id, no)
);

-- calls ---------------------------------------------------------------------------------------------------------------

-- A call to make: one per message on the phone channel, with its attempts, spacing and lease.
create table call_tasks (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  journey_id bigint not null references journeys,
  message_id bigint not null unique references messages,
  status text not null default 'waiting' check (status in ('waiting','leased','done')),
  attempts int not null default 0,
  max_attempts int not null,
  next_at timestamptz not null,
  leased_by bigint references persons,
  leased_at timestamptz,
  lease_until timestamptz,
  result text,
  ended_at timestamptz,
  version int not null default 1
);
create index call_tasks_open on call_tasks (client_id, next_at, id) where status <> 'done';

create table call_attempts (
  task_id bigint not null references call_tasks,
  no int not null,
  client_id bigint not null,
  person_id bigint not null references persons,
  band text not null,
  at timestamptz not null,
  result text not null,
  recording text,
  primary key (task_id, no)
);

-- exchange: files to and from the client's own system -----------------------------------------------------------------

-- Changes come in, results go out, acknowledgements come in.
create table client_files (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  kind text not null check (kind in ('changes','results','acknowledgement')),
  status text not null check (status in ('preview','applied','discarded','sent','acknowledged')),
  name text,
  file_hash text not null,
  totals jsonb not null,
  answers bigint references client_files,
  created_by bigint references persons,
  created_at timestamptz not null,
  applied_by bigint references persons,
  applied_at timestamptz
);
create unique index client_files_once on client_files (campaign_id, kind, file_hash) where kind <> 'results';
create index client_files_by_campaign on client_files (campaign_id, id);

-- A row of a file of changes; what it says about a person is encrypted.
create table client_changes (
  file_id bigint not null references client_files,
  line int not null,
  client_id bigint not null,
  contract_id bigint references contracts,
  customer_id bigint references customers,
  kind text not null,
  effective_on date,
  verdict text not null,
  data bytea,
  primary key (file_id, line)
);

-- An outcome as it was sent to the client's system, and what the system replied.
create table client_results (
  id bigint generated always as identity primary key,
  client_id bigint not null,
  campaign_id bigint not null references campaigns,
  contract_id bigint not null references contracts,
  file_id bigint not null references client_files,
  outcome text not null,
  reason text not null,
  receipt text,
  decided_at timestamptz not null,
  status text not null default 'sent' check (status in ('sent','reflected','rejected')),
  rejection text,
  answered_at timestamptz,
  unique (file_id, contract_id)
);
create index client_results_by_contract on client_results (campaign_id, contract_id, id desc);

-- platform: alerts ----------------------------------------------------------------------------------------------------

-- One open alert per kind and subject. Ids, codes and figures only. client_id null: of the installation.
create table alerts (
  id bigint generated always as identity primary key,
  client_id bigint references clients,
  kind text not null check (kind in ('lane_stopped','arrival_unread','capacity_overrun','print_run_differs','doubtful',
    'form_unread','journey_undecided',
    'second_person','letters_returned','journeys_reconciled','holds_due','sign_in_locked')),
  subject text not null,
  figures jsonb not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  acknowledged_by bigint references persons,
  acknowledged_at timestamptz
);
create unique index alerts_one_open on alerts (kind, subject) where closed_at is null;
create index alerts_by_client on alerts (client_id, id);

-- Notifications of an alert to send, by way. Times are the machine's, not those of the installation's clock.
create table alert_sends (
  alert_id bigint not null references alerts,
  via text not null check (via in ('mail','webhook')),
  attempts int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  failure text,
  primary key (alert_id, via)
);
create index alert_sends_due on alert_sends (next_at) where sent_at is null;

-- privacy: erasure and retention --------------------------------------------------------------------------------------

-- Erasures of a customer's personal data: asked for by one person and approved by another, or due because a campaign's
-- retention period is over, or repeated because a restored backup brought the data back.
create table erasures (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  basis text not null check (basis in ('asked_by_customer','asked_by_client','wrong_data','retention','register')),
  request_id bigint references requests,
  campaign_id bigint references campaigns,
  status text not null default 'approved' check (status in ('approved','done','refused')),
  refusal text,
  opened_at timestamptz not null,
  done_at timestamptz,
  register_no int
);
create unique index erasures_one_open on erasures (customer_id) where status = 'approved';
create index erasures_by_customer on erasures (customer_id);

-- What retention has removed of a campaign, so that finished campaigns are not read again.
create table retention_runs (
  campaign_id bigint not null references campaigns,
  what text not null check (what in ('personal','images','print')),
  client_id bigint not null references clients,
  removed int not null default 0,
  kept int not null default 0,
  done_at timestamptz,
  primary key (campaign_id, what)
);

-- Removes everything that could identify a customer; what was done and its outcome stay, under the surrogate id. Keyed
-- hashes are replaced by random values: nothing can be compared with them, and unique constraints still hold. Returns
-- the number of vault items removed.
create function erase_customer(p_customer bigint) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  items int;
begin
  if not exists (select from erasures where customer_id = p_customer and status = 'approved') then
    raise exception 'no erasure of this customer is open';
  end if;
  delete from vault_items where customer_id = p_customer;
  get diagnostics items = row_count;
  delete from vault_keys where customer_id = p_customer;
  delete from search_keys where customer_id = p_customer;
  delete from second_factors where customer_id = p_customer;
  delete from contact_points where customer_id = p_customer;
  delete from return_scans s using returns r where r.id = s.return_id and r.customer_id = p_customer;
  update returns set scan_hash = null where customer_id = p_customer;
  update customers set party_hash = uuid_send(gen_random_uuid()), age_from = null, prefecture = null where id = p_customer;
  update contracts set number_hash = uuid_send(gen_random_uuid()), row_hash = uuid_send(gen_random_uuid())
    where customer_id = p_customer;
  update links set token_hash = sha256(uuid_send(gen_random_uuid())), revoked_at = coalesce(revoked_at, tsunagi_now())
    where customer_id = p_customer;
  update client_changes set data = null where customer_id = p_customer;
  update client_results r set rejection = split_part(r.rejection, ' ', 1) from contracts c
    where c.id = r.contract_id and c.customer_id = p_customer;
  update call_attempts a set recording = null from call_tasks t where t.id = a.task_id and t.customer_id = p_customer;
  -- Texts that people wrote were checked for personal data on entry; an erasure removes them all the same.
  update holds set note = null, source = 'erased' where customer_id = p_customer;
  update representatives set evidence = 'erased', ended_at = coalesce(ended_at, tsunagi_now())
    where customer_id = p_customer;
  update consents set evidence = null, source = 'erased' where customer_id = p_customer and recorded_by is not null;
  update consent_overrides set reason = 'erased', evidence = 'erased' where customer_id = p_customer;
  update pauses set reason = 'erased', end_reason = case when end_reason is null then null else 'erased' end
    where customer_id = p_customer;
  update corrections c set reason = 'erased' from journeys j where j.id = c.journey_id and j.customer_id = p_customer;
  return items;
end $$;

-- A restored database continues its ids from the backup: ids in the erasure register must not be given out again.
create function reserve_customer_ids(p_until bigint) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  at bigint;
begin
  select last_value into at from customers_id_seq;
  if at < p_until then perform setval('customers_id_seq', p_until); end if;
end $$;

-- notifications: what wakes a worker --------------------------------------------------------------------------------

-- Wakes the worker: `outbox` for rows that Temporal does not know yet, else the maintenance job to run. A notification
-- that is lost only delays, since the outbox polls and each job recurs.
create function notify_worker() returns trigger language plpgsql as $$
begin
  perform pg_notify('tsunagi', tg_argv[0]);
  return null;
end $$;

create trigger arrivals_notify after insert on arrivals
  for each row when (new.signalled_at is null) execute function notify_worker('outbox');
create trigger journeys_notify after update of run on journeys
  for each row when (new.run > old.run) execute function notify_worker('outbox');
create trigger campaigns_notify after update of status, started_at, wake_at, launched on campaigns
  for each statement execute function notify_worker('outbox');
create trigger lanes_notify after insert or update of launched on lanes
  for each statement execute function notify_worker('outbox');
create trigger print_runs_notify after insert or update of launched on print_runs
  for each statement execute function notify_worker('outbox');
create trigger clock_notify after update on clock
  for each statement execute function notify_worker('outbox');

create trigger plan_versions_adopting_notify after insert or update of status on plan_versions
  for each row when (new.status in ('adopting', 'adopted')) execute function notify_worker('finishPlanAdoptions');
create trigger plan_versions_adopted_notify after update of adoption_finished_at on plan_versions
  for each row execute function notify_worker('followSteering');
create trigger pauses_notify after insert on pauses
  for each row when (new.area is not null) execute function notify_worker('followSteering');
create trigger area_checks_notify after insert or update on area_checks
  for each statement execute function notify_worker('followSteering');
create trigger erasures_notify after insert on erasures
  for each statement execute function notify_worker('eraseCustomers');

-- Rights of tsunagi_app: workers, customer pages, webhooks, sign-in. It acts for every client, so it sees all rows. ----

grant usage on schema public to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update, delete on all tables in schema public to tsunagi_app;
-- The list of migrations belongs to the owner: the application only reads it, to recognise another build's database.
do $$ begin
  if to_regclass('public.kysely_migration') is not null then
    revoke insert, update, delete on kysely_migration, kysely_migration_lock from tsunagi_app;
  end if;
end $$;
-- The ledger is written through its function only.
revoke insert, update, delete on ledger, ledger_heads from tsunagi_app;
revoke update, delete on master_keys from tsunagi_app;
-- Append-only.
revoke update, delete on campaign_versions, consents, step_results, choices, return_entries, call_attempts,
  pause_customers from tsunagi_app;
-- What an approval was asked for never changes; only the decision is added.
revoke update, delete on requests from tsunagi_app;
grant update (decided_by, decided_at, decision, comment) on requests to tsunagi_app;
-- Never deleted.
revoke delete on clients, persons, grants, accounts, sessions, campaigns, plan_versions, approvals, customers, vault_items,
  contracts, holds, representatives, journeys, arrivals, corrections, reconcile_counts, print_runs, pieces, messages,
  consent_overrides, pauses, recalls, recall_letters, returns, call_tasks, client_files, client_changes, client_results,
  alerts, alert_sends, erasures, retention_runs from tsunagi_app;
revoke all on function ledger_append(text, bigint, timestamptz, text[]), erase_customer(bigint),
  reserve_customer_ids(bigint) from public;
grant execute on function tsunagi_now(), ledger_append(text, bigint, timestamptz, text[]), erase_customer(bigint),
  reserve_customer_ids(bigint) to tsunagi_app;

-- Row-level security: the second barrier between clients --------------------------------------------------------------
-- The API runs a caller's queries as tsunagi_api, which sees only the rows of the caller's client and campaigns. The
-- product sets tsunagi.client and tsunagi.campaigns ('all', or an array of ids) from the caller's scope; where one is
-- missing, no row is visible.

do $$ begin
  if not exists (select from pg_roles where rolname = 'tsunagi_api') then
    raise exception 'role tsunagi_api is missing'
      using hint = 'As a superuser: create role tsunagi_api nologin; grant tsunagi_api to tsunagi_app;';
  end if;
end $$;

create function api_client() returns bigint language sql stable as
  $$ select nullif(current_setting('tsunagi.client', true), '')::bigint $$;
create function api_all_campaigns() returns boolean language sql stable as
  $$ select coalesce(current_setting('tsunagi.campaigns', true), '') = 'all' $$;
create function api_campaigns() returns bigint[] language sql stable as
  $$ select coalesce(nullif(nullif(current_setting('tsunagi.campaigns', true), ''), 'all'), '{}')::bigint[] $$;

-- The condition by which a table's rows belong to the scope's campaigns; null: the table has no such relation.
create function campaign_condition(t regclass) returns text language plpgsql stable as $$
declare
  has text[] := array(select attname from pg_attribute where attrelid = t and attnum > 0 and not attisdropped);
  way text[];
begin
  if t::text = 'campaigns' then return 'id = any ((select api_campaigns())::bigint[])'; end if;
  if t::text in ('ledger', 'ledger_heads') then
    return 'chain in (select ''campaign:'' || unnest(api_campaigns()))';
  end if;
  if 'campaign_id' = any (has) then return 'campaign_id = any ((select api_campaigns())::bigint[])'; end if;
  -- The policies of the parent apply to this subquery.
  foreach way slice 1 in array array[
    ['import_id', 'imports'], ['task_id', 'call_tasks'], ['return_id', 'returns'], ['file_id', 'client_files'],
    ['recall_id', 'recalls'], ['pause_id', 'pauses'], ['journey_id', 'journeys']
  ] loop
    if way[1] = any (has) then
      return format('exists (select from %I parent where parent.id = %s.%I)', way[2], t, way[1]);
    end if;
  end loop;
  if t::text = 'customers' then
    return 'exists (select from audience a where a.customer_id = customers.id)';
  end if;
  if 'customer_id' = any (has) then
    return format('exists (select from audience a where a.customer_id = %s.customer_id)', t);
  end if;
  return null;
end $$;

-- Gives every table with a client its two policies, and tsunagi_api the rights of tsunagi_app except on the tables of
-- signing in. Runs after every migration, so that a new table is protected without a line of its own.
create function protect_rows() returns void language plpgsql as $$
declare
  t regclass;
  own text;
  within text;
  r record;
begin
  for t in
    select c.oid::regclass from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (c.relname = 'clients' or exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped))
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'api_rows')
  loop
    own := case when t::text = 'clients' then 'id' else 'client_id' end || ' = (select api_client())';
    -- Lanes of the installation are shared by all clients, and so are their alerts.
    if t::text in ('lanes', 'alerts') then own := format('(client_id is null or %s)', own); end if;
    -- Shared by all campaigns of a client, and without data of customers.
    within := case when t::text in ('clients', 'lanes', 'print_runs', 'api_keys', 'grants') then 'true'
      else coalesce(campaign_condition(t), 'false') end;
    execute format('alter table %s enable row level security', t);
    execute format('create policy api_rows on %s to tsunagi_api using (%s and ((select api_all_campaigns()) or %s))',
      t, own, within);
    execute format('create policy app_rows on %s to tsunagi_app using (true)', t);
  end loop;

  grant usage on schema public to tsunagi_api;
  for r in
    select g.table_name, g.privilege_type from information_schema.role_table_grants g
    where g.grantee = 'tsunagi_app' and g.table_schema = 'public' and g.table_name not in
      ('accounts', 'recovery_codes', 'sessions', 'sign_in_failures', 'oidc_requests', 'master_keys', 'rate_counters')
  loop
    execute format('grant %s on %I to tsunagi_api', r.privilege_type, r.table_name);
  end loop;
  for r in
    select g.table_name, g.column_name, g.privilege_type from information_schema.role_column_grants g
    where g.grantee = 'tsunagi_app' and g.table_schema = 'public' and g.privilege_type in ('UPDATE', 'INSERT')
      and not has_table_privilege('tsunagi_app', format('%I.%I', g.table_schema, g.table_name), g.privilege_type)
      and has_table_privilege('tsunagi_api', format('%I.%I', g.table_schema, g.table_name), 'SELECT')
  loop
    execute format('grant %s (%I) on %I to tsunagi_api', r.privilege_type, r.column_name, r.table_name);
  end loop;
  for r in
    select p.oid::regprocedure as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and has_function_privilege('tsunagi_app', p.oid, 'EXECUTE')
  loop
    execute format('grant execute on function %s to tsunagi_api', r.name);
  end loop;
  grant usage on all sequences in schema public to tsunagi_api;
end $$;
revoke all on function protect_rows(), campaign_condition(regclass) from public;

-- A policy keeps indexes over expressions and arrays from being used: their operators might reveal a row before the
-- policy is checked. So these two functions run as the owner and check the scope themselves.
create function ledger_about(p_chain text, p_journeys text[])
returns table (seq bigint, at timestamptz, body text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_setting('role') = 'tsunagi_api' and not exists (
    select from campaigns c where 'campaign:' || c.id = p_chain and c.client_id = api_client()
      and (api_all_campaigns() or c.id = any (api_campaigns()))
  ) then
    return;
  end if;
  if p_journeys is null then
    return query select l.seq, l.at, l.body from ledger l
      where l.chain = p_chain and l.body::jsonb ->> 'journey' is null order by l.seq;
  else
    return query select l.seq, l.at, l.body from ledger l
      where l.chain = p_chain and l.body::jsonb ->> 'journey' = any (p_journeys) order by l.seq;
  end if;
end $$;

create function search_hits(p_client bigint, p_key bigint) returns setof bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select customer_id from search_keys
  where keys @> array[p_key] and client_id = p_client
    and (current_setting('role') <> 'tsunagi_api' or client_id = api_client())
$$;
revoke all on function ledger_about(text, text[]), search_hits(bigint, bigint) from public;
grant execute on function ledger_about(text, text[]), search_hits(bigint, bigint) to tsunagi_app;
