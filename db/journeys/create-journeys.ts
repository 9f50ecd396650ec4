import { type RawBuilder, sql } from 'kysely';
import { appendLedger, campaignChain } from '../platform/ledger';
import { assignWaves } from '../campaigns/waves';
import { campaignDoc } from '../campaigns/campaigns';
import { afterInCampaign } from '../platform/keyset';
import { type Db, type Trx } from '../platform/types';

/** How far creating the journeys has come, for a caller that may be cut off: everyone up to this customer has one. */
export interface CreationProgress {
  after: number;
  /** Called after each batch, with the `after` from which the next call may go on. */
  reached: (after: number) => void;
  /** Customers per transaction. */
  batch?: number;
}

const BATCH = 2_000;

/**
 * One journey per customer of the audience, in batches; can be cut off anywhere and called again, also by two at once.
 * Who has no included contract gets a closed one, and excluded contracts their outcome, so that states and outcomes add
 * up to the audience. The last batch notes in the ledger how many there are.
 */
export async function createJourneys(
  db: Db,
  campaignId: number,
  { after: from, reached, batch = BATCH }: CreationProgress = { after: 0, reached: () => undefined },
): Promise<void> {
  let after = from;
  for (;;) {
    const through = await createBatch(db, { campaignId, after, batch });
    if (through === 'created') return;
    if (through === null) break;
    after = through;
    reached(after);
  }
  const { version } = await db
    .selectFrom('campaigns')
    .select('version')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const doc = await campaignDoc(db, campaignId, version);
  const campaign = { id: campaignId, version, doc };
  const write = (work: (trx: Trx) => Promise<void>) => whileCreating(db, campaignId, work);
  const waves = await assignWaves(db, campaign, { write, batch, reached: () => reached(after) });
  await finishCreation(db, campaignId, waves);
}

/** Runs `work` while the journeys are being created; returns false once they are. It holds the campaign FOR SHARE. */
async function whileCreating(db: Db, campaignId: number, work: (trx: Trx) => Promise<void>): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const campaign = await trx
      .selectFrom('campaigns')
      .select('journeys_created_at')
      .where('id', '=', campaignId)
      .forShare()
      .executeTakeFirstOrThrow();
    if (campaign.journeys_created_at !== null) return false;
    await work(trx);
    return true;
  });
}

/** Creates the journeys of the next customers; returns the last of them, or null when there are no more. */
async function createBatch(
  db: Db,
  { campaignId, after, batch }: { campaignId: number; after: number; batch: number },
): Promise<number | null | 'created'> {
  let last: number | null = null;
  const goesOn = await whileCreating(db, campaignId, async (trx) => {
    const { rows } = await sql<{ last: number | null }>`
      select max(customer_id) as last from (select distinct customer_id from audience
        where campaign_id = ${campaignId} and customer_id > ${after} order by customer_id limit ${batch}) a`.execute(
      trx,
    );
    last = rows[0]!.last;
    if (last !== null)
      await insertJourneys(trx, campaignId, sql`a.customer_id > ${after} and a.customer_id <= ${last}`);
  });
  return goesOn ? last : 'created';
}

async function insertJourneys(trx: Trx, campaignId: number, those: RawBuilder<unknown>): Promise<void> {
  await sql`
    with first as materialized (select v.doc #>> '{plan,steps,0,id}' as step, c.version from campaigns c
      join campaign_versions v on v.campaign_id = c.id and v.version = c.version where c.id = ${campaignId})
    insert into journeys (client_id, campaign_id, customer_id, step, steps_version, status, state, wake_at, closed_at)
    select a.client_id, a.campaign_id, a.customer_id, first.step, first.version,
      case when bool_or(a.state = 'included') then 'open' else 'closed' end,
      case when bool_or(a.state = 'included') then 'scheduled' else 'closed' end,
      case when bool_or(a.state = 'included') then tsunagi_now() end,
      case when bool_or(a.state = 'included') then null else tsunagi_now() end
    from audience a, first where a.campaign_id = ${campaignId} and ${those}
    group by a.client_id, a.campaign_id, a.customer_id, first.step, first.version order by a.customer_id
    on conflict (campaign_id, customer_id) do nothing`.execute(trx);
  await sql`
    insert into outcomes (campaign_id, contract_id, client_id, customer_id, outcome, reason, at)
    select a.campaign_id, a.contract_id, a.client_id, a.customer_id, 'excluded', coalesce(a.reason, 'excluded'),
      tsunagi_now()
    from audience a where a.campaign_id = ${campaignId} and a.state = 'excluded' and ${those}
    on conflict do nothing`.execute(trx);
}

