-- A person has judged a trial wave and lets the waves after it begin; from then on their customers are contacted. early: the
-- trial had not shown enough yet. measured: what it had shown.
create table wave_goes (
  campaign_id bigint not null references campaigns,
  wave text not null,
  client_id bigint not null references clients,
  at timestamptz not null,
  person_id bigint not null references persons,
  reason text not null,
  early boolean not null,
  measured jsonb not null,
  primary key (campaign_id, wave)
);
alter table wave_goes enable row level security;
create policy api_rows on wave_goes to tsunagi_api
  using (exists (select from campaigns parent where parent.id = wave_goes.campaign_id));
create policy app_rows on wave_goes to tsunagi_app using (true);
grant select, insert on wave_goes to tsunagi_app;
