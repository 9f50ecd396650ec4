-- A day's contacts are counted from the index alone, also by the API, which has to see whose they are.
drop index messages_by_day;
create index messages_by_day on messages (campaign_id, handed_over_at, id, channel, client_id)
  where status in ('handed_over','doubtful');
