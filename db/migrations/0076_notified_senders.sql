-- That the sender of a copy was notified that a number on it was made illegible: by phone, or by a letter with what goes back.
alter table enclosures add column notified_as text check (notified_as in ('phone','letter')),
  add column notified_by bigint references persons,
  add column notified_at timestamptz,
  add constraint enclosures_notified check ((notified_as is null) = (notified_at is null)
    and (notified_as is null or masked in ('insurance_number','my_number','both')));

-- The record of paper goes through a campaign's returns in the order of receipt.
create index returns_of_campaign on returns (campaign_id, id);
