-- The language in which a customer is written to; a notice without a text in it goes out in Japanese.
alter table customers add column language text not null default 'ja' check (language in ('ja','en'));

-- An erasure also removes it, as it removes the type of letters.
do $$
declare
  before text := pg_get_functiondef('erase_customer(bigint)'::regprocedure);
  after text := replace(before, 'large_print = false where', 'large_print = false, language = ''ja'' where');
begin
  if after = before then raise exception 'erase_customer has changed'; end if;
  execute after;
end $$;