/** Notes that all are created, once: from then on no attempt writes a batch. */
async function finishCreation(db: Db, campaignId: number, waves: Record<string, number> | undefined): Promise<void> {
  const made = await countCreated(db, campaignId);
  await db.transaction().execute(async (trx) => {
    const campaign = await trx
      .updateTable('campaigns')
      .set({ journeys_created_at: sql<Date>`tsunagi_now()` })
      .where('id', '=', campaignId)
      .where('journeys_created_at', 'is', null)
      .returning(['client_id', sql<number>`tsunagi_now()`.as('now')])
      .executeTakeFirst();
    if (!campaign) return;
    const entry = { kind: 'journeys_created', ...made, ...(waves && { waves }) };
    await appendLedger(trx, campaignChain(campaignId), campaign.client_id, campaign.now, [entry]);
  });
}

async function countCreated(db: Db, campaignId: number): Promise<{ journeys: number; excluded: number }> {
  const { rows } = await sql<{ journeys: number; excluded: number }>`
    select (select count(*) from journeys where campaign_id = ${campaignId}) as journeys,
      (select count(*) from outcomes where campaign_id = ${campaignId} and outcome = 'excluded') as excluded`.execute(
    db,
  );
  return rows[0]!;
}

/** Open journeys whose present run has no workflow yet. */
export async function journeysToStart(db: Db, page: { campaignId?: number; limit: number }) {
  const query = db
    .selectFrom('journeys')
    .select(['id', 'campaign_id as campaignId', 'customer_id as customerId', 'run'])
    .where('status', '=', 'open')
    .whereRef('started_run', '<', 'run')
    .limit(page.limit);
  // Without a campaign: only reopened ones, for first runs are the campaign's own work.
  if (page.campaignId === undefined) return query.where('run', '>', 1).orderBy('id').execute();
  return query.where(afterInCampaign(page.campaignId, 0)).orderBy('campaign_id').orderBy('id').execute();
}

/** Records that Temporal has taken these runs; one that has taken its first step has done so itself. */
export async function markStarted(db: Db, journeys: { id: number; run: number }[]): Promise<void> {
  await sql`
    update journeys j set started_run = s.run
    from unnest(${journeys.map((journey) => journey.id)}::bigint[], ${journeys.map((journey) => journey.run)}::int[])
      as s(id, run) where j.id = s.id and j.started_run < s.run`.execute(db);
}

/** Those of these journeys that are open and have not taken a step yet. */
export async function withoutFirstStep(db: Db, ids: number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from journeys where id = any(${ids}::bigint[]) and status = 'open' and turn < 0`.execute(db);
  return rows.map(({ id }) => id);
}

/** Where a walk through the waiting journeys has come: the last epoch and journey signalled. */
export interface Waiting {
  epoch: number;
  id: number;
}

/**
 * Journeys to wake after steering, from above `after`: all open ones of a stopped campaign, those held under an older
 * epoch otherwise, the oldest epoch first. Each with the `after` that follows it.
 */
export async function waitingJourneysToSignal(
  db: Db,
  page: { campaignId: number; after: Waiting; limit: number },
): Promise<(JourneyToSignal & { epoch: number })[]> {
  const { status, epoch } = await db
    .selectFrom('campaigns')
    .select(['status', 'epoch'])
    .where('id', '=', page.campaignId)
    .executeTakeFirstOrThrow();
  const open = db
    .selectFrom('journeys as j')
    .select(['j.id', 'j.campaign_id as campaignId', 'j.customer_id as customerId', 'j.run', 'j.turn'])
    .select('j.started_run as startedRun')
    .where('j.status', '=', 'open')
    .limit(page.limit);
  if (status === 'stopped') {
    return open
      .select(sql<number>`0`.as('epoch'))
      .where(afterInCampaign(page.campaignId, page.after.id, 'id', 'j'))
      .orderBy('j.campaign_id')
      .orderBy('j.id')
      .execute();
  }
  return open
    .select((eb) => eb.ref('j.held_epoch').$notNull().as('epoch'))
    .where('j.campaign_id', '=', page.campaignId)
    .where('j.held_epoch', 'is not', null)
    .where('j.held_epoch', '<', epoch)
    .where(sql<boolean>`(j.held_epoch, j.id) > (${page.after.epoch}, ${page.after.id})`)
    .orderBy('j.held_epoch')
    .orderBy('j.id')
    .execute();
}

interface JourneyToSignal {
  id: number;
  campaignId: number;
  customerId: number;
  run: number;
  turn: number;
  startedRun: number;
}
