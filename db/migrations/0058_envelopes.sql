-- The print shop's envelopes and machines: where the window lies over a sheet, what a machine reads on each, and whether
-- sheets are printed on both sides. Null: the usual window of a 長形3号 envelope (domain/print/envelope-profile.ts). A print run keeps
-- what it was opened with, so that its letters are drawn again as they were.
alter table lanes add column envelope jsonb check (jsonb_typeof(envelope) = 'object');
alter table print_runs add column envelope jsonb check (jsonb_typeof(envelope) = 'object');
