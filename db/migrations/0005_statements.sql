-- The completeness statement as it was signed, and its supplements. What is signed never changes.

-- The name under which the client delivered its file, as given with the import.
alter table imports add column name text;

-- no 0: the statement; 1 and later: its supplements. hash: SHA-256 (hex) of the stored document as it is served. The
-- document of a supplement names the hash before it, so the hashes form a chain. At most one waits for its signature.
create table statements (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  no int not null check (no >= 0),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  previous_hash text,
  as_of timestamptz not null,
  lines int not null,
  reason text,
  prepared_by bigint not null references persons,
  prepared_at timestamptz not null,
  signed_by bigint references persons,
  signed_at timestamptz,
  comment text,
  -- Names as they stood when it was signed.
  prepared_name text not null,
  signed_name text,
  unique (campaign_id, no),
  constraint statements_signed_by_another_person check (signed_by <> prepared_by),
  constraint statements_signed_completely check ((signed_by is null) = (signed_at is null)),
  constraint statements_chained check ((no = 0) = (previous_hash is null))
);
create unique index statements_one_open on statements (campaign_id) where signed_at is null;

-- The document in pieces: one text of many lines per row, so that neither writing nor reading needs it in memory.
-- first_contract and last_contract: null for the head.
create table statement_chunks (
  statement_id bigint not null references statements on delete cascade deferrable initially deferred,
  no int not null,
  client_id bigint not null,
  campaign_id bigint not null,
  first_contract bigint,
  last_contract bigint,
  body text not null,
  primary key (statement_id, no)
);
create index statement_chunks_by_contract on statement_chunks (statement_id, last_contract);

create function keep_signed_statement() returns trigger language plpgsql as $$
begin
  if old.signed_at is not null then raise exception 'a signed statement never changes'; end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger statements_keep_signed before update or delete on statements
  for each row execute function keep_signed_statement();

create function keep_signed_chunk() returns trigger language plpgsql as $$
begin
  if exists (select from statements s where s.id = case tg_op when 'INSERT' then new.statement_id else old.statement_id end
    and s.signed_at is not null) then
    raise exception 'a signed statement never changes';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger statement_chunks_keep_signed before insert or update or delete on statement_chunks
  for each row execute function keep_signed_chunk();

-- What may have changed since a statement: outcomes set later, and results the client's system has answered later.
create index outcomes_by_time on outcomes (campaign_id, at);
create index client_results_answered on client_results (campaign_id, answered_at) where answered_at is not null;
-- The row of a client's file by which a contract was excluded.
create index client_changes_by_contract on client_changes (contract_id) where contract_id is not null;
-- What became of the paper of a customer, when a journey closes.
create index returns_by_customer on returns (campaign_id, customer_id);

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, delete on statements, statement_chunks to tsunagi_app;
grant update (signed_by, signed_at, signed_name, comment) on statements to tsunagi_app;
