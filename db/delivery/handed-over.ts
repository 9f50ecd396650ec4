import { sql } from 'kysely';
import { type MessageStatus } from '../../domain/journeys/states';
import { type Db } from '../platform/types';

const PAGE = 5_000;

/** One contact of a campaign by our record; `code` is that of its piece. Surrogate ids only. */
interface RecordedContact {
  customerId: number;
  run: number;
  step: string;
  occurrence: number;
  channel: string;
  status: MessageStatus;
  code: string;
}

/** Yields every contact of a campaign in id order, read page by page. */
export async function* contactsOf(db: Db, campaignId: number): AsyncGenerator<RecordedContact> {
  for (let after = 0; ;) {
    const page = await db
      .selectFrom('messages as m')
      .innerJoin('pieces as p', 'p.id', 'm.piece_id')
      .select([
        'm.id',
        'm.customer_id as customerId',
        'm.run',
        'm.step',
        'm.occurrence',
        'm.channel',
        'm.status',
        'p.code',
      ])
      .where('m.campaign_id', '=', campaignId)
      .where('m.id', '>', after)
      .orderBy('m.id')
      .limit(PAGE)
      .execute();
    for (const { id: _, ...contact } of page) yield contact;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

/** Those of these piece codes that belong to other campaigns. */
export async function piecesElsewhere(db: Db, campaignId: number, codes: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('pieces')
    .select('code')
    .where(sql<boolean>`code = any(${codes})`)
    .where('campaign_id', '<>', campaignId)
    .execute();
  return new Set(rows.map(({ code }) => code));
}

/** Every call task of a campaign with its number of recorded attempts; calls that came in were made by the customer. */
export async function bookedCalls(db: Db, campaignId: number): Promise<{ id: number; booked: number }[]> {
  return db
    .selectFrom('call_tasks as t')
    .leftJoin('call_attempts as a', 'a.task_id', 't.id')
    .select(['t.id', sql<number>`(count(a.no) filter (where not a.inbound))::int`.as('booked')])
    .where('t.campaign_id', '=', campaignId)
    .groupBy('t.id')
    .execute();
}
