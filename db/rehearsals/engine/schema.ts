/**
 * What the database of rehearsals has besides the product's own schema, as its owner. It lies in a schema of its own, by
 * which such a database is known. The two functions replaced here belong to every database; a migration that replaces one
 * of them is replaced again. Idempotent.
 *
 * - `tsunagi_now` is the instant that the journey at hand has come to, where a transaction has set one.
 * - `ledger_append` keeps nothing: what a rehearsal decides is evidence of nothing.
 */
export const REHEARSAL_SCHEMA = `
create schema if not exists rehearsal;
grant usage on schema rehearsal to tsunagi_app;

-- The campaign under rehearsal: what its simulated customers do, and when it starts.
create table if not exists rehearsal.runs (
  id bigint primary key,
  seed bigint not null,
  behaviour jsonb not null,
  starts_at timestamptz not null,
  audience int not null,
  contracts int not null,
  sample int not null,
  prepared boolean not null default false
);

-- One row per journey. at: the instant it has come to; next_at: that of its next step. contacts: what was sent or is to
-- leave; pending: what its customer will do; events, states: what a rehearsal tells of it. cause: the step whose contact
-- brought the choice that stands.
create table if not exists rehearsal.journeys (
  journey_id bigint primary key,
  key int not null unique,
  customer_id bigint not null unique,
  contracts bigint[] not null,
  segments text[] not null default '{}',
  at timestamptz not null,
  next_at timestamptz not null,
  contacts jsonb not null default '[]',
  pending jsonb not null default '[]',
  events jsonb not null default '[]',
  states jsonb not null default '[]',
  cause text,
  ended boolean not null default false
) with (fillfactor = 50);
create index if not exists rehearsed_open on rehearsal.journeys (journey_id) where not ended;
create index if not exists rehearsed_under_way on rehearsal.journeys (next_at) where not ended and at < next_at;
create index if not exists rehearsed_ended on rehearsal.journeys (key) where ended;

grant select, insert, update on rehearsal.runs, rehearsal.journeys to tsunagi_app;
-- the timer of a step is known only after what its contacts bring has been drawn
grant update (result) on step_results to tsunagi_app;

create or replace function tsunagi_now() returns timestamptz language sql stable as
  $$ select coalesce(nullif(current_setting('rehearsal.at', true), '')::timestamptz,
    (select coalesce(stepped_to, clock_timestamp()) from clock where id = 1)) $$;

create or replace function ledger_append(p_chain text, p_client bigint, p_at timestamptz, p_bodies text[]) returns bigint
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$ select 0::bigint $$;

-- There is no board here, and no worker that waits to be notified.
do $$
declare one record;
begin
  for one in select tgrelid::regclass as tab, tgname from pg_trigger
    where not tgisinternal and (tgname like '%figures%' or tgname like '%\\_notify' or tgname like '%\\_of\\_journeys\\_%'
        or tgname like 'messages\\_contacted\\_%')
  loop
    execute format('alter table %s disable trigger %I', one.tab, one.tgname);
  end loop;
end $$;

-- Empties every table but the clock and the list of migrations; ids begin anew, so that a rehearsal repeats. Journeys are
-- numbered from an id of the rehearsal's own: an execution that a killed worker left behind finds none of its number.
create or replace function rehearsal.empty(first_journey bigint) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare names text;
begin
  select string_agg(format('%I.%I', n.nspname, c.relname), ', ') into names
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname in ('public', 'rehearsal')
    and c.relname not in ('clock', 'kysely_migration', 'kysely_migration_lock');
  execute 'truncate ' || names || ' restart identity cascade';
  execute format('alter table journeys alter column id restart with %s', first_journey);
end $$;
revoke all on function rehearsal.empty(bigint) from public;
grant execute on function rehearsal.empty(bigint) to tsunagi_app;

-- What the planner needs to know of a campaign that has just been filled in; PostgreSQL's own look comes a minute later.
create or replace function rehearsal.analyze() returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  analyze customers, contact_points, contracts, audience, journeys, rehearsal.journeys;
end $$;
revoke all on function rehearsal.analyze() from public;
grant execute on function rehearsal.analyze() to tsunagi_app;
`;
