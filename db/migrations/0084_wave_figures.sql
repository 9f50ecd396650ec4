-- Whether a contact of the plan has been handed over to the customer, or perhaps: replies do not count. It is kept with
-- the journey, so that the figures say by wave who still waits. Who hands over sets it together with the journey's
-- state; the triggers below keep it true whatever changes a message.
alter table journeys add column contacted boolean not null default false;
update journeys j set contacted = true where exists (select from messages m
  where m.journey_id = j.id and m.status in ('handed_over','doubtful') and not m.reply);

create function journeys_contacted() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.status in ('handed_over','doubtful') then
    if exists (select from journeys where id = new.journey_id and not contacted) then
      update journeys set contacted = true where id = new.journey_id;
    end if;
  elsif not exists (select from messages m
      where m.journey_id = new.journey_id and m.status in ('handed_over','doubtful') and not m.reply) then
    update journeys set contacted = false where id = new.journey_id;
  end if;
  return null;
end $$;
revoke all on function journeys_contacted() from public;
create trigger messages_contacted_insert after insert on messages for each row
  when (not new.reply and new.status in ('handed_over','doubtful')) execute function journeys_contacted();
create trigger messages_contacted_update after update of status on messages for each row
  when (not new.reply and (old.status in ('handed_over','doubtful')) <> (new.status in ('handed_over','doubtful')))
  execute function journeys_contacted();

-- The figures of journeys, see 0032 and 0043, tell them apart by it where they have a wave:
--   kind      state                part               reason
--   journeys  the journey's state  its wave, or ''    contacted, or ''
do $do$
declare
  event record;
begin
  for event in select * from (values
    ('insert', 'select *, 1 as n from new_rows'),
    ('update', 'select *, 1 as n from new_rows union all select *, -1 from old_rows'),
    ('delete', 'select *, -1 as n from old_rows')
  ) as e(name, changed) loop
    execute format($sql$
      create or replace function journeys_figures_%1$s() returns trigger
      language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $body$
      begin
        with changed as (%2$s)
        insert into campaign_figure_changes (campaign_id, client_id, kind, state, part, reason, count)
        select campaign_id, client_id, 'journeys', state, coalesce(wave, ''),
          case when wave is not null and contacted then 'contacted' else '' end, sum(n) from changed
        group by 1, 2, 4, 5, 6 having sum(n) <> 0
        union all
        select campaign_id, client_id, 'prefectures', contracts_done(contract_outcomes), coalesce(prefecture::text, ''), '',
          sum(n) from changed group by 1, 2, 4, 5 having sum(n) <> 0;
        return null;
      end $body$;
      $sql$, event.name, event.changed);
  end loop;
end $do$;

-- What there is already moves over.
insert into campaign_figure_changes (campaign_id, client_id, kind, state, part, reason, count)
select campaign_id, client_id, 'journeys', state, wave, f.reason, sum(f.n)
from journeys cross join (values ('', -1), ('contacted', 1)) as f(reason, n)
where wave is not null and contacted group by 1, 2, 4, 5, 6;
