-- What an approver sent back to its author instead of approving it, with what has to change.
-- version: the plan version; null: the campaign before its start. content_hash: what the approver had seen.
create table send_backs (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  gate text not null check (gate in ('internal','client')),
  version int,
  content_hash text not null,
  person_id bigint not null references persons,
  comment text not null,
  at timestamptz not null
);
create index send_backs_of_campaign on send_backs (campaign_id, id);
grant usage on all sequences in schema public to tsunagi_app;
grant select, insert on send_backs to tsunagi_app;
