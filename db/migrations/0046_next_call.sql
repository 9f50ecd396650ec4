-- The next call of a desk: promised callbacks first, then by days left and attempts. A person who could not make a call
-- is not given it again for some hours.
alter table call_tasks add column promised boolean not null default false;
alter table call_tasks add column given_back_by bigint references persons;
alter table call_tasks add column given_back_at timestamptz;

create index call_tasks_promised on call_tasks (client_id, next_at, id) where status <> 'done' and promised;
create index call_tasks_by_attempts on call_tasks (campaign_id, attempts, next_at, id) where status <> 'done';

-- Who calls may also be asked when the caller only has a question.
alter table caller_checks drop constraint caller_checks_asked_check;
alter table caller_checks add constraint caller_checks_asked_check
  check (asked in ('answer','withdraw','new_link','inquiry'));

-- All calls to a customer, done ones too.
drop index call_tasks_of_customer;
create index call_tasks_by_customer on call_tasks (customer_id, id);
