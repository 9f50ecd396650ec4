import { type RawBuilder, sql } from 'kysely';
import { backToDraft } from '../campaigns/approvals';
import { lockCampaign } from '../campaigns/campaigns';
import { wholeClient } from '../platform/scope';
import { ALLOWED } from '../../domain/campaigns/approval';
import { noteRun } from './retention-runs';
import { type Db, type Trx } from '../platform/types';

interface Place {
  clientId: number;
  campaignId: number;
  now: number;
}

/**
 * Opens the erasure of those of `people` (a query of `customer_id`) whom no audience names any more: no one will contact
 * them, and nothing was sent to them. Who has a journey, an open hold or a protection stays until a person decides. Returns their number.
 */
export async function eraseLeftOut(
  trx: Trx,
  { clientId, campaignId, now }: Place,
  people: RawBuilder<unknown>,
): Promise<number> {
  const { rows } = await sql`
    insert into erasures (client_id, customer_id, basis, campaign_id, opened_at)
    select ${clientId}::bigint, k.customer_id, 'left_out', ${campaignId}::bigint, ${new Date(now)}::timestamptz
    from (${people}) p join vault_keys k using (customer_id)
    where not exists (select from audience a where a.customer_id = k.customer_id)
      and not exists (select from journeys j where j.customer_id = k.customer_id)
      and not exists (select from holds h where h.customer_id = k.customer_id and h.released_at is null)
      and not exists (select from protections x where x.customer_id = k.customer_id and x.lifted_at is null)
    order by k.customer_id
    on conflict (customer_id) where status = 'approved' do nothing returning id`.execute(trx);
  return rows.length;
}

/**
 * Empties the audience of a campaign that never started and whose retention is over, and opens the erasure of its
 * people. Approvals become void; the audience can be imported again. Returns the number marked; undefined if the
 * campaign has started meanwhile.
 */
export async function emptyUnstarted(db: Db, { clientId, campaignId, now }: Place): Promise<number | undefined> {
  return db.transaction().execute(async (trx) => {
    const campaign = await lockCampaign(trx, wholeClient(clientId), campaignId);
    if (!ALLOWED.edit.includes(campaign.status)) return undefined;
    const left = trx.deleteFrom('audience').where('campaign_id', '=', campaignId).returning('customer_id');
    const ids = [...new Set((await left.execute()).map((row) => row.customer_id))];
    // the same file must not count as imported already
    await trx
      .updateTable('imports')
      .set({ status: 'failed', error: JSON.stringify({ code: 'retention_over' }) })
      .where('campaign_id', '=', campaignId)
      .where('status', '=', 'done')
      .execute();
    const removed = await eraseLeftOut(
      trx,
      { clientId, campaignId, now },
      sql`select unnest(${ids}::bigint[]) as customer_id`,
    );
    const change = { at: now, reason: 'retention_over', by: 'system' };
    const { entries } = campaign.status === 'draft' ? { entries: [] } : await backToDraft(trx, campaign, change);
    const run = { removed, kept: 0, done: true, now };
    await noteRun(trx, { id: campaignId, clientId }, 'personal', run, entries);
    return removed;
  });
}
