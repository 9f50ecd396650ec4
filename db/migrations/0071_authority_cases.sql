-- Who may act for a customer who died, has a guardian, or is a company in liquidation: cases in which documents are asked
-- for, received, checked by two persons, and lead to a representative. Name and address of the person lie in the vault, as
-- `authority:<id>`. The hold stops every contact with the customer; the letters of a case go to that person.
create table authority_cases (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  -- Whose letters ask for the documents.
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  kind text not null check (kind in ('heir','guardian','liquidator','trustee','successor','lawyer')),
  reported_by text not null check (reported_by in ('phone','form','mail','letter','remark','client_file')),
  kinship text check (kinship in ('spouse','child','parent','sibling','other')),
  -- Written to as ご遺族様, because the person asked for it.
  as_bereaved boolean not null default false,
  -- An address of the person is known.
  writable boolean not null default false,
  status text not null default 'asked' check (status in ('asked','received','checked','decide','accepted','closed')),
  decide_why text check (decide_why in ('differs','limited','twice')),
  -- Who checked last and left it to a manager.
  raised_by bigint references persons,
  round int not null default 1 check (round > 0),
  -- Until when the documents should be here; the day on which those of this round came, and the paper that was booked.
  due_on date,
  received_on date,
  return_id bigint references returns,
  hold_id bigint not null references holds,
  representative_id bigint references representatives,
  opened_by bigint not null references persons,
  opened_at timestamptz not null,
  -- When it began to wait for what it waits for.
  waits_since timestamptz not null,
  close_reason text check (close_reason in ('mistaken','no_claim','other_case','no_reply')),
  ended_at timestamptz,
  ended_by bigint references persons,
  version int not null default 1,
  constraint authority_cases_received check (status not in ('received','checked') or received_on is not null),
  constraint authority_cases_decide check ((status = 'decide') = (decide_why is not null)),
  constraint authority_cases_accepted check ((status = 'accepted') = (representative_id is not null)),
  constraint authority_cases_closed check ((status = 'closed') = (close_reason is not null)),
  constraint authority_cases_ended check ((status in ('accepted','closed')) = (ended_at is not null))
);
create index authority_cases_of_customer on authority_cases (customer_id, id);
create index authority_cases_waiting on authority_cases (client_id, waits_since, id)
  where status in ('asked','received','checked','decide');
create index authority_cases_to_decide on authority_cases (client_id, waits_since) where status = 'decide';

-- What one person noted of the documents of a round; the second is another person, the third decides. Codes and days only.
create table authority_checks (
  case_id bigint not null references authority_cases,
  round int not null,
  no int not null check (no between 1 and 3),
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  person_id bigint not null references persons,
  seen jsonb not null,
  scope text check (scope in ('full','curator','assistant')),
  at timestamptz not null,
  primary key (case_id, round, no),
  unique (case_id, round, person_id)
);

-- The letters of a case: what each asks for and until when. Its id is the occurrence of the message.
create table authority_letters (
  id bigint generated always as identity primary key,
  case_id bigint not null references authority_cases,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  round int not null,
  -- [{document, why}]; why is missing in the first letter.
  wanted jsonb not null,
  due_on date not null,
  message_id bigint references messages,
  asked_by bigint not null references persons,
  asked_at timestamptz not null
);
create index authority_letters_of_case on authority_letters (case_id, id);
create unique index authority_letters_of_message on authority_letters (message_id) where message_id is not null;

-- Paper that proves who may act is no answer: it waits for its check, not for a reading.
alter table returns drop constraint returns_kind_check;
alter table returns add constraint returns_kind_check check (kind in ('form','undeliverable','documents'));

alter table representatives drop constraint representatives_relation_check;
alter table representatives add constraint representatives_relation_check
  check (relation in ('heir','guardian','parent','agent','contact','lawyer','liquidator','trustee','successor'));

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update on authority_cases to tsunagi_app;
grant select, insert on authority_checks, authority_letters to tsunagi_app;
grant update (message_id) on authority_letters to tsunagi_app;
