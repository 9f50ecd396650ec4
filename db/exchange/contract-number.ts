import { type RawBuilder, sql } from 'kysely';

/** Whether a contract's number is still known: after an erasure no line of a file can name the contract. */
export const hasNumber = (contract: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (
  select from contracts n join vault_keys k on k.customer_id = n.customer_id where n.id = ${contract})`;
