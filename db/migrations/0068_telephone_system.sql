-- What the telephone system reports of single calls, each event once. from_hash: keyed hash of the caller's number; line: the
-- number of ours. recording: reference of the recording. Hash and reference go with the customer.
create table phone_events (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint references campaigns,
  customer_id bigint references customers,
  task_id bigint references call_tasks,
  event text not null,
  kind text not null check (kind in ('started','answered','ended','recording','missed')),
  direction text not null check (direction in ('in','out')),
  line text check (line ~ '^\+?[0-9]{3,15}$'),
  from_hash bytea,
  recording text,
  seconds int check (seconds >= 0),
  at timestamptz not null,
  unique (client_id, event)
);
create index phone_events_of_task on phone_events (task_id, at) where task_id is not null;
create index phone_events_of_customer on phone_events (customer_id) where customer_id is not null;

-- Intervals of the call desk as the telephone system counts them (ACD). abandoned_ivr: hung up while a machine spoke, not
-- among `abandoned`. within: answered within the agreed seconds. aht_seconds: mean handling time of the answered.
create table acd_intervals (
  client_id bigint not null references clients,
  queue text not null,
  starts_at timestamptz not null,
  minutes smallint not null check (minutes in (15,30)),
  offered int not null check (offered >= 0),
  answered int not null check (answered >= 0),
  abandoned int not null check (abandoned >= 0),
  abandoned_ivr int not null check (abandoned_ivr >= 0),
  within int not null check (within between 0 and answered),
  aht_seconds int not null check (aht_seconds >= 0),
  staffed numeric not null check (staffed >= 0),
  imported_at timestamptz not null,
  imported_by bigint not null references persons,
  primary key (client_id, queue, starts_at),
  check (answered + abandoned + abandoned_ivr <= offered)
);
create index acd_intervals_by_time on acd_intervals (client_id, starts_at);

create or replace function erase_incoming_calls() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update incoming_calls set from_hash = null, recording = null where customer_id = new.customer_id;
  update phone_events set from_hash = null, recording = null where customer_id = new.customer_id;
  return null;
end $$;

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert on phone_events to tsunagi_app;
grant select, insert, update on acd_intervals to tsunagi_app;

-- Shared by all campaigns of a client, and without data of customers.
alter table acd_intervals enable row level security;
create policy api_rows on acd_intervals to tsunagi_api using (client_id = (select api_client()));
create policy app_rows on acd_intervals to tsunagi_app using (true);
