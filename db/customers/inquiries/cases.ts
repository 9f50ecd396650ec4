import { type Insertable, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely';
import { type InquiryGrade, type InquiryStatus } from '../../../domain/customers/inquiries/inquiry';
import { AppError } from '../../../domain/errors';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { type Inquiries, type InquiryTouches } from '../../platform/schema.generated';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';

export type InquiryRow = Selectable<Inquiries>;
export type TouchRow = Selectable<InquiryTouches>;

/** Which cases a list shows; those that wait are ordered by their due time, others newest first. */
export interface CaseFilter {
  campaignId?: number | undefined;
  customerId?: number | undefined;
  status: InquiryStatus | 'waiting';
  ownerId?: number | undefined;
  grade?: InquiryGrade | undefined;
  /** The id of the last case of the page before. */
  after: number | null;
  limit: number;
}

/** A page of cases. */
export async function listCases(db: Queryable, scope: Scope, filter: CaseFilter): Promise<InquiryRow[]> {
  const { campaignId, customerId, status, ownerId, grade, after, limit } = filter;
  const waits = status === 'waiting' || status === 'open' || status === 'handed_over';
  return db
    .selectFrom('inquiries')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .where('status', 'in', status === 'waiting' ? ['open', 'handed_over'] : [status])
    .$if(campaignId !== undefined, (query) => query.where('campaign_id', '=', campaignId!))
    .$if(customerId !== undefined, (query) => query.where('customer_id', '=', customerId!))
    .$if(ownerId !== undefined, (query) => query.where('owner_id', '=', ownerId!))
    .$if(grade !== undefined, (query) => query.where('grade', '=', grade!))
    .$if(waits && after !== null, (query) =>
      query.where(sql<boolean>`(due_at, id) > (select i.due_at, i.id from inquiries i where i.id = ${after})`),
    )
    .$if(!waits && after !== null, (query) => query.where('id', '<', after!))
    .$if(waits, (query) => query.orderBy('due_at').orderBy('id'))
    .$if(!waits, (query) => query.orderBy('id', 'desc'))
    .limit(limit)
    .execute();
}

/** Every case of a customer in the scope, newest first. */
export async function casesOfCustomer(db: Queryable, scope: Scope, customerId: number): Promise<InquiryRow[]> {
  return selectCase(db, scope).where('customer_id', '=', customerId).orderBy('id', 'desc').limit(100).execute();
}

/** One case. Throws not_found. */
export async function getCase(db: Queryable, scope: Scope, id: number): Promise<InquiryRow> {
  const row = await selectCase(db, scope).where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'inquiry' });
  return row;
}

/** Like `getCase`, locked until commit: one act on a case at a time. */
export async function lockCase(trx: Trx, scope: Scope, id: number): Promise<InquiryRow> {
  const row = await selectCase(trx, scope).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'inquiry' });
  return row;
}

const selectCase = (db: Queryable, scope: Scope) =>
  db.selectFrom('inquiries').selectAll().where('client_id', '=', scope.clientId).where(inCampaigns(scope));

/** Cases in the scope that wait for the desk, for a person, and past their term; each counts at most `most`. */
export async function inquiryWork(
  db: Queryable,
  scope: Scope,
  { personId, now, most }: { personId: number; now: number; most: number },
): Promise<{ open: number; mine: number; overdue: number }> {
  const count = (which: RawBuilder<unknown>) => sql<number>`(select count(*)::int from (select from inquiries
    where client_id = ${scope.clientId} and ${inCampaigns(scope)} and status in ('open','handed_over') and ${which} limit ${most}) c)`;
  const { rows } = await sql<{ open: number; mine: number; overdue: number }>`
    select ${count(sql`status = 'open'`)} as open, ${count(sql`owner_id = ${personId}`)} as mine,
      ${count(sql`due_at < ${new Date(now)}`)} as overdue`.execute(db);
  return rows[0]!;
}

/** What was done on a case, oldest first. */
export async function touchesOf(db: Queryable, inquiryId: number): Promise<(TouchRow & { byName: string | null })[]> {
  return db
    .selectFrom('inquiry_touches as t')
    .leftJoin('persons as p', 'p.id', 't.by_person')
    .selectAll('t')
    .select('p.name as byName')
    .where('t.inquiry_id', '=', inquiryId)
    .orderBy('t.id')
    .execute();
}

/** Updates a locked case. */
export async function updateCase(trx: Trx, id: number, change: Updateable<Inquiries>): Promise<InquiryRow> {
  return trx.updateTable('inquiries').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** Adds what was done on a case. Returns the touch's id. */
export async function addTouch(
  trx: Trx,
  { id, client_id, campaign_id }: InquiryRow,
  touch: Omit<Insertable<InquiryTouches>, 'client_id' | 'campaign_id' | 'inquiry_id' | 'id'>,
): Promise<number> {
  const row = await trx
    .insertInto('inquiry_touches')
    .values({ client_id, campaign_id, inquiry_id: id, ...touch })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Appends what happened to a case to its campaign's ledger: ids and codes, never what was said. */
export async function noteCase(
  trx: Trx,
  row: InquiryRow,
  { kind, personId, now, ...about }: { kind: string; personId: number | null; now: number } & Record<string, unknown>,
): Promise<void> {
  const journey = row.customer_id === null ? undefined : await journeyOf(trx, row);
  const by = personId === null ? 'system' : `person:${personId}`;
  const entry = { kind, by, inquiry: row.id, ...(journey !== undefined && { journey }), ...about };
  await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, now, [entry]);
}

async function journeyOf(trx: Trx, { campaign_id, customer_id }: InquiryRow): Promise<number | undefined> {
  const row = await trx
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', campaign_id)
    .where('customer_id', '=', customer_id)
    .executeTakeFirst();
  return row?.id;
}
