-- The mail room: each day's box, closed by two persons, and what came with the forms.
insert into boxes (id, client_id, no, opened_by, opened_at, keep_until) overriding system value
  select id, client_id, received_on::text, received_by, counted_at, received_on + 365 from intakes where received_on < fill_at(:now)::date - 14;
insert into daybook_closings (client_id, day, left_over, expected, balanced, closed_by, closed_at)
  select client_id, received_on, 0, 0, true, received_by, counted_at + interval '8 hours' from intakes where received_on < fill_at(:now)::date;
insert into enclosures (client_id, campaign_id, customer_id, return_id, what, pieces, amount, noted_by, noted_at, witnessed_by, witnessed_at, ending, record,
    ended_by, ended_at, closed_at)
  select r.client_id, r.campaign_id, r.customer_id, r.id, case when r.id % 2 = 0 then 'stamps' else 'other' end, 1, case when r.id % 2 = 0 then 110 end, p.a, r.received_at,
    p.b, r.received_at, case when old then 'destroyed' end, case when old then 'D-' || r.id end, case when old then p.a end, case when old then r.received_at end,
    case when old then r.received_at end
  from (select *, received_on < fill_at(:now)::date - 14 as old from returns) r, (select min(id) as a, max(id) as b from persons) p
  where r.kind = 'form' and (r.id / 10) % 20 = 7;
insert into original_returns (return_id, client_id, campaign_id, customer_id, put_by, put_at, witnessed_by, witnessed_at)
  select r.id, r.client_id, r.campaign_id, r.customer_id, p.a, r.received_at, p.b, r.received_at
  from returns r, (select min(id) as a, max(id) as b from persons) p where r.kind = 'form' and (r.id / 10) % 50 = 9;
insert into address_researches (client_id, campaign_id, customer_id, return_id, ways, found, next, researched_by, researched_at)
  select client_id, campaign_id, customer_id, id, '{client_file,phone}', 'nothing', 'end', received_by, researched_at from returns where researched_at is not null;
insert into page_access (client_id, campaign_id, subject, subject_id, person_id, at)
  select r.client_id, r.campaign_id, 'return', r.id, p.id, r.received_at from returns r, (select min(id) as id from persons union select max(id) from persons) p
  where r.kind = 'form';
insert into authority_cases (client_id, campaign_id, customer_id, kind, reported_by, status, hold_id, opened_by, opened_at, waits_since, due_on, close_reason, ended_at)
  select h.client_id, f.campaign_id, f.n, 'heir', 'phone', case when f.n % 3 = 0 then 'asked' else 'closed' end, h.id, h.owner_id, h.opened_at, h.opened_at, h.review_on,
    case when f.n % 3 > 0 then 'no_reply' end, case when f.n % 3 > 0 then h.opened_at + interval '60 days' end
  from holds h join fill f on f.n = h.customer_id where h.customer_id % 5 = 1;
insert into authority_letters (case_id, client_id, campaign_id, customer_id, round, wanted, due_on, asked_by, asked_at)
  select id, client_id, campaign_id, customer_id, 1, '[{"document":"family_register"}]', due_on, opened_by, opened_at from authority_cases;

-- What the post said of each run, and what it cost.
insert into carrier_files (client_id, print_run_id, name, file_hash, kind, status, rows, fresh, received_by, received_at)
  select client_id, id, 'results-' || id, encode(fill_hash('carrier' || id), 'hex'), 'results', 'taken', pieces, pieces, (select min(id) from persons), posted_at + interval '4 days'
  from print_runs where posted_at is not null;
insert into delivery_results (piece_id, result, at, client_id, campaign_id, file_id)
  select p.id, 'delivered', p.posted_at + interval '2 days', p.client_id, p.campaign_id, f.id
  from pieces p join carrier_files f on f.print_run_id = p.print_run_id where p.no % 5 = 0;
insert into postings (client_id, print_run_id, office, posted_on, postal_class, express, no_forwarding, pieces, booked_by, booked_at)
  select client_id, id, 'central', run_on + 1, 'ordinary', false, false, pieces, (select min(id) from persons), posted_at from print_runs where posted_at is not null;
insert into posting_costs (print_run_id, campaign_id, client_id, postal_class, express, no_forwarding, pieces, sheets, cost_sen, unpriced)
  select print_run_id, campaign_id, client_id, 'ordinary', false, false, count(*), count(*), count(*) * 11000, 0
  from pieces where posted_at is not null group by 1, 2, 3;
