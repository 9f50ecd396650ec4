-- A booking that was a mistake of the desk: the wrong envelope, or the wrong reason. Its row and readings stay, its image goes.
do $$
declare
  old text;
begin
  select pg_get_constraintdef(oid) into old from pg_constraint
    where conrelid = 'returns'::regclass and conname = 'returns_status_check';
  alter table returns drop constraint returns_status_check;
  execute 'alter table returns add constraint returns_status_check '
    || replace(old, '''received''::text', '''received''::text, ''withdrawn''::text');
end $$;
alter table returns add column withdrawn_because text check (withdrawn_because in ('wrong_envelope','wrong_reason')),
  add column withdrawn_by bigint references persons,
  add constraint returns_withdrawn check ((status = 'withdrawn') = (withdrawn_because is not null));

-- Null: what had been recorded was a mistake of the desk, and nothing had been declared before it.
alter table consents alter column value drop not null;
