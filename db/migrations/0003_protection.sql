-- Protection of a customer (支援措置), decisions on remarks, and forms with handwriting.

-- A lasting mark on the customer, apart from contact holds: while it stands, no one without the right sees where the
-- customer lives or a number, no one calls, and no address is searched for; letters, mails and SMS go out as usual. It is
-- lifted only by a request that a second person has approved. source: the import, file or reference it rests on.
create table protections (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  customer_id bigint not null references customers,
  source text not null,
  opened_by bigint references persons,
  opened_at timestamptz not null,
  lifted_at timestamptz,
  lift_request_id bigint references requests,
  constraint protections_lifted_by_request check ((lifted_at is null) = (lift_request_id is null))
);
create unique index protections_standing on protections (customer_id) where lifted_at is null;
create index protections_of_customer on protections (customer_id, id desc);
grant select, insert on protections to tsunagi_app;
grant update (lifted_at, lift_request_id) on protections to tsunagi_app;

-- Every customer who was ever held for protection: one person's release never lifted it.
insert into protections (client_id, customer_id, source, opened_by, opened_at)
select distinct on (h.customer_id) h.client_id, h.customer_id, h.source, h.owner_id, h.opened_at
from holds h where h.reason = 'protection' order by h.customer_id, h.id;

-- An erasure also removes what a mark rests on.
do $$ begin
  execute replace(pg_get_functiondef('erase_customer(bigint)'::regprocedure), '  return items;',
    E'  update protections set source = ''erased'' where customer_id = p_customer;\n  return items;');
end $$;

-- Rights beyond a role: lifting a protection has one of its own.
alter table grants drop constraint grants_rights_check;
alter table grants add constraint grants_rights_check check (rights <@ array['personal.protected','protection.lift']);
alter table api_keys drop constraint api_keys_rights_check;
alter table api_keys add constraint api_keys_rights_check check (rights <@ array['personal.protected','protection.lift']);

-- The customer needs letters in large type; a person decides it on a remark.
alter table customers add column large_print boolean not null default false;

-- A form with handwriting is kept (保留) until a person has read it.
alter table returns drop constraint returns_status_check;
alter table returns add constraint returns_status_check
  check (status in ('received','entered','mismatch','held','accepted','defect','undeliverable'));
drop index returns_on_desk;
create index returns_on_desk on returns (customer_id)
  where kind = 'form' and status in ('received','entered','mismatch','held');

-- A hold or a protection ends the customer's open calls.
create index call_tasks_of_customer on call_tasks (customer_id) where status <> 'done';
