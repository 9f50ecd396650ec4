-- Outcome pending: at the last date a person still had to decide something, so the contract is neither answered nor
-- silent. Reasons are typed by what happened (domain/journeys/pending.ts).
alter table outcomes drop constraint outcomes_outcome_check;
alter table outcomes add constraint outcomes_outcome_check
  check (outcome in ('migrated','cancelled','lapsed','unreachable','excluded','stopped','pending'));

-- An answer that came in while a person had to decide whether it may count: under a contact hold, from a representative who may
-- not decide, or from a minor alone. It is no choice until it counts. Its arrival keeps what was said and when; `why` is
-- what stood against it, hold_id the hold whose owner decides (null: a question about a representative).
create table kept_answers (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  journey_id bigint not null references journeys,
  arrival_id bigint not null unique references arrivals,
  why text not null,
  hold_id bigint references holds,
  status text not null default 'kept' check (status in ('kept','counted','discarded')),
  kept_at timestamptz not null,
  decided_by bigint references persons,
  decided_at timestamptz,
  reason text,
  constraint kept_answers_decided_completely check ((status = 'kept') = (decided_at is null)),
  constraint kept_answers_discarded_with_reason check (status <> 'discarded' or reason is not null)
);
create index kept_answers_open on kept_answers (customer_id) where status = 'kept';
create index kept_answers_waiting on kept_answers (client_id, kept_at) where status = 'kept';
create index kept_answers_by_customer on kept_answers (customer_id, id desc);
create index kept_answers_by_journey on kept_answers (journey_id);

-- A link of a representative who may decide; null: the customer's own.
alter table links add column representative_id bigint references representatives;

-- A representative's own second factors, as keyed hashes. They go with the representative's vault item.
create table representative_factors (
  representative_id bigint not null references representatives,
  customer_id bigint not null,
  item text not null generated always as ('representative:' || representative_id::text) stored,
  kind text not null check (kind in ('birth','phone4','code')),
  client_id bigint not null,
  hash bytea not null,
  primary key (representative_id, kind, hash),
  foreign key (customer_id, item) references vault_items (customer_id, item) on delete cascade
);
create index representative_factors_by_customer on representative_factors (customer_id);

grant select, insert, update on kept_answers to tsunagi_app;
grant select, insert, delete on representative_factors to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
