-- One case of a kind waits for a customer: of two reports at once, or in two campaigns, the second one is refused.
create unique index authority_cases_one_waiting on authority_cases (customer_id, kind)
  where status in ('asked','received','checked','decide');

-- The recordings of a customer's calls, of all campaigns.
create index caller_checks_recordings_of on caller_checks (customer_id, at) where recording is not null;
