import { type AnsweredBy } from '../../domain/customers/who-answers';
import { type Queryable } from '../platform/types';
import { answerAuthority } from './authority';
import { type Link } from './links';

/** Who answers by a link: the customer, or the representative whose link it is. */
export const answersBy = ({ representativeId }: Link): AnsweredBy =>
  representativeId === undefined ? 'customer' : { representative: representativeId };

/** Why an answer by this link would be kept now, and whether one of this customer's is kept already. */
export async function keptFor(db: Queryable, link: Link): Promise<{ obstacle: string | null; waiting: boolean }> {
  const { obstacle } = await answerAuthority(db, link.customerId, answersBy(link));
  if (obstacle === null) return { obstacle: null, waiting: false };
  const kept = await db
    .selectFrom('kept_answers')
    .select('id')
    .where('customer_id', '=', link.customerId)
    .where('campaign_id', '=', link.campaignId)
    .where('status', '=', 'kept')
    .limit(1)
    .executeTakeFirst();
  return { obstacle: obstacle.why, waiting: kept !== undefined };
}
