-- A version of a running campaign may divide anew the customers whose wave has not begun. waves_after: up to which journey
-- they have been given their wave of this version; null: it divides no one anew, or all have theirs. wave_moves: how many
-- have moved so far, [{from, to, customers}].
alter table plan_versions add column waves_after bigint, add column wave_moves jsonb not null default '[]';

-- Alerts while a trial wave has no go: before the next wave is to begin, and once it is kept waiting.
do $$
declare known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''go_due''::text, ''go_overdue''::text, ');
end $$;
