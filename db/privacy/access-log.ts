import { type AccessPurpose } from '../../domain/privacy/access-purposes';
import { type PersonalField } from '../../domain/privacy/mask';
import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';

/** An access to personal data. */
export interface AccessRecord {
  scope: Scope;
  actor: { personId: number };
  /**
   * Where it was shown: `personal`, `call`, `return_image`, `letter`, `held_rows`, `client_results`, `code_list`, `bounce`,
   * `statement`.
   */
  what: string;
  purpose: AccessPurpose;
  /** What the purpose refers to: the number of an inquiry, call task or return. Never a value. */
  reference: string | null;
  fields: readonly (PersonalField | 'image' | 'remarks' | 'code')[];
  /** A customer id, or the number of rows. */
  customer?: number;
  count?: number;
  /** Further ids, such as campaign or file. */
  about?: Record<string, number | number[]>;
}

/**
 * Appends to the installation's chain who has seen which fields of whom and for what purpose: ids and field names,
 * never a value. Call it last in the transaction that decrypts the data, so that nothing is shown without a record.
 */
export async function recordAccess(trx: Queryable, access: AccessRecord): Promise<void> {
  const { scope, actor, what, purpose, reference, fields, customer, count, about } = access;
  const { now } = await readClock(trx);
  const who = { by: `person:${actor.personId}`, client: scope.clientId };
  const entry = { kind: 'access', ...who, what, purpose, reference, fields: [...fields], customer, count, ...about };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
}
