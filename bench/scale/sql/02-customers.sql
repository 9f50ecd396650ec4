-- People, what is known of them, and the audience. `fill_vault`: a wrapped key and items under it, of each client, which
-- all its customers share; `fill_names`: search hashes of names.
insert into customers (id, client_id, kind, party_hash, age_from, prefecture) overriding system value
  select n, client_id, case when n % 20 = 0 then 'company' else 'person' end, fill_hash('party' || n),
    (array[20, 30, 40, 50, 60, 65, 70, 75, 80, 85])[1 + n % 10], 1 + n % 47 from fill;
insert into vault_keys (customer_id, client_id, master_key_id, wrapped_key)
  select n, client_id, v.key_id, v.wrapped from fill join fill_vault v using (client_id);
insert into vault_items (customer_id, item, client_id, data)
  select n, 'profile', client_id, v.profile from fill join fill_vault v using (client_id);
insert into search_keys (customer_id, client_id, keys)
  select f.n, f.client_id, names.keys || array[hashtextextended('phone' || f.n, 1), hashtextextended('mobile' || f.n, 1),
    hashtextextended('code' || f.n % 100000, f.client_id)]
  from fill f join fill_names names on names.client_id = f.client_id and names.no = f.n * 7919 % 1000;
insert into second_factors (customer_id, kind, client_id, hash)
  select n, 'birth', client_id, fill_hash('birth' || n) from fill
  union all select n, 'phone4', client_id, fill_hash('phone4' || n) from fill where n % 2 = 0;
insert into contact_points (customer_id, channel, client_id, hash, bad_reason, bad_at)
  select n, 'post', client_id, fill_hash('post' || n), case when kind = 'returned' then 'unknown' end,
    case when kind = 'returned' then fill_at(arrived) end from fill
  union all select n, 'mail', client_id, fill_hash('mail' || n), case when kind = 'bounced' then '5.1.1' end,
    case when kind = 'bounced' then fill_at(arrived) end from fill where kind not in ('letter', 'text') or n % 3 = 0
  union all select n, 'sms', client_id, fill_hash('sms' || n), null, null from fill where n % 10 < 6
  -- a few people share a number
  union all select n, 'phone', client_id, fill_hash('phone' || n / (1 + (n % 50 = 0)::int)), null, null from fill
    where n % 10 < 6 or kind = 'call';

insert into contracts (id, client_id, customer_id, number_hash, row_hash, product) overriding system value
  select n, client_id, n, fill_hash('number' || n), fill_hash('row' || n), 'ADSL' || n % 4 from fill
  union all select n + :total, client_id, n, fill_hash('second' || n), fill_hash('second row' || n), 'ADSL' from fill where contracts = 2;
insert into vault_items (customer_id, item, client_id, data)
  select c.customer_id, 'contract:' || c.id, c.client_id, v.contract from contracts c join fill_vault v using (client_id);
insert into imports (client_id, campaign_id, file_hash, encoding, status, rows, contracts, customers, finished_at, created_at)
  select client_id, campaign_id, md5(campaign_id::text), 'utf-8', 'done', last_n - first_n + 1, last_n - first_n + 1,
    last_n - first_n + 1, fill_at(starts - 864000000), fill_at(starts - 864000000) from fill_campaigns;
insert into findings (import_id, no, client_id, line, "column", code, severity)
  select i.id, f.no, f.client_id, f.no + 2, 'phone', 'phone_invalid', 'warning'
  from fill f join imports i on i.campaign_id = f.campaign_id where f.no % 100 = 0;
insert into audience (campaign_id, contract_id, client_id, customer_id, line, state, reason)
  select f.campaign_id, c.id, f.client_id, f.n, f.no + 2, case when c.id > :total and f.no % 50 = 0 then 'excluded' else 'included' end,
    case when c.id > :total and f.no % 50 = 0 then 'cancelled_before' end
  from fill f join contracts c on c.customer_id = f.n;
insert into consents (customer_id, client_id, channel, purpose, value, source, at)
  select n, client_id, case n % 3 when 0 then 'phone' else 'mail' end, case when n % 4 = 0 then 'offer' else 'service_notice' end,
    n % 9 <> 0, 'import', fill_at(decided - 864000000) from fill where n % 10 < 3;
insert into representatives (client_id, customer_id, relation, channels, evidence, valid_from, created_at, began_notified_at)
  select client_id, n, case n % 2 when 0 then 'heir' else 'guardian' end, '{post}', 'register', '2027-01-04', fill_at(decided), fill_at(decided)
  from fill where n % 1000 = 7;
insert into protections (client_id, customer_id, source, opened_at)
  select client_id, n, 'import', fill_at(decided) from fill where n % 2000 = 9;
