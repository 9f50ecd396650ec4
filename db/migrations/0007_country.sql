-- The country of a customer who lives abroad, ISO 3166-1; null: Japan, or not known. Decides how long a letter is under
-- way and in which hours the customer is called.
alter table customers add column country char(2) check (country ~ '^[A-Z]{2}$');
