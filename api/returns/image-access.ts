import { type Actor } from '../../db/access/api-keys';
import { type Scope } from '../../db/platform/scope';
import { type AccessRecord } from '../../db/privacy/access-log';
import { type ReturnRow } from '../../db/returns/returns';

/** What the ledger keeps when a person sees the image of a return. */
export function imageAccess(
  { scope, actor }: { scope: Scope; actor: Actor },
  row: Pick<ReturnRow, 'id' | 'campaign_id' | 'customer_id'>,
): AccessRecord {
  // auditors cannot enter forms; everyone else sees the form in order to enter it
  const purpose = actor.role === 'auditor' ? 'audit' : 'form_entry';
  const about = { return: row.id, campaign: row.campaign_id };
  const seen = { what: 'return_image', purpose, reference: `return:${row.id}`, fields: ['image'] } as const;
  return { scope, actor, ...seen, customer: row.customer_id, about };
}
