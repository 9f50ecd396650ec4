-- Inquiries 問い合わせ: one case for phone, web form, mail and letter. What was said is encrypted in inquiry_texts.
--   open         waits for the desk
--   handed_over  waits for the client or a supervisor
--   answered     an answer has been given
--   closed       over
-- notice, notice_version, sentence: the approved text that brought it about. matched_by: how the customer was found.
create table inquiries (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  customer_id bigint references customers,
  channel text not null check (channel in ('phone','web','mail','post')),
  received_at timestamptz not null,
  matched_by text check (matched_by in ('person','message','link','receipt','mail','phone','code','page')),
  reason text,
  notice text,
  notice_version int,
  sentence text,
  grade text not null default 'inquiry' check (grade in ('inquiry','complaint')),
  status text not null default 'open' check (status in ('open','handed_over','answered','closed')),
  owner_id bigint references persons,
  due_at timestamptz not null,
  handed_to text check (handed_to in ('client','supervisor')),
  -- The question to the client (QA票) that it waits for, by its number in the campaign.
  question_no int,
  answered_at timestamptz,
  closed_at timestamptz,
  close_reason text check (close_reason in ('answered','declared','no_reply','not_ours','duplicate')),
  constraint inquiries_matched check ((customer_id is null) = (matched_by is null)),
  constraint inquiries_handed check ((status = 'handed_over') = (handed_to is not null)),
  constraint inquiries_closed check ((status = 'closed') = (closed_at is not null) and (status = 'closed') = (close_reason is not null))
);
create index inquiries_due on inquiries (client_id, due_at, id) where status in ('open','handed_over');
create index inquiries_of_owner on inquiries (owner_id, due_at, id) where status in ('open','handed_over');
create index inquiries_answered on inquiries (client_id, id) where status = 'answered';
create index inquiries_of_customer on inquiries (customer_id, id);
create index inquiries_of_campaign on inquiries (campaign_id, received_at, id);
create index inquiries_of_question on inquiries (campaign_id, question_no) where question_no is not null;

-- Everything that was done on a case, by a person or the system, with the time it took (seconds, for AHT).
-- mail_hash: keyed hash of the mail it came with, so that the same mail counts once.
create table inquiry_touches (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  inquiry_id bigint not null references inquiries,
  kind text not null check (kind in ('received','confirmed','matched','classified','taken','noted','drafted','answered',
    'declared','handed_over','returned','complaint','client_notified','closed','reopened')),
  channel text check (channel in ('phone','web','mail','sms','post')),
  at timestamptz not null,
  by_person bigint references persons,
  seconds int check (seconds between 0 and 86400),
  -- An answer: the approved entry and the version it is of, or free words; the message that carries it.
  faq text,
  version int,
  message_id bigint references messages,
  -- The draft in free words that a second person let go.
  of_touch bigint references inquiry_touches,
  -- An answer of the customer booked in a call, with its receipt number.
  receipt text,
  mail_hash bytea
);
create index inquiry_touches_of on inquiry_touches (inquiry_id, id);
create unique index inquiry_touches_mail on inquiry_touches (client_id, mail_hash) where mail_hash is not null;
create index inquiry_touches_message on inquiry_touches (message_id) where message_id is not null;
create index inquiry_touches_of_campaign on inquiry_touches (campaign_id, at);

-- What was said or attached, encrypted with the customer's key; while the customer is not known, with the installation's.
create table inquiry_texts (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  inquiry_id bigint not null references inquiries,
  touch_id bigint not null references inquiry_touches,
  customer_id bigint references customers,
  what text not null check (what in ('text','attachment')),
  -- Of an attachment: its name and media type, encrypted too.
  label bytea,
  size int not null,
  data bytea not null,
  check ((what = 'attachment') = (label is not null))
);
create index inquiry_texts_of on inquiry_texts (inquiry_id, id);
create index inquiry_texts_of_customer on inquiry_texts (customer_id) where customer_id is not null;
create index inquiry_texts_unknown on inquiry_texts (campaign_id) where customer_id is null;

-- The sender of a mail is looked up by address.
create index contact_points_by_mail on contact_points (client_id, hash) where channel = 'mail';

-- The register of complaints 苦情: one line for a case of that grade. The two texts name no customer.
create table complaints (
  inquiry_id bigint primary key references inquiries,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  stated_at timestamptz not null,
  class text not null check (class in ('content','desk','delivery','money','privacy','other')),
  response text,
  prevention text,
  completed_at timestamptz,
  completed_by bigint references persons,
  -- The client is notified by then.
  notify_by timestamptz not null,
  notified_at timestamptz,
  notified_by bigint references persons,
  constraint complaints_completed check (completed_at is null or (response is not null and prevention is not null))
);
create index complaints_of_campaign on complaints (campaign_id, stated_at);
create index complaints_unnotified on complaints (client_id, notify_by) where notified_at is null;

do $$
declare
  known text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'alerts'::regclass and conname = 'alerts_kind_check');
begin
  alter table alerts drop constraint alerts_kind_check;
  execute 'alter table alerts add constraint alerts_kind_check '
    || replace(known, 'ARRAY[', 'ARRAY[''inquiries_overdue''::text, ''complaints_unnotified''::text, ');
end $$;

do $$ begin
  execute replace(pg_get_functiondef('erase_customer(bigint)'::regprocedure), '  return items;', $erase$
  delete from inquiry_texts where customer_id = p_customer;
  update inquiry_touches set mail_hash = null
    where mail_hash is not null and inquiry_id in (select id from inquiries where customer_id = p_customer);
  update complaints set response = case when response is null then null else 'erased' end,
    prevention = case when prevention is null then null else 'erased' end
    where inquiry_id in (select id from inquiries where customer_id = p_customer);
  return items;$erase$);
end $$;

grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update on inquiries, complaints to tsunagi_app;
grant select, insert on inquiry_touches to tsunagi_app;
grant select, insert, delete on inquiry_texts to tsunagi_app;
grant update (customer_id, label, data) on inquiry_texts to tsunagi_app;
grant update (message_id, channel, mail_hash) on inquiry_touches to tsunagi_app;
