import { sql } from 'kysely';
import { isProtected } from '../customers/protection';
import { type ReturnRow, type PostPiece } from './returns';
import { inCampaigns, type Scope } from '../platform/scope';
import { PLANNED_ONCE } from '../platform/planned-once';
import { type Queryable, type Trx } from '../platform/types';
import { type ReturnStatus, type DatedBy, type FormReading, sameReading } from '../../domain/returns/return-rules';
import { batchesOf } from './batches/batches';
import { returnDedupe } from './decide';
import { AppError } from '../../domain/errors';

interface ReturnFilter {
  after: number | null;
  limit: number;
  /** Newest first. */
  newest?: boolean;
  status?: ReturnStatus;
  kind?: ReturnRow['kind'];
  campaignId?: number;
  /** Only returns awaiting an entry by this person. */
  enterableBy?: number;
  /** Only returns whose form the caller may see: none of a customer under protection. */
  unprotected?: boolean;
}

/** A return as listed: with the earlier one of the same envelope and kind, and who has entered it. */
export interface ListedReturn extends ReturnRow {
  duplicate_of: number | null;
  has_image: boolean;
  /** Pages of the image; null without one, or where they could not be counted. */
  pages: number | null;
  /** Whether its customer is under protection (支援措置). */
  protected: boolean;
  entered_by: number[];
}

/** Returns after the one with the id `after`, oldest or newest first, at most `limit`. */
export async function listReturns(db: Queryable, scope: Scope, filter: ReturnFilter): Promise<ListedReturn[]> {
  const { after, newest, status, kind, campaignId, enterableBy, unprotected } = filter;
  let query = listed(db).where('r.client_id', '=', scope.clientId).where(inCampaigns(scope, 'r.campaign_id'));
  if (after !== null) query = query.where('r.id', newest ? '<' : '>', after);
  if (status) query = query.where('r.status', '=', status);
  if (kind) query = query.where('r.kind', '=', kind);
  if (campaignId !== undefined) query = query.where('r.campaign_id', '=', campaignId);
  if (unprotected) query = query.where((eb) => eb.not(isProtected('r.customer_id')));
  if (enterableBy !== undefined) {
    query = query
      .where('r.kind', '=', 'form')
      .where('r.status', 'in', ['received', 'entered', 'mismatch'])
      .where(
        sql<boolean>`not exists (select from return_entries e where e.return_id = r.id and e.person_id = ${enterableBy})`,
      );
  }
  return query
    .orderBy('r.id', newest ? 'desc' : 'asc')
    .limit(filter.limit)
    .execute();
}

/** What the return desk has to do. */
export interface ReturnWork {
  /** Forms that wait for a first or second reading by this person, and how long the oldest has waited. */
  toEnter: number;
  oldestOn: string | null;
  /** Forms on which two readings differ and this person may decide. */
  toJudge: number;
  /** Pages of scanned stacks on which a person decides. */
  pages: number;
}

/** The return desk's work for one person; counts at most `most` of each. */
export async function returnWork(
  db: Queryable,
  scope: Scope,
  { personId, most, unprotected }: { personId: number; most: number; unprotected: boolean },
): Promise<ReturnWork> {
  // one index range a status: with several at once the planner may read every return in id order instead
  const waiting = (statuses: ReturnStatus[]) => sql`(select w.received_on from unnest(${statuses}::text[]) as s(status)
    cross join lateral (select r.id, r.received_on from returns r
      where r.client_id = ${scope.clientId} and ${inCampaigns(scope, 'r.campaign_id')} and r.kind = 'form' and r.status = s.status
        ${unprotected ? sql`and not ${isProtected('r.customer_id')}` : sql``}
        and not exists (select from return_entries e where e.return_id = r.id and e.person_id = ${personId})
      order by r.id limit ${most}) w
    order by w.id limit ${most})`;
  const { rows } =
    await sql<ReturnWork>`${PLANNED_ONCE}select e.count as "toEnter", e.oldest as "oldestOn", j.count as "toJudge", p.count as pages
    from (select count(*), min(received_on)::text as oldest from ${waiting(['received', 'entered'])} w) e,
      (select count(*) from ${waiting(['mismatch'])} w) j,
      (select count(*) from (select from scan_pages s join scan_batches b on b.id = s.batch_id
        where s.client_id = ${scope.clientId} and s.state = 'person' and ${batchesOf(scope, 'b.campaigns')}
        limit ${most}) w) p`.execute(db);
  return rows[0]!;
}

/** A return as listed. */
export async function listedReturn(db: Queryable, row: ReturnRow): Promise<ListedReturn> {
  return listed(db).where('r.id', '=', row.id).executeTakeFirstOrThrow();
}

