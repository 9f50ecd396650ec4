-- The carrier's number of a piece (お問い合わせ番号), digits only. Carriers use a number again after some years.
alter table pieces add column tracking_no text check (tracking_no ~ '^[0-9]{11,12}$');
create index pieces_by_tracking_no on pieces (tracking_no) where tracking_no is not null;

-- Files with tracking numbers or delivery results, from the print shop's folder or uploaded (received_by). A file of
-- which any row does not fit is refused: findings has line and code of each, and nothing of it is booked. print_run_id:
-- the run it is about; null: several.
create table carrier_files (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  print_run_id bigint references print_runs,
  name text not null,
  file_hash text not null,
  kind text not null check (kind in ('tracking','results')),
  status text not null check (status in ('taken','refused')),
  rows int not null,
  fresh int not null,
  findings jsonb not null default '[]',
  received_by bigint references persons,
  received_at timestamptz not null,
  unique (client_id, file_hash)
);
create index carrier_files_by_run on carrier_files (print_run_id, id);

-- What the carrier reported of a piece. return_id: the undeliverable letter that it was booked as.
create table delivery_results (
  piece_id bigint not null references pieces,
  result text not null check (result in ('delivered','kept','returned','refused')),
  at timestamptz not null,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  reason text,
  return_id bigint references returns,
  file_id bigint not null references carrier_files,
  primary key (piece_id, result, at)
);
grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update on carrier_files to tsunagi_app;
grant select, insert on delivery_results to tsunagi_app;
