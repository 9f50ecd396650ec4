-- Inquiries that come by the customer's page and with paper, and what the desk does about them beside an answer.
-- representative_id: who wrote, if not the customer. return_id, set_aside_id: the envelope that a letter lay in.
alter table inquiry_touches
  add column representative_id bigint references representatives,
  add column return_id bigint references returns,
  add column set_aside_id bigint references set_asides;
create index inquiry_touches_of_return on inquiry_touches (return_id) where return_id is not null;
create index inquiry_touches_of_set_aside on inquiry_touches (set_aside_id) where set_aside_id is not null;

-- held: contact was stopped; opted_out: one channel was; address: a new address was proposed to the client.
alter table inquiry_touches drop constraint inquiry_touches_kind_check,
  add constraint inquiry_touches_kind_check check (kind in ('received','confirmed','matched','classified','taken','noted',
    'drafted','answered','declared','handed_over','returned','complaint','client_notified','client_acknowledged','held',
    'opted_out','address','closed','reopened'));

-- The client's own people say that they know of a complaint.
alter table complaints add column acknowledged_at timestamptz,
  add column acknowledged_by bigint references persons,
  add constraint complaints_acknowledged check ((acknowledged_at is null) = (acknowledged_by is null)
    and (acknowledged_at is null or notified_at is not null));
