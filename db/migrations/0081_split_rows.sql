-- Who may see some campaigns of a client sees why an envelope was split if its piece is of one of them.
drop policy api_rows on envelope_splits;
create policy api_rows on envelope_splits to tsunagi_api
  using (client_id = (select api_client()) and exists (select from pieces p where p.id = piece_id));
