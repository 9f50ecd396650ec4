-- What recurring queries and lists look for, so that none of them reads a whole table, however many customers there are.

-- accounts: when a person was last seen
create index sessions_last_seen on sessions (person_id, last_seen_at);

-- alerts: their causes, each found without reading what is none
create index sign_in_failures_locked on sign_in_failures (locked_until) where locked_until is not null;
create index holds_undecidable on holds (client_id) where reason = 'undecidable' and released_at is null;
create index holds_to_review on holds (review_on, client_id, owner_id) where released_at is null;
create index client_files_preview on client_files (id) where status = 'preview';
create index returns_waiting_on_desk on returns (received_at, client_id, campaign_id)
  where kind = 'form' and status in ('received','entered','mismatch','held');
create index messages_letters_back on messages (campaign_id, lane_id)
  where channel = 'post' and status = 'handed_over' and bounced_at is not null;
create index print_runs_differing on print_runs (id) where status = 'differs';

-- the outbox
create index print_runs_to_start on print_runs (id) where not launched;

-- call tasks, walked in pages
create index call_tasks_waiting on call_tasks (id) where status = 'waiting';

-- what left on a day, and by whom a text was received
create index messages_by_day on messages (campaign_id, handed_over_at, id, channel) where status in ('handed_over','doubtful');
create index messages_by_text on messages (campaign_id, notice, version, id) where status in ('handed_over','doubtful');

-- The campaigns with a letter in a print run: letters may be taken out of a run, none is added.
alter table print_runs add column campaigns bigint[] not null default '{}';
update print_runs r set campaigns = array(
  select distinct m.campaign_id from pieces p join messages m on m.piece_id = p.id where p.print_run_id = r.id order by 1);
create index print_runs_of_campaign on print_runs using gin (campaigns);
