-- Hits within a window, counted by all processes together. Unlogged: a crash of the database forgets them, which opens
-- nothing that has its own lock, and no hit waits for the disk. Keys are hashes: no address and no login stands here.
create unlogged table rate_counters (
  key bytea primary key,
  hits int not null,
  resets_at timestamptz not null
) with (fillfactor = 70);
create index rate_counters_by_end on rate_counters (resets_at);
grant select, insert, update, delete on rate_counters to tsunagi_app;
