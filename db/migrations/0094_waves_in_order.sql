-- The customers of a wave in order, so that a large one can be measured by some of them.
drop index journeys_by_wave;
create index journeys_by_wave on journeys (campaign_id, wave, id) where wave is not null;
