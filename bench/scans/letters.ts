import { ensureLane } from '../../db/delivery/lanes';
import { newPieceCode } from '../../db/journeys/step-writes';
import { type Db } from '../../db/platform/types';
import { type Vault } from '../../db/privacy/vault';
import { insertCampaign, release } from '../launch/campaign';

/** A campaign of which so many letters with a form were posted ten days ago, and their codes. */
export async function postLetters(db: Db, vault: Vault, count: number) {
  const place = await insertCampaign(db, vault, count);
  await release(db, place);
  const { clientId, campaignId } = place;
  const own = { client_id: clientId, campaign_id: campaignId };
  const laneId = await ensureLane(db, { clientId: null, channel: 'post', name: 'default' });
  const at = new Date(Date.now() - 10 * 86_400_000);
  const contracts = await db
    .selectFrom('contracts as c')
    .innerJoin('vault_keys as k', 'k.customer_id', 'c.customer_id')
    .select(['c.id', 'c.customer_id', 'k.wrapped_key'])
    .where('c.client_id', '=', clientId)
    .orderBy('c.id')
    .execute();
  const codes: string[] = [];
  for (const { id, customer_id, wrapped_key } of contracts) {
    const data = vault.encrypt(vault.unwrap(wrapped_key), { number: `MN${id}` });
    await db
      .insertInto('vault_items')
      .values({ client_id: clientId, customer_id, item: `contract:${id}`, data })
      .execute();
    const journey = await db
      .insertInto('journeys')
      .values({ ...own, customer_id })
      .returning('id')
      .executeTakeFirstOrThrow();
    const code = newPieceCode();
    const piece = await db
      .insertInto('pieces')
      .values({ ...own, customer_id, code, posted_at: at })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('messages')
      .values({
        ...{ ...own, customer_id, journey_id: journey.id, piece_id: piece.id, lane_id: laneId, run: 1, step: 'notice' },
        ...{ occurrence: 0, channel: 'post', notice: 'notice', purpose: 'service_notice', version: 1, due_at: at },
        ...{ not_before: at, status: 'handed_over', claimed_at: at, handed_over_at: at, fence: 1 },
      })
      .execute();
    codes.push(code);
  }
  return { ...place, codes };
}
