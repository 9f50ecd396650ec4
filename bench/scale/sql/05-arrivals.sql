create unlogged table fill_arrivals as
  select n as id, f.n, f.client_id, f.campaign_id, f.kind, f.unread, f.arrived, a.* from fill f join lateral (
    select 'answer' as what, 'web' as source,
        format('{"choices":{%s},"receipt":"%s"}', (select string_agg(format('"%s":"%s"', id, choice), ',' order by id)
          from (values (f.n::text collate "C", f.choice), ((f.n + :total)::text, 'cancel')) c (id, choice)
          where f.contracts = 2 or id = f.n::text), fill_receipt(f.n, 1)) as data
      where f.kind = 'answered' or (f.kind = 'waiting' and f.unread)
    union all select 'answer', 'form', format('{"choices":{"%s":"%s"},"receipt":"%s","via":"form"}', f.n, f.choice, fill_receipt(f.n, 1))
      where f.kind = 'form'
    union all select 'undeliverable', 'desk', format('{"hard":true,"messageIds":[%s],"reason":"unknown"}', 8 * f.n + 1) where f.kind = 'returned'
    union all select 'form_received', 'desk', format('{"returnId":%s}', f.n) where f.kind = 'desk'
    union all select 'bounce', 'dsn', format('{"hard":true,"messageId":%s,"reason":"unknown"}', 8 * f.n + 1) where f.kind = 'bounced'
    union all select 'opt_out', 'web', '{"channel":"mail","purpose":"service_notice"}' where f.kind = 'refused'
    union all select 'result_rejected', 'client', format('{"contracts":[%s],"reason":"unknown_number"}', f.n) where f.kind = 'reopened'
    union all select 'answer_kept', 'web', format('{"by":"customer","choices":{"%s":"%s"},"declares":"answer","why":"lawyer"}', f.n, f.choice)
      where f.kind = 'kept'
  ) a on true where f.arrived is not null;
insert into arrivals (id, client_id, campaign_id, journey_id, seq, kind, at, received_at, source, data, dedupe, read_at, signalled_at)
    overriding system value
  select id, client_id, campaign_id, n, 1, what, fill_at(arrived), fill_at(arrived), source, data::jsonb, 'fill:' || n,
    case when not unread then fill_at(arrived + 500) end,
    case when not unread then fill_at(arrived + 100) when n % 3 = 0 then clock_timestamp() end
  from fill_arrivals;
insert into choices (client_id, campaign_id, contract_id, arrival_id, choice, via, at, receipt)
  select a.client_id, a.campaign_id, c.key::bigint, a.id, c.value, case when a.source = 'form' then 'form' else 'web' end,
    fill_at(a.arrived), fill_receipt(a.n, 1)
  from fill_arrivals a, jsonb_each_text(a.data::jsonb -> 'choices') c where a.what = 'answer' and not a.unread;
insert into choices (client_id, campaign_id, contract_id, arrival_id, choice, via, at, receipt)
  select client_id, campaign_id, n, id, 'withdrawn', 'client', fill_at(arrived), '' from fill_arrivals where what = 'result_rejected';
create unlogged table fill_outcomes as
  select f.campaign_id, c.id as contract_id, f.client_id, f.n,
    case when f.kind in ('answered', 'form') then case when c.id > :total or f.choice = 'cancel' then 'cancelled' else 'migrated' end
      when f.kind = 'stopped' then 'stopped' else f.kind end as outcome,
    case when f.kind in ('answered', 'form') then 'answered' when f.kind = 'lapsed' then 'no_answer'
      when f.kind = 'stopped' then 'campaign_stopped' else 'no_contact' end as reason,
    fill_ms(j.closed_at) as at
  from fill f join journeys j on j.id = f.n and j.status = 'closed'
    join audience a on a.campaign_id = f.campaign_id and a.customer_id = f.n and a.state = 'included' join contracts c on c.id = a.contract_id;
insert into outcomes (campaign_id, contract_id, client_id, customer_id, outcome, reason, at)
  select campaign_id, contract_id, client_id, n, outcome, reason, fill_at(at) from fill_outcomes
  union all select campaign_id, contract_id, client_id, customer_id, 'excluded', reason, fill_at(:now - 1728000000) from audience where state = 'excluded';
insert into consents (customer_id, client_id, channel, purpose, value, source, at, recorded_at, arrival_id)
  select n, client_id, 'mail', 'service_notice', false, 'web', fill_at(arrived), fill_at(arrived + 500), id from fill_arrivals where what = 'opt_out';

insert into holds (id, client_id, customer_id, reason, source, owner_id, review_on, opened_at) overriding system value
  select n, client_id, n, case kind when 'returned' then 'address_research' else case when kind = 'kept' then 'lawyer' else (array['lawyer', 'complaint', 'dispute'])[1 + n % 3] end end,
    'import:1', (select min(id) from persons), fill_at(:now)::date + (n % 14)::int, fill_at(coalesce(arrived, decided))
  from fill where kind in ('held', 'returned', 'kept');
