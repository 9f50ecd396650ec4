-- What the client's system has been sent: the outcomes of each campaign by day.
insert into client_files (client_id, campaign_id, kind, status, name, file_hash, totals, created_at)
  select client_id, campaign_id, 'results', 'sent', day::text, encode(sha256(convert_to(campaign_id || day::text, 'UTF8')), 'hex'),
    jsonb_build_object('rows', count(*), 'controlTotal', count(*), 'more', false, 'reflected', count(*), 'rejected', 0,
      'sha256', encode(sha256(convert_to(campaign_id || day::text, 'UTF8')), 'hex'), 'format', '{"encoding":"utf-8","bom":true}'::jsonb), day + interval '23 hours'
  from (select client_id, campaign_id, date_trunc('day', fill_at(at)) as day from fill_outcomes where outcome in ('migrated', 'cancelled')) d
  where day < fill_at(:now)::date group by 1, 2, day;
insert into client_results (client_id, campaign_id, contract_id, file_id, outcome, reason, receipt, decided_at, status, answered_at)
  select o.client_id, o.campaign_id, o.contract_id, f.id, o.outcome, o.reason, fill_receipt(o.n, 1), fill_at(o.at),
    case when o.contract_id % 100 = 0 then 'sent' else 'reflected' end, case when o.contract_id % 100 <> 0 then f.created_at + interval '6 hours' end
  from fill_outcomes o join client_files f on f.campaign_id = o.campaign_id and f.kind = 'results'
    and f.created_at = date_trunc('day', fill_at(o.at)) + interval '23 hours' where o.outcome in ('migrated', 'cancelled');
insert into client_files (client_id, campaign_id, kind, status, name, file_hash, totals, created_at, applied_at)
  select client_id, campaign_id, 'changes', 'applied', 'changes-' || d, encode(sha256(convert_to(campaign_id || 'changes' || d, 'UTF8')), 'hex'),
    format('{"rows":100,"controlTotal":100,"encoding":"utf-8","limit":100,"planned":100,"findings":[],"findingCount":0,"hash":"%s"}', repeat('0', 64))::jsonb,
    fill_at(:now - d * 86400000), fill_at(:now - d * 86400000) from fill_campaigns, generate_series(1, 20) d;
insert into client_changes (file_id, line, client_id, contract_id, customer_id, kind, verdict, data)
  select f.id, row_number() over (partition by f.id order by x.n), x.client_id, x.n, x.n, 'moved', 'done', '\x00'
  from fill x join client_files f on f.campaign_id = x.campaign_id and f.kind = 'changes' and f.name = 'changes-' || (1 + x.n % 20) where x.n % 50 = 11;
insert into change_requests (client_id, campaign_id, journey_id, contract_id, arrival_id, choice, via, at, receipt, status)
  select client_id, campaign_id, n, n, n, 'cancel', 'web', fill_at(arrived), fill_receipt(n, 1), case when n % 2 = 0 then 'accepted' else 'asked' end
  from fill where kind = 'answered' and no % 1000 = 700;
insert into corrections (client_id, campaign_id, journey_id, contract_id, outcome, before, reason, status, proposed_by, proposed_at)
  select client_id, campaign_id, n, n, 'migrated', 'cancelled', 'typing error', 'proposed', (select min(id) from persons), fill_at(:now - 3600000)
  from fill where kind = 'answered' and no % 10000 = 701;
insert into requests (client_id, campaign_id, action, payload, reason, asked_by, asked_at, expires_at, decided_by, decided_at, decision)
  select c.client_id, c.campaign_id, 'export', jsonb_build_object('campaign', c.campaign_id), 'monthly report', p.a, fill_at(:now - s * 3600000), fill_at(:now + 86400000),
    case when s > 20 then p.b end, case when s > 20 then fill_at(:now - s * 3600000 + 60000) end, case when s > 20 then 'approved' end
  from fill_campaigns c, generate_series(1, 500) s, (select min(id) as a, max(id) as b from persons) p;
