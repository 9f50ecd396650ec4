-- Calls that customers asked for on their page: the day and hours that were agreed, and the call task that keeps it.
-- planned_at: when the call of the plan that was moved there was due before; null: the task was opened for the request.
-- representative_id: who asked, if not the customer. dedupe: the form's one-time key.
create table callback_requests (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint not null references customers,
  journey_id bigint not null references journeys,
  task_id bigint not null references call_tasks,
  from_at timestamptz not null,
  until_at timestamptz not null,
  planned_at timestamptz,
  asked_at timestamptz not null,
  representative_id bigint references representatives,
  dedupe text not null,
  withdrawn_at timestamptz,
  unique (campaign_id, dedupe)
);
create index callback_requests_of_journey on callback_requests (journey_id, id);
create index callback_requests_of_task on callback_requests (task_id);
grant select, insert, update (withdrawn_at) on callback_requests to tsunagi_app;

-- How easy customers found it (CES, 1 hard to 7 easy), once for a journey, and what made it hard if they said so.
create table effort_scores (
  journey_id bigint primary key references journeys,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  score smallint not null check (score between 1 and 7),
  hindrance text check (hindrance in ('words','steps','identity','screen')),
  at timestamptz not null
);
grant select, insert on effort_scores to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;

-- Their counts are among the campaign's figures: kind `efforts`, state the score, part the hindrance or ''.
alter table campaign_figures drop constraint campaign_figures_kind_check;
alter table campaign_figures add constraint campaign_figures_kind_check
  check (kind in ('journeys','contracts','customers','messages','prefectures','came_back','returns','efforts'));
create function effort_scores_figures() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into campaign_figure_changes (campaign_id, client_id, kind, state, part, reason, count)
  select campaign_id, client_id, 'efforts', score::text, coalesce(hindrance, ''), '', count(*)
  from new_rows group by 1, 2, 4, 5;
  return null;
end $$;
revoke all on function effort_scores_figures() from public;
create trigger effort_scores_figures after insert on effort_scores referencing new table as new_rows
  for each statement execute function effort_scores_figures();
