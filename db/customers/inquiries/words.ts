import { sql } from 'kysely';
import { type ReasonGroup } from '../../../domain/customers/inquiries/rules';
import { type Queryable } from '../../platform/types';
import { type InquiryRow } from './cases';

/** Names of the owners of these cases, and the reasons of their campaigns that have their own. */
export async function wordsFor(
  db: Queryable,
  rows: Pick<InquiryRow, 'owner_id' | 'campaign_id'>[],
): Promise<{ owners: Map<number, string>; reasons: Map<number, Record<string, ReasonGroup>> }> {
  const owners = [...new Set(rows.flatMap(({ owner_id: owner }) => owner ?? []))];
  const campaigns = [...new Set(rows.map(({ campaign_id: campaign }) => campaign))];
  const persons =
    owners.length === 0
      ? []
      : await db.selectFrom('persons').select(['id', 'name']).where('id', 'in', owners).execute();
  const { rows: own } = await sql<{ id: number; reasons: Record<string, ReasonGroup> }>`
    select c.id, v.doc -> 'inquiries' -> 'reasons' as reasons
    from campaigns c join campaign_versions v on v.campaign_id = c.id and v.version = c.version
    where c.id = any(${campaigns}::bigint[]) and v.doc -> 'inquiries' ? 'reasons'`.execute(db);
  return {
    owners: new Map(persons.map(({ id, name }) => [id, name])),
    reasons: new Map(own.map(({ id, reasons }) => [id, reasons])),
  };
}
