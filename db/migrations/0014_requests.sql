-- What one person asks for and another must agree to. The payload holds ids and codes, never personal data.
-- The schema refuses an asker as the decider, whatever the code above it does.
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
  check (decided_by <> asked_by),
  check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null))
);
create index requests_by_client on requests (client_id, id desc);

grant select, insert on requests to tsunagi_app;
-- What was asked for stays as it was asked.
grant update (decided_by, decided_at, decision, comment) on requests to tsunagi_app;
