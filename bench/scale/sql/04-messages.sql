-- Messages of each journey; `slot` numbers them, and 8 * n + slot is the id of a message and of its piece.
create unlogged table fill_messages as
  select 8 * m.n + m.slot as id, m.* from (
    select f.n, f.client_id, f.campaign_id, f.phase, f.kind, 1 as slot, 'notice' as step, 1 as run, 0 as occurrence,
      case when f.kind in ('letter', 'form', 'returned', 'desk', 'print') then 'post' when f.kind in ('text', 'sms_paused') then 'sms'
        when f.kind = 'lapsed' and f.no % 2 = 0 then 'post' else 'mail' end as channel, 'notice' as notice,
      case when f.kind in ('full', 'due', 'held', 'sms_paused', 'print') then 'queued'
        when f.kind = 'unreachable' then 'failed' when f.kind = 'stopped' then 'withdrawn'
        when f.kind = 'text' and f.no % 1000 = 537 then 'doubtful' else 'handed_over' end as status, f.decided, f.sent, false as reply
      from fill f where f.kind <> 'unstarted'
    union all select n, client_id, campaign_id, phase, kind, 2, 'reminder', 1, 0, 'mail', 'reminder', 'handed_over',
      reminded - 60000, reminded, false from fill where kind in ('reminded', 'call')
    union all select n, client_id, campaign_id, phase, kind, 3, 'call', 1, 0, 'phone', 'call-script',
      case when no % 2 = 0 then 'claimed' else 'queued' end, :now - 86400000, null, false from fill where kind = 'call'
    -- those who were not reached by phone either, and some who were
    union all select n, client_id, campaign_id, phase, kind, 3, 'call', 1, 0, 'phone', 'call-script', 'handed_over',
      least(:now - 86400000, decided + 1209600000), least(:now - 3600000, decided + 1728000000), false from fill where kind = 'lapsed'
    union all select n, client_id, campaign_id, phase, kind, 4, 'receipt', 1, 1, 'mail', 'receipt', 'handed_over',
      arrived + 1000, arrived + 60000, true from fill where kind in ('answered', 'form')
    union all select n, client_id, campaign_id, phase, kind, 5, 'notice', 1, 1, 'post', 'notice', 'queued',
      arrived + 1000, null, false from fill where kind = 'bounced'
    union all select n, client_id, campaign_id, phase, kind, 6, 'final', 2, 0, 'post', 'final-letter', 'handed_over',
      arrived + 3600000, arrived + 7200000, false from fill where kind = 'reopened'
  ) m;
alter table fill_messages add primary key (id);
update fill_messages set notice = case channel when 'sms' then notice || '-sms' when 'post' then notice || '-letter' else notice end
  where notice in ('notice', 'reminder') and channel in ('sms', 'post');

-- a print run per client and day
insert into print_runs (client_id, lane_id, run_on, no, key, status, pieces, pages, opened_at, handed_over_at, posted_at, launched)
  select client_id, (select lane_id from fill_lanes where channel = 'post'), day, 1, client_id || '-' || day || '-1',
    case when day >= fill_at(:now)::date - 1 then 'handed_over' else 'posted' end, count(*), count(*) * 2,
    day, day + interval '1 hour', case when day < fill_at(:now)::date - 1 then day + interval '1 day' end, true
  from (select client_id, fill_at(sent)::date as day from fill_messages where channel = 'post' and status = 'handed_over') d group by 1, 3;
insert into pieces (id, client_id, campaign_id, customer_id, code, print_run_id, no, pages, posted_at) overriding system value
  select m.id, m.client_id, m.campaign_id, m.n, fill_code(m.id), r.id,
    case when r.id is not null then row_number() over (partition by r.id order by m.id) end,
    case when r.id is not null then 2 end, case when r.id is not null then r.posted_at end
  from fill_messages m left join print_runs r on m.channel = 'post' and m.status = 'handed_over'
    and r.client_id = m.client_id and r.run_on = fill_at(m.sent)::date;
