import { type Behaviour } from '../../../domain/rehearsals/behaviour';
import { type Queryable } from '../../platform/types';
import { type CampaignRow } from '../campaigns';

/** What the campaign's newest rehearsal that is done assumed of its customers; undefined: none is done. */
export async function lastBehaviour(
  db: Queryable,
  { id, client_id }: Pick<CampaignRow, 'id' | 'client_id'>,
): Promise<{ rehearsal: number; behaviour: Behaviour } | undefined> {
  const row = await db
    .selectFrom('rehearsals')
    .select(['id', 'behaviour'])
    .where('campaign_id', '=', id)
    .where('client_id', '=', client_id)
    .where('status', '=', 'done')
    .orderBy('campaign_id', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { rehearsal: row.id, behaviour: row.behaviour as unknown as Behaviour };
}
