-- The mail room: what was handed over to the return desk, how much it is, and what became of each envelope. It is of the
-- client, not of a campaign: a sack holds what comes to the client's post box.

-- Post that was handed over at one time: 受領.
create table intakes (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  received_on date not null,
  carrier text not null check (carrier in ('post','courier','by_hand')),
  sacks int not null check (sacks >= 0),
  -- Envelopes by the carrier's slip; null: it says none.
  announced int check (announced >= 0),
  received_by bigint not null references persons,
  received_at timestamptz not null,
  -- Envelopes as two persons have counted them; null: not opened, or counted differently.
  envelopes int check (envelopes >= 0),
  counted_at timestamptz,
  version int not null default 1,
  constraint intakes_counted check ((envelopes is null) = (counted_at is null))
);
create index intakes_of_client on intakes (client_id, id);

-- What each person counted. The newest counts of two persons that are the same are the number of envelopes.
create table intake_counts (
  intake_id bigint not null references intakes,
  no int not null check (no > 0),
  client_id bigint not null references clients,
  person_id bigint not null references persons,
  envelopes int not null check (envelopes >= 0),
  at timestamptz not null,
  primary key (intake_id, no)
);

-- An envelope that cannot be booked, and what became of it.
--   open    it lies in the mail room
--   booked  it turned out to be a return (returns.set_aside_id)
--   ended   it was handed on, or kept in a box
create table set_asides (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  intake_id bigint not null references intakes,
  why text not null check (why in ('not_ours','no_code','empty','other_client','other')),
  status text not null default 'open' check (status in ('open','booked','ended')),
  set_aside_by bigint not null references persons,
  set_aside_at timestamptz not null,
  handed_to text check (handed_to in ('post','client','sender','box')),
  box text,
  closed_by bigint references persons,
  closed_at timestamptz,
  constraint set_asides_closed check ((status = 'open') = (closed_at is null)),
  constraint set_asides_ended check ((status = 'ended') = (handed_to is not null)),
  constraint set_asides_box check (coalesce(handed_to = 'box', false) = (box is not null))
);
create index set_asides_of_intake on set_asides (intake_id);
create index set_asides_open on set_asides (client_id, id) where status = 'open';

-- intake_id: with what the envelope came; null: it was booked without saying. further: a further form in an envelope that
-- is counted already.
alter table returns add column intake_id bigint references intakes,
  add column set_aside_id bigint unique references set_asides,
  add column further boolean not null default false;
create index returns_by_intake on returns (intake_id) where intake_id is not null;

-- A day that a person has closed: what was counted as still to be booked, and what by the books should be.
create table daybook_closings (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  day date not null,
  left_over int not null check (left_over >= 0),
  expected int not null,
  balanced boolean not null,
  closed_by bigint not null references persons,
  closed_at timestamptz not null
);
create index daybook_closings_of_day on daybook_closings (client_id, day, id);

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update on intakes, set_asides to tsunagi_app;
grant select, insert on intake_counts, daybook_closings to tsunagi_app;

do $$
declare known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''daybook_open''::text, ');
end $$;
