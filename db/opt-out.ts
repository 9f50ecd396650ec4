import { type Channel, channelsOf, type Purpose } from '../domain/campaign';
import { type Recorded, recordArrival } from './arrivals';
import { loadPageCampaign, lockJourney } from './answers';
import { type Db, type Queryable } from './connect';
import { type Link } from './links';

const CHANNEL: Channel = 'mail';

interface OptOutState {
  /** Whether the newest word was "stop". */
  stopped: boolean;
  /** The newest opt-out or undo, 0 when there is none. */
  last: number;
}

/** Told from the arrivals, so that it is right before the journey has read them. */
export async function optOutState(db: Queryable, link: Link): Promise<OptOutState> {
  const row = await db
    .selectFrom('journeys as j')
    .innerJoin('arrivals as a', 'a.journey_id', 'j.id')
    .select(['a.id', 'a.data'])
    .where('j.campaign_id', '=', link.campaignId)
    .where('j.customer_id', '=', link.customerId)
    .where('a.kind', '=', 'opt_out')
    .orderBy('a.at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { stopped: row !== undefined && row.data.undo !== true, last: row?.id ?? 0 };
}

/**
 * Stops (or, with `undo`, allows again) mail for each purpose the campaign mails for. Asking for what is already so
 * changes nothing. Returns the arrivals whose bells are to be rung after the commit.
 */
export async function recordOptOut(db: Db, link: Link, input: { undo: boolean; source: string }): Promise<Recorded[]> {
  return db.transaction().execute(async (trx) => {
    await lockJourney(trx, link);
    const { stopped, last } = await optOutState(trx, link);
    if (stopped !== input.undo) return [];
    const { doc, now } = await loadPageCampaign(trx, link);
    const steps = doc.plan.steps.filter((step) => channelsOf(step).includes(CHANNEL));
    const purposes = [...new Set<Purpose>(steps.map((step) => step.purpose))];
    const recorded: Recorded[] = [];
    for (const purpose of purposes) {
      const arrival = await recordArrival(trx, {
        callerRings: true,
        campaignId: link.campaignId,
        customerId: link.customerId,
        kind: 'opt_out',
        at: now,
        source: input.source,
        data: { channel: CHANNEL, purpose, ...(input.undo && { undo: true }) },
        dedupe: `opt_out:${link.customerId}:${last}:${purpose}`,
      });
      recorded.push(arrival);
    }
    return recorded;
  });
}
