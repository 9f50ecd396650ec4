-- Which contents and audience a content hash stands for, so that a later submission can be compared with what an
-- approver has seen. Only of campaigns before their start: a plan version's contents never change.
create table submissions (
  campaign_id bigint not null references campaigns,
  content_hash text not null,
  client_id bigint not null references clients,
  version int not null,
  included int not null,
  excluded int not null,
  at timestamptz not null,
  primary key (campaign_id, content_hash)
);
grant select, insert on submissions to tsunagi_app;