const listed = (db: Queryable) =>
  db
    .selectFrom('returns as r')
    .selectAll('r')
    .select([
      sql<number | null>`(select min(d.id) from returns d
        where d.piece_id = r.piece_id and d.kind = r.kind and d.id < r.id and d.status <> 'withdrawn')`.as(
        'duplicate_of',
      ),
      // one by one: as a condition it would be compared with the images of all returns
      sql<boolean>`(select true from return_scans s where s.return_id = r.id limit 1) is not null`.as('has_image'),
      sql<number | null>`(select s.pages from return_scans s where s.return_id = r.id)`.as('pages'),
      isProtected('r.customer_id').as('protected'),
      sql<number[]>`array(select e.person_id::int from return_entries e where e.return_id = r.id order by e.no)`.as(
        'entered_by',
      ),
    ]);

/** What the envelope's journeys know besides this return. */
interface ReturnContext {
  /** The answer made from this return. */
  answer: { at: number; datedBy: DatedBy } | null;
  /** Whether the customer has answered in another way, before or after. */
  declaredElsewhere: boolean;
  /** Whether another contact has left, or is at the print shop, in place of the letter that was booked as lost. */
  followed: boolean;
}

export async function returnContext(db: Queryable, row: ReturnRow, piece: PostPiece): Promise<ReturnContext> {
  const journeys = piece.letters.map((letter) => letter.journeyId);
  const answers = await db
    .selectFrom('arrivals')
    .select(['at', 'data', 'dedupe'])
    .where('journey_id', 'in', journeys)
    .where('client_id', '=', row.client_id)
    .where('kind', '=', 'answer')
    .orderBy('at')
    .execute();
  const own = answers.find((answer) => answer.dedupe === returnDedupe(row.id, 'answer'));
  return {
    answer: own ? { at: own.at, datedBy: own.data.datedBy as DatedBy } : null,
    declaredElsewhere: answers.some((answer) => answer.dedupe !== returnDedupe(row.id, 'answer')),
    followed: row.status === 'withdrawn' && row.kind === 'undeliverable' && (await hasFollowed(db, row)),
  };
}

async function hasFollowed(db: Queryable, row: ReturnRow): Promise<boolean> {
  const { rows } = await sql`
    select from messages lost join messages m on m.journey_id = lost.journey_id and m.run = lost.run
      and m.step = lost.step and m.id > lost.id
    where lost.piece_id = ${row.piece_id} and (m.status in ('handing_over', 'handed_over', 'doubtful') or (m.status = 'claimed' and m.channel = 'post'))
    limit 1`.execute(db);
  return rows.length > 0;
}

/** A reading of a form: 1 first, 2 second, 3 by a third person who resolves a difference. */
interface Entry {
  no: number;
  personId: number;
  at: number;
  reading: FormReading;
}

export async function entriesOf(db: Queryable, row: Pick<ReturnRow, 'id'>): Promise<Entry[]> {
  const rows = await db
    .selectFrom('return_entries')
    .select(['no', 'person_id', 'at', 'data'])
    .where('return_id', '=', row.id)
    .orderBy('no')
    .execute();
  return rows.map(({ no, person_id, at, data }) => ({
    no,
    personId: person_id,
    at,
    reading: data as unknown as FormReading,
  }));
}

/** Result of an entry: the form waits for another one, or `reading` decides. `remark`: some reading noted a remark. */
type AfterEntry =
  | { status: 'entered' | 'mismatch'; no: number }
  | { status: 'decided'; no: number; reading: FormReading; by: number[] };

/**
 * Adds a person's reading to a locked return. Throws four_eyes if that person has read it before, return_decided or
 * return_awaits_remark if nothing is left to read. `sameAccount`: whether the first reading gives the same account.
 */
export async function addEntry(
  trx: Trx,
  row: ReturnRow,
  { personId, reading, sameAccount }: { personId: number; reading: FormReading; sameAccount: boolean },
): Promise<AfterEntry> {
  const before = await entriesOf(trx, row);
  if (row.kind !== 'form' || row.decided_at !== null) {
    throw new AppError('return_decided', { status: row.status });
  }
  if (row.status === 'held') throw new AppError('return_awaits_remark');
  if (before.some((entry) => entry.personId === personId)) throw new AppError('four_eyes');
  const no = before.length + 1;
  await trx
    .insertInto('return_entries')
    .values({
      return_id: row.id,
      no,
      client_id: row.client_id,
      person_id: personId,
      data: JSON.stringify(reading),
      at: sql<Date>`tsunagi_now()`,
    })
    .execute();
  const first = before[0];
  if (!first) return { status: 'entered', no };
  if (no === 2 && !(sameAccount && sameReading(first.reading, reading))) return { status: 'mismatch', no };
  const remark = reading.remark || before.some((entry) => entry.reading.remark);
  const by = [...before.map((entry) => entry.personId), personId];
  return { status: 'decided', no, reading: { ...reading, remark }, by };
}
