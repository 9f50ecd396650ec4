-- Who gets proofs of a campaign's notices: people who work for the client or for us, never customers. data: their name
-- and addresses, encrypted; null once removed.
create table proof_recipients (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  data bytea,
  added_by bigint not null references persons,
  added_at timestamptz not null,
  removed_at timestamptz,
  constraint proof_recipients_emptied check ((data is null) = (removed_at is not null))
);
create index proof_recipients_of_campaign on proof_recipients (campaign_id, id);
grant select, insert, update (data, removed_at) on proof_recipients to tsunagi_app;

-- Proofs of notices, sent through the campaign's lanes and marked as such; no contacts, so no messages.
--   queued, claimed   not with the provider
--   handing_over      perhaps
--   sent, failed      over; doubtful: it cannot be known whether it left, and it is not sent again
create table proofs (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  recipient_id bigint not null references proof_recipients,
  lane_id bigint not null references lanes,
  version int not null,
  notice text not null,
  channel text not null check (channel in ('mail','sms','post')),
  language text not null check (language in ('ja','en')),
  -- Of everything that the notice shows; another one means that the proof is outdated.
  content_hash bytea not null,
  status text not null default 'queued'
    check (status in ('queued','claimed','handing_over','sent','failed','doubtful')),
  not_before timestamptz not null,
  attempts int not null default 0,
  fence bigint,
  asked_by bigint not null references persons,
  asked_at timestamptz not null,
  done_at timestamptz,
  failure text,
  provider_ref text,
  constraint proofs_done check ((status in ('sent','failed','doubtful')) = (done_at is not null))
);
create index proofs_waiting on proofs (lane_id, not_before, id) where status = 'queued';
create index proofs_in_hand on proofs (lane_id) where status in ('claimed','handing_over');
create index proofs_of_campaign on proofs (campaign_id, id);
create index proofs_of_recipient on proofs (recipient_id);
grant select, insert, update (status, not_before, attempts, fence, done_at, failure, provider_ref) on proofs to tsunagi_app;
grant usage on all sequences in schema public to tsunagi_app;
