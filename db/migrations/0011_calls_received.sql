-- Calls that come in: a customer returns a missed call, or calls to answer. None of them is an attempt.
alter table call_tasks add column inbound boolean not null default false;
alter table call_attempts add column inbound boolean not null default false;

-- Failed checks of a day, whatever the campaign: after three of them no answer is taken by phone.
create index caller_checks_failed on caller_checks (customer_id, at) where not passed;
