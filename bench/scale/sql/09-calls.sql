-- Who asked: one of ten customers who were contacted, numbered in the order in which they asked. A few hundred wait.
create unlogged table fill_inquiries as
  select row_number() over (order by d.received, d.n) as id, d.*, fill_at(d.received) as at,
    fill_at(d.received + (1 + d.n % 20) * 3600000) as answered
  from (select i.*, case when i.status in ('open', 'handed_over') then :now - (i.n * 7919 % 1800) * 60000
      else least(:now - (1 + i.n % 20) * 3600000, i.decided + 3600000 + (i.n * 104729 % 1209600) * 1000) end as received
    from (select n, client_id, campaign_id, decided, q,
        (array['phone', 'phone', 'phone', 'phone', 'phone', 'web', 'web', 'mail', 'mail', 'post'])[1 + q / 7 % 10] as channel,
        q % 50 = 3 and q / 7 % 10 not in (5, 6) as unknown, q % 100 = 5 or q % 4000 = 0 as complaint,
        case when phase in ('over', 'stopped') then 'closed' when q % 400 = 0 then 'open' when q % 400 = 1 then 'handed_over'
          when q % 100 = 2 then 'answered' else 'closed' end as status
      from (select f.*, row_number() over (order by n) as q from fill f
        where f.sent is not null and (f.no % 10 = 8 or f.no % 30 = 3)) a) i) d;
alter table fill_inquiries add primary key (id);
insert into inquiries (id, client_id, campaign_id, customer_id, channel, received_at, matched_by, reason, notice, notice_version,
    grade, status, owner_id, due_at, handed_to, question_no, answered_at, closed_at, close_reason) overriding system value
  select i.id, i.client_id, i.campaign_id, case when not unknown then i.n end, i.channel, at,
    case when not unknown then case i.channel when 'web' then 'page' when 'mail' then 'message' when 'post' then 'code' else 'phone' end end,
    (array['procedure.how', 'procedure.form', 'procedure.deadline', 'money.fee', 'money.refund', 'notice.genuine', 'service.after', 'person.address'])[1 + i.n % 8],
    m.notice, 1, case when complaint then 'complaint' else 'inquiry' end, i.status,
    case when i.status <> 'open' or i.n % 3 > 0 then p.a + i.n % 10 end, at + interval '1 day',
    case when i.status = 'handed_over' then case when i.n % 2 = 0 then 'client' else 'supervisor' end end,
    case when i.status = 'handed_over' and i.n % 2 = 0 then 148 end,
    case when i.status in ('answered', 'closed') then answered end, case when i.status = 'closed' then answered end,
    case when i.status = 'closed' then case i.n % 20 when 0 then 'declared' when 1 then 'no_reply' when 2 then 'duplicate' else 'answered' end end
  from fill_inquiries i join fill_messages m on m.id = 8 * i.n + 1, (select min(id) as a from persons) p;
insert into inquiry_touches (id, client_id, campaign_id, inquiry_id, kind, channel, at, by_person, seconds, faq, version, mail_hash) overriding system value
  select 4 * i.id, client_id, campaign_id, i.id, 'received', channel, at, case when channel in ('phone', 'post') then p.a + n % 10 end,
    case when channel in ('phone', 'post') then 60 + n % 300 end, null, null, case when channel in ('web', 'mail') then fill_hash('mail in ' || i.id) end
  from fill_inquiries i, (select min(id) as a from persons) p
  union all select 4 * i.id + 1, client_id, campaign_id, i.id, case status when 'handed_over' then 'handed_over' else 'answered' end,
    case when status <> 'handed_over' then case when channel = 'web' then 'mail' else channel end end,
    case when status = 'handed_over' then at else answered end, p.a + n % 10, 120 + n % 600, case when n % 4 > 0 then 'how' end, case when n % 4 > 0 then 1 end, null
  from fill_inquiries i, (select min(id) as a from persons) p where status <> 'open'
  union all select 4 * i.id + 2, client_id, campaign_id, i.id, 'closed', null, answered, p.a + n % 10, null, null, null, null
  from fill_inquiries i, (select min(id) as a from persons) p where status = 'closed';
insert into inquiry_texts (client_id, campaign_id, inquiry_id, touch_id, customer_id, what, size, data)
  select t.client_id, t.campaign_id, i.id, t.id, i.customer_id, 'text', 40, case when i.customer_id is null then v.unknown else v.said end
  from inquiries i join inquiry_touches t on t.inquiry_id = i.id and (t.kind = 'received' or (t.kind = 'answered' and t.faq is null))
    join fill_vault v on v.client_id = i.client_id;
