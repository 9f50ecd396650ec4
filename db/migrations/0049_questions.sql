-- Questions to the client about a campaign, numbered, each with its answer: QA票. No personal data.
--   open       waits for the client's answer
--   answered   waits for the asker's side to confirm that the answer is enough
--   confirmed, withdrawn   over
create table questions (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients,
  campaign_id bigint not null references campaigns,
  no int not null,
  subject text not null,
  body text not null,
  due_on date not null,
  status text not null default 'open' check (status in ('open','answered','confirmed','withdrawn')),
  asked_by bigint not null references persons,
  asked_at timestamptz not null,
  answer text,
  answered_by bigint references persons,
  answered_at timestamptz,
  -- Who confirmed the answer, or withdrew the question and why.
  closed_by bigint references persons,
  closed_at timestamptz,
  close_reason text,
  unique (campaign_id, no),
  constraint questions_answered check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)),
  constraint questions_closed check ((status in ('confirmed','withdrawn')) = (closed_at is not null))
);
create index questions_waiting on questions (client_id, status) where status in ('open','answered');
grant usage on all sequences in schema public to tsunagi_app;
grant select, insert, update on questions to tsunagi_app;
