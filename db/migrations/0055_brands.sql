-- How a client appears in letters, mails and on the customers' pages. A brand never changes; a change is the next version.
-- Contents take over the newest one when they are stored, so that an approval covers it. logo_hash: SHA-256 of both
-- pictures, PNG on white: the first for paper, the second for mails and screens.
create table brands (
  client_id bigint not null references clients,
  version int not null check (version > 0),
  accent text not null check (accent ~ '^#[0-9a-f]{6}$'),
  typeface text not null check (typeface in ('ud','noto')),
  logo_hash text check (logo_hash ~ '^[0-9a-f]{64}$'),
  logo_width int,
  logo_height int,
  logo_paper bytea,
  logo_screen bytea,
  created_by bigint not null references persons,
  created_at timestamptz not null,
  primary key (client_id, version),
  constraint brands_logo_whole check (num_nulls(logo_hash, logo_width, logo_height, logo_paper, logo_screen) in (0, 5))
);
create index brands_by_logo on brands (logo_hash) where logo_hash is not null;
grant select, insert on brands to tsunagi_app;

-- Shared by all campaigns of a client, and without data of customers: a grant limited to campaigns sees it too.
alter table brands enable row level security;
create policy api_rows on brands to tsunagi_api using (client_id = (select api_client()));
create policy app_rows on brands to tsunagi_app using (true);
