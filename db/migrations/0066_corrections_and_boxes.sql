-- What a customer said on the phone to mend a form (電話補正): the call, who was spoken to, and what each contract is to be.
-- The form itself stays as it was read; the answer is an arrival of its own.
create table return_corrections (
  return_id bigint not null references returns,
  task_id bigint not null references call_tasks,
  client_id bigint not null references clients,
  person_id bigint not null references persons,
  spoken_with text not null check (spoken_with in ('customer','representative')),
  -- By contract id: migrate or cancel.
  said jsonb not null,
  at timestamptz not null,
  primary key (return_id, task_id)
);
grant select, insert on return_corrections to tsunagi_app;

-- Where the paper lies, and its end: 箱番号・溶解. Of the client: a box holds the papers of all its campaigns.
create table boxes (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  no text not null,
  opened_by bigint not null references persons,
  opened_at timestamptz not null,
  -- Not destroyed before this day is over.
  keep_until date not null,
  ended_as text check (ended_as in ('dissolved','shredded','to_client')),
  -- Of the destruction, or the receipt of the client.
  certificate text,
  ended_by bigint references persons,
  ended_at timestamptz,
  witnessed_by bigint references persons,
  witnessed_at timestamptz,
  unique (client_id, no),
  constraint boxes_ended check ((ended_as is null) = (certificate is null) and (ended_as is null) = (ended_at is null)),
  constraint boxes_witness check (witnessed_by <> ended_by)
);
alter table returns add column box_id bigint references boxes;
create index returns_by_box on returns (box_id, id) where box_id is not null;
create index returns_unboxed on returns (client_id, id) where box_id is null and decided_at is not null;
grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update on boxes to tsunagi_app;
