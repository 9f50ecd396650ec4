-- Who is on the phone is asked before anything about contracts is said. A check made in a call belongs to one lease of it:
-- task_version is the task's version while that lease lasts.
alter table caller_checks add column task_id bigint references call_tasks;
alter table caller_checks add column task_version int;
create index caller_checks_of_task on caller_checks (task_id, task_version) where task_id is not null;

-- Whether the caller heard that the call is recorded.
alter table call_attempts add column announced boolean not null default false;

-- What a call leaves for a person to do: a letter in large type, a contact in another language.
--   language   ISO 639-1 code of the language asked for
create table call_followups (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  task_id bigint not null references call_tasks,
  kind text not null check (kind in ('large_print','language','interpreter','complaint')),
  language text check (language ~ '^[a-z]{2}$'),
  opened_at timestamptz not null,
  opened_by bigint not null references persons,
  due_on date not null,
  done_at timestamptz,
  done_by bigint references persons,
  constraint call_followups_done check ((done_at is null) = (done_by is null)),
  unique (task_id, kind)
);
create index call_followups_open on call_followups (client_id, id) where done_at is null;
create index call_followups_finished on call_followups (client_id, id) where done_at is not null;
create index call_followups_of_customer on call_followups (customer_id, id);

-- Calls that came in, by the number shown: whose it was found to be. from_hash: keyed hash of that number; line: the
-- number of ours that was called. recording: reference of the recording. Both go with the customer.
create table incoming_calls (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint references campaigns,
  customer_id bigint references customers,
  task_id bigint references call_tasks,
  person_id bigint not null references persons,
  found text not null check (found in ('one','several','none')),
  from_hash bytea,
  line text check (line ~ '^\+?[0-9]{3,15}$'),
  recording text,
  at timestamptz not null
);
create index incoming_calls_of_customer on incoming_calls (customer_id, id) where customer_id is not null;

create function erase_incoming_calls() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update incoming_calls set from_hash = null, recording = null where customer_id = new.customer_id;
  return null;
end $$;
revoke all on function erase_incoming_calls() from public;
create trigger erasures_erase_incoming_calls after update of status on erasures
  for each row when (new.status = 'done') execute function erase_incoming_calls();

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert on incoming_calls to tsunagi_app;
grant update (customer_id, campaign_id, task_id, found) on incoming_calls to tsunagi_app;
grant select, insert on call_followups to tsunagi_app;
grant update (done_at, done_by) on call_followups to tsunagi_app;