insert into complaints (inquiry_id, client_id, campaign_id, stated_at, class, response, prevention, completed_at, completed_by, notify_by,
    notified_at, notified_by, acknowledged_at, acknowledged_by)
  select i.id, client_id, campaign_id, at, (array['content', 'desk', 'delivery', 'money', 'privacy', 'other'])[1 + n % 6],
    case when status = 'closed' then 'explained' end, case when status = 'closed' then 'the text says so now' end,
    case when status = 'closed' then answered end, case when status = 'closed' then p.a end, at + interval '1 day',
    case when status <> 'open' then at + interval '1 hour' end, case when status <> 'open' then p.a end,
    case when status = 'closed' then answered end, case when status = 'closed' then p.a + 4 end
  from fill_inquiries i, (select min(id) as a from persons) p where complaint;

-- As many calls came in: half of them opened a case. A recording is kept for 90 days; that of a few hundred is due to go.
insert into incoming_calls (client_id, campaign_id, customer_id, task_id, person_id, found, from_hash, line, recording, at, inquiry_id)
  select c.client_id, coalesce(t.campaign_id, case when c.inquiry is not null then c.campaign_id end), case when not c.unknown then c.n end,
    t.id, p.a + c.n % 10, case when c.unknown then 'none' else 'one' end, fill_hash('phone' || c.n), '0312345678',
    case when c.at > fill_at(:now) - interval '91 days' then format('rec-in-%s-%s', c.n, c.inquiry) end, c.at, c.inquiry
  from (select client_id, campaign_id, n, unknown, at, id as inquiry from fill_inquiries where channel = 'phone'
      union all select client_id, campaign_id, n, n % 10 = 0, fill_at(least(:now - n % 90 * 60000, sent + (n * 104729 % 1209600) * 1000)), null
      from fill where sent is not null and no % 20 = 13) c
    left join call_tasks t on t.customer_id = c.n and not c.unknown, (select min(id) as a from persons) p
  order by c.at;
insert into phone_events (client_id, campaign_id, customer_id, task_id, event, kind, direction, line, from_hash, recording, seconds, at)
  select c.client_id, case when c.task_id is not null then c.campaign_id end, case when c.task_id is not null then c.customer_id end, c.task_id,
    'in-' || c.id || '-' || e.kind, e.kind, 'in', c.line, c.from_hash, case when e.kind = 'recording' then c.recording end,
    case when e.kind = 'ended' then 60 + c.id % 300 end, c.at + e.after
  from incoming_calls c, (values ('started', interval '0'), ('answered', interval '9 seconds'), ('ended', interval '5 minutes'),
    ('recording', interval '6 minutes')) e (kind, after) where e.kind <> 'recording' or c.recording is not null
  union all select t.client_id, t.campaign_id, t.customer_id, t.id, format('out-%s-%s-%s', t.id, a.no, e.kind), e.kind, 'out', null, null,
    case when e.kind = 'recording' then a.recording end, case when e.kind = 'ended' then 20 + t.id % 300 end, a.at - interval '1 minute'
  from call_attempts a join call_tasks t on t.id = a.task_id, (values ('started'), ('ended'), ('recording')) e (kind)
  where e.kind <> 'recording' or a.recording is not null
  union all select client_id, campaign_id, n, null, 'missed-' || n, 'missed', 'in', '0312345678', fill_hash('phone' || n), null, null, fill_at(sent + n % 600 * 60000)
  from fill where sent is not null and no % 100 = 14;
-- of each client a year of half hours in two queues, and what was agreed with it quarter by quarter
insert into acd_intervals (client_id, queue, starts_at, minutes, offered, answered, abandoned, abandoned_ivr, within, aht_seconds, staffed, imported_at, imported_by)
  select c.id, q.name, h.at, 30, 26 + n % 9, 18 + n % 5, n % 3, n % 2, 15 + n % 3, 280 + n % 60, 4 + n % 3, date_trunc('day', h.at) + interval '1 day', p.a
  from clients c, (values ('general'), ('refunds')) q (name), generate_series(1, 365) d, generate_series(0, 23) n,
    lateral (select date_trunc('day', fill_at(:now)) - make_interval(days => d) + make_interval(mins => 30 * n) as at) h, (select min(id) as a from persons) p;
insert into phone_agreements (client_id, from_day, percent, seconds, recording_days, set_at, set_by)
  select c.id, fill_at(:now)::date - 91 * no, 80, 20, 90, fill_at(:now) - make_interval(days => 91 * no + 7), p.a
  from clients c, generate_series(0, 11) no, (select min(id) as a from persons) p;

-- what calls have left to do, and calls at an hour that the customer chose
insert into call_followups (client_id, campaign_id, customer_id, task_id, kind, language, opened_at, opened_by, due_on, done_at, done_by)
  select t.client_id, t.campaign_id, t.customer_id, t.id, t.result, case when t.result in ('language', 'interpreter') then 'pt' end, t.ended_at, p.a,
    (t.ended_at + interval '3 days')::date, case when t.id % 50 > 0 then t.ended_at + interval '1 day' end, case when t.id % 50 > 0 then p.a + 2 end
  from call_tasks t, (select min(id) as a from persons) p where t.result in ('large_print', 'language', 'interpreter', 'complaint') order by t.ended_at;
