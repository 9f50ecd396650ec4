-- What each journey has been through, decided by its number within the campaign: shares of 1,000, in the proportions of
-- a campaign over mail, SMS, post and phone.
create unlogged table fill_kinds (phase text, from_no int, to_no int, kind text, status text, state text, step text, run int);
insert into fill_kinds values
  ('running',   0, 377, 'waiting', 'open', 'notified', 'reminder', 1),
  ('running', 378, 517, 'letter', 'open', 'notified', 'reminder', 1),
  ('running', 518, 537, 'text', 'open', 'notified', 'reminder', 1),
  ('running', 538, 637, 'reminded', 'open', 'reminded', 'letter', 1),
  ('running', 638, 817, 'answered', 'closed', 'closed', null, 1),
  ('running', 818, 837, 'form', 'closed', 'closed', null, 1),
  ('running', 838, 867, 'call', 'open', 'call_due', 'final', 1),
  ('running', 868, 907, 'full', 'open', 'scheduled', 'reminder', 1),
  ('running', 908, 912, 'due', 'open', 'scheduled', 'reminder', 1),
  ('running', 913, 922, 'held', 'open', 'scheduled', 'reminder', 1),
  ('running', 923, 932, 'sms_paused', 'open', 'scheduled', 'reminder', 1),
  ('running', 933, 942, 'returned', 'open', 'notified', 'reminder', 1),
  ('running', 943, 949, 'desk', 'open', 'awaiting_reply', 'reminder', 1),
  ('running', 950, 961, 'bounced', 'open', 'notified', 'reminder', 1),
  ('running', 962, 963, 'reopened', 'open', 'notified', 'final', 2),
  ('running', 964, 973, 'refused', 'open', 'notified', 'reminder', 1),
  ('running', 974, 979, 'print', 'open', 'scheduled', 'reminder', 1),
  ('running', 980, 989, 'lapsed', 'closed', 'closed', null, 1),
  ('running', 990, 996, 'unreachable', 'closed', 'closed', null, 1),
  ('running', 997, 998, 'waiting', 'open', 'notified', 'reminder', 1),
  ('running', 999, 999, 'kept', 'open', 'awaiting_reply', 'reminder', 1),
  ('starting',  0, 649, 'full', 'open', 'scheduled', 'reminder', 1),
  ('starting', 650, 849, 'unstarted', 'open', 'scheduled', null, 1),
  ('starting', 850, 999, 'waiting', 'open', 'notified', 'reminder', 1),
  ('over',      0, 599, 'answered', 'closed', 'closed', null, 1),
  ('over',    600, 649, 'form', 'closed', 'closed', null, 1),
  ('over',    650, 949, 'lapsed', 'closed', 'closed', null, 1),
  ('over',    950, 999, 'unreachable', 'closed', 'closed', null, 1),
  ('paused',    0, 499, 'waiting', 'open', 'notified', 'reminder', 1),
  ('paused',  500, 999, 'due', 'open', 'scheduled', 'reminder', 1),
  ('stopped',   0, 999, 'stopped', 'closed', 'closed', null, 1);

-- One row per journey; its number is also the id of its customer, journey and first contract. Instants are epoch ms:
-- notice decided and sent, reminder, arrival. Neighbouring numbers lie apart in time, as in reality.
create unlogged table fill (
  n bigint primary key, client_id bigint, campaign_id bigint, version int, phase text, kind text, contracts int,
  choice text, unread boolean, no bigint, decided bigint, sent bigint, reminded bigint, arrived bigint
);
create unlogged table fill_campaigns (
  campaign_id bigint, client_id bigint, phase text, first_n bigint, last_n bigint, starts bigint, version int
);

create function fill_ms(timestamptz) returns bigint language sql immutable as
  $$ select (extract(epoch from $1) * 1000)::bigint $$;
create function fill_at(bigint) returns timestamptz language sql immutable as
  $$ select to_timestamp($1 / 1000.0) $$;
-- As random, and always the same.
create function fill_hash(text) returns bytea language sql immutable as $$ select decode(md5($1), 'hex') $$;
-- A piece's code with its check character.
create function fill_code(bigint) returns text language sql immutable as $$
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', v + 1, 1), '' order by i)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (sum((i + 2) * v) % 31)::int + 1, 1)
  from (select i, (((($1 * 40503) % 36028797018963968) >> (5 * i)) & 31)::int as v from generate_series(0, 10) i) d
$$;
create function fill_receipt(bigint, int) returns text language sql immutable as
  $$ select format('R%s-%s', $1, $2) $$;
