-- What grows with time rather than with customers: sessions, keys, requests, alerts, counters.
insert into sessions (token_hash, person_id, via, second_at, created_at, last_seen_at, expires_at, revoked_at, address_hash, agent_hash)
  select sha256(convert_to('session' || s, 'UTF8')), a.person_id, 'password', now() - age, now() - age, now() - age,
    now() - age + interval '12 hours', case when s % 3 = 0 then now() - age + interval '1 hour' end, '\x00', '\x00'
  from (select s, interval '1 minute' * s as age, 1 + s % 200 as nth from generate_series(1, 50000) s) d
    join (select person_id, row_number() over (order by person_id) as nth from accounts) a using (nth);
insert into idempotency_keys (caller, key, request_hash, status, response, created_at)
  select 'key:' || s % 40, 'k' || s, sha256(convert_to(s::text, 'UTF8')), 201, '{"id":1}', now() - interval '1 second' * s
  from generate_series(1, 200000) s;
insert into rate_counters (key, points, expire)
  select 'r' || s, 1, fill_ms(clock_timestamp()) + (s % 120 - 60) * 1000 from generate_series(1, 20000) s;
insert into sign_in_failures (name_hash, failures, locked_until, last_at)
  select sha256(convert_to('n' || s, 'UTF8')), 1 + s % 4, case when s % 500 = 0 then now() + interval '10 minutes' end, now() - interval '1 minute' * s
  from generate_series(1, 5000) s;
insert into alerts (client_id, kind, subject, figures, opened_at, closed_at)
  select c.client_id, 'doubtful', 'campaign:' || c.campaign_id || ':' || s, '{"count":1}', fill_at(:now - s * 60000), case when s > 5 then fill_at(:now - s * 60000 + 30000) end
  from fill_campaigns c, generate_series(1, 3000) s;
insert into alert_sends (alert_id, via, attempts, next_at, sent_at) select id, 'mail', 1, opened_at, opened_at from alerts;
insert into lane_minutes (lane_id, epoch, minute, sent, refused, bounced)
  select l.lane_id, 0, date_trunc('minute', fill_at(:now)) - interval '1 minute' * s, 80, 1, 1 from fill_lanes l, generate_series(1, 20000) s
  where l.channel in ('mail', 'sms');
insert into lane_shares (lane_id, campaign_id, client_id)
  select l.lane_id, c.campaign_id, c.client_id from fill_lanes l, fill_campaigns c where l.client_id is null or l.client_id = c.client_id;
insert into reconcile_counts (campaign_id, client_id, did, count, last_at)
  select campaign_id, client_id, 'signalled', 3, now() - interval '3 days' from fill_campaigns;
insert into pauses (client_id, campaign_id, channel, extend_waits, reason, opened_by, opened_at)
  select client_id, campaign_id, 'sms', true, 'number of the sender changes', (select min(id) from persons), fill_at(:now - 86400000)
  from fill_campaigns where phase = 'running';
insert into pauses (client_id, campaign_id, customer_id, extend_waits, reason, opened_by, opened_at, ended_at, ended_by, end_reason)
  select f.client_id, f.campaign_id, f.n, true, 'asked by the customer', p.a, fill_at(f.decided), fill_at(f.decided + 86400000), p.a, 'over'
  from fill f, (select min(id) as a from persons) p where f.no % 2000 = 33;
with paused as (
  insert into pauses (client_id, campaign_id, listed, extend_waits, reason, opened_by, opened_at)
    select client_id, campaign_id, true, false, 'flood', (select min(id) from persons), fill_at(:now - 86400000)
    from fill_campaigns where phase = 'running' returning id, campaign_id)
insert into pause_customers (pause_id, customer_id, client_id)
  select p.id, f.n, f.client_id from paused p join fill f using (campaign_id) where f.n % 400 = 77;
with asked as (
  insert into recalls (client_id, campaign_id, print_run_id, no, key, status, pieces, letters, reason, asked_by, asked_at, sent_at, answer, answered_at)
    select r.client_id, (select min(campaign_id) from fill_campaigns c where c.client_id = r.client_id), r.id, 1, 'recall-' || r.id,
      'answered', 10, 10, 'wrong amount', (select min(id) from persons), r.opened_at, r.opened_at, '{"pulled":0,"tooLate":10}', r.opened_at + interval '1 hour'
    from print_runs r returning id, print_run_id, client_id)
insert into recall_letters (recall_id, message_id, piece_id, client_id, result)
  select a.id, p.id, p.id, a.client_id, 'too_late' from asked a join pieces p on p.print_run_id = a.print_run_id and p.no <= 10;
insert into erasures (client_id, customer_id, basis, status, opened_at, done_at, campaign_id)
  select client_id, n, case when n % 2 = 0 then 'asked_by_customer' else 'retention' end, case when n % 50000 = 21 then 'approved' else 'done' end,
    fill_at(:now - 864000000), case when n % 50000 = 21 then null else fill_at(:now - 863000000) end, campaign_id from fill where n % 1000 = 21;
