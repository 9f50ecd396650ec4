-- An answer that waited for the consent of a legal representative, who has since answered: nothing is left to decide.
alter table kept_answers drop constraint kept_answers_status_check;
alter table kept_answers add constraint kept_answers_status_check
  check (status in ('kept','counted','discarded','replaced'));

-- The whole of an erasure, in one place: replaces the function of 0001 and what 0003 and 0004 added to it. A migration that
-- adds personal data or a free text about a customer writes it out again, with its own lines;
-- test/privacy/erasure-map.test.ts names every table.
create or replace function erase_customer(p_customer bigint) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  items int;
begin
  if not exists (select from erasures where customer_id = p_customer and status = 'approved') then
    raise exception 'no erasure of this customer is open';
  end if;
  -- Second factors of representatives go with their items.
  delete from vault_items where customer_id = p_customer;
  get diagnostics items = row_count;
  delete from vault_keys where customer_id = p_customer;
  delete from search_keys where customer_id = p_customer;
  delete from second_factors where customer_id = p_customer;
  delete from contact_points where customer_id = p_customer;
  delete from return_scans s using returns r where r.id = s.return_id and r.customer_id = p_customer;
  update returns set scan_hash = null where customer_id = p_customer;
  update unread_bounces set data = null where customer_id = p_customer;
  update customers set party_hash = uuid_send(gen_random_uuid()), age_from = null, prefecture = null, country = null,
    large_print = false where id = p_customer;
  update contracts set number_hash = uuid_send(gen_random_uuid()), row_hash = uuid_send(gen_random_uuid())
    where customer_id = p_customer;
  update links set token_hash = sha256(uuid_send(gen_random_uuid())), revoked_at = coalesce(revoked_at, tsunagi_now())
    where customer_id = p_customer;
  update client_changes set data = null where customer_id = p_customer;
  update client_results r set rejection = split_part(r.rejection, ' ', 1) from contracts c
    where c.id = r.contract_id and c.customer_id = p_customer;
  update change_requests r set refusal = split_part(r.refusal, ' ', 1) from contracts c
    where c.id = r.contract_id and c.customer_id = p_customer;
  update call_attempts a set recording = null from call_tasks t where t.id = a.task_id and t.customer_id = p_customer;
  update caller_checks set recording = null where customer_id = p_customer;
  -- Texts that people wrote were checked for personal data on entry; an erasure removes them all the same.
  update holds set note = null, source = 'erased' where customer_id = p_customer;
  update protections set source = 'erased' where customer_id = p_customer;
  update kept_answers set reason = 'erased' where customer_id = p_customer and reason is not null;
  update representatives set evidence = 'erased', ended_at = coalesce(ended_at, tsunagi_now())
    where customer_id = p_customer;
  update consents set evidence = null, source = 'erased' where customer_id = p_customer and recorded_by is not null;
  update consent_overrides set reason = 'erased', evidence = 'erased',
    withdraw_reason = case when withdraw_reason is null then null else 'erased' end where customer_id = p_customer;
  update pauses set reason = 'erased', end_reason = case when end_reason is null then null else 'erased' end
    where customer_id = p_customer;
  update corrections c set reason = 'erased' from journeys j where j.id = c.journey_id and j.customer_id = p_customer;
  return items;
end $$;

-- Now part of erase_customer.
drop trigger erasures_erase_caller_checks on erasures;
drop function erase_caller_checks();
