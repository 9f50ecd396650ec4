-- How a lane fares, which campaign goes first in it, and alerts.

-- A lane stops itself above these shares of what it sent (null: never), once it has sent `stop_volume` in the window.
-- `health_epoch` grows when a person restarts the lane: what was counted before does not stop it again.
-- `virtual_time` is how far the lane has come in its weighted turns between campaigns.
alter table lanes
  add column stop_errors double precision default 0.3 check (stop_errors > 0 and stop_errors <= 1),
  add column stop_bounces double precision default 0.1 check (stop_bounces > 0 and stop_bounces <= 1),
  add column stop_complaints double precision default 0.003 check (stop_complaints > 0 and stop_complaints <= 1),
  add column stop_volume int not null default 200 check (stop_volume >= 1),
  add column stop_window_minutes int not null default 1440 check (stop_window_minutes >= 1),
  add column health_epoch int not null default 0,
  add column virtual_time double precision not null default 0;

-- No reference to lanes: its check would wait for the claim that has the lane's row, under the lock of a ledger.
create table lane_minutes (
  lane_id bigint not null,
  epoch int not null,
  minute timestamptz not null,
  sent int not null default 0,
  refused int not null default 0,
  bounced int not null default 0,
  complaints int not null default 0,
  primary key (lane_id, epoch, minute)
);

-- A campaign's share of a lane: `weight` messages a turn (one without a row), and the virtual time it has come to.
create table lane_shares (
  lane_id bigint not null references lanes,
  campaign_id bigint not null references campaigns,
  client_id bigint not null references clients,
  weight int not null default 1 check (weight between 1 and 100),
  virtual_time double precision not null default 0,
  primary key (lane_id, campaign_id)
);

-- One open alert per kind and subject. Ids, codes and figures only. client_id null: of the installation.
create table alerts (
  id bigint generated always as identity primary key,
  client_id bigint references clients,
  kind text not null check (kind in ('lane_stopped','arrival_unread','capacity_overrun','print_run_differs','doubtful',
    'second_person','letters_returned')),
  subject text not null,
  figures jsonb not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  acknowledged_by bigint references persons,
  acknowledged_at timestamptz
);
create unique index alerts_one_open on alerts (kind, subject) where closed_at is null;
create index alerts_by_client on alerts (client_id, id);

-- What is to be told of an alert, and by which way; times are those of the machine, not of the installation's clock.
create table alert_sends (
  alert_id bigint not null references alerts,
  via text not null check (via in ('mail','webhook')),
  attempts int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  failure text,
  primary key (alert_id, via)
);
create index alert_sends_due on alert_sends (next_at) where sent_at is null;

grant select, insert, update, delete on lane_minutes, lane_shares, alerts, alert_sends to tsunagi_app;
revoke delete on alerts, alert_sends from tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
