import { type Selectable, sql } from 'kysely';
import { localDate } from '../../domain/campaigns/calendar';
import { type Role } from '../../domain/access/access';
import { authorityNumber } from '../../domain/customers/authority-cases/number';
import { mayRelease } from '../../domain/customers/hold-release';
import { AppError } from '../../domain/errors';
import { freeLeases } from '../calls/free-leases';
import { waitingUnder } from './authority-cases/cases';
import { readClock } from '../platform/clock';
import {
  type JourneyArrival,
  journeyIdsOf,
  lockJourneysById,
  lockJourneysOf,
  recordArrivals,
  requireCustomer,
} from '../journeys/customer-arrivals';
import { countKept, waitingJourneys } from '../journeys/kept/decide';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { ofCampaigns, type Scope } from '../platform/scope';
import { type OpenedHold } from '../../domain/customers/hold-rules';
import { refuseResearch } from './protection';
import { type Queryable, type Trx } from '../platform/types';
import { type Holds } from '../platform/schema.generated';

export type HoldRow = Selectable<Holds>;

/** Review dates are days in Japan, like the validity of representatives. */
const ZONE = 'Asia/Tokyo';

interface NewHold {
  customerId: number;
  reason: OpenedHold;
  source: string;
  /** Local day (ISO) on which the owner must review it. */
  reviewOn: string;
  note: string | null;
  personId: number;
  /** Person who must review it; by default the person who opens it. */
  ownerId?: number;
}

/** All holds of a customer, newest first. Throws not_found. */
export async function listHolds(db: Queryable, scope: Scope, customerId: number): Promise<HoldRow[]> {
  await requireCustomer(db, scope, customerId);
  return db
    .selectFrom('holds')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .orderBy('id', 'desc')
    .execute();
}

