-- Waves of a campaign, pauses of a wave and of addresses that come later, letters asked back from the print shop.

-- The wave a journey begins with; null: the campaign has none, or nothing of the customer's is included.
alter table journeys add column wave text;
create index journeys_by_wave on journeys (campaign_id, wave, state) where wave is not null;

-- area_checked_at: when the list of an area was looked through once more after the pause was there for everybody to see.
alter table pauses add column wave text, add column area_checked_at timestamptz;

-- Customers whose address is new or has changed while an area was paused: until it has been compared with the areas
-- nothing goes out to them.
create table area_checks (
  customer_id bigint primary key references customers,
  client_id bigint not null references clients,
  noted_at timestamptz not null default clock_timestamp()
);

-- A letter that the print shop took out before it was posted. Its step is sent again under the next occurrence.
alter table messages drop constraint messages_status_check;
alter table messages add constraint messages_status_check
  check (status in ('queued','claimed','handing_over','handed_over','failed','withdrawn','doubtful','recalled'));

-- A list of envelopes of one print run that the shop is asked to take out, and what it answered.
create table recalls (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  print_run_id bigint not null references print_runs,
  pause_id bigint references pauses,
  no int not null,
  key text not null unique,
  status text not null default 'asked' check (status in ('asked','differs','answered')),
  pieces int not null,
  letters int not null,
  reason text not null,
  asked_by bigint references persons,
  asked_at timestamptz not null,
  sent_at timestamptz,
  answer jsonb,
  answered_at timestamptz,
  unique (print_run_id, no)
);
create index recalls_open on recalls (id) where status <> 'answered';
create index recalls_by_campaign on recalls (campaign_id, id);

create table recall_letters (
  recall_id bigint not null references recalls,
  message_id bigint not null unique references messages,
  piece_id bigint not null references pieces,
  client_id bigint not null references clients,
  result text check (result in ('pulled','too_late')),
  primary key (recall_id, message_id)
);
create index recall_letters_by_piece on recall_letters (piece_id);

grant select, insert, update on recalls, recall_letters to tsunagi_app;
grant select, insert, update, delete on area_checks to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
