-- Stacks of scans: files come in pieces, wake the reader, and leave nothing that no one decides on for ever.

-- A file of a stack as it comes in, encrypted, piece by piece: no process holds it whole. Pieces without a file are left
-- from a transfer that broke off.
create table scan_chunks (
  upload uuid not null,
  no int not null check (no > 0),
  client_id bigint not null references clients,
  -- What its uploader may see; null: all campaigns of the client.
  campaigns bigint[],
  data bytea not null,
  received_at timestamptz not null default now(),
  primary key (upload, no)
);
alter table scan_chunks alter column data set storage external;
create index scan_chunks_by_time on scan_chunks (received_at) where no = 1;

alter table scan_files add column upload uuid;
with waiting as (
  update scan_files set upload = gen_random_uuid() where data is not null returning batch_id, client_id, upload, data)
insert into scan_chunks (upload, no, client_id, campaigns, data)
  select w.upload, 1, w.client_id, b.campaigns, w.data from waiting w join scan_batches b on b.id = w.batch_id;
alter table scan_files drop column data;
create unique index scan_files_by_upload on scan_files (upload) where upload is not null;

grant select, insert, delete on scan_chunks to tsunagi_app;
alter table scan_chunks enable row level security;
create policy api_rows on scan_chunks to tsunagi_api
  using (client_id = (select api_client()) and ((select api_all_campaigns()) or campaigns <@ (select api_campaigns())));
create policy app_rows on scan_chunks to tsunagi_app using (true);

create trigger scan_files_notify after insert on scan_files
  for each statement execute function notify_worker('scans');

-- A page that no person decided on while its campaign could still be known: its picture goes with the others' images.
alter table scan_pages drop constraint scan_pages_disposed_because_check;
alter table scan_pages add constraint scan_pages_disposed_because_check
  check (disposed_because in ('scanned_again','no_content','not_ours','elsewhere','expired'));

-- Pages that have waited too long raise an alert.
do $$
declare
  kinds text;
begin
  select pg_get_constraintdef(oid) into strict kinds from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check';
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(kinds, 'ARRAY[', 'ARRAY[''scans_waiting''::text, ');
end $$;
