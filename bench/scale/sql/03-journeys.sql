insert into journeys (id, client_id, campaign_id, customer_id, run, status, state, step, turn, wake_at, held_epoch,
    arrival_seq, read_seq, started_run, closed_at, archived_run, prefecture, contacted, wave) overriding system value
  select f.n, f.client_id, f.campaign_id, f.n, k.run, k.status, k.state, k.step,
    case f.kind when 'unstarted' then -1 when 'reminded' then 1 when 'call' then 2 else 0 end + (f.arrived is not null)::int,
    case when k.status = 'closed' or f.kind = 'unstarted' then null
      when f.kind = 'waiting' and f.n % 10000 = 3 then fill_at(:now - 600000)
      else fill_at(:now + 3600000 + (f.n * 7919 % 1000) * 700000) end,
    case when f.phase = 'paused' then 1 end,
    (f.arrived is not null)::int, case when f.arrived is not null and f.phase <> 'paused' and not f.unread then 1 else 0 end,
    case when f.kind = 'unstarted' then 0 when f.kind = 'reopened' and f.n % 20 = 0 then 1 else k.run end,
    case when k.status = 'closed' then fill_at(coalesce(f.arrived, f.decided + 1814400000) + 1000) end,
    case when k.status = 'closed' and f.n % 50 <> 0 then 1 else 0 end, 1 + f.n % 47,
    f.kind not in ('full', 'due', 'held', 'sms_paused', 'print', 'unreachable', 'stopped', 'unstarted'),
    case when f.phase = 'running' then case f.no % 4 when 0 then 'first' when 1 then 'second' else 'trial' end end
  from fill f join fill_kinds k on k.phase = f.phase and k.kind = f.kind and f.no % 1000 between k.from_no and k.to_no;
insert into overdue_journeys (journey_id, client_id, run, turn, seen_at)
  select id, client_id, run, turn, clock_timestamp() from journeys where status = 'open' and wake_at < fill_at(:now) and id % 20000 = 3;
insert into links (campaign_id, customer_id, kind, client_id, token_hash, expires_at, locked_until, failures)
  select campaign_id, n, l.kind, client_id, sha256(convert_to(l.kind || n, 'UTF8')), fill_at(:now + 15552000000),
    case when n % 50000 = 1 then fill_at(:now + 600000) end, case when n % 50000 = 1 then 5 else 0 end
  from fill, (values ('page'), ('optout')) l (kind) where fill.kind <> 'unstarted';
