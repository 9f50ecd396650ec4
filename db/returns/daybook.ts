import { sql } from 'kysely';
import { addDays, instantOf } from '../../domain/campaigns/calendar';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';

/** One day of the desk: carried + received = accepted + defect + undeliverable + open. */
export interface Daybook {
  carried: number;
  received: number;
  accepted: number;
  defect: number;
  undeliverable: number;
  open: number;
}

/**
 * Counts a local day by the times of booking and decision. Each column is counted on its own, so the sum is a real
 * check, and a past day never changes, even if paper is booked with an earlier date of receipt.
 */
export async function daybook(
  db: Queryable,
  scope: Scope,
  day: { date: string; zone: string; campaignId?: number },
): Promise<Daybook> {
  const from = new Date(instantOf(day.date, '00:00', day.zone));
  const until = new Date(instantOf(addDays(day.date, 1), '00:00', day.zone));
  const decided = (status: string) => sql<number>`(count(*) filter (where status = ${status}
    and decided_at >= ${from} and decided_at < ${until}))::int`;
  const openAt = (instant: Date) => sql<number>`(count(*) filter (where received_at < ${instant}
    and (decided_at is null or decided_at >= ${instant})))::int`;
  let query = db
    .selectFrom('returns')
    .select([
      openAt(from).as('carried'),
      sql<number>`(count(*) filter (where received_at >= ${from} and received_at < ${until}))::int`.as('received'),
      decided('accepted').as('accepted'),
      decided('defect').as('defect'),
      decided('undeliverable').as('undeliverable'),
      openAt(until).as('open'),
    ])
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope));
  if (day.campaignId !== undefined) query = query.where('campaign_id', '=', day.campaignId);
  return query.executeTakeFirstOrThrow();
}
