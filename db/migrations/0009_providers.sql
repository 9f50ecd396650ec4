-- What providers, mail systems, print shops and clients' programs really send.

-- Bounces that no program could read, until a person has: the mail as it came, encrypted with the customer's key.
create table unread_bounces (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  message_id bigint not null unique references messages,
  received_at timestamptz not null,
  data bytea,
  verdict text check (verdict in ('bad_address','not_delivered','no_bounce')),
  decided_by bigint references persons,
  decided_at timestamptz
);
create index unread_bounces_open on unread_bounces (client_id, id) where verdict is null;
grant select, insert, update on unread_bounces to tsunagi_app;

-- When the provider is next asked what became of a message without a final receipt. Null: not to be asked.
alter table messages add column receipt_query_at timestamptz;
create index messages_receipt_query on messages (receipt_query_at, id) where receipt_query_at is not null;

-- Files of the print shop that could not be read. They stay where they are; a row goes when its file is gone or read.
create table unreadable_files (
  folder text not null,
  name text not null,
  found_at timestamptz not null,
  primary key (folder, name)
);
grant select, insert, update, delete on unreadable_files to tsunagi_app;

-- How a client's programs want their files.
alter table clients add column file_encoding text not null default 'utf-8' check (file_encoding in ('utf-8','cp932'));
alter table clients add column file_bom boolean not null default true;
grant update (file_encoding, file_bom) on clients to tsunagi_app;

do $$
declare
  known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''bounce_unread''::text, ''file_unreadable''::text, ');
end $$;
