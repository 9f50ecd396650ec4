-- ledger_append writes the entries of a call in one statement, and asks for the chain before it would make it: nearly every
-- chain is there. It alone writes entries, so it checks once a call what foreign keys checked for each entry.
alter table ledger drop constraint ledger_chain_fkey, drop constraint ledger_client_id_fkey;

create or replace function ledger_append(p_chain text, p_client bigint, p_at timestamptz, p_bodies text[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare head ledger_heads; b text; hashes bytea[] := '{}';
begin
  if p_client is not null and not exists (select from clients where id = p_client) then
    raise foreign_key_violation using message = 'ledger_append: there is no client ' || p_client;
  end if;
  select * into head from ledger_heads where chain = p_chain for no key update;
  if not found then
    insert into ledger_heads (chain, client_id) values (p_chain, p_client) on conflict do nothing;
    select * into head from ledger_heads where chain = p_chain for no key update;
  end if;
  foreach b in array p_bodies loop
    head.hash := sha256(head.hash || convert_to(b, 'UTF8'));
    hashes := hashes || head.hash;
  end loop;
  insert into ledger (chain, seq, client_id, at, body, hash)
    select p_chain, head.seq + e.place, p_client, p_at, e.body, e.hash
    from unnest(p_bodies, hashes) with ordinality as e (body, hash, place);
  head.seq := head.seq + cardinality(p_bodies);
  update ledger_heads set seq = head.seq, hash = head.hash where chain = p_chain;
  return head.seq;
end $$;
