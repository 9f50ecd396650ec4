-- The spine. Every table that holds a client's data carries client_id; personal data lies in vault tables only.
-- Run by tsunagi_owner; tsunagi_app gets just the rights named at the end.

create table clients (
  id bigint generated always as identity primary key,
  code text not null unique,
  name text not null
);

create table persons (
  id bigint generated always as identity primary key,
  login text not null unique,
  name text not null
);

-- A key acts for one person in one role; client_id is null for the administrator only.
create table api_keys (
  id bigint generated always as identity primary key,
  key_hash bytea not null unique,
  person_id bigint not null references persons,
  client_id bigint references clients,
  role text not null check (role in ('manager','approver','client_approver','operator','auditor','client_viewer','administrator')),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  check (client_id is not null or role = 'administrator')
);

create table idempotency_keys (
  api_key_id bigint not null references api_keys,
  key text not null,
  request_hash bytea not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (api_key_id, key)
);

-- The installation's one clock. At speed 1 it is the wall clock; above, an engine steps it and stepped_to is "now".
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

create table approvals (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  gate text not null check (gate in ('internal','client')),
  content_hash text not null,
  person_id bigint not null references persons,
  comment text,
  at timestamptz not null,
  voided_at timestamptz,
  void_reason text
);
create unique index approvals_one_valid on approvals (campaign_id, gate) where voided_at is null;

create table imports (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  file_hash text not null,
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

create table customers (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  kind text not null check (kind in ('person','company')),
  party_hash bytea not null,
  unique (client_id, party_hash)
);

create table vault_keys (
  customer_id bigint primary key references customers,
  client_id bigint not null references clients,
  master_key_id text not null,
  wrapped_key bytea not null
);

-- One sealed JSON per customer (item 'profile') and per contract (item 'contract:<id>').
create table vault_items (
  customer_id bigint not null references customers,
  item text not null,
  client_id bigint not null references clients,
  data bytea not null,
  primary key (customer_id, item)
);

-- Keyed hashes of normalised values, for duplicate checks and search.
create table blind_index (
  client_id bigint not null references clients,
  kind text not null,
  hash bytea not null,
  customer_id bigint not null references customers,
  primary key (client_id, kind, hash, customer_id)
);
create index blind_index_by_customer on blind_index (customer_id);

-- Second factors of the customer page, as keyed hashes: birth date, last four digits of a phone, or a code sent apart.
create table second_factors (
  customer_id bigint not null references customers,
  kind text not null check (kind in ('birth','phone4','code')),
  client_id bigint not null references clients,
  hash bytea not null,
  primary key (customer_id, kind, hash)
);

create table contact_points (
  customer_id bigint not null references customers,
  channel text not null check (channel in ('mail','sms','post','phone')),
  client_id bigint not null references clients,
  hash bytea not null,
  bad_reason text,
  bad_at timestamptz,
  primary key (customer_id, channel)
);
create index contact_points_by_hash on contact_points (client_id, channel, hash);

-- Append-only; the newest row of (customer, channel, purpose) is in force. No row: unknown.
create table consents (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  client_id bigint not null references clients,
  channel text not null,
  purpose text not null check (purpose in ('service_notice','offer')),
  value boolean not null,
  source text not null,
  at timestamptz not null
);
create index consents_in_force on consents (customer_id, channel, purpose, at desc, id desc);

create table contracts (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  number_hash bytea not null,
  row_hash bytea not null,
  product text,
  unique (client_id, number_hash)
);
create index contracts_by_customer on contracts (customer_id);

create table audience (
  campaign_id bigint not null references campaigns,
  contract_id bigint not null references contracts,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  line int not null,
  state text not null check (state in ('included','held','excluded')),
  reason text,
  decided_by bigint references persons,
  decided_at timestamptz,
  primary key (campaign_id, contract_id)
);
create index audience_by_customer on audience (campaign_id, customer_id);
create index audience_held on audience (campaign_id, contract_id) where state = 'held';

-- A hold blocks every lane at once until a person releases it.
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

-- One row per customer and campaign; it outlives its workflow. `run` counts the workflows it had.
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
  unique (campaign_id, customer_id)
) with (fillfactor = 80);
create index journeys_due on journeys (wake_at) where status = 'open';
create index journeys_to_start on journeys (campaign_id, id) where status = 'open' and started_run < run;
create index journeys_by_state on journeys (campaign_id, state, id);
create index journeys_open on journeys (campaign_id, id) where status = 'open';
create index journeys_by_customer on journeys (customer_id);

