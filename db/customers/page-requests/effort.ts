import { sql } from 'kysely';
import { type Hindrance } from '../../../domain/customers/effort';
import { type Queryable } from '../../platform/types';
import { type Link } from '../links';

/** Whether a score was given for this customer's journey. */
export async function isEffortGiven(db: Queryable, link: Link): Promise<boolean> {
  const row = await db
    .selectFrom('effort_scores as e')
    .innerJoin('journeys as j', 'j.id', 'e.journey_id')
    .select('e.score')
    .where('j.campaign_id', '=', link.campaignId)
    .where('j.customer_id', '=', link.customerId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps how easy it was, 1 (hard) to 7 (easy), once for each journey: a second score is not taken. */
export async function recordEffort(
  db: Queryable,
  link: Link,
  { score, hindrance }: { score: number; hindrance: Hindrance | null },
): Promise<void> {
  await sql`
    insert into effort_scores (journey_id, client_id, campaign_id, score, hindrance, at)
    select id, client_id, campaign_id, ${score}, ${hindrance}, tsunagi_now() from journeys
    where campaign_id = ${link.campaignId} and customer_id = ${link.customerId}
    on conflict do nothing`.execute(db);
}
