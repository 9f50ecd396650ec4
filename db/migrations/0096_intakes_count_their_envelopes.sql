-- An intake knows what became of its envelopes, so that neither the list of intakes nor the day's envelopes counts the
-- returns of years. A further form in an envelope is none, and neither is a booking taken back.
alter table intakes add column booked int not null default 0,
  add column undeliverable int not null default 0,
  add column not_ours int not null default 0,
  add column in_question int not null default 0;

do $do$
declare
  source record;
  event record;
begin
  for source in select * from (values
    ('returns', $sql$
      select intake_id, sum(n) filter (where kind <> 'undeliverable') as booked,
        sum(n) filter (where kind = 'undeliverable') as undeliverable, 0 as not_ours, 0 as in_question
      from changed where intake_id is not null and not further and status <> 'withdrawn' group by 1 $sql$),
    ('set_asides', $sql$
      select intake_id, 0 as booked, 0 as undeliverable, sum(n) filter (where why in ('not_ours','other_client')) as not_ours,
        sum(n) filter (where why not in ('not_ours','other_client')) as in_question
      from changed where status <> 'booked' group by 1 $sql$)
  ) as s(name, differences) loop
    for event in select * from (values
      ('insert', 'select *, 1 as n from new_rows', 'new table as new_rows'),
      ('update', 'select *, 1 as n from new_rows union all select *, -1 from old_rows',
        'old table as old_rows new table as new_rows')
    ) as e(name, changed, tables) loop
      execute format($sql$
        create function %1$I() returns trigger
        language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $body$
        begin
          with changed as (%2$s), d as (%3$s)
          update intakes i set booked = i.booked + coalesce(d.booked, 0),
            undeliverable = i.undeliverable + coalesce(d.undeliverable, 0),
            not_ours = i.not_ours + coalesce(d.not_ours, 0), in_question = i.in_question + coalesce(d.in_question, 0)
          from d where i.id = d.intake_id
            and (d.booked <> 0 or d.undeliverable <> 0 or d.not_ours <> 0 or d.in_question <> 0);
          return null;
        end $body$;
        revoke all on function %1$I() from public;
        create trigger %1$I after %4$s on %5$I referencing %6$s for each statement execute function %1$I();
        $sql$, source.name || '_intakes_' || event.name, event.changed, source.differences, event.name, source.name,
        event.tables);
    end loop;
  end loop;
end $do$;

-- What there is already.
update intakes i set booked = r.booked, undeliverable = r.undeliverable
from (select intake_id, count(*) filter (where kind <> 'undeliverable') as booked,
    count(*) filter (where kind = 'undeliverable') as undeliverable
  from returns where intake_id is not null and not further and status <> 'withdrawn' group by 1) r
where r.intake_id = i.id;
update intakes i set not_ours = s.not_ours, in_question = s.in_question
from (select intake_id, count(*) filter (where why in ('not_ours','other_client')) as not_ours,
    count(*) filter (where why not in ('not_ours','other_client')) as in_question
  from set_asides where status <> 'booked' group by 1) s
where s.intake_id = i.id;

-- Envelopes still to be booked; below zero: more were booked than counted.
alter table intakes add column to_book int not null
  generated always as (coalesce(envelopes, 0) - booked - undeliverable - not_ours - in_question) stored;
create index intakes_to_book on intakes (client_id) include (to_book) where to_book <> 0;
create index intakes_by_count on intakes (client_id, counted_at);
create index set_asides_by_day on set_asides (client_id, set_aside_at);
create index returns_by_day on returns (client_id, received_at);
