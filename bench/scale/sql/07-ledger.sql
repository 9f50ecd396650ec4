insert into step_results (journey_id, run, turn, client_id, at, result)
  select n, run, slot - 1, client_id, fill_at(decided), jsonb_build_object('did', 'sent', 'step', step, 'on', channel, 'why', 'consent_unknown_allowed',
    'next', 'reminder', 'timer', jsonb_build_object('for', 'reminder', 'ms', 1209600000), 'read', 0)
  from fill_messages where not reply;
insert into step_results (journey_id, run, turn, client_id, at, result)
  select id, run, 7, client_id, closed_at, '{"did":"closed","why":"answered","read":1,"outcomes":{"migrated":1}}' from journeys where status = 'closed';

-- Entries in the product's form, with sorted keys, so that an audit can compare them with the rows.
create unlogged table fill_entries (campaign_id bigint, client_id bigint, at bigint, ord int, n bigint, body text);
insert into fill_entries
  select campaign_id, client_id, starts - 864000000, 0, 0,
    format('{"by":"person:1","c":%s,"kind":"campaign_created","t":%s,"version":1}', client_id, starts - 864000000) from fill_campaigns;
insert into fill_entries
  select campaign_id, client_id, starts, 1, 0, format('{"c":%s,"excluded":0,"journeys":%s,"kind":"journeys_created","t":%s}', client_id, last_n - first_n + 1, starts)
  from fill_campaigns;
-- decisions to send
insert into fill_entries
  select m.campaign_id, m.client_id, m.decided, 2, m.n, format(
    '{"c":%s,"decision":{"kind":"send","message":{"channel":"%s","dueAt":%s,"notBefore":%s,"notice":"%s","occurrence":%s,"override":null,"purpose":"service_notice","step":"%s"},"reason":"consent_unknown_allowed","refusals":[],"step":"reminder","wakeAt":%s},"facts":{"campaign":"running","consent":{},"contact":{"mail":"ok","phone":"ok","post":"ok","sms":"ok"},"contractHashes":["%s"],"contracts":[{"choice":null,"choiceAt":null,"id":%s}],"customerId":%s,"hold":null,"now":%s,"run":%s,"sent":[],"slotMs":0,"step":"%s","traits":{"ageFrom":40,"kind":"person","prefecture":13,"products":["ADSL1"]},"turn":%s},"journey":%s,"kind":"decision","t":%s,"version":1}',
    m.client_id, m.channel, m.decided, m.decided, m.notice, m.occurrence, m.step, m.decided + 1209600000, md5('number' || m.n), m.n, m.n, m.decided,
    m.run, m.step, m.slot - 1, m.n, m.decided)
  from fill_messages m where not m.reply;
insert into fill_entries
  select m.campaign_id, m.client_id, m.decided, 6, m.n, format(
    '{"c":%s,"facts":{"consent":{},"contact":{"mail":"ok"},"contractHashes":["%s"],"now":%s},"journey":%s,"kind":"reply","message":{"channel":"mail","dueAt":%s,"notBefore":%s,"notice":"receipt","occurrence":1,"override":null,"purpose":"service_notice","step":"receipt"},"occurrence":1,"refusals":[],"reply":"receipt","run":1,"t":%s,"version":1}',
    m.client_id, md5('number' || m.n), m.decided, m.n, m.decided, m.decided, m.decided)
  from fill_messages m where m.reply;
-- what left
insert into fill_entries
  select m.campaign_id, m.client_id, m.sent, 7, m.n, format(
    '{"by":"system","c":%s,"channel":"%s","handedOverAt":%s,"journey":%s,"kind":"%s","message":%s,"notice":"%s","occurrence":%s,"purpose":"service_notice","run":%s,"step":"%s","t":%s,"version":1}',
    m.client_id, m.channel, m.sent, m.n, m.status, m.id, m.notice, m.occurrence, m.run, m.step, m.sent)
  from fill_messages m where m.status in ('handed_over', 'doubtful');
insert into fill_entries
  select m.campaign_id, m.client_id, m.sent, 7, m.n, format(
    '{"by":"system","c":%s,"channel":"%s","hard":true,"journey":%s,"kind":"not_sent","message":%s,"occurrence":%s,"purpose":"service_notice","reason":"no_mailbox","run":1,"status":"failed","step":"%s","t":%s}',
    m.client_id, m.channel, m.n, m.id, m.occurrence, m.step, m.sent)
  from fill_messages m where m.status = 'failed';
-- what came in
insert into fill_entries
  select campaign_id, client_id, arrived, 3, n, format(
    '{"arrival":"%s","arrivalId":%s,"at":%s,"c":%s,"journey":%s,"kind":"arrival","says":"%s","seq":1,"source":"%s","t":%s}',
    what, id, arrived, client_id, n, encode(sha256(convert_to(format('{"data":%s,"dedupe":"fill:%s"}', data, n), 'UTF8')), 'hex'), source, arrived)
  from fill_arrivals;
