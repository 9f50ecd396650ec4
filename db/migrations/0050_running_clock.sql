-- A clock that was stepped can run on at the speed of the wall clock, as far ahead of it as it had come.
alter table clock add ahead_ms bigint not null default 0;
create or replace function tsunagi_now() returns timestamptz language sql stable as
  $$ select coalesce(stepped_to, clock_timestamp() + ahead_ms * interval '1 millisecond') from clock where id = 1 $$;