/** Open holds to be reviewed on `due` (local day) or earlier, by review date, then id. */
export async function listDueHolds(
  db: Queryable,
  scope: Scope,
  filter: { due: string; ownerId?: number; limit: number; after: number | null },
): Promise<HoldRow[]> {
  const { due, ownerId, limit, after } = filter;
  return db
    .selectFrom('holds')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where(ofCampaigns(scope, 'holds.customer_id'))
    .where('released_at', 'is', null)
    .where('review_on', '<=', due)
    .$if(ownerId !== undefined, (query) => query.where('owner_id', '=', ownerId!))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(review_on, id) > (select h.review_on, h.id from holds h where h.id = ${after})`),
    )
    .orderBy('review_on')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/**
 * Opens a hold: from the commit no lane contacts the customer in any campaign of the client, and leased calls are
 * withdrawn. Appends to ledgers. Throws not_found, invalid_request if the owner is not a person of the client, and
 * research_not_allowed for the address of a customer under protection.
 */
export async function openHold(trx: Trx, scope: Scope, hold: NewHold): Promise<HoldRow> {
  await requireCustomer(trx, scope, hold.customerId);
  const journeys = await lockJourneysOf(trx, scope, [hold.customerId]);
  if (hold.ownerId !== undefined) await requireColleague(trx, scope, hold.ownerId);
  if (hold.reason === 'address_research') await refuseResearch(trx, hold.customerId);
  const { now } = await readClock(trx);
  const row = await insertHold(trx, scope, hold, now);
  await freeLeases(trx, { customerId: hold.customerId });
  const source = `person:${hold.personId}`;
  await recordArrivals(trx, arrivalsOf(journeys, row, 'hold_opened'), { at: now, source });
  const { reason, reviewOn } = hold;
  const entry = { by: source, customer: hold.customerId, hold: row.id, reason, reviewOn, owner: row.owner_id };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [{ kind: 'hold_opened', ...entry }]);
  return row;
}

/**
 * Releases a hold; one already released stays unchanged. Releasing before the review date requires a note. Appends to
 * ledgers. Answers kept under it count from now on, by their own time; those that must not are discarded before
 * (`discardKept`). Throws hold_note_missing, not_found, hold_not_yours for a hold that only its owner or a manager may
 * release, and hold_of_case while a case waits for which contact was stopped.
 */
export async function releaseHold(
  trx: Trx,
  scope: Scope,
  release: { customerId: number; holdId: number; note: string | null } & Person,
): Promise<HoldRow> {
  const { customerId, holdId, personId } = release;
  await requireCustomer(trx, scope, customerId);
  const live = await journeyIdsOf(trx, scope, [customerId]);
  const waiting = await waitingJourneys(trx, scope, customerId);
  const journeys = await lockJourneysById(trx, [...new Set([...live, ...waiting])]);
  const hold = await lockHold(trx, scope, release);
  if (hold.released_at !== null) return hold;
  await requireRelease(trx, hold, release);
  const open = await waitingUnder(trx, hold);
  if (open !== undefined) throw new AppError('hold_of_case', { case: authorityNumber(open) });
  const { now } = await readClock(trx);
  const early = hold.review_on !== null && localDate(now, ZONE) < hold.review_on;
  if (early && !release.note) throw new AppError('hold_note_missing', { date: hold.review_on! });
  const note = [hold.note, release.note].filter(Boolean).join('\n') || null;
  const row = await trx
    .updateTable('holds')
    .set({ released_at: new Date(now), released_by: personId, note })
    .where('id', '=', holdId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const source = `person:${personId}`;
  const { counted, entries } = await countKept(trx, { customerId, holdId, personId, journeys, now });
  await recordArrivals(trx, [...counted, ...arrivalsOf(journeys, row, 'hold_released')], { at: now, source });
  const entry = { kind: 'hold_released', by: source, customer: customerId, hold: holdId, reason: hold.reason, early };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry, ...entries]);
  return row;
}

/**
 * Records a review after which the hold remains, with a new review date and optionally a new owner. A released hold
 * stays unchanged. Appends to the ledger. Throws not_found, invalid_request, and hold_not_yours where the new owner
 * could release what the caller may not.
 */
export async function reviewHold(
  trx: Trx,
  scope: Scope,
  review: { customerId: number; holdId: number; reviewOn: string; ownerId?: number; note: string } & Person,
): Promise<HoldRow> {
  const { customerId, holdId, reviewOn, ownerId, personId } = review;
  await requireCustomer(trx, scope, customerId);
  const hold = await lockHold(trx, scope, review);
  if (hold.released_at !== null) return hold;
  if (ownerId !== undefined) {
    await requireRelease(trx, hold, review);
    await requireColleague(trx, scope, ownerId);
  }
  const { now } = await readClock(trx);
  const row = await trx
    .updateTable('holds')
    .set({
      review_on: reviewOn,
      note: [hold.note, review.note].filter(Boolean).join('\n'),
      ...(ownerId !== undefined && { owner_id: ownerId }),
    })
    .where('id', '=', holdId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const by = `person:${personId}`;
  const entry = { kind: 'hold_reviewed', by, customer: customerId, hold: holdId, reviewOn, owner: row.owner_id };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  return row;
}

/** Who acts on a hold, and as what. */
interface Person {
  personId: number;
  role: Role;
}

/** Throws hold_not_yours unless this person may decide what was kept under the hold; not_found. */
export async function requireReleaseOf(trx: Trx, scope: Scope, hold: { customerId: number; holdId: number } & Person) {
  await requireRelease(trx, await lockHold(trx, scope, hold), hold);
}

/** Throws hold_not_yours, which names who can release it. */
async function requireRelease(db: Queryable, hold: HoldRow, person: Person): Promise<void> {
  if (mayRelease({ reason: hold.reason, ownerId: hold.owner_id }, person)) return;
  const owner = await db.selectFrom('persons').select('name').where('id', '=', hold.owner_id).executeTakeFirst();
  throw new AppError('hold_not_yours', { hold: hold.id, owner: owner?.name ?? '—' });
}

/**
 * Releases the holds that imports opened because of a remark, when a person has decided that the customer may be
 * written to after all. Holds that people opened stay. Appends to ledgers. Throws hold_not_yours.
 */
export async function releaseImportedHolds(
  trx: Trx,
  scope: Scope,
  release: { customerId: number; note: string } & Person,
): Promise<void> {
  const open = await trx
    .selectFrom('holds')
    .select('id')
    .where('customer_id', '=', release.customerId)
    .where('client_id', '=', scope.clientId)
    .where('source', 'like', 'import:%')
    .where('released_at', 'is', null)
    .orderBy('id')
    .execute();
  for (const { id } of open) await releaseHold(trx, scope, { ...release, holdId: id });
}

async function lockHold(trx: Trx, scope: Scope, { customerId, holdId }: { customerId: number; holdId: number }) {
  const hold = await trx
    .selectFrom('holds')
    .selectAll()
    .where('id', '=', holdId)
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .where(ofCampaigns(scope, 'holds.customer_id'))
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!hold) throw new AppError('not_found');
  return hold;
}

/** Throws invalid_request unless the person can sign in for this client. */
async function requireColleague(db: Queryable, scope: Scope, personId: number): Promise<void> {
  const key = await db
    .selectFrom('api_keys')
    .select('id')
    .where('person_id', '=', personId)
    .where('client_id', '=', scope.clientId)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (key) return;
  const grant = await db
    .selectFrom('grants')
    .select('id')
    .where('person_id', '=', personId)
    .where('client_id', '=', scope.clientId)
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (grant) return;
  const message = 'この委託元の担当者ではありません / does not work for this client';
  throw new AppError('invalid_request', {}, [{ path: 'body.ownerId', code: 'owner_unknown', message }]);
}

/** Writes a hold; the caller has checked who it is for, and holds the locks. */
export async function insertHold(trx: Trx, scope: Scope, hold: NewHold, now: number): Promise<HoldRow> {
  return trx
    .insertInto('holds')
    .values({
      client_id: scope.clientId,
      customer_id: hold.customerId,
      reason: hold.reason,
      source: hold.source,
      owner_id: hold.ownerId ?? hold.personId,
      review_on: hold.reviewOn,
      opened_at: new Date(now),
      note: hold.note,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What each journey hears of a hold. */
export const arrivalsOf = (
  journeys: JourneyRow[],
  hold: HoldRow,
  kind: 'hold_opened' | 'hold_released',
): JourneyArrival[] =>
  journeys.map((journey) => ({ journey, kind, data: { holdId: hold.id }, dedupe: `${kind}:${hold.id}` }));