-- decisions that closed a journey, in the order of its contracts
insert into fill_entries
  select o.campaign_id, o.client_id, min(o.at), 8, o.n, format(
    '{"c":%s,"decision":{"kind":"close","outcomes":[%s],"reason":"%s","refusals":[]},"facts":{"campaign":"running","consent":{},"contact":{"mail":"ok","post":"ok"},"contractHashes":["%s"],"contracts":[{"choice":"migrate","choiceAt":%s,"id":%s}],"customerId":%s,"hold":null,"now":%s,"run":1,"sent":[{"at":%s,"bounced":false,"channel":"mail","failure":null,"run":1,"status":"handed_over","step":"notice"}],"slotMs":0,"step":"reminder","turn":7},"journey":%s,"kind":"decision","t":%s,"version":1}',
    o.client_id, string_agg(format('{"contractId":%s,"outcome":"%s","reason":"%s"}', o.contract_id, o.outcome, o.reason), ',' order by o.contract_id),
    min(o.reason), md5('number' || o.n), min(o.at), o.n, o.n, min(o.at), min(o.at) - 864000000, o.n, min(o.at))
  from fill_outcomes o group by o.campaign_id, o.client_id, o.n;
-- calls, paper and holds
insert into fill_entries
  select t.campaign_id, t.client_id, fill_ms(a.at), 9, t.journey_id, format(
    '{"band":"%s","by":"person:%s","c":%s,"journey":%s,"kind":"call_attempt","no":%s,"reason":"%s","t":%s,"task":%s}',
    a.band, a.person_id, t.client_id, t.journey_id, a.no, a.result, fill_ms(a.at), t.id)
  from call_attempts a join call_tasks t on t.id = a.task_id;
insert into fill_entries
  select r.campaign_id, r.client_id, fill_ms(r.received_at), 4, r.customer_id, format(
    '{"by":"person:%s","c":%s,"image":%s,"journey":%s,"kind":"return_received","piece":%s,"postmarkOn":null,"receipt":"%s","receivedAt":%s,"receivedOn":"%s","return":%s%s,"t":%s,"what":"%s"}',
    r.received_by, r.client_id, coalesce('"' || r.scan_hash || '"', 'null'), r.customer_id, r.piece_id, r.receipt, fill_ms(r.received_at), r.received_on, r.id,
    case when r.kind = 'undeliverable' then ',"slip":"unknown"' else '' end, fill_ms(r.received_at), r.kind)
  from returns r;
insert into fill_entries
  select r.campaign_id, r.client_id, fill_ms(e.at), 5, r.customer_id, format(
    '{"by":"person:%s","c":%s,"journey":%s,"kind":"return_entered","no":%s,"reading":"%s","return":%s,"t":%s}',
    e.person_id, r.client_id, r.customer_id, e.no, encode(sha256(convert_to('{"choices":{},"illegible":false,"otherPerson":false,"remark":false,"signed":true,"writtenOn":null}', 'UTF8')), 'hex'), r.id, fill_ms(e.at))
  from return_entries e join returns r on r.id = e.return_id;
insert into fill_entries
  select r.campaign_id, r.client_id, fill_ms(r.received_at), 6, r.customer_id, format(
    '{"by":["person:%s"],"c":%s,"defects":[],"journey":%s,"kind":"return_accepted","return":%s,"t":%s}',
    r.received_by, r.client_id, r.customer_id, r.id, fill_ms(r.received_at))
  from returns r where r.status = 'accepted';
insert into fill_entries
  select f.campaign_id, f.client_id, fill_ms(h.opened_at), 6, f.n, format(
    '{"by":"system","c":%s,"customer":%s,"hold":%s,"journey":%s,"kind":"hold_opened","owner":%s,"reason":"%s","reviewOn":"%s","t":%s}',
    f.client_id, f.n, h.id, f.n, h.owner_id, h.reason, h.review_on, fill_ms(h.opened_at))
  from holds h join fill f on f.n = h.customer_id;

insert into fill_entries
  select campaign_id, client_id, fill_ms(kept_at), 5, journey_id, format(
    '{"arrivalId":%s,"c":%s,"hold":%s,"journey":%s,"kept":%s,"kind":"answer_kept","t":%s,"why":"lawyer"}',
    arrival_id, client_id, hold_id, journey_id, id, fill_ms(kept_at)) from kept_answers;
insert into fill_entries
  select r.campaign_id, r.client_id, e.at, 1, 0, format(
    '{"action":"%s","by":"person:%s","c":%s,"kind":"%s","request":%s,"t":%s}', r.action, e.by, r.client_id, e.kind, r.id, e.at)
  from requests r cross join lateral (
    select fill_ms(r.asked_at) as at, r.asked_by as by, 'request_asked' as kind
    union all select fill_ms(r.decided_at), r.decided_by, 'request_approved' where r.decision is not null) e;

-- The chain: each hash is made of the previous one.
create function fill_link(bytea, text) returns bytea language sql immutable as $$ select sha256($1 || convert_to($2, 'UTF8')) $$;
create aggregate fill_chain(text) (sfunc = fill_link, stype = bytea,
  initcond = '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
insert into ledger_heads (chain, client_id) select 'campaign:' || campaign_id, client_id from fill_campaigns;
insert into ledger (chain, seq, client_id, at, body, hash)
  select 'campaign:' || campaign_id, row_number() over w, client_id, fill_at(at), body, fill_chain(body) over w
  from fill_entries window w as (partition by campaign_id order by at, n, ord rows between unbounded preceding and current row);
update ledger_heads h set seq = l.seq, hash = l.hash from ledger l, (select chain, max(seq) as seq from ledger group by 1) last
  where last.chain = h.chain and l.chain = last.chain and l.seq = last.seq;
