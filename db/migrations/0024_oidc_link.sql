-- The identity provider's subject that a session would link to its account: it takes the account's own second factor.
-- Null for a session whose subject is linked already, or that began with a password.
alter table sessions add column oidc_subject bytea;
