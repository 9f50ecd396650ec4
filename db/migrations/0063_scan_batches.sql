-- Stacks of paper scanned at once. A batch is one or more files; its pages are read and sorted in the background. Pages
-- whose form is booked are kept with the return, under the customer's key; the others here until a person has decided.

create table scan_batches (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  -- What its uploader may see; null: all campaigns of the client.
  campaigns bigint[],
  kind text not null check (kind in ('form','undeliverable')),
  reason text,
  received_on date not null,
  postmark_on date,
  -- The intake with which the paper came; checked when its items are booked.
  intake_id bigint,
  files int not null check (files > 0),
  created_by bigint not null references persons,
  created_at timestamptz not null,
  last_file_at timestamptz not null default now(),
  sorted_at timestamptz,
  finished_at timestamptz,
  -- Held by the worker that reads it, in real time.
  leased_until timestamptz
);
create index scan_batches_by_client on scan_batches (client_id, id);
create index scan_batches_unfinished on scan_batches (id) where finished_at is null;

create table scan_files (
  batch_id bigint not null references scan_batches,
  no int not null check (no > 0),
  client_id bigint not null references clients,
  hash text not null,
  type text not null,
  state text not null default 'waiting' check (state in ('waiting','read','unreadable')),
  -- Null: not opened yet.
  pages int,
  read_pages int not null default 0,
  -- The file as received, encrypted; gone when the batch is finished.
  data bytea,
  primary key (batch_id, no)
);
alter table scan_files alter column data set storage external;
create unique index scan_files_once on scan_files (client_id, hash);

create table scan_pages (
  batch_id bigint not null references scan_batches,
  no int not null check (no > 0),
  client_id bigint not null references clients,
  found text not null check (found in ('code','several','unread','none','blank','separator','broken')),
  code text,
  piece_id bigint references pieces,
  -- Pages with the same number are one item.
  entry int,
  state text not null default 'open' check (state in ('open','matched','blank','separator','person','disposed')),
  reason text check (reason in ('code_unread','several_codes','code_unknown','letter_withdrawn','no_form_before',
    'other_customer','page_broken','booking_refused')),
  return_id bigint references returns,
  disposed_because text check (disposed_because in ('scanned_again','no_content','not_ours','elsewhere')),
  decided_by bigint references persons,
  decided_at timestamptz,
  -- The page as a picture, encrypted; null once it is kept with a return, disposed of, or blank for good.
  data bytea,
  primary key (batch_id, no),
  constraint scan_pages_matched check ((state = 'matched') = (return_id is not null)),
  constraint scan_pages_disposed check ((state = 'disposed') = (disposed_because is not null))
);
create index scan_pages_by_piece on scan_pages (piece_id) where data is not null;
create index scan_pages_for_people on scan_pages (client_id) where state = 'person';

grant select, insert, update on scan_batches, scan_files, scan_pages to tsunagi_app;

-- A batch belongs to its uploader's campaigns: a caller limited to fewer of them does not see it.
do $$
declare
  t text;
  within text;
begin
  foreach t in array array['scan_batches', 'scan_files', 'scan_pages'] loop
    within := case when t = 'scan_batches' then 'campaigns <@ (select api_campaigns())'
      else format('exists (select from scan_batches b where b.id = %I.batch_id)', t) end;
    execute format('alter table %I enable row level security', t);
    execute format('create policy api_rows on %I to tsunagi_api using (client_id = (select api_client())
      and ((select api_all_campaigns()) or %s))', t, within);
    execute format('create policy app_rows on %I to tsunagi_app using (true)', t);
  end loop;
end $$;

-- With a customer's key go the pages on which a code of that customer was found.
create function forget_scanned_pages() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update scan_pages s set data = null from pieces p
    where p.id = s.piece_id and p.customer_id = old.customer_id and s.data is not null;
  return null;
end $$;
revoke all on function forget_scanned_pages() from public;
create trigger vault_keys_forget_scans after delete on vault_keys for each row execute function forget_scanned_pages();
