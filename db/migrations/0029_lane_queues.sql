-- Queues that a claim reads from their head, whatever waits in them.

-- A lane that is closed, or whose day is used up, rests: nothing is claimed before rests_until, and no message is
-- rewritten for it.
alter table lanes add column rests_until timestamptz;
alter table lanes add column rests_for text check (rests_for in ('capacity','lane_hours'));
alter table lanes add constraint lanes_rest_completely check ((rests_until is null) = (rests_for is null));

-- What keeps a due message back, as a claim has found it: empty, `hold`, or `pause:<id>`. These lie apart in the index,
-- so that no claim steps over them. A pause that is over keeps nothing, whatever this says; a hold that changes takes it
-- away.
alter table messages add column kept_by text not null default '';
drop index messages_queue;
create index messages_queue on messages (lane_id, campaign_id, kept_by, not_before, id) where status = 'queued';
-- Whether messages lie apart for this pause.
alter table pauses add column keeps boolean not null default false;
create index pauses_keeping on pauses (campaign_id) where keeps;

create function put_back_kept() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  customer bigint := case tg_table_name when 'customers' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'customer_id' end;
begin
  update messages m set kept_by = '' from journeys j
    where j.customer_id = customer and m.journey_id = j.id and m.kept_by <> '';
  return null;
end $$;
revoke all on function put_back_kept() from public;
create trigger holds_put_back_kept after update of released_at, reason on holds
  for each row when (old.released_at is distinct from new.released_at or old.reason is distinct from new.reason)
  execute function put_back_kept();
-- a pause of a prefecture no longer concerns who has moved
create trigger customers_put_back_kept after update of prefecture on customers
  for each row when (old.prefecture is distinct from new.prefecture) execute function put_back_kept();

-- Reopened journeys whose further run has no workflow yet.
create index journeys_reopened on journeys (id) where status = 'open' and run > 1 and started_run < run;
-- Queued messages by text, for versions that replace one.
create index messages_queued_by_text on messages (campaign_id, version, notice) where status = 'queued';
-- Many pauses are of one customer: whether a message is paused is asked of the others, and of its customer's own.
create index pauses_open_of_many on pauses (campaign_id) where ended_at is null and customer_id is null;
create index pauses_open_of_one on pauses (customer_id) where ended_at is null and customer_id is not null;
create index pauses_of_version on pauses (campaign_id, version) where version is not null;
