-- The findings of one kind, in the order of the file.
create index findings_by_code on findings (import_id, code, no);
