-- The calls that a person has in hand.
create index call_tasks_of_person on call_tasks (leased_by) where status = 'leased';
