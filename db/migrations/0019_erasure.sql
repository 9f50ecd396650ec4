-- Personal data that is destroyed for good: asked for by one person and agreed to by another, or because a campaign's
-- time to keep it is over, or because a restored backup brought back what had been erased.
create table erasures (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  basis text not null check (basis in ('asked_by_customer','asked_by_client','wrong_data','retention','register')),
  request_id bigint references requests,
  campaign_id bigint references campaigns,
  status text not null default 'approved' check (status in ('approved','done','refused')),
  refusal text,
  opened_at timestamptz not null,
  done_at timestamptz,
  register_no int
);
create unique index erasures_one_open on erasures (customer_id) where status = 'approved';
create index erasures_by_customer on erasures (customer_id);

-- What retention has removed of a campaign, so that it is not gone through again.
create table retention_runs (
  campaign_id bigint not null references campaigns,
  what text not null check (what in ('personal','images','print')),
  client_id bigint not null references clients,
  removed int not null default 0,
  kept int not null default 0,
  done_at timestamptz,
  primary key (campaign_id, what)
);

-- Everything of a customer that could tell who it was; what was done and what came of it stays, by surrogate id. Random
-- values take the place of keyed hashes: nothing can be compared with them, and unique keys stay unique.
create function erase_customer(p_customer bigint) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  items int;
begin
  if not exists (select from erasures where customer_id = p_customer and status = 'approved') then
    raise exception 'no erasure of this customer is open';
  end if;
  delete from vault_items where customer_id = p_customer;
  get diagnostics items = row_count;
  delete from vault_keys where customer_id = p_customer;
  delete from blind_index where customer_id = p_customer;
  delete from search_keys where customer_id = p_customer;
  delete from second_factors where customer_id = p_customer;
  delete from contact_points where customer_id = p_customer;
  delete from return_scans s using returns r where r.id = s.return_id and r.customer_id = p_customer;
  update returns set scan_hash = null where customer_id = p_customer;
  update customers set party_hash = uuid_send(gen_random_uuid()), age_from = null, prefecture = null where id = p_customer;
  update contracts set number_hash = uuid_send(gen_random_uuid()), row_hash = uuid_send(gen_random_uuid())
    where customer_id = p_customer;
  update links set token_hash = sha256(uuid_send(gen_random_uuid())), revoked_at = coalesce(revoked_at, tsunagi_now())
    where customer_id = p_customer;
  update client_changes set data = null where customer_id = p_customer;
  update client_results r set rejection = split_part(r.rejection, ' ', 1) from contracts c
    where c.id = r.contract_id and c.customer_id = p_customer;
  update call_attempts a set recording = null from call_tasks t where t.id = a.task_id and t.customer_id = p_customer;
  -- texts that people wrote: checked when they came, but what is gone cannot tell
  update holds set note = null, source = 'erased' where customer_id = p_customer;
  update representatives set evidence = 'erased', ended_at = coalesce(ended_at, tsunagi_now())
    where customer_id = p_customer;
  update consents set evidence = null, source = 'erased' where customer_id = p_customer and recorded_by is not null;
  update consent_overrides set reason = 'erased', evidence = 'erased' where customer_id = p_customer;
  update pauses set reason = 'erased', end_reason = case when end_reason is null then null else 'erased' end
    where customer_id = p_customer;
  update corrections c set reason = 'erased' from journeys j where j.id = c.journey_id and j.customer_id = p_customer;
  return items;
end $$;
revoke all on function erase_customer(bigint) from public;

-- A database that was restored counts on from its backup: ids the register names must not be given to anybody again.
create function reserve_customer_ids(p_until bigint) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  at bigint;
begin
  select last_value into at from customers_id_seq;
  if at < p_until then perform setval('customers_id_seq', p_until); end if;
end $$;
revoke all on function reserve_customer_ids(bigint) from public;

grant select, insert, update on erasures, retention_runs to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
grant execute on function erase_customer(bigint), reserve_customer_ids(bigint) to tsunagi_app;
