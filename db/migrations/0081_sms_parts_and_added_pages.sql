-- The parts that an SMS is charged by, known when it leaves. Null: another channel, or an SMS that left before; counted as
-- one part.
alter table messages add column sms_parts smallint check (sms_parts > 0);
-- The costs of a campaign add up what longer ones have beyond one part each.
create index messages_sms_parts on messages (campaign_id) include (sms_parts)
  where status = 'handed_over' and sms_parts > 1;

-- A page that a person has added behind an item's own pages: which page of the item's image it is; 0: it has no picture.
alter table scan_pages add column image_page int check (image_page >= 0);
