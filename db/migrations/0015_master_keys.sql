-- Which master keys this database has been used with: names made from the keys, never a key. The root stays for ever,
-- since hashes and links are made with it; a process that has another one must not start.
create table master_keys (
  id text primary key check (id ~ '^[0-9a-f]{12}$'),
  root boolean not null,
  seen_at timestamptz not null default clock_timestamp()
);
create unique index master_keys_one_root on master_keys (root) where root;
grant select, insert on master_keys to tsunagi_app;
