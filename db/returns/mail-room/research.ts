import { type Selectable, sql } from 'kysely';
import {
  type RegisterGround,
  type ResearchFound,
  type ResearchNext,
  type ResearchWay,
} from '../../../domain/returns/address-research';
import { type Undeliverable } from '../../../domain/returns/return-rules';
import { askedForProof } from '../../customers/authority-cases/documents';
import { isProtected } from '../../customers/protection';
import { type AddressResearches } from '../../platform/schema.generated';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type ReturnRow } from '../returns';

export type ResearchRow = Selectable<AddressResearches>;

/** Records what a person has found out about the address of a locked return. */
export async function insertResearch(
  trx: Trx,
  row: ReturnRow,
  research: {
    ways: ResearchWay[];
    ground: RegisterGround | null;
    found: ResearchFound;
    next: ResearchNext;
    personId: number;
  },
): Promise<ResearchRow> {
  const { personId, ...codes } = research;
  const at = sql<Date>`tsunagi_now()`;
  await trx.updateTable('returns').set({ researched_at: at }).where('id', '=', row.id).execute();
  return trx
    .insertInto('address_researches')
    .values({
      ...{ client_id: row.client_id, campaign_id: row.campaign_id, customer_id: row.customer_id, return_id: row.id },
      ...{ ...codes, researched_by: personId, researched_at: at },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What was found out about the address of a return, oldest first. */
export async function researchesOf(db: Queryable, returnId: number): Promise<ResearchRow[]> {
  return db.selectFrom('address_researches').selectAll().where('return_id', '=', returnId).orderBy('id').execute();
}

/** A letter whose address is to be looked for. */
export interface ToResearch {
  returnId: number;
  receipt: string;
  campaignId: number;
  customerId: number;
  reason: Undeliverable;
  receivedOn: string;
}

/**
 * Letters that came back for their address and about which nothing has been found out, oldest first, after the id `after`.
 * Those of customers under protection are no work: no one looks for their address. Nor are letters to who wants to act for a
 * customer, whose address the person gives again.
 */
export async function listToResearch(
  db: Queryable,
  scope: Scope,
  page: { after: number | null; limit: number },
): Promise<ToResearch[]> {
  const rows = await db
    .selectFrom('returns as r')
    .select(['r.id', 'r.receipt', 'r.campaign_id', 'r.customer_id', 'r.reason', 'r.received_on'])
    .where('r.client_id', '=', scope.clientId)
    .where(inCampaigns(scope, 'r.campaign_id'))
    .where('r.status', '=', 'undeliverable')
    .where('r.researched_at', 'is', null)
    .where('r.reason', 'in', ['unknown', 'moved', 'incomplete'])
    .where((eb) => eb.not(isProtected('r.customer_id')))
    .where(sql<boolean>`not ${askedForProof('r.piece_id')}`)
    .$if(page.after !== null, (query) => query.where('r.id', '>', page.after!))
    .orderBy('r.id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({
    ...{ returnId: row.id, receipt: row.receipt, campaignId: row.campaign_id, customerId: row.customer_id },
    ...{ reason: row.reason as Undeliverable, receivedOn: row.received_on },
  }));
}

/** The open holds that wait for the address of this letter, as its journeys opened them. */
export async function holdsOfResearch(db: Queryable, row: ReturnRow): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select h.id from holds h where h.customer_id = ${row.customer_id} and h.client_id = ${row.client_id}
      and h.reason = 'address_research' and h.released_at is null order by h.id`.execute(db);
  return rows.map(({ id }) => id);
}
