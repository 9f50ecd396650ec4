-- Alerts about the print shop's SFTP server, and about files that lie there under the name of one of ours.
do $$
declare
  known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''print_shop_away''::text, ''print_shop_host_key''::text, ''print_shop_differs''::text, ');
end $$;

-- An envelope that a person has asked to split: its letters go in envelopes of their own, also when they are given back.
create table envelope_splits (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  print_run_id bigint not null references print_runs,
  -- The envelope in which its first letter stays.
  piece_id bigint not null references pieces,
  letters int not null check (letters > 1),
  reason text not null,
  asked_by bigint not null references persons,
  asked_at timestamptz not null
);
create index envelope_splits_of_run on envelope_splits (print_run_id, id);
create index envelope_splits_of_piece on envelope_splits (piece_id);
alter table messages add column split_id bigint references envelope_splits;
-- Counts what people have changed in a run, so that files drawn before are not handed over.
alter table print_runs add column changes int not null default 0;
-- Seen by those who see the envelope.
alter table envelope_splits enable row level security;
create policy api_rows on envelope_splits to tsunagi_api
  using (exists (select from pieces parent where parent.id = envelope_splits.piece_id));
create policy app_rows on envelope_splits to tsunagi_app using (true);
grant usage on all sequences in schema public to tsunagi_app;
grant select, insert on envelope_splits to tsunagi_app;

-- What a campaign's calls cost: their minutes, read from the index alone.
create index phone_events_out on phone_events (campaign_id) include (seconds)
  where kind = 'ended' and direction = 'out' and campaign_id is not null;
