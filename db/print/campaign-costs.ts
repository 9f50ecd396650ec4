import { sql } from 'kysely';
import { type PriceList, priceListOn } from '../../domain/print/prices';
import { type CampaignRow } from '../campaigns/campaigns';
import { type Queryable } from '../platform/types';
import { type ClassCost, costsOf } from './costs';

/**
 * What a campaign's contacts cost: its posted letters as they were posted, its mails, SMS and calls by their number and the
 * price list of `day`: an SMS by its parts, a call of ours by its minutes, begun ones whole, as the telephone system
 * reports them. Null: no price is agreed.
 */
export async function campaignCosts(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
  { lists, day }: { lists: PriceList[]; day: string },
) {
  const post = await costsOf(db, { campaignId: campaign.id });
  const list = priceListOn(lists, campaign.client_id, day);
  const { rows } = await sql<{ channel: string; messages: number }>`
    select part as channel, sum(count)::int as messages from (
      select part, count from campaign_figures where campaign_id = ${campaign.id} and kind = 'messages' and state = 'handed_over'
      union all
      select part, count from campaign_figure_changes
      where campaign_id = ${campaign.id} and kind = 'messages' and state = 'handed_over') f group by 1`.execute(db);
  const sent = (channel: 'mail' | 'sms') => rows.find((row) => row.channel === channel)?.messages ?? 0;
  const priced = (count: number, each: number | null) => ({ each, yen: each === null ? null : count * each });
  const { rows: longer } = await sql<{ parts: number }>`
    select coalesce(sum(sms_parts - 1), 0)::int as parts from messages
    where campaign_id = ${campaign.id} and status = 'handed_over' and sms_parts > 1`.execute(db);
  const parts = sent('sms') + longer[0]!.parts;
  const { rows: talked } = await sql<{ calls: number; minutes: number }>`
    select count(*)::int as calls, coalesce(sum(ceil(seconds / 60.0)), 0)::int as minutes from phone_events
    where campaign_id = ${campaign.id} and kind = 'ended' and direction = 'out'`.execute(db);
  const { calls, minutes } = talked[0]!;
  return {
    post: post.map(wireOf),
    postYen: post.reduce((sum, { yen }) => sum + yen, 0),
    unpriced: post.reduce((sum, { unpriced }) => sum + unpriced, 0),
    mail: { messages: sent('mail'), ...priced(sent('mail'), list?.mail ?? null) },
    sms: { messages: sent('sms'), parts, ...priced(parts, list?.smsPart ?? null) },
    calls: { calls, minutes, ...priced(minutes, list?.callMinute ?? null) },
    prices: list?.source ?? null,
    pricesFrom: list?.validFrom ?? null,
  };
}

/** A class's costs with its class as one value. */
export const wireOf = ({ class: of, express, noForwarding, ...cost }: ClassCost) => ({
  postal: { class: of, express, noForwarding },
  ...cost,
});
