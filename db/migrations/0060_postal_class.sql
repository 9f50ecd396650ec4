-- How an envelope is posted, as printed in its run's manifest; null for mail, SMS, and what no run has printed.
-- envelope_notes: why letters share it, or why a customer's letters do not (domain/print/envelopes.ts).
alter table pieces
  add column postal_class text check (postal_class in ('ordinary','recorded','simple_registered','registered')),
  add column express boolean,
  add column no_forwarding boolean,
  add column form boolean,
  add column envelope_notes text[] not null default '{}';

-- Printed before a class was kept with each envelope: the class of its campaign's letters.
update pieces p set express = false, no_forwarding = false,
  postal_class = coalesce(v.doc #>> '{post,mailClass}', 'ordinary')
from campaigns c join campaign_versions v on v.campaign_id = c.id and v.version = c.version
where c.id = p.campaign_id and p.print_run_id is not null and p.no is not null;
