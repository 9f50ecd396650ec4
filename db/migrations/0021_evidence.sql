-- What the ledger says of a customer across all chains, for the audit that compares it with the rows of consents and
-- holds. Only these kinds: every view of personal data also names its customer.
create index ledger_by_customer on ledger (((body::jsonb ->> 'customer')::bigint))
  where body::jsonb ->> 'kind' in ('hold_opened', 'hold_released', 'hold_reviewed', 'consent_given', 'consent_refused', 'erased');
