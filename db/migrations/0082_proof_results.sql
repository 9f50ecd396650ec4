-- What came back about a proof after it had left: a receipt of its delivery, or a bounce with its code.
alter table proofs add column delivered_at timestamptz;
alter table proofs add column bounced_at timestamptz;
alter table proofs add column bounce_code text;
alter table proofs add constraint proofs_bounced check ((bounce_code is null) = (bounced_at is null));
grant update (delivered_at, bounced_at, bounce_code) on proofs to tsunagi_app;

-- In which a notice is written: the customer's language when it was first claimed; null before. Drawn again it stays so,
-- also where the customer has chosen another one meanwhile.
alter table messages add column language text check (language in ('ja', 'en'));
