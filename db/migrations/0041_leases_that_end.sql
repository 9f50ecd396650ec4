-- Leases of calls by when they end.
create index call_tasks_leased on call_tasks (lease_until) where status = 'leased';
