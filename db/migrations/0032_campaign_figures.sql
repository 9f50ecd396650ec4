-- The board's figures of a campaign, kept exactly while it changes: each statement that changes what they count adds its
-- differences, as rows of their own, so that no two of them wait for each other; `addUpFigures` adds these up from time
-- to time. The figures of an instant are the sum of both tables.
--   kind       state                part                   reason
--   journeys   the journey's state  its wave, or ''        ''
--   contracts  of the audience row  outcome, '' for none   ''
--   customers  open, closed         ''                     ''       closed: every contract is excluded
--   messages   the message's state  channel                why it was deferred, while it is queued
-- No reference to campaigns: each difference is that of a row that has one.
create table campaign_figures (
  campaign_id bigint not null,
  client_id bigint not null references clients,
  kind text not null check (kind in ('journeys','contracts','customers','messages')),
  state text not null,
  part text not null,
  reason text not null,
  count bigint not null,
  primary key (campaign_id, kind, state, part, reason)
);
create table campaign_figure_changes (
  id bigint generated always as identity primary key,
  campaign_id bigint not null,
  client_id bigint not null,
  kind text not null,
  state text not null,
  part text not null,
  reason text not null,
  count bigint not null
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0.0,
  autovacuum_vacuum_insert_threshold = 5000);
create index campaign_figure_changes_of on campaign_figure_changes (campaign_id);
grant select on campaign_figures, campaign_figure_changes to tsunagi_app;

-- Adds up at most `p_limit` differences; returns their number. One caller at a time, the others have nothing to do.
create function add_up_figures(p_limit int) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  done bigint;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('add_up_figures', 0)) then return 0; end if;
  with taken as (
    delete from campaign_figure_changes
    where id in (select id from campaign_figure_changes order by id limit p_limit) returning *
  ), summed as (
    select campaign_id, client_id, kind, state, part, reason, sum(count) as count from taken
    group by campaign_id, client_id, kind, state, part, reason having sum(count) <> 0
  ), added as (
    insert into campaign_figures as f select * from summed
    on conflict (campaign_id, kind, state, part, reason) do update set count = f.count + excluded.count
  )
  select count(*) into done from taken;
  return done;
end $$;
revoke all on function add_up_figures(int) from public;
grant execute on function add_up_figures(int) to tsunagi_app;

-- One trigger per table and event; its function runs as the owner, so that the differences are the same for every role. `changed` has each row once for what it is now (n = 1) and once for what it was (n = -1).
do $do$
declare
  figure record;
  event record;
begin
  for figure in select * from (values
    ('journeys', $sql$
      select campaign_id, client_id, 'journeys', state, coalesce(wave, ''), '', sum(n) from changed
      group by 1, 2, 4, 5 having sum(n) <> 0 $sql$),
    ('messages', $sql$
      select campaign_id, client_id, 'messages', status, channel,
        case when status = 'queued' then coalesce(deferred_reason, '') else '' end, sum(n) from changed
      group by 1, 2, 4, 5, 6 having sum(n) <> 0 $sql$),
    -- An outcome moves its contract from one part to another. Its writer, and that of the contract's audience row,
    -- holds the journey's lock; before the start, the campaign's.
    ('outcomes', $sql$
      select a.campaign_id, a.client_id, 'contracts', a.state, p.part, '', sum(p.n)
      from changed c join audience a on a.campaign_id = c.campaign_id and a.contract_id = c.contract_id
        cross join lateral (values (c.outcome, c.n), ('', -c.n)) as p(part, n)
      group by 1, 2, 4, 5 having sum(p.n) <> 0 $sql$),
    ('audience', $sql$
      select c.campaign_id, c.client_id, 'contracts', c.state, coalesce(o.outcome, ''), '', sum(c.n)
      from changed c left join outcomes o on o.campaign_id = c.campaign_id and o.contract_id = c.contract_id
      group by 1, 2, 4, 5 having sum(c.n) <> 0
      union all
      select d.campaign_id, d.client_id, 'customers', v.state, '', '', sum(v.n)
      from (select campaign_id, client_id, customer_id, sum(n) as contracts,
          coalesce(sum(n) filter (where state <> 'excluded'), 0) as open from changed group by 1, 2, 3) d
        cross join lateral (select count(*) as contracts, count(*) filter (where state <> 'excluded') as open
          from audience a where a.campaign_id = d.campaign_id and a.customer_id = d.customer_id) a
        cross join lateral (values
          (case when a.open > 0 then 'open' when a.contracts > 0 then 'closed' end, 1),
          (case when a.open > d.open then 'open' when a.contracts > d.contracts then 'closed' end, -1)) as v(state, n)
      where v.state is not null
      group by 1, 2, 4 having sum(v.n) <> 0 $sql$)
  ) as f(source, differences) loop
    for event in select * from (values
      ('insert', 'select *, 1 as n from new_rows', 'new table as new_rows'),
      ('update', 'select *, 1 as n from new_rows union all select *, -1 from old_rows',
        'old table as old_rows new table as new_rows'),
      ('delete', 'select *, -1 as n from old_rows', 'old table as old_rows')
    ) as e(name, changed, tables) loop
      execute format($sql$
        create function %1$I() returns trigger
        language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $body$
        begin
          with changed as (%2$s)
          insert into campaign_figure_changes (campaign_id, client_id, kind, state, part, reason, count) %3$s;
          return null;
        end $body$;
        revoke all on function %1$I() from public;
        create trigger %1$I after %4$s on %5$I referencing %6$s for each statement execute function %1$I();
        $sql$, figure.source || '_figures_' || event.name, event.changed, figure.differences, event.name,
        figure.source, event.tables);
    end loop;
  end loop;
end $do$;

-- What there is already.
insert into campaign_figures (campaign_id, client_id, kind, state, part, reason, count)
select campaign_id, client_id, 'journeys', state, coalesce(wave, ''), '', count(*) from journeys group by 1, 2, 4, 5
union all
select campaign_id, client_id, 'messages', status, channel,
  case when status = 'queued' then coalesce(deferred_reason, '') else '' end, count(*)
from messages group by 1, 2, 4, 5, 6
union all
select a.campaign_id, a.client_id, 'contracts', a.state, coalesce(o.outcome, ''), '', count(*)
from audience a left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
group by 1, 2, 4, 5
union all
select campaign_id, client_id, 'customers', case when open then 'open' else 'closed' end, '', '', count(*)
from (select campaign_id, client_id, customer_id, bool_or(state <> 'excluded') as open from audience group by 1, 2, 3) c
group by 1, 2, 4;
