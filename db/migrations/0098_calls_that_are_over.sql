-- Call tasks in the order of a list, of a client and of a campaign: most are done, and those that are not are found without them.
create index call_tasks_of_client on call_tasks (client_id, id);
create index call_tasks_of_campaign on call_tasks (campaign_id, id);
create index call_tasks_not_done on call_tasks (client_id, id) where status <> 'done';
create index call_tasks_done on call_tasks (client_id, id) where status = 'done';
-- How long calls of ours took, for what a campaign cost: only their seconds are read.
create index phone_events_talked on phone_events (campaign_id) include (seconds) where kind = 'ended' and direction = 'out';
-- Every override of a customer, withdrawn ones too.
create index consent_overrides_of_customer on consent_overrides (customer_id, id);
