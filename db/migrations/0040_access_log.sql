-- The access log is in the installation's chain, among much else. An auditor reads it by client, and there by day, person or
-- customer.
create function access_log_customers(p_body text) returns bigint[] language sql immutable as $$
  select array(select jsonb_array_elements_text(coalesce(p_body::jsonb -> 'customers', '[]'))::bigint)
    || coalesce(array[(p_body::jsonb ->> 'customer')::bigint], '{}')
$$;
create index access_log_of_client on ledger (((body::jsonb ->> 'client')::bigint), at, seq)
  where chain = 'installation' and body::jsonb ->> 'kind' = 'access';
create index access_log_of_person on ledger (((body::jsonb ->> 'client')::bigint), (body::jsonb ->> 'by'), at, seq)
  where chain = 'installation' and body::jsonb ->> 'kind' = 'access';
create index access_log_of_customer on ledger using gin (access_log_customers(body))
  where chain = 'installation' and body::jsonb ->> 'kind' = 'access';

-- Entries belong to no client, so the policies hide them: runs as the owner and checks the scope itself. Newest first, those
-- before the entry `p_before`; null: from the newest, of any person, any customer, any time.
create function access_log(
  p_client bigint, p_by text, p_customer bigint, p_from timestamptz, p_to timestamptz, p_before bigint, p_limit int
) returns table (seq bigint, at timestamptz, body text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  own text := $sql$
    select l.seq, l.at, l.body from ledger l
    where l.chain = 'installation' and l.body::jsonb ->> 'kind' = 'access' and (l.body::jsonb ->> 'client')::bigint = $1 $sql$;
begin
  if current_setting('role') = 'tsunagi_api' and (p_client is distinct from api_client() or not api_all_campaigns()) then
    return;
  end if;
  if p_by is not null then own := own || ' and l.body::jsonb ->> ''by'' = $2'; end if;
  if p_customer is not null then own := own || ' and access_log_customers(l.body) @> array[$3]'; end if;
  if p_from is not null then own := own || ' and l.at >= $4'; end if;
  if p_to is not null then own := own || ' and l.at < $5'; end if;
  if p_before is not null then
    own := own || ' and (l.at, l.seq) < (select b.at, b.seq from ledger b where b.chain = ''installation'' and b.seq = $6)';
  end if;
  return query execute own || ' order by l.at desc, l.seq desc limit $7'
    using p_client, p_by, p_customer, p_from, p_to, p_before, p_limit;
end $$;
revoke all on function access_log(bigint, text, bigint, timestamptz, timestamptz, bigint, int) from public;
grant execute on function access_log(bigint, text, bigint, timestamptz, timestamptz, bigint, int) to tsunagi_app;
