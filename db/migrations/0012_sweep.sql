-- Journeys found past their time; further causes of alerts; exceptions, deadlines and representations that change.

-- A row per journey that a sweep found past its time and that has not moved since. Times are the machine's: on a stepped
-- clock the installation's does not go on before everybody has moved.
create table overdue_journeys (
  journey_id bigint primary key references journeys on delete cascade,
  client_id bigint not null references clients,
  run int not null,
  turn int not null,
  seen_at timestamptz not null default clock_timestamp(),
  signalled_at timestamptz,
  rings int not null default 0
);

-- How often a sweep had to step in, by campaign: `restarted` in a new run, for the workflow was gone, or `rung`.
create table reconcile_counts (
  campaign_id bigint not null references campaigns,
  client_id bigint not null references clients,
  did text not null check (did in ('restarted','signalled')),
  count int not null,
  last_at timestamptz not null,
  primary key (campaign_id, did)
);

alter table alerts drop constraint alerts_kind_check, add constraint alerts_kind_check
  check (kind in ('lane_stopped','arrival_unread','capacity_overrun','print_run_differs','doubtful','second_person',
    'letters_returned','journeys_swept','holds_due'));

grant select, insert, update, delete on overdue_journeys, reconcile_counts to tsunagi_app;
revoke delete on reconcile_counts from tsunagi_app;

-- A confirmed exception that was taken back again; a further one may then be asked for.
alter table consent_overrides add column withdrawn_by bigint references persons, add column withdrawn_at timestamptz,
  add column withdraw_reason text;
drop index consent_overrides_one;
create unique index consent_overrides_one on consent_overrides (campaign_id, customer_id, channel)
  where confirmed is not false and withdrawn_at is null;

-- How far the closed journeys have been gone through that a version with later dates opens again; null: it opens none.
alter table plan_versions add column closed_after bigint;

-- The day on which the paper that proves a representation was issued; null: not told.
alter table representatives add column evidence_on date;
