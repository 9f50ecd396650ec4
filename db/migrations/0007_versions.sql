-- A further version of a campaign's contents, for people in flight. Its document lies in campaign_versions.
create table plan_versions (
  campaign_id bigint not null references campaigns,
  version int not null,
  client_id bigint not null references clients,
  base_version int not null,
  status text not null default 'draft'
    check (status in ('draft','submitted','approved','adopting','adopted','discarded')),
  rule jsonb,
  content_hash text,
  created_by bigint references persons,
  created_at timestamptz not null,
  submitted_by bigint references persons,
  submitted_at timestamptz,
  adopted_by bigint references persons,
  adopted_at timestamptz,
  -- how far the journeys have been gone through: first those that stay are kept back, then the others are moved
  after_journey bigint not null default 0,
  adoption_finished_at timestamptz,
  primary key (campaign_id, version),
  foreign key (campaign_id, version) references campaign_versions
);
create index plan_versions_unsettled on plan_versions (campaign_id, version)
  where status = 'adopting' or (status = 'adopted' and adoption_finished_at is null);

-- plan_version: the version this journey keeps, null = the campaign's. steps_version: the version whose steps `step`
-- names, null = the one the campaign was started with. plan_progress: what it has left behind, once it has changed versions.
alter table journeys add column plan_version int, add column steps_version int, add column plan_progress jsonb;

-- version: null = the approval of the start.
alter table approvals add column version int;
drop index approvals_one_valid;
create unique index approvals_one_valid on approvals (campaign_id, gate, coalesce(version, 0)) where voided_at is null;

grant select, insert, update on plan_versions to tsunagi_app;
