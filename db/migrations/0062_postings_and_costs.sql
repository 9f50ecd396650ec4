-- The posting slips of a run (差出票控え), a row per class: how many pieces which office took on which day. Booked by a
-- person, or (booked_by null) by the shop's report. A wrong one is withdrawn, never changed.
create table postings (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  print_run_id bigint not null references print_runs,
  slip_no text,
  office text not null,
  posted_on date not null,
  postal_class text not null check (postal_class in ('ordinary','recorded','simple_registered','registered')),
  express boolean not null,
  no_forwarding boolean not null,
  pieces int not null check (pieces > 0),
  booked_by bigint references persons,
  booked_at timestamptz not null,
  withdrawn_by bigint references persons,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  constraint postings_withdrawn check ((withdrawn_at is null) = (withdrawn_by is null)
    and (withdrawn_at is null) = (withdrawn_reason is null))
);
create index postings_by_run on postings (print_run_id, id);

-- What a run's posted pieces cost by campaign and class, in hundredths of a yen; unpriced: pieces without a known price.
create table posting_costs (
  print_run_id bigint not null references print_runs,
  campaign_id bigint not null references campaigns,
  client_id bigint not null references clients,
  postal_class text not null check (postal_class in ('ordinary','recorded','simple_registered','registered')),
  express boolean not null,
  no_forwarding boolean not null,
  pieces int not null,
  sheets int not null,
  cost_sen bigint not null,
  unpriced int not null,
  primary key (print_run_id, campaign_id, postal_class, express, no_forwarding)
);
create index posting_costs_by_campaign on posting_costs (campaign_id);

-- cost_sen: what it cost when it was posted. reprinted: how often it was spoiled and printed again under its number.
alter table pieces add column cost_sen int, add column reprinted int not null default 0;
-- unbalanced: where the posting slips differ from what was posted; prices: the source of the price list that was used.
alter table print_runs add column unbalanced text[] not null default '{}', add column prices text;
create index print_runs_unbalanced on print_runs (id) where unbalanced <> '{}';
create index print_runs_by_day on print_runs (client_id, run_on);

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update (withdrawn_by, withdrawn_at, withdrawn_reason) on postings to tsunagi_app;
grant select, insert on posting_costs to tsunagi_app;

-- An alert for posting slips that differ from what was posted.
do $$
declare known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''postings_differ''::text, ');
end $$;
