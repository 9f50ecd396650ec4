-- What waits for a person's decision, oldest first.
create index campaigns_submitted on campaigns (client_id, submitted_at) where status = 'submitted';
create index plan_versions_submitted on plan_versions (client_id, submitted_at) where status = 'submitted';
create index requests_open on requests (client_id, asked_at) where decision is null;
create index corrections_open on corrections (client_id, proposed_at) where status = 'proposed';
create index consent_overrides_open on consent_overrides (client_id, asked_at)
  where decided_at is null and withdrawn_at is null;
create index client_files_open on client_files (client_id, created_at) where kind = 'changes' and status = 'preview';
create index statements_open on statements (client_id, prepared_at) where signed_at is null;
