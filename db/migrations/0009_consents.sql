-- What a consent rests on, exceptions for one customer, the scope of representatives, and the instant of a hand-over.

-- `at` is when the customer said so, recorded_at when we learnt of it; null: with the row's own time.
alter table consents add column evidence text, add column recorded_by bigint references persons,
  add column recorded_at timestamptz, add column arrival_id bigint references arrivals;

-- When the provider was about to get a mail or an SMS: until then a refusal still stops it.
alter table messages add column handing_over_at timestamptz;

create index holds_by_review on holds (client_id, review_on, id) where released_at is null;

-- A contact against a customer's no on one channel of a running campaign: asked for by one person, confirmed by another.
create table consent_overrides (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  channel text not null check (channel in ('mail','sms','post','phone')),
  reason text not null,
  evidence text not null,
  asked_by bigint not null references persons,
  asked_at timestamptz not null,
  decided_by bigint references persons,
  decided_at timestamptz,
  confirmed boolean,
  check (decided_by is null or decided_by <> asked_by)
);
create unique index consent_overrides_one on consent_overrides (campaign_id, customer_id, channel)
  where confirmed is not false;

-- Who acts: for which purposes (null: all), whether as one who decides, addresses that turned out bad (channel to reason),
-- and whether the journeys have been told that it began and that it ended by its own dates.
alter table representatives drop constraint representatives_relation_check,
  add constraint representatives_relation_check
    check (relation in ('heir','guardian','parent','agent','contact','lawyer','liquidator')),
  add column may_decide boolean not null default true,
  add column purposes text[],
  add column bad jsonb not null default '{}',
  add column began_notified_at timestamptz,
  add column lapse_notified_at timestamptz;
update representatives set may_decide = false where relation = 'contact';
update representatives set began_notified_at = created_at
  where valid_from <= (tsunagi_now() at time zone 'Asia/Tokyo')::date;
update representatives set lapse_notified_at = created_at
  where valid_until < (tsunagi_now() at time zone 'Asia/Tokyo')::date;
create index representatives_to_begin on representatives (valid_from) where began_notified_at is null and ended_at is null;
create index representatives_to_lapse on representatives (valid_until)
  where lapse_notified_at is null and ended_at is null and valid_until is not null;

grant select, insert, update on consent_overrides to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
