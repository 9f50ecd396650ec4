import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import { type Check, type Seen } from '../../../domain/customers/authority-cases/checks';
import { type AuthorityStatus } from '../../../domain/customers/authority-cases/kinds';
import { AppError } from '../../../domain/errors';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { type AuthorityCases } from '../../platform/schema.generated';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { type RepresentativeProfile } from '../addressee';

export type AuthorityCase = Selectable<AuthorityCases>;

/** An act of a person on a case. */
export interface CaseAct {
  id: number;
  personId: number;
  now: number;
}

/** Statuses in which something is waited for. */
export const WAITING = ['asked', 'received', 'checked', 'decide'] as const satisfies AuthorityStatus[];

/** Statuses in which no person has checked the documents of the round. */
export const UNCHECKED = ['asked', 'received'] as const satisfies AuthorityStatus[];

/** Every case of a customer in the scope, newest first. */
export async function casesOf(db: Queryable, scope: Scope, customerId: number): Promise<AuthorityCase[]> {
  return selectCase(db, scope).where('customer_id', '=', customerId).orderBy('id', 'desc').limit(50).execute();
}

/** Cases that wait, longest first; `after`: the last one of the page before. */
export async function waitingCases(
  db: Queryable,
  scope: Scope,
  filter: { status?: AuthorityStatus | undefined; after: number | null; limit: number },
): Promise<AuthorityCase[]> {
  const { status, after, limit } = filter;
  return selectCase(db, scope)
    .where('status', 'in', WAITING)
    .$if(status !== undefined, (query) => query.where('status', '=', status!))
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(waits_since, id) > (select c.waits_since, c.id from authority_cases c where c.id = ${after})`,
      ),
    )
    .orderBy('waits_since')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** One case. Throws not_found. */
export async function getCase(db: Queryable, scope: Scope, id: number): Promise<AuthorityCase> {
  const row = await selectCase(db, scope).where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'authority_case' });
  return row;
}

/** Like `getCase`, locked until commit. Throws authority_wrong_state unless the case is in one of these states. */
export async function lockCase(
  trx: Trx,
  scope: Scope,
  id: number,
  wanted: readonly AuthorityStatus[],
): Promise<AuthorityCase> {
  const row = await selectCase(trx, scope).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'authority_case' });
  if (!wanted.includes(row.status)) throw new AppError('authority_wrong_state', { status: row.status });
  return row;
}

const selectCase = (db: Queryable, scope: Scope) =>
  db.selectFrom('authority_cases').selectAll().where('client_id', '=', scope.clientId).where(inCampaigns(scope));

/** Adds a case; undefined while another of that kind waits for the same customer. */
export const insertCase = (trx: Trx, row: Insertable<AuthorityCases>): Promise<AuthorityCase | undefined> =>
  trx
    .insertInto('authority_cases')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();

/** Updates a locked case. */
export const updateCase = (trx: Trx, row: AuthorityCase, change: Updateable<AuthorityCases>): Promise<AuthorityCase> =>
  trx
    .updateTable('authority_cases')
    .set({ ...change, version: row.version + 1 })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** What was noted of the documents of a round, by whom, in order. */
export async function checksOf(
  db: Queryable,
  row: Pick<AuthorityCase, 'id' | 'round'>,
): Promise<(Check & { no: number; personId: number; at: number })[]> {
  const rows = await db
    .selectFrom('authority_checks')
    .selectAll()
    .where('case_id', '=', row.id)
    .where('round', '=', row.round)
    .orderBy('no')
    .execute();
  return rows.map(({ no, person_id: personId, at, seen, scope }) => ({
    ...{ no, personId, at, scope: scope },
    seen: seen as unknown as Seen[],
  }));
}

/** The journey that the case's letters belong to; undefined where the customer has none in its campaign. */
export const journeyOfCase = (db: Queryable, row: Pick<AuthorityCase, 'campaign_id' | 'customer_id'>) =>
  db
    .selectFrom('journeys')
    .select(['id', 'plan_version'])
    .where('campaign_id', '=', row.campaign_id)
    .where('customer_id', '=', row.customer_id)
    .executeTakeFirst();

/** The version of the campaign that each case follows: its journey's own, else the campaign's. */
export const versionsOfCases = (db: Queryable, rows: Pick<AuthorityCase, 'id'>[]) =>
  db
    .selectFrom('authority_cases as a')
    .innerJoin('campaigns as c', 'c.id', 'a.campaign_id')
    .leftJoin('journeys as j', (join) =>
      join.onRef('j.campaign_id', '=', 'a.campaign_id').onRef('j.customer_id', '=', 'a.customer_id'),
    )
    .select((eb) => ['a.id', 'c.id as campaignId', eb.fn.coalesce('j.plan_version', 'c.version').as('version')])
    .where('a.id', '=', sql<number>`any(${rows.map(({ id }) => id)}::bigint[])`)
    .execute();

/** Appends what happened to a case to its campaign's ledger: ids, codes and days, never who the person is. */
export async function noteCase(
  trx: Trx,
  row: AuthorityCase,
  { kind, personId, now, ...about }: { kind: string; personId: number | null; now: number } & Record<string, unknown>,
): Promise<void> {
  const journey = await journeyOfCase(trx, row);
  const by = personId === null ? 'system' : `person:${personId}`;
  const place = { customer: row.customer_id, authorityCase: row.id, ...(journey && { journey: journey.id }) };
  await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, now, [{ kind, by, ...place, ...about }]);
}

const itemOf = (caseId: number): string => `authority:${caseId}`;

/** Keeps who wants to act for the customer, under the customer's key; replaces who was there. Throws erased. */
export async function keepPerson(
  trx: Trx,
  vault: Vault,
  row: Pick<AuthorityCase, 'id' | 'customer_id' | 'client_id'>,
  profile: RepresentativeProfile,
): Promise<void> {
  const known = await trx
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', row.customer_id)
    .executeTakeFirst();
  if (!known) throw new AppError('erased', { customer: row.customer_id });
  const data = vault.encrypt(vault.unwrap(known.wrapped_key), profile);
  await trx
    .insertInto('vault_items')
    .values({ customer_id: row.customer_id, item: itemOf(row.id), client_id: row.client_id, data })
    .onConflict((conflict) => conflict.columns(['customer_id', 'item']).doUpdateSet({ data }))
    .execute();
}

/** By case, who wants to act; cases without a person are left out. Decrypts personal data. */
export async function personsOf(
  db: Queryable,
  vault: Vault,
  cases: Pick<AuthorityCase, 'id' | 'customer_id'>[],
): Promise<Map<number, RepresentativeProfile>> {
  if (cases.length === 0) return new Map();
  const rows = await db
    .selectFrom('vault_items as i')
    .innerJoin('vault_keys as k', 'k.customer_id', 'i.customer_id')
    .select(['i.item', 'i.data', 'k.wrapped_key as wrapped'])
    .where('i.customer_id', 'in', [...new Set(cases.map((one) => one.customer_id))])
    .where(
      'i.item',
      'in',
      cases.map(({ id }) => itemOf(id)),
    )
    .execute();
  return new Map(
    rows.flatMap(({ item, data, wrapped }) => {
      const key = vault.unwrapIfKnown(wrapped);
      return key ? [[Number(item.split(':')[1]), vault.open<RepresentativeProfile>(key, data)] as const] : [];
    }),
  );
}

/** Which of these cases have a person who wants to act. */
export async function personsKnown(
  db: Queryable,
  cases: Pick<AuthorityCase, 'id' | 'customer_id'>[],
): Promise<Set<number>> {
  if (cases.length === 0) return new Set();
  const rows = await db
    .selectFrom('vault_items')
    .select('item')
    .where('customer_id', 'in', [...new Set(cases.map((one) => one.customer_id))])
    .where(
      'item',
      'in',
      cases.map(({ id }) => itemOf(id)),
    )
    .execute();
  return new Set(rows.map(({ item }) => Number(item.split(':')[1])));
}

/** Who has checked the documents of these cases, in which round. */
export async function casesChecked(
  db: Queryable,
  caseIds: number[],
): Promise<{ caseId: number; round: number; personId: number }[]> {
  if (caseIds.length === 0) return [];
  return db
    .selectFrom('authority_checks')
    .select(['case_id as caseId', 'round', 'person_id as personId'])
    .where('case_id', 'in', caseIds)
    .orderBy('case_id')
    .orderBy('no')
    .execute();
}

/** The case that waits for documents, a check or a decision under this hold; undefined: there is none. */
export async function waitingUnder(
  db: Queryable,
  hold: { id: number; customer_id: number },
): Promise<number | undefined> {
  const row = await db
    .selectFrom('authority_cases')
    .select('id')
    .where('customer_id', '=', hold.customer_id)
    .where('hold_id', '=', hold.id)
    .where('status', 'in', WAITING)
    .executeTakeFirst();
  return row?.id;
}

/** The holds of these cases that are open. */
export async function openHoldsOf(db: Queryable, cases: Pick<AuthorityCase, 'hold_id'>[]): Promise<Set<number>> {
  if (cases.length === 0) return new Set();
  const held = await db
    .selectFrom('holds')
    .select('id')
    .where(
      'id',
      'in',
      cases.map(({ hold_id: hold }) => hold),
    )
    .where('released_at', 'is', null)
    .execute();
  return new Set(held.map(({ id }) => id));
}
