-- Customers are looked for by a phone number only: a wrong one is bad for everybody who has it. The index over all
-- channels cost an import as much as the rows.
drop index contact_points_by_hash;
create index contact_points_by_phone on contact_points (client_id, hash) where channel = 'phone';
