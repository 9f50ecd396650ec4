-- Histories of workflows that are over, kept before the namespace's retention deletes them: as Temporal gave them, with
-- payloads encoded as they are. The digest of each is in the ledger. Never changed and never deleted.
create table history_archives (
  workflow_id text not null,
  run_id text not null,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  events int not null,
  body bytea not null,
  archived_at timestamptz not null,
  primary key (workflow_id, run_id)
);
create index history_archives_by_campaign on history_archives (campaign_id, workflow_id, run_id);
grant select, insert on history_archives to tsunagi_app;

-- The runs of a journey up to this one have been archived, or were gone before they could be.
alter table journeys add column archived_run int not null default 0;
create index journeys_to_archive on journeys (id)
  where archived_run < started_run and (status = 'closed' or archived_run + 1 < run);
