-- SMS, post and phone beside e-mail; returned forms; the daily exchange with the client's own system.

-- Coarse traits for segments; a birth date or an address lies in the vault only. age_from: the largest of
-- 0, 18, 20, 25, 30 … 100 that the customer had reached when the file came in; prefecture: JIS X 0401, 1 to 47.
alter table customers add column age_from smallint, add column prefecture smallint;

-- How a will was declared, and until when a letter is expected to have arrived (waits count from there).
alter table choices add column via text not null default 'web' check (via in ('web','form','phone','client'));
alter table messages add column expected_at timestamptz, add column delivered_at timestamptz;

-- One print run: what the print shop gets on one day for one client, as a folder with PDF files and a manifest.
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

alter table pieces add column print_run_id bigint references print_runs, add column no int, add column pages int,
  add column posted_at timestamptz, add column removed_reason text;
create index pieces_by_run on pieces (print_run_id, no) where print_run_id is not null;

-- Paper that came back: a filled form or an undeliverable letter. Its image is sealed with the customer's key.
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
create unique index returns_one_scan on returns (client_id, scan_hash) where scan_hash is not null;

create table return_scans (
  return_id bigint primary key references returns,
  client_id bigint not null,
  type text not null,
  data bytea not null
);

-- What each typist read, independently: 1 first, 2 second, 3 the judge of a mismatch. Codes and dates only.
create table return_entries (
  return_id bigint not null references returns,
  no int not null check (no between 1 and 3),
  client_id bigint not null,
  person_id bigint not null references persons,
  data jsonb not null,
  at timestamptz not null,
  primary key (return_id, no)
);

-- A call to make: one per message on the phone channel. Attempts, spacing and leases live here.
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

-- Who acts for a customer. Name and addresses lie in the vault as item 'representative:<id>'; `channels` are those
-- on which the representative is written to or called instead of the customer.
create table representatives (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  relation text not null check (relation in ('heir','guardian','parent','agent','contact','lawyer')),
  channels text[] not null,
  evidence text not null,
  valid_from date not null,
  valid_until date,
  created_by bigint references persons,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index representatives_in_force on representatives (customer_id) where ended_at is null;

-- Files exchanged with the client's system: changes come in, results go out, acknowledgements come in.
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

-- A row of a file of changes; what it says about a person is sealed.
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

-- An outcome as it was told to the client's system, and what the system said to it.
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

grant select, insert, update, delete on print_runs, returns, return_scans, return_entries, call_tasks, call_attempts,
  representatives, client_files, client_changes, client_results to tsunagi_app;
revoke delete on print_runs, returns, return_entries, call_tasks, call_attempts, representatives, client_files, client_changes,
  client_results from tsunagi_app;
revoke update on return_entries, call_attempts from tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