-- What `place` answered, so that a second call with the same turn gets the same answer.
create table step_results (
  journey_id bigint not null references journeys,
  run int not null,
  turn int not null,
  client_id bigint not null references clients,
  at timestamptz not null,
  result jsonb not null,
  primary key (journey_id, run, turn)
);

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
  fence bigint not null default 0,
  launched boolean not null default false,
  unique nulls not distinct (client_id, channel, name)
);

-- A piece is one envelope (or one mail) with one or more messages of the same customer; its code is what a return names.
create table pieces (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  code text not null unique
);
create index pieces_by_customer on pieces (campaign_id, customer_id);

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
    check (status in ('queued','claimed','handing_over','handed_over','failed','withdrawn','doubtful')),
  due_at timestamptz not null,
  not_before timestamptz not null,
  deferrals int not null default 0,
  deferred_reason text,
  attempts int not null default 0,
  fence bigint,
  claimed_at timestamptz,
  handed_over_at timestamptz,
  failure text,
  bounced_at timestamptz,
  provider_ref text,
  unique (journey_id, run, step, occurrence, channel)
) with (fillfactor = 80);
create index messages_queue on messages (lane_id, campaign_id, not_before, id) where status = 'queued';
create index messages_in_hand on messages (lane_id, id) where status in ('claimed','handing_over');
create index messages_doubtful on messages (campaign_id, id) where status = 'doubtful';
create index messages_by_piece on messages (piece_id);
create index messages_by_campaign on messages (campaign_id, channel, status);

-- What came in: first a row, then a bell. seq counts within the journey.
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
create index arrivals_unread on arrivals (received_at) where read_at is null;
create index arrivals_unread_of on arrivals (journey_id, seq) where read_at is null;

-- Each declared will; the newest valid one of a contract (by its own time) decides the outcome.
create table choices (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  contract_id bigint not null references contracts,
  arrival_id bigint not null references arrivals,
  choice text not null check (choice in ('migrate','cancel','withdrawn')),
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

-- The only way into the ledger: locks the head last, chains sha256(previous hash || body), n entries a call.
create function ledger_append(p_chain text, p_client bigint, p_at timestamptz, p_bodies text[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare head ledger_heads; b text;
begin
  insert into ledger_heads (chain, client_id) values (p_chain, p_client) on conflict do nothing;
  select * into head from ledger_heads where chain = p_chain for update;
  foreach b in array p_bodies loop
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || convert_to(b, 'UTF8'));
    insert into ledger (chain, seq, client_id, at, body, hash) values (p_chain, head.seq, p_client, p_at, b, head.hash);
  end loop;
  update ledger_heads set seq = head.seq, hash = head.hash where chain = p_chain;
  return head.seq;
end $$;
revoke all on function ledger_append(text, bigint, timestamptz, text[]) from public;

grant usage on schema public to tsunagi_app;
grant select, insert, update, delete on all tables in schema public to tsunagi_app;
revoke insert, update, delete on ledger, ledger_heads from tsunagi_app;
revoke delete on campaigns, campaign_versions, approvals, customers, vault_items, consents, contracts, holds, journeys, step_results,
  messages, pieces, arrivals, choices, clients, persons from tsunagi_app;
revoke update on campaign_versions, consents, step_results, choices from tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
grant execute on function ledger_append(text, bigint, timestamptz, text[]), tsunagi_now() to tsunagi_app;
