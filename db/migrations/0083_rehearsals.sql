-- Rehearsals 予行演習: a campaign's contents run with simulated customers. Nothing in here comes from a customer.
--   queued     waits for its run
--   running    its workflows go on
--   done       has a result; failed: has an error instead; cancelled: a person ended it
-- content_hash: what an approval would cover; import_id, included and excluded: the audience behind it. sample null: everyone.
create table rehearsals (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  version int not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  import_id bigint references imports,
  included int not null,
  excluded int not null,
  sample int check (sample > 0),
  seed bigint not null check (seed between 0 and 4294967295),
  behaviour jsonb not null,
  behaviour_hash text not null check (behaviour_hash ~ '^[0-9a-f]{64}$'),
  status text not null default 'queued' check (status in ('queued','running','done','failed','cancelled')),
  launched boolean not null default false,
  progress jsonb,
  result jsonb,
  error jsonb,
  created_by bigint not null references persons,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  foreign key (campaign_id, version) references campaign_versions (campaign_id, version),
  constraint rehearsals_result check ((status = 'done') = (result is not null)),
  constraint rehearsals_error check ((status = 'failed') = (error is not null)),
  constraint rehearsals_ended check ((status in ('done','failed','cancelled')) = (ended_at is not null))
);
create index rehearsals_of_campaign on rehearsals (campaign_id, id);
create index rehearsals_done on rehearsals (campaign_id, version, id) where status = 'done';
create unique index rehearsals_open on rehearsals (campaign_id) where status in ('queued','running');
create index rehearsals_to_start on rehearsals (id) where not launched and status = 'queued';

create trigger rehearsals_notify after insert or update of launched on rehearsals
  for each statement execute function notify_worker('outbox');

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update (status, launched, progress, result, error, started_at, ended_at) on rehearsals to tsunagi_app;

-- An alert for a campaign that leaves the band of its rehearsal.
do $$
declare known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''off_rehearsal''::text, ');
end $$;
