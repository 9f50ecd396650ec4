import { type RawBuilder, sql } from 'kysely';
import { HOLD_RULES } from '../../domain/customers/hold-rules';

/** Reasons of holds under which answers count; under every other one, unknown ones too, a person decides. */
const COUNTING = Object.entries(HOLD_RULES).flatMap(([reason, { answers }]) => (answers === 'counts' ? [reason] : []));

/** Whether an open hold of this customer keeps answers for a person to decide. */
export const answersHeld = (
  customer: RawBuilder<unknown>,
): RawBuilder<boolean> => sql<boolean>`exists (select from holds h
  where h.customer_id = ${customer} and h.released_at is null and h.reason <> all(${COUNTING}::text[]))`;
