-- The different outcomes of a journey's contracts, 'open' for those without one, in alphabetical order with a space
-- between: what a list of journeys is filtered by. Kept by the triggers below; their callers hold the journey's lock.
alter table journeys add column contract_outcomes text not null default 'open';

-- The journeys of a campaign of one state and one combination of outcomes, by id. There are few such kinds, so every
-- filter is a union of some of them.
create index journeys_search on journeys (campaign_id, state, contract_outcomes, id);
drop index journeys_by_state;

create function contract_outcomes(p_campaign bigint, p_customer bigint) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(string_agg(distinct name, ' ' order by name), '') from (
    select o.outcome as name from outcomes o where o.campaign_id = p_campaign and o.customer_id = p_customer
    union all
    select 'open' from audience a
    where a.campaign_id = p_campaign and a.customer_id = p_customer and a.state <> 'excluded'
      and not exists (select from outcomes o where o.campaign_id = p_campaign and o.contract_id = a.contract_id)) n
$$;
revoke all on function contract_outcomes(bigint, bigint) from public;

do $do$
declare
  source text;
  event record;
begin
  foreach source in array array['outcomes', 'audience'] loop
    for event in select * from (values
      ('insert', 'select campaign_id, customer_id from new_rows', 'new table as new_rows'),
      ('update', 'select campaign_id, customer_id from new_rows union select campaign_id, customer_id from old_rows',
        'old table as old_rows new table as new_rows'),
      ('delete', 'select campaign_id, customer_id from old_rows', 'old table as old_rows')
    ) as e(name, changed, tables) loop
      execute format($sql$
        create function %1$I() returns trigger
        language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $body$
        begin
          update journeys set contract_outcomes = now.names
          from (select j.id, contract_outcomes(j.campaign_id, j.customer_id) as names
            from (select distinct * from (%2$s) r) c
              join journeys j on j.campaign_id = c.campaign_id and j.customer_id = c.customer_id) now
          where journeys.id = now.id and journeys.contract_outcomes <> now.names;
          return null;
        end $body$;
        revoke all on function %1$I() from public;
        create trigger %1$I after %3$s on %4$I referencing %5$s for each statement execute function %1$I();
        $sql$, source || '_of_journeys_' || event.name, event.changed, event.name, source, event.tables);
    end loop;
  end loop;
end $do$;

-- What there is already.
update journeys j set contract_outcomes = n.names
from (
  select campaign_id, customer_id, string_agg(distinct name, ' ' order by name) as names from (
    select campaign_id, customer_id, outcome as name from outcomes
    union all
    select a.campaign_id, a.customer_id, 'open' from audience a
    where a.state <> 'excluded' and not exists (
      select from outcomes o where o.campaign_id = a.campaign_id and o.contract_id = a.contract_id)) k
  group by 1, 2) n
where n.campaign_id = j.campaign_id and n.customer_id = j.customer_id and j.contract_outcomes <> n.names;
