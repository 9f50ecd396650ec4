-- Erasing people whom no audience names any more: an import was replaced by one without them, or its campaign never
-- started and its retention is over.
alter table erasures drop constraint erasures_basis_check;
alter table erasures add constraint erasures_basis_check check
  (basis in ('asked_by_customer','asked_by_client','wrong_data','retention','register','left_out'));
-- whether any audience names a customer
create index audience_of_customer on audience (customer_id);

-- those whom earlier imports left behind
insert into erasures (client_id, customer_id, basis, opened_at)
select k.client_id, k.customer_id, 'left_out', tsunagi_now() from vault_keys k
where not exists (select from audience a where a.customer_id = k.customer_id)
  and not exists (select from journeys j where j.customer_id = k.customer_id)
  and not exists (select from holds h where h.customer_id = k.customer_id and h.released_at is null)
  and not exists (select from protections p where p.customer_id = k.customer_id and p.lifted_at is null)
on conflict do nothing;
