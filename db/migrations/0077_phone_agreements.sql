-- What is agreed with a client about its telephone desk, from a local day on: `percent` of the calls that waited for a person
-- are answered within `seconds`; references of recordings go after `recording_days`, else with the customer's data.
create table phone_agreements (
  client_id bigint not null references clients,
  from_day date not null,
  percent smallint not null check (percent between 1 and 100),
  seconds smallint not null check (seconds between 1 and 600),
  recording_days smallint check (recording_days between 1 and 3650),
  set_at timestamptz not null,
  set_by bigint not null references persons,
  primary key (client_id, from_day)
);
alter table phone_agreements enable row level security;
create policy api_rows on phone_agreements to tsunagi_api using (client_id = (select api_client()));
create policy app_rows on phone_agreements to tsunagi_app using (true);
grant select, insert, update on phone_agreements to tsunagi_app;

-- The case that a call which came in has opened.
alter table incoming_calls add column inquiry_id bigint references inquiries;
create index incoming_calls_of_inquiry on incoming_calls (inquiry_id) where inquiry_id is not null;
grant update (inquiry_id, recording) on incoming_calls to tsunagi_app;

create index call_attempts_recorded on call_attempts (client_id, at) where recording is not null;
create index caller_checks_recorded on caller_checks (client_id, at) where recording is not null;
create index incoming_calls_recorded on incoming_calls (client_id, at) where recording is not null;
create index phone_events_recorded on phone_events (client_id, at) where recording is not null;

-- Takes off the references of a client's recordings made before an instant, at most so many of each kind; the calls stay.
create function expire_recordings(p_client bigint, p_before timestamptz, p_limit int) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  expired int := 0;
  n int;
begin
  update call_attempts a set recording = null from (select task_id, no from call_attempts
    where client_id = p_client and at < p_before and recording is not null order by at limit p_limit) d
    where a.task_id = d.task_id and a.no = d.no;
  get diagnostics n = row_count; expired := expired + n;
  update caller_checks c set recording = null from (select id from caller_checks
    where client_id = p_client and at < p_before and recording is not null order by at limit p_limit) d where c.id = d.id;
  get diagnostics n = row_count; expired := expired + n;
  update incoming_calls c set recording = null from (select id from incoming_calls
    where client_id = p_client and at < p_before and recording is not null order by at limit p_limit) d where c.id = d.id;
  get diagnostics n = row_count; expired := expired + n;
  update phone_events e set recording = null from (select id from phone_events
    where client_id = p_client and at < p_before and recording is not null order by at limit p_limit) d where e.id = d.id;
  get diagnostics n = row_count; expired := expired + n;
  return expired;
end $$;
revoke all on function expire_recordings(bigint, timestamptz, int) from public;
grant execute on function expire_recordings(bigint, timestamptz, int) to tsunagi_app;

-- The recording of a call is often reported after its result; it is added once, to an attempt that has none.
create function add_recording(p_task bigint, p_no int, p_recording text) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  update call_attempts set recording = p_recording where task_id = p_task and no = p_no and recording is null
$$;
revoke all on function add_recording(bigint, int, text) from public;
grant execute on function add_recording(bigint, int, text) to tsunagi_app;
