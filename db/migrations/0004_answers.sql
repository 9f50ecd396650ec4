-- Answers by phone, receipts, and changes asked of the client.

-- Receipts and other replies to what a customer has said: outside the plan, and sent even when the journey has closed.
alter table messages add column reply boolean not null default false;

-- Each time a caller was asked who they are: which items they said, never their values.
create table caller_checks (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  person_id bigint not null references persons,
  items text[] not null,
  passed boolean not null,
  -- Reference of the recording; removed with the customer.
  recording text,
  -- What the caller then asked for.
  asked text not null check (asked in ('answer','withdraw','new_link')),
  at timestamptz not null
);
create index caller_checks_of on caller_checks (campaign_id, customer_id, at desc);

-- A choice that changes a result the client's system has taken over: the client decides.
create table change_requests (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  journey_id bigint not null references journeys,
  contract_id bigint not null references contracts,
  arrival_id bigint not null references arrivals,
  choice text not null check (choice in ('migrate','cancel','withdrawn')),
  via text not null check (via in ('web','form','phone')),
  at timestamptz not null,
  receipt text not null,
  status text not null default 'asked' check (status in ('asked','sent','accepted','refused','replaced')),
  refusal text,
  answered_at timestamptz,
  unique (arrival_id, contract_id)
);
create index change_requests_by_contract on change_requests (campaign_id, contract_id, id desc);
create index change_requests_by_journey on change_requests (journey_id, id);
create unique index change_requests_one_sent on change_requests (campaign_id, contract_id) where status = 'sent';
create unique index change_requests_one_asked on change_requests (campaign_id, contract_id) where status = 'asked';

-- The line of a delivery that carries such a request.
alter table client_results add column request_id bigint references change_requests;

-- A form that arrived after the time limit: it was read, and its sender is notified that it does not count.
do $$
declare
  old text;
begin
  select pg_get_constraintdef(oid) into old from pg_constraint
    where conrelid = 'returns'::regclass and conname = 'returns_status_check';
  alter table returns drop constraint returns_status_check;
  execute 'alter table returns add constraint returns_status_check '
    || replace(old, '''received''::text', '''received''::text, ''late''::text');
end $$;

-- What erase_customer does to recordings of calls made, for calls received.
create function erase_caller_checks() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update caller_checks set recording = null where customer_id = new.customer_id;
  update change_requests r set refusal = split_part(r.refusal, ' ', 1) from contracts c
    where c.id = r.contract_id and c.customer_id = new.customer_id;
  return null;
end $$;
revoke all on function erase_caller_checks() from public;
create trigger erasures_erase_caller_checks after update of status on erasures
  for each row when (new.status = 'done') execute function erase_caller_checks();

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert on caller_checks, change_requests to tsunagi_app;
grant update (status, refusal, answered_at) on change_requests to tsunagi_app;
