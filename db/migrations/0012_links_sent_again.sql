-- When a page link ended because its customer asked for it again: its page says that a newer one was sent.
-- Null for links that ended otherwise, for example because a representative acts now.
alter table links add column replaced_at timestamptz;
