-- Verifications that a person asked for: the ledger, the rows that are evidence, the decisions, completeness. A worker makes
-- them part by part; `result` has each part that is done, so that one that was cut off goes on with the next.
create table verifications (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  what text[] not null check (cardinality(what) > 0
    and what <@ array['ledger', 'rows', 'decisions', 'completeness']),
  asked_by bigint not null references persons,
  asked_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting','running','done','failed')),
  attempts int not null default 0,
  -- Of the part under way; total is null where it is not known before.
  part text,
  done bigint not null default 0,
  total bigint,
  progress_at timestamptz,
  result jsonb not null default '{}',
  -- Whether everything that was verified matches; null while it is not over.
  matches boolean,
  finished_at timestamptz,
  constraint verifications_over check ((status in ('done','failed')) = (finished_at is not null))
);
create index verifications_of_campaign on verifications (campaign_id, id);
-- One at a time per campaign.
create unique index verifications_open on verifications (campaign_id) where status in ('waiting','running');
create trigger verifications_notify after insert on verifications
  for each statement execute function notify_worker('runVerifications');
grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update on verifications to tsunagi_app;
