-- The calls that a person has in hand.
create index call_tasks_leased on call_tasks (leased_by) where status = 'leased';
