-- How many pages a scan has; null: not counted, since reading it took too long.
alter table return_scans add pages int check (pages > 0);

-- Who has seen a page of what lately: turning and enlarging its pages is recorded once.
create table page_access (
  client_id bigint not null references clients,
  subject text not null check (subject in ('return','piece')),
  subject_id bigint not null,
  person_id bigint not null references persons,
  at timestamptz not null,
  primary key (subject, subject_id, person_id)
);
grant select, insert, update on page_access to tsunagi_app;
