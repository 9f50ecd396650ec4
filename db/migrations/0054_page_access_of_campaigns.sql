-- A grant limited to campaigns sees pages too: what was seen lately belongs to the campaign of the item. The rows
-- matter for ten minutes only, so the table is made anew, and with it its row-level security.
drop table page_access;
create table page_access (
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  subject text not null check (subject in ('return','piece')),
  subject_id bigint not null,
  person_id bigint not null references persons,
  at timestamptz not null,
  primary key (subject, subject_id, person_id)
);
grant select, insert, update on page_access to tsunagi_app;
