-- Alerts for many locked pages of customers, and for a print folder that is full or not there.
do $$
declare known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''pages_locked''::text, ''print_folder_missing''::text, ''print_folder_full''::text, ');
end $$;
create index links_locked on links (locked_until) where locked_until is not null;