insert into messages (id, client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, occurrence, channel,
    purpose, notice, version, status, due_at, not_before, deferrals, deferred_reason, attempts, fence, claimed_at, handing_over_at,
    handed_over_at, failure, bounced_at, provider_ref, expected_at, delivered_at, reply, receipt_query_at) overriding system value
  select m.id, m.client_id, m.campaign_id, m.n, m.n, m.id, l.lane_id, m.run, m.step, m.occurrence, m.channel, 'service_notice',
    m.notice, 1, m.status, fill_at(m.decided),
    case when m.status = 'queued' and m.kind = 'full' then fill_at(:tomorrow + m.n % 1000)
      when m.status = 'queued' and m.channel = 'post' then fill_at(:tomorrow) else fill_at(m.decided) end,
    (m.kind = 'full')::int, case when m.kind = 'full' and m.status = 'queued' then 'capacity' end,
    (m.status in ('handed_over', 'failed', 'doubtful'))::int, 1, case when m.status in ('queued', 'withdrawn') then null else fill_at(m.decided) end,
    case when m.status in ('handed_over', 'doubtful') and m.channel in ('mail', 'sms') then fill_at(m.sent) end,
    case when m.status in ('handed_over', 'doubtful') then fill_at(m.sent) end,
    case when m.status = 'failed' then 'no_mailbox' when m.status = 'withdrawn' then 'journey_closed'
      when m.kind in ('bounced', 'returned') and m.slot = 1 then 'unknown' end,
    case when m.kind in ('bounced', 'returned') and m.slot = 1 then fill_at(f.arrived) end,
    case when m.status = 'handed_over' then 'ref-' || m.id end,
    case when m.channel = 'post' and m.status = 'handed_over' then fill_at(m.sent + 259200000) end, null, m.reply,
    case when m.channel = 'sms' and m.status in ('handed_over', 'doubtful') and m.n % 5 = 0 then fill_at(:now + (m.n % 100 - 10) * 60000) end
  from fill_messages m join fill f on f.n = m.n
    join lateral (select lane_id from fill_lanes l where l.channel = m.channel and (l.client_id = m.client_id or l.client_id is null)
      order by l.client_id is null limit 1) l on true;
insert into call_tasks (client_id, campaign_id, customer_id, journey_id, message_id, status, attempts, max_attempts, next_at,
    leased_by, leased_at, lease_until, promised, result, ended_at)
  select client_id, campaign_id, n, n, id,
    case when status = 'handed_over' then 'done' when status = 'claimed' and n % 5000 = 851 then 'leased' else 'waiting' end,
    case when status = 'handed_over' then 1 + n % 3 else n % 3 end, 3,
    case when status = 'handed_over' then fill_at(sent) else fill_at(:now + (n % 200 - 40) * 3600000) end,
    case when status = 'claimed' and n % 5000 = 851 then (select min(id) from persons) end,
    case when status = 'claimed' and n % 5000 = 851 then fill_at(:now - 1200000) end,
    case when status = 'claimed' and n % 5000 = 851 then fill_at(:now + (n % 7 - 1) * 60000) end,
    status = 'queued' and n % 100 = 60,
    case when status = 'handed_over' then case when n % 5 = 1 then (array['large_print', 'language', 'interpreter', 'complaint'])[1 + n / 5 % 4]
      else (array['no_answer', 'voicemail', 'intent'])[1 + n % 3] end end,
    case when status = 'handed_over' then fill_at(sent) end
  from fill_messages where channel = 'phone' order by decided, id;
insert into call_attempts (task_id, no, client_id, person_id, band, at, result, recording)
  select t.id, a.no, t.client_id, (select min(id) from persons), 'evening',
    coalesce(t.ended_at - (t.attempts - a.no) * interval '1 day', fill_at(:now - (4 - a.no) * 86400000)),
    case when a.no = t.attempts then coalesce(t.result, 'no_answer') else 'no_answer' end,
    case when a.no = t.attempts and t.ended_at > fill_at(:now) - interval '90 days' then 'rec-out-' || t.id end
  from call_tasks t join generate_series(1, 3) a (no) on a.no <= t.attempts;
