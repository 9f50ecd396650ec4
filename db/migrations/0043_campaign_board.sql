-- What the board shows beyond states, outcomes and messages.

-- Where a customer lives, kept with the journey: the board counts by it, and a list of journeys is filtered by it.
alter table journeys add column prefecture smallint;
update journeys j set prefecture = c.prefecture from customers c where c.id = j.customer_id and c.prefecture is not null;
create index journeys_by_prefecture on journeys (campaign_id, prefecture, state, contract_outcomes, id)
  where prefecture is not null;
-- The open journeys of a campaign by when their next step is due.
create index journeys_by_wake on journeys (campaign_id, state, wake_at, id) where status = 'open';

create function journeys_prefecture() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  new.prefecture := (select c.prefecture from customers c where c.id = new.customer_id);
  return new;
end $$;
revoke all on function journeys_prefecture() from public;
create trigger journeys_prefecture before insert on journeys for each row execute function journeys_prefecture();

create function customers_prefecture() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from journeys j join new_rows c on c.id = j.customer_id
    where j.prefecture is distinct from c.prefecture order by j.id for no key update of j;
  update journeys j set prefecture = c.prefecture from new_rows c
    where c.id = j.customer_id and j.prefecture is distinct from c.prefecture;
  return null;
end $$;
revoke all on function customers_prefecture() from public;
create trigger customers_prefecture after update on customers referencing new table as new_rows
  for each statement execute function customers_prefecture();

-- Three more kinds of figures, see 0032:
--   kind         state                     part        reason
--   prefectures  done, excluded, open      prefecture  ''          journeys; done: every contract migrated or cancelled
--   came_back    ''                        channel     prefecture  messages that could not be delivered
--   returns      form, undeliverable       ''          ''          paper received
alter table campaign_figures drop constraint campaign_figures_kind_check;
alter table campaign_figures add constraint campaign_figures_kind_check
  check (kind in ('journeys','contracts','customers','messages','prefectures','came_back','returns'));

-- How far a customer's contracts are, by the different outcomes that they have.
create function contracts_done(outcomes text) returns text language sql immutable as $$
  select case when outcomes = 'excluded' then 'excluded'
    when outcomes <> '' and string_to_array(outcomes, ' ') <@ array['migrated','cancelled','excluded'] then 'done'
    else 'open' end
$$;
revoke all on function contracts_done(text) from public;

do $do$
declare
  figure record;
  event record;
begin
  for figure in select * from (values
    ('journeys', $sql$
      select campaign_id, client_id, 'journeys', state, coalesce(wave, ''), '', sum(n) from changed
      group by 1, 2, 4, 5 having sum(n) <> 0
      union all
      select campaign_id, client_id, 'prefectures', contracts_done(contract_outcomes), coalesce(prefecture::text, ''), '',
        sum(n) from changed group by 1, 2, 4, 5 having sum(n) <> 0 $sql$),
    ('messages', $sql$
      select campaign_id, client_id, 'messages', status, channel,
        case when status = 'queued' then coalesce(deferred_reason, '') else '' end, sum(n) from changed
      group by 1, 2, 4, 5, 6 having sum(n) <> 0
      union all
      select c.campaign_id, c.client_id, 'came_back', '', c.channel, coalesce(j.prefecture::text, ''), sum(c.n)
      from (select campaign_id, client_id, channel, journey_id, sum(n) as n from changed where bounced_at is not null
          group by 1, 2, 3, 4 having sum(n) <> 0) c join journeys j on j.id = c.journey_id
      group by 1, 2, 5, 6 having sum(c.n) <> 0 $sql$),
    ('returns', $sql$
      select campaign_id, client_id, 'returns', kind, '', '', sum(n) from changed
      where campaign_id is not null and status <> 'withdrawn' group by 1, 2, 4 having sum(n) <> 0 $sql$)
  ) as f(source, differences) loop
    for event in select * from (values
      ('insert', 'select *, 1 as n from new_rows', 'new table as new_rows'),
      ('update', 'select *, 1 as n from new_rows union all select *, -1 from old_rows',
        'old table as old_rows new table as new_rows'),
      ('delete', 'select *, -1 as n from old_rows', 'old table as old_rows')
    ) as e(name, changed, tables) loop
      execute format($sql$
        create or replace function %1$I() returns trigger
        language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $body$
        begin
          with changed as (%2$s)
          insert into campaign_figure_changes (campaign_id, client_id, kind, state, part, reason, count) %3$s;
          return null;
        end $body$;
        revoke all on function %1$I() from public;
        create or replace trigger %1$I after %4$s on %5$I referencing %6$s for each statement execute function %1$I();
        $sql$, figure.source || '_figures_' || event.name, event.changed, figure.differences, event.name,
        figure.source, event.tables);
    end loop;
  end loop;
end $do$;

-- What there is already.
insert into campaign_figures (campaign_id, client_id, kind, state, part, reason, count)
select campaign_id, client_id, 'prefectures', contracts_done(contract_outcomes), coalesce(prefecture::text, ''), '', count(*)
from journeys group by 1, 2, 4, 5
union all
select m.campaign_id, m.client_id, 'came_back', '', m.channel, coalesce(j.prefecture::text, ''), count(*)
from messages m join journeys j on j.id = m.journey_id where m.bounced_at is not null group by 1, 2, 5, 6
union all
select campaign_id, client_id, 'returns', kind, '', '', count(*) from returns
where campaign_id is not null group by 1, 2, 4;

-- How a campaign stood when a local day had ended, written by its daily review; never changed. counts:
--   states, outcomes   customers by state, contracts by outcome ('open': none)
--   handedOver         messages handed over so far, by channel
--   returned           paper received so far, by kind
--   ahead              of the newest row: what falls due by day and channel
create table campaign_days (
  campaign_id bigint not null references campaigns,
  day date not null,
  client_id bigint not null references clients,
  at timestamptz not null,
  counts jsonb not null,
  primary key (campaign_id, day)
);
grant select, insert on campaign_days to tsunagi_app;
