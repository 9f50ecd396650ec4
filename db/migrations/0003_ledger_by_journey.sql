-- A journey's timeline reads its own entries out of the campaign's chain.
create index ledger_by_journey on ledger (chain, ((body::jsonb ->> 'journey')));
