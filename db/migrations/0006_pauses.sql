-- Steering of a running campaign: pauses by scope, one customer stopped, outcomes corrected by a person.

-- A pause holds back what all of its scope's fields match; a field that is null matches everything. It is in force from
-- opened_at until it is ended or until_at has come. extend_waits: waits that were running go on for its length.
-- fall_through: a step may use its next channel instead of waiting.
create table pauses (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  channel text check (channel in ('mail','sms','post','phone')),
  notice text,
  version int,
  prefecture smallint,
  customer_id bigint references customers,
  -- Only the customers in pause_customers: a list, or those who lived in the area when the pause was opened.
  listed boolean not null default false,
  area jsonb,
  extend_waits boolean not null,
  fall_through boolean not null default false,
  until_at timestamptz,
  reason text not null,
  opened_by bigint not null references persons,
  opened_at timestamptz not null,
  ended_by bigint references persons,
  ended_at timestamptz,
  end_reason text
);
create index pauses_open on pauses (campaign_id) where ended_at is null;
create index pauses_by_campaign on pauses (campaign_id, id);

create table pause_customers (
  pause_id bigint not null references pauses,
  customer_id bigint not null references customers,
  client_id bigint not null references clients,
  primary key (pause_id, customer_id)
);

-- Set when a person has stopped this one customer's journey.
alter table journeys add column stopped_at timestamptz;

-- An outcome that a person found wrong. It counts once another person has confirmed it.
create table corrections (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  journey_id bigint not null references journeys,
  contract_id bigint not null references contracts,
  outcome text not null check (outcome in ('migrated','cancelled','lapsed','unreachable','excluded','stopped','open')),
  before text,
  declared_at timestamptz,
  reason text not null,
  status text not null default 'proposed' check (status in ('proposed','confirmed','declined')),
  proposed_by bigint not null references persons,
  proposed_at timestamptz not null,
  decided_by bigint references persons,
  decided_at timestamptz,
  check (decided_by is null or decided_by <> proposed_by)
);
create index corrections_by_journey on corrections (journey_id, id);
create unique index corrections_one_open on corrections (journey_id, contract_id) where status = 'proposed';

alter table choices drop constraint choices_via_check;
alter table choices add constraint choices_via_check check (via in ('web','form','phone','client','correction'));

grant select, insert, update on pauses, corrections to tsunagi_app;
grant select, insert on pause_customers to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
