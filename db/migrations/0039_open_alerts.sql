-- What is open, however many alerts there were; null: of the installation.
create index alerts_open on alerts (client_id, id) where closed_at is null;
