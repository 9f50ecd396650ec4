-- When every customer of the audience has a journey; null: not yet, and creating them goes on where it stopped.
alter table campaigns add column journeys_created_at timestamptz;
update campaigns c set journeys_created_at = coalesce(c.started_at, c.created_at)
  where exists (select from journeys j where j.campaign_id = c.id);

-- Journeys that wait across a steering of their campaign, by the epoch that holds them: whether one is left to signal,
-- and which are next.
create index journeys_held on journeys (campaign_id, held_epoch, id) where status = 'open' and held_epoch is not null;
