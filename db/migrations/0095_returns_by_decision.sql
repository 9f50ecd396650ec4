-- The daybook reads what is open and what was decided since the day began, not every return of the client.
create index returns_by_decision on returns (client_id, decided_at);
