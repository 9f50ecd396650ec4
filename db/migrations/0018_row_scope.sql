-- The second wall between clients: what the API asks for a caller runs as tsunagi_api, which sees only the rows of
-- that caller's client and campaigns. The settings tsunagi.client and tsunagi.campaigns ('all', or an array of ids) are
-- made by the product from the caller's scope; where one is missing nothing is seen. tsunagi_app (workers, customer
-- pages, webhooks, sign-in) keeps seeing all rows: it acts for every client at once.

do $$ begin
  if not exists (select from pg_roles where rolname = 'tsunagi_api') then
    raise exception 'role tsunagi_api is missing'
      using hint = 'As a superuser: create role tsunagi_api nologin; grant tsunagi_api to tsunagi_app;';
  end if;
end $$;

create function api_client() returns bigint language sql stable as
  $$ select nullif(current_setting('tsunagi.client', true), '')::bigint $$;
create function api_all_campaigns() returns boolean language sql stable as
  $$ select coalesce(current_setting('tsunagi.campaigns', true), '') = 'all' $$;
create function api_campaigns() returns bigint[] language sql stable as
  $$ select coalesce(nullif(nullif(current_setting('tsunagi.campaigns', true), ''), 'all'), '{}')::bigint[] $$;

-- How a table's rows belong to campaigns; null: by none of these ways.
create function campaign_condition(t regclass) returns text language plpgsql stable as $$
declare
  has text[] := array(select attname from pg_attribute where attrelid = t and attnum > 0 and not attisdropped);
  way text[];
begin
  if t::text = 'campaigns' then return 'id = any ((select api_campaigns())::bigint[])'; end if;
  if t::text in ('ledger', 'ledger_heads') then
    return 'chain in (select ''campaign:'' || unnest(api_campaigns()))';
  end if;
  if 'campaign_id' = any (has) then return 'campaign_id = any ((select api_campaigns())::bigint[])'; end if;
  -- its parent's policies hold for the look at the parent
  foreach way slice 1 in array array[
    ['import_id', 'imports'], ['task_id', 'call_tasks'], ['return_id', 'returns'], ['file_id', 'client_files'],
    ['recall_id', 'recalls'], ['pause_id', 'pauses'], ['journey_id', 'journeys']
  ] loop
    if way[1] = any (has) then
      return format('exists (select from %I parent where parent.id = %s.%I)', way[2], t, way[1]);
    end if;
  end loop;
  if t::text = 'customers' then
    return 'exists (select from audience a where a.customer_id = customers.id)';
  end if;
  if 'customer_id' = any (has) then
    return format('exists (select from audience a where a.customer_id = %s.customer_id)', t);
  end if;
  return null;
end $$;

-- Gives every table with a client the two policies, and tsunagi_api the rights of tsunagi_app except on what belongs to
-- signing in. Runs after each migration, so that a new table is behind the wall without anybody thinking of it.
create function protect_rows() returns void language plpgsql as $$
declare
  t regclass;
  own text;
  within text;
  r record;
begin
  for t in
    select c.oid::regclass from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (c.relname = 'clients' or exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped))
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'api_rows')
  loop
    own := case when t::text = 'clients' then 'id' else 'client_id' end || ' = (select api_client())';
    -- lanes of the installation are everybody's, and so is what goes wrong with them
    if t::text in ('lanes', 'alerts') then own := format('(client_id is null or %s)', own); end if;
    -- what all campaigns of a client share and holds nothing of customers
    within := case when t::text in ('clients', 'lanes', 'print_runs', 'api_keys', 'grants') then 'true'
      else coalesce(campaign_condition(t), 'false') end;
    execute format('alter table %s enable row level security', t);
    execute format('create policy api_rows on %s to tsunagi_api using (%s and ((select api_all_campaigns()) or %s))',
      t, own, within);
    execute format('create policy app_rows on %s to tsunagi_app using (true)', t);
  end loop;

  grant usage on schema public to tsunagi_api;
  for r in
    select g.table_name, g.privilege_type from information_schema.role_table_grants g
    where g.grantee = 'tsunagi_app' and g.table_schema = 'public' and g.table_name not in
      ('accounts', 'recovery_codes', 'sessions', 'sign_in_failures', 'oidc_requests', 'master_keys', 'rate_counters')
  loop
    execute format('grant %s on %I to tsunagi_api', r.privilege_type, r.table_name);
  end loop;
  for r in
    select g.table_name, g.column_name, g.privilege_type from information_schema.role_column_grants g
    where g.grantee = 'tsunagi_app' and g.table_schema = 'public' and g.privilege_type in ('UPDATE', 'INSERT')
      and not has_table_privilege('tsunagi_app', format('%I.%I', g.table_schema, g.table_name), g.privilege_type)
      and has_table_privilege('tsunagi_api', format('%I.%I', g.table_schema, g.table_name), 'SELECT')
  loop
    execute format('grant %s (%I) on %I to tsunagi_api', r.privilege_type, r.column_name, r.table_name);
  end loop;
  for r in
    select p.oid::regprocedure as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and has_function_privilege('tsunagi_app', p.oid, 'EXECUTE')
  loop
    execute format('grant execute on function %s to tsunagi_api', r.name);
  end loop;
  grant usage on all sequences in schema public to tsunagi_api;
end $$;
revoke all on function protect_rows(), campaign_condition(regclass) from public;

-- Indexes over expressions and arrays can't serve a query that a policy filters: their operators might show a row's
-- contents before the policy is asked. So these two look as the owner and hold the wall themselves.
create function ledger_about(p_chain text, p_journeys text[])
returns table (seq bigint, at timestamptz, body text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_setting('role') = 'tsunagi_api' and not exists (
    select from campaigns c where 'campaign:' || c.id = p_chain and c.client_id = api_client()
      and (api_all_campaigns() or c.id = any (api_campaigns()))
  ) then
    return;
  end if;
  if p_journeys is null then
    return query select l.seq, l.at, l.body from ledger l
      where l.chain = p_chain and l.body::jsonb ->> 'journey' is null order by l.seq;
  else
    return query select l.seq, l.at, l.body from ledger l
      where l.chain = p_chain and l.body::jsonb ->> 'journey' = any (p_journeys) order by l.seq;
  end if;
end $$;

create function search_hits(p_client bigint, p_key bigint) returns setof bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select customer_id from search_keys
  where keys @> array[p_key] and client_id = p_client
    and (current_setting('role') <> 'tsunagi_api' or client_id = api_client())
$$;
revoke all on function ledger_about(text, text[]), search_hits(bigint, bigint) from public;
grant execute on function ledger_about(text, text[]), search_hits(bigint, bigint) to tsunagi_app;