insert into history_archives (workflow_id, run_id, client_id, campaign_id, events, body, archived_at)
  select format('journey:%s:%s:1', j.campaign_id, j.customer_id), md5('run' || j.id), j.client_id, j.campaign_id, 19,
    decode(repeat(md5(j.id::text), 4), 'hex'), j.closed_at from journeys j where j.archived_run > 0;
insert into caller_checks (client_id, campaign_id, customer_id, person_id, items, passed, asked, at)
  select client_id, campaign_id, n, (select min(id) from persons), '{name,birth}', n % 40 <> 0, 'new_link', fill_at(:now - n % 1000 * 60000) from fill where n % 200 = 40;
-- What triggers would have kept meanwhile.
insert into campaign_figures (campaign_id, client_id, kind, state, part, reason, count)
select campaign_id, client_id, 'journeys', state, coalesce(wave, ''),
  case when wave is not null and contacted then 'contacted' else '' end, count(*) from journeys group by 1, 2, 4, 5, 6
union all
select campaign_id, client_id, 'messages', status, channel,
  case when status = 'queued' then coalesce(deferred_reason, '') else '' end, count(*)
from messages group by 1, 2, 4, 5, 6
union all
select a.campaign_id, a.client_id, 'contracts', a.state, coalesce(o.outcome, ''), '', count(*)
from audience a left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
group by 1, 2, 4, 5
union all
select campaign_id, client_id, 'customers', case when open then 'open' else 'closed' end, '', '', count(*)
from (select campaign_id, client_id, customer_id, bool_or(state <> 'excluded') as open from audience group by 1, 2, 3) c
group by 1, 2, 4
union all
select campaign_id, client_id, 'prefectures', contracts_done(contract_outcomes), prefecture::text, '', count(*)
from journeys group by 1, 2, 4, 5
union all
select m.campaign_id, m.client_id, 'came_back', '', m.channel, j.prefecture::text, count(*)
from messages m join journeys j on j.id = m.journey_id where m.bounced_at is not null group by 1, 2, 5, 6
union all
select campaign_id, client_id, 'returns', kind, '', '', count(*) from returns where campaign_id is not null group by 1, 2, 4;
-- Each day up to the one before yesterday, so that the daily look has one to write.
insert into campaign_days (campaign_id, day, client_id, at, counts)
select c.id, d::date, c.client_id, d + interval '1 day', jsonb_build_object(
  'states', jsonb_build_object('notified', 5000 + n, 'closed', 100 * n), 'outcomes', jsonb_build_object('open', 9000, 'migrated', 90 * n),
  'handedOver', jsonb_build_object('mail', 500 * n, 'post', 100 * n), 'returned', jsonb_build_object('form', 10 * n, 'undeliverable', n),
  'ahead', jsonb_build_object((d::date + 3)::text, jsonb_build_object('phone', 300)))
from campaigns c, generate_series(1, 89) n, lateral (select fill_at(:now) - make_interval(days => 91 - n) as d) d
where c.started_at is not null;
update print_runs r set campaigns = array(
  select distinct p.campaign_id from pieces p where p.print_run_id = r.id order by 1);
-- Rehearsals before the approval, of as many days as a long campaign has.
insert into rehearsals (client_id, campaign_id, version, content_hash, included, excluded, sample, seed, behaviour, behaviour_hash,
    status, launched, progress, result, created_by, created_at, started_at, ended_at)
  select c.client_id, c.campaign_id, c.version, repeat('a', 64), 1000, 0, 1000, s, :behaviour, repeat('b', 64), 'done', true,
    '{"journeys":1000,"ended":1000,"day":"2027-01-01"}', '{"seed":1,"audience":1000,"sample":1000,"contracts":1000,"capacity":{},"overloads":[],"milestones":[{"share":0.9,"low":null,"likely":null,"high":null}],"withoutLimits":null,"outcomes":{},"leftovers":[],
    "notMade":[],"steps":[],"strangest":[],"cost":{"byLoad":{"letters":1,"mails":1,"sms":1,"returns":1,"inquiries":1,"calls":1},
    "total":6,"perCompleted":1,"work":{"forms":1,"deskMinutes":1,"inquiryMinutes":1,"callMinutes":1},
    "baseline":{"calls":1,"minutes":1,"total":1,"perCompleted":1},"saving":0,"savingPerCompleted":0}}'::jsonb || jsonb_build_object('zone', 'Asia/Tokyo',
      'completed', '{"low":0.8,"likely":0.9,"high":0.95}'::jsonb, 'days', (select jsonb_agg(jsonb_build_object(
        'day', (fill_at(c.starts) + interval '1 day' * d)::date, 'states', '{}'::jsonb, 'due', l.l, 'done', l.l, 'waiting', l.l, 'completed', jsonb_build_object('low', d / 210.0,
        'likely', d / 200.0, 'high', d / 190.0))) from generate_series(0, 179) d,
        (select '{"letters":1,"mails":1,"sms":1,"returns":1,"inquiries":1,"calls":1}'::jsonb as l) l)),
    (select min(id) from persons), fill_at(:now - 86400000::bigint * s), fill_at(:now - 86400000::bigint * s), fill_at(:now - 86400000::bigint * s + 60000)
  from fill_campaigns c, generate_series(1, 60) s;
