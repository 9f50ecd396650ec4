-- One case of a kind waits for a customer, whoever reports it, and in whatever campaign.
create unique index authority_cases_one_waiting on authority_cases (customer_id, kind)
  where status in ('asked','received','checked','decide');

-- The recordings of a customer's calls, of all campaigns.
create index caller_checks_recordings_of on caller_checks (customer_id, at) where recording is not null;
