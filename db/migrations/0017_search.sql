-- What a customer can be searched by: keyed hashes of normalised values and of the beginnings of names, 64 bits each,
-- one row a customer. A GIN index over them costs a third of a row per hash. blind_index is written no more.
create table search_keys (
  customer_id bigint primary key,
  client_id bigint not null,
  keys bigint[] not null
);
create index search_keys_by_key on search_keys using gin (keys);
grant select, insert, update, delete on search_keys to tsunagi_app;