insert into callback_requests (client_id, campaign_id, customer_id, journey_id, task_id, from_at, until_at, planned_at, asked_at, dedupe, withdrawn_at)
  select t.client_id, t.campaign_id, t.customer_id, t.journey_id, t.id, d.at, d.at + interval '2 hours', d.at + interval '1 day', d.at - interval '1 day',
    'fill:' || t.id, case when t.id % 20 = 0 then d.at - interval '2 hours' end
  from call_tasks t, lateral (select coalesce(t.ended_at, t.next_at) as at) d where t.id % 3 = 0 or t.promised order by d.at;
insert into effort_scores (journey_id, client_id, campaign_id, score, hindrance, at)
  select n, client_id, campaign_id, 1 + n * 7919 % 7, case when n % 5 = 0 then (array['words', 'steps', 'identity', 'screen'])[1 + n / 5 % 4] end, fill_at(arrived + 60000)
  from fill where kind = 'answered' and no % 10 < 3;
insert into campaign_figures (campaign_id, client_id, kind, state, part, reason, count)
  select campaign_id, client_id, 'efforts', score::text, coalesce(hindrance, ''), '', count(*) from effort_scores group by 1, 2, 4, 5;
insert into consent_overrides (client_id, campaign_id, customer_id, channel, reason, evidence, asked_by, asked_at, decided_by, decided_at, confirmed,
    withdrawn_by, withdrawn_at, withdraw_reason)
  select client_id, campaign_id, n, 'mail', 'the service ends', 'policy-3', p.a, fill_at(arrived), case when s > 0 then p.a + 1 end,
    case when s > 0 then fill_at(arrived + 3600000) end, case when s > 0 then s > 1 end,
    case when s = 2 then p.a end, case when s = 2 then fill_at(arrived + 7200000) end, case when s = 2 then 'asked again' end
  from fill, lateral (select n / 1000 % 20 as s) d, (select min(id) as a from persons) p where kind = 'refused' and no % 10 = 4;
insert into questions (client_id, campaign_id, no, subject, body, due_on, status, asked_by, asked_at, answer, answered_by, answered_at, closed_by, closed_at, close_reason)
  select c.client_id, c.campaign_id, no, 'refunds', 'Which day is a refund paid on?', d.at::date + 3, d.status, p.a, d.at,
    case when d.status in ('answered', 'confirmed') then 'On the 25th.' end, case when d.status in ('answered', 'confirmed') then p.a + 4 end,
    case when d.status in ('answered', 'confirmed') then d.at + interval '1 day' end, case when d.status in ('confirmed', 'withdrawn') then p.a end,
    case when d.status in ('confirmed', 'withdrawn') then d.at + interval '2 days' end, case when d.status = 'withdrawn' then 'asked twice' end
  from fill_campaigns c, generate_series(1, 150) no, (select min(id) as a from persons) p, lateral (select fill_at(:now) - make_interval(hours => 6 * (151 - no)) as at,
    case when no > 147 then 'open' when no > 144 then 'answered' when no % 20 = 0 then 'withdrawn' else 'confirmed' end as status) d;
insert into verifications (client_id, campaign_id, what, asked_by, asked_at, status, attempts, done, progress_at, result, matches, finished_at)
  select c.client_id, c.campaign_id, '{ledger}', p.a, d.at, 'done', 1, 100, d.at + interval '5 minutes', jsonb_build_object('ledger', jsonb_build_object(
      'ok', true, 'chains', jsonb_build_array(jsonb_build_object('chain', 'campaign:' || c.campaign_id, 'entries', 100, 'ok', true, 'head', repeat('0', 64))))),
    true, d.at + interval '5 minutes'
  from fill_campaigns c, generate_series(1, 60) no, (select min(id) as a from persons) p, lateral (select fill_at(:now) - make_interval(days => 61 - no) as at) d;
-- An area is paused in one campaign; some addresses are to be compared with it.
with paused as (
  insert into pauses (client_id, campaign_id, listed, area, area_checked_at, extend_waits, reason, opened_by, opened_at)
    select client_id, campaign_id, true, '{"city":"千代田区"}', fill_at(:now - 86000000), false, 'flood', (select min(id) from persons), fill_at(:now - 86400000)
    from fill_campaigns where phase = 'paused' returning id, campaign_id)
insert into pause_customers (pause_id, customer_id, client_id)
  select p.id, f.n, f.client_id from paused p join fill f using (campaign_id) where f.n % 400 = 77;
insert into area_checks (customer_id, client_id) select n, client_id from fill where phase = 'paused' and no % 200 = 5;
