import { sql } from 'kysely';
import { appendLedger, campaignChain } from '../platform/ledger';
import { assignWaves } from '../campaigns/waves';
import { type Db } from '../platform/types';

/**
 * One journey per customer of the audience, in one transaction; again is harmless. Who has no included contract gets a
 * closed one, and excluded contracts their outcome, so that states and outcomes add up to the audience.
 */
export async function createJourneys(db: Db, campaignId: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const campaign = await trx
      .selectFrom('campaigns')
      .innerJoin('campaign_versions as v', (join) =>
        join.onRef('v.campaign_id', '=', 'campaigns.id').onRef('v.version', '=', 'campaigns.version'),
      )
      .select([
        'campaigns.client_id',
        'campaigns.version',
        sql<string>`v.doc #>> '{plan,steps,0,id}'`.as('step'),
        sql<number>`tsunagi_now()`.as('now'),
      ])
      .where('campaigns.id', '=', campaignId)
      .executeTakeFirstOrThrow();
    const made = await sql`
      insert into journeys (client_id, campaign_id, customer_id, step, steps_version, status, state, wake_at, closed_at)
      select client_id, campaign_id, customer_id, ${campaign.step}, ${campaign.version}::int,
        case when bool_or(state = 'included') then 'open' else 'closed' end,
        case when bool_or(state = 'included') then 'scheduled' else 'closed' end,
        case when bool_or(state = 'included') then tsunagi_now() end,
        case when bool_or(state = 'included') then null else tsunagi_now() end
      from audience where campaign_id = ${campaignId}
      group by client_id, campaign_id, customer_id order by customer_id
      on conflict (campaign_id, customer_id) do nothing`.execute(trx);
    const excluded = await sql`
      insert into outcomes (campaign_id, contract_id, client_id, customer_id, outcome, reason, at)
      select campaign_id, contract_id, client_id, customer_id, 'excluded', coalesce(reason, 'excluded'), tsunagi_now()
      from audience where campaign_id = ${campaignId} and state = 'excluded'
      on conflict do nothing returning 1`.execute(trx);
    const { numAffectedRows } = made;
    if (!numAffectedRows) return; // made before
    const waves = await assignWaves(trx, { id: campaignId, version: campaign.version });
    await appendLedger(trx, campaignChain(campaignId), campaign.client_id, campaign.now, [
      {
        kind: 'journeys_created',
        journeys: Number(numAffectedRows),
        excluded: excluded.rows.length,
        ...(waves && { waves }),
      },
    ]);
  });
}

/** Open journeys whose present run has no workflow yet. */
export async function journeysToStart(db: Db, page: { campaignId?: number; limit: number }) {
  const query = db
    .selectFrom('journeys')
    .select(['id', 'campaign_id as campaignId', 'customer_id as customerId', 'run'])
    .where('status', '=', 'open')
    .whereRef('started_run', '<', 'run')
    .orderBy('id')
    .limit(page.limit);
  // Without a campaign: only reopened ones, for first runs are the campaign's own work.
  return page.campaignId === undefined
    ? query.where('run', '>', 1).execute()
    : query.where('campaign_id', '=', page.campaignId).execute();
}

/** Records that Temporal has taken these runs. */
export async function markStarted(db: Db, journeys: { id: number; run: number }[]): Promise<void> {
  await sql`
    update journeys j set started_run = greatest(j.started_run, s.run)
    from unnest(${journeys.map((journey) => journey.id)}::bigint[], ${journeys.map((journey) => journey.run)}::int[])
      as s(id, run) where j.id = s.id`.execute(db);
}

/** Journeys to wake after steering: all open ones of a stopped campaign, those held under an older epoch otherwise. */
export async function waitingJourneysToSignal(db: Db, page: { campaignId: number; after: number; limit: number }) {
  return db
    .selectFrom('journeys as j')
    .innerJoin('campaigns as c', 'c.id', 'j.campaign_id')
    .select(['j.id', 'j.campaign_id as campaignId', 'j.customer_id as customerId', 'j.run', 'j.turn'])
    .select('j.started_run as startedRun')
    .where('j.campaign_id', '=', page.campaignId)
    .where('j.status', '=', 'open')
    .where('j.id', '>', page.after)
    .where((eb) => eb.or([eb('c.status', '=', 'stopped'), eb('j.held_epoch', '<', eb.ref('c.epoch'))]))
    .orderBy('j.id')
    .limit(page.limit)
    .execute();
}
