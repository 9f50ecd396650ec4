-- What lay in an envelope besides the form, from the hand that found it to its end: 同封物・貴重品. Codes and numbers only.
-- Valuables (money, passbooks, cards, stamps, hanko) need a second person when they are found and when they leave.
create table enclosures (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  return_id bigint not null references returns,
  what text not null check (what in ('money','passbook','card','stamps','hanko','original','id_copy','other')),
  pieces int not null check (pieces > 0),
  -- Yen; of money and stamps only.
  amount int check (amount > 0),
  noted_by bigint not null references persons,
  noted_at timestamptz not null,
  witnessed_by bigint references persons,
  witnessed_at timestamptz,
  -- Numbers that may not be kept were made illegible on the copy and on its image.
  masked text check (masked in ('insurance_number','my_number','both','none_found')),
  masked_by bigint references persons,
  masked_at timestamptz,
  ending text check (ending in ('returned','kept','destroyed','to_client')),
  -- Of the registered letter in which it went back, the box that it lies in, or the record of its destruction.
  tracking text,
  box text,
  record text,
  ended_by bigint references persons,
  ended_at timestamptz,
  end_witnessed_by bigint references persons,
  end_witnessed_at timestamptz,
  -- The day on which the post's record says that it was handed over to the customer.
  delivered_on date,
  closed_at timestamptz,
  version int not null default 1,
  constraint enclosures_amount check (amount is null or what in ('money','stamps')),
  constraint enclosures_witness check (witnessed_by <> noted_by and end_witnessed_by <> ended_by),
  constraint enclosures_end check ((ending is null) = (ended_at is null)
    and coalesce(ending = 'returned', false) = (tracking is not null)
    and coalesce(ending = 'kept', false) = (box is not null)
    and coalesce(ending = 'destroyed', false) = (record is not null)),
  constraint enclosures_closed check (closed_at is null or ending is not null)
);
create index enclosures_of_return on enclosures (return_id);
create index enclosures_open on enclosures (client_id, id) where closed_at is null;
create index enclosures_of_client on enclosures (client_id, id);
grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update on enclosures to tsunagi_app;

do $$
declare known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''enclosure_open''::text, ');
end $$;