-- the post of each day, as two persons counted it; of the newest day a few envelopes are still to be booked
insert into intakes (id, client_id, received_on, carrier, sacks, announced, received_by, received_at, envelopes, counted_at,
    booked, undeliverable, not_ours, in_question) overriding system value
  select 100000 * client_id + row_number() over (partition by client_id order by day), client_id, day, 'post', 2, total, p.a, first,
    total + 5 + case when newest then 7 else 0 end, first, total - back, back, 2, 3
  from (select client_id, (fill_at(arrived) at time zone 'Asia/Tokyo')::date as day, fill_at(min(arrived)) as first, count(*) as total,
      count(*) filter (where kind = 'returned') as back,
      row_number() over (partition by client_id order by (fill_at(arrived) at time zone 'Asia/Tokyo')::date desc) = 1 as newest
    from fill where kind in ('returned', 'desk', 'form') group by 1, 2) d, (select min(id) as a from persons) p;
insert into intake_counts (intake_id, no, client_id, person_id, envelopes, at)
  select id, no, client_id, received_by, envelopes, counted_at from intakes, generate_series(1, 2) no;
insert into set_asides (client_id, intake_id, why, status, set_aside_by, set_aside_at, handed_to, closed_by, closed_at)
  select client_id, id, case when no > 3 then 'not_ours' else 'empty' end, 'ended', received_by, counted_at, 'client', received_by, counted_at
  from intakes, generate_series(1, 5) no;
insert into returns (id, client_id, campaign_id, customer_id, piece_id, receipt, kind, status, received_on, postmark_on, reason, scan_hash,
    received_by, received_at, decided_at, intake_id, box_id, researched_at) overriding system value
  select n, f.client_id, campaign_id, n, 8 * n + 1, 'RT-' || n, case kind when 'returned' then 'undeliverable' else 'form' end,
    case kind when 'returned' then 'undeliverable' when 'desk' then (array['received', 'entered', 'mismatch'])[1 + n % 3] else 'accepted' end,
    (fill_at(arrived) at time zone 'Asia/Tokyo')::date, null, case kind when 'returned' then 'unknown' end,
    case kind when 'returned' then null else encode(fill_hash('scan' || n), 'hex') end, (select min(id) from persons), fill_at(arrived),
    case when kind <> 'desk' then fill_at(arrived) end, i.id,
    case when kind <> 'desk' and i.received_on < fill_at(:now)::date - 14 then i.id end,
    case when kind = 'returned' and n % 3 > 0 then fill_at(arrived + 86400000) end
  from fill f join intakes i on i.client_id = f.client_id and i.received_on = (fill_at(arrived) at time zone 'Asia/Tokyo')::date
  where kind in ('returned', 'desk', 'form');
-- small images: their size plays no part in any of the queries
insert into return_scans (return_id, client_id, type, data)
  select id, client_id, 'image/png', convert_to(repeat(md5(id::text), 20), 'UTF8') from returns where kind = 'form';
-- stacks of 150 pages each, sorted long ago
insert into scan_batches (id, client_id, kind, received_on, files, created_by, created_at, sorted_at, finished_at) overriding system value
  select 1000 * c.client_id + no, c.client_id, 'form', fill_at(:now)::date, 1, (select min(id) from persons), fill_at(:now), fill_at(:now), fill_at(:now)
  from (select distinct client_id from fill_campaigns) c, generate_series(1, 60) no;
insert into scan_files (batch_id, no, client_id, hash, type, state, pages, read_pages)
  select id, 1, client_id, encode(fill_hash('stack' || id), 'hex'), 'application/pdf', 'read', 150, 150 from scan_batches;
insert into scan_pages (batch_id, no, client_id, found, state, reason, disposed_because)
  select b.id, n, b.client_id, case when n % 10 > 0 then 'blank' else 'none' end, case when n % 10 > 0 then 'blank' when n = 10 then 'person' else 'disposed' end,
    case when n % 10 = 0 then 'no_form_before' end, case when n % 10 = 0 and n > 10 then 'not_ours' end
  from scan_batches b, generate_series(1, 150) n;
insert into return_entries (return_id, no, client_id, person_id, data, at)
  select r.id, e.no, r.client_id, (select min(id) from persons), '{"choices":{},"illegible":false,"otherPerson":false,"remark":false,"signed":true,"writtenOn":null}', r.received_at
  from returns r join generate_series(1, 2) e (no) on r.status = 'accepted' or (r.status = 'entered' and e.no = 1) or r.status = 'mismatch'
  where r.kind = 'form';
insert into unread_bounces (client_id, campaign_id, customer_id, message_id, received_at, data, verdict, decided_at)
  select client_id, campaign_id, n, 8 * n + 1, fill_at(arrived), '\x00', case when n % 5 > 0 then 'bad_address' end,
    case when n % 5 > 0 then fill_at(arrived) end from fill where kind = 'bounced' and n % 10 < 5;
insert into kept_answers (id, client_id, campaign_id, customer_id, journey_id, arrival_id, why, hold_id, kept_at) overriding system value
  select n, client_id, campaign_id, n, n, n, 'lawyer', n, fill_at(arrived) from fill where kind = 'kept';
