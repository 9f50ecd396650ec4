-- The original of a form with a defect that goes back in the letter about it: in whose envelope it was put, by two persons.
-- due: it is to go back; it lies in no box.
alter table returns add column original_due boolean not null default false;
create index returns_original_due on returns (client_id, id) where original_due;
create table original_returns (
  return_id bigint primary key references returns,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  -- The envelope that it was put into; null: it was kept after all.
  piece_id bigint references pieces,
  put_by bigint not null references persons,
  put_at timestamptz not null,
  witnessed_by bigint references persons,
  witnessed_at timestamptz,
  constraint original_returns_witness check (witnessed_by <> put_by)
);
create index original_returns_of_client on original_returns (client_id, return_id);
create index original_returns_of_piece on original_returns (piece_id) where piece_id is not null;

-- What was done to find the address of a letter that came back: 住所調査. Codes only; a new address goes to the client as a
-- proposal. Never for a customer under protection.
create table address_researches (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  return_id bigint not null references returns,
  ways text[] not null,
  -- Why the register of residents was looked up; without a ground it is not.
  ground text check (ground in ('client_instruction','legal_duty')),
  found text not null check (found in ('forwarding_ended','not_forwarded','moved','wrong_in_file','at_address','nothing')),
  next text not null check (next in ('ask_client','end')),
  researched_by bigint not null references persons,
  researched_at timestamptz not null,
  constraint researches_ground check (('residents_register' = any(ways)) = (ground is not null)),
  constraint researches_ways check (cardinality(ways) > 0
    and ways <@ array['client_file','phone','representative','post_office','residents_register'])
);
create index address_researches_of_return on address_researches (return_id, id);
-- Letters that came back for their address, about which nothing has been found out yet.
alter table returns add column researched_at timestamptz;
create index returns_to_research on returns (client_id, id)
  where status = 'undeliverable' and researched_at is null and reason in ('unknown','moved','incomplete');

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert on address_researches to tsunagi_app;
grant select, insert, update on original_returns to tsunagi_app;
