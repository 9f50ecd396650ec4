import { sql, type Transaction } from 'kysely';
import { retryWait } from '../domain/lane';
import { recordArrival } from './arrivals';
import { type CampaignDocs } from './campaign-docs';
import { readClock } from './clock';
import { type Db } from './connect';
import { giveBack } from './lanes';
import { appendLedger, campaignChain, type LedgerEntry } from './ledger';
import { type Database } from './schema';

type Trx = Transaction<Database>;

/** Names a message in a drainer's hands: the claim it belongs to, and where it hangs. */
export interface InHand {
  messageId: number;
  journeyId: number;
  campaignId: number;
  fence: number;
}

/** Left our hands: surely (`handed_over`), or perhaps (`doubtful`: cut off after the data, before the answer). */
export type Delivered = InHand & ({ kind: 'handed_over'; ref: string } | { kind: 'doubtful' });

/**
 * Says, singly and in one statement, that the provider is about to get this message. False when it may not leave any
 * more: claim or lane lost, campaign no longer running, a hold, or something came in that the journey has not read.
 * The campaign's row stays locked FOR SHARE until this commits: a pause or stop that has committed lets nothing out.
 */
export async function markHandingOver(db: Db, message: InHand): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update messages m set status = 'handing_over'
    where m.id = ${message.messageId} and m.status = 'claimed' and m.fence = ${message.fence}
      and exists (select 1 from lanes l where l.id = m.lane_id and l.fence = m.fence)
      and exists (select 1 from journeys j where j.id = m.journey_id and j.status = 'open' and j.run = m.run
        and j.arrival_seq = j.read_seq)
      and not exists (select 1 from holds h where h.customer_id = m.customer_id and h.released_at is null)
      and m.campaign_id =
        (select c.id from campaigns c where c.id = ${message.campaignId} and c.status = 'running' for share)`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/** Gives claims back that were not used: nothing of them reached the provider. */
export async function releaseClaims(db: Db, laneId: number, messages: InHand[]): Promise<void> {
  if (messages.length === 0) return;
  const ids = messages.map((message) => message.messageId);
  await requeue(db, laneId, (update) =>
    update
      .where('id', 'in', ids)
      .where('fence', '=', messages[0]!.fence)
      .where('status', 'in', ['claimed', 'handing_over']),
  );
}

/** Gives back what a drainer's own claim took without the drainer learning of it; `known` is what it has in hand. */
export async function releaseStrays(db: Db, own: { laneId: number; fence: number; known: number[] }): Promise<void> {
  await requeue(db, own.laneId, (update) =>
    update
      .where('lane_id', '=', own.laneId)
      .where('status', '=', 'claimed')
      .where('fence', '=', own.fence)
      .where(sql<boolean>`id <> all(${own.known}::bigint[])`),
  );
}

/** Queues the chosen messages again and gives the lane back what they had taken; answers how many. */
export async function requeue(
  db: Db,
  laneId: number,
  choose: (update: MessageUpdate) => MessageUpdate,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('lanes').select('id').where('id', '=', laneId).forUpdate().execute();
    const { numUpdatedRows } = await choose(startRequeue(trx)).executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await giveBack(trx, laneId, Number(numUpdatedRows));
    return Number(numUpdatedRows);
  });
}

const startRequeue = (trx: Trx) => trx.updateTable('messages').set({ status: 'queued' });
type MessageUpdate = ReturnType<typeof startRequeue>;

/**
 * Records messages that left our hands: status, the journey's state, and the ledger, one transaction per campaign.
 * What is no longer in the hands of that fence is left alone, except that a doubtful one may still prove handed over.
 * Answers how many were recorded.
 */
export async function recordDelivered(db: Db, docs: CampaignDocs, delivered: Delivered[]): Promise<number> {
  const campaigns = [...new Set(delivered.map((one) => one.campaignId))];
  let count = 0;
  for (const id of campaigns) {
    const own = delivered.filter((one) => one.campaignId === id);
    count += await db.transaction().execute((trx) => recordInCampaign(trx, docs, id, own));
  }
  return count;
}

async function recordInCampaign(trx: Trx, docs: CampaignDocs, campaignId: number, delivered: Delivered[]) {
  const { now } = await readClock(trx);
  await lockJourneys(trx, delivered);
  const rows = await updateMessages(trx, delivered, now);
  const reminded: number[] = [];
  const notified: number[] = [];
  for (const row of rows) {
    const doc = await docs.get(trx, campaignId, row.version);
    const kind = doc.plan.steps.find((step) => step.id === row.step)?.kind;
    (kind === 'reminder' ? reminded : notified).push(row.journey_id);
  }
  await moveJourneys(trx, notified, reminded);
  const entries = rows.map((row): LedgerEntry => {
    const {
      id: message,
      journey_id: journey,
      status: kind,
      run,
      step,
      occurrence,
      channel,
      purpose,
      notice,
      version,
    } = row;
    return { kind, by: 'system', message, journey, run, step, occurrence, channel, purpose, notice, version };
  });
  if (rows.length > 0) await appendLedger(trx, campaignChain(campaignId), rows[0]!.client_id, now, entries);
  return rows.length;
}

/** Journeys before messages, ascending: the order in which `place` takes its locks. */
async function lockJourneys(trx: Trx, messages: InHand[]): Promise<void> {
  await trx
    .selectFrom('journeys')
    .select('id')
    .where(
      'id',
      'in',
      messages.map((message) => message.journeyId),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
}

async function updateMessages(trx: Trx, delivered: Delivered[], now: number) {
  const list = JSON.stringify(delivered.map((one) => ({ ...one, ref: one.kind === 'handed_over' ? one.ref : null })));
  return trx
    .updateTable('messages as m')
    .from(
      sql<{ messageId: number; fence: number; kind: 'handed_over' | 'doubtful'; ref: string | null }>`
        jsonb_to_recordset(${list}::jsonb)`.as<'d'>(sql`d("messageId" bigint, fence bigint, kind text, ref text)`),
    )
    .set((eb) => ({
      status: eb.ref('d.kind'),
      handed_over_at: sql<Date>`coalesce(m.handed_over_at, ${new Date(now)})`,
      provider_ref: eb.ref('d.ref'),
      attempts: sql<number>`m.attempts + (m.status = 'handing_over')::int`,
    }))
    .whereRef('m.id', '=', 'd.messageId')
    .whereRef('m.fence', '=', 'd.fence')
    .where((eb) =>
      eb.or([
        eb('m.status', '=', 'handing_over'),
        eb.and([eb('m.status', '=', 'doubtful'), eb('d.kind', '=', 'handed_over')]),
      ]),
    )
    .returning([
      'm.id',
      'm.client_id',
      'm.journey_id',
      'm.status',
      'm.run',
      'm.step',
      'm.occurrence',
      'm.channel',
      'm.purpose',
      'm.notice',
      'm.version',
    ])
    .execute();
}

/** A notice only opens the story; a reminder says more than whatever was there, until the journey closes. */
async function moveJourneys(trx: Trx, notified: number[], reminded: number[]): Promise<void> {
  if (notified.length > 0) {
    const first = trx.updateTable('journeys').set({ state: 'notified' }).where('id', 'in', notified);
    await first.where('state', '=', 'scheduled').execute();
  }
  if (reminded.length > 0) {
    const next = trx.updateTable('journeys').set({ state: 'reminded' }).where('id', 'in', reminded);
    await next.where('status', '=', 'open').execute();
  }
}

/** Why a message was not sent. `hard`: its address is unusable. Reasons are codes, never a provider's own words. */
export interface Failure {
  hard: boolean;
  reason: string;
}

/** Refused for good by the provider: the message has failed, and the journey hears of it. */
export async function recordFailed(db: Db, message: InHand, failure: Failure): Promise<void> {
  await giveUp(db, message, 'failed', failure);
}

/** Must not be sent any more (found in the claim): withdrawn, and the journey decides anew. */
export async function withdraw(db: Db, message: InHand, reason: string): Promise<void> {
  await giveUp(db, message, 'withdrawn', { hard: false, reason });
}

async function giveUp(db: Db, message: InHand, status: 'failed' | 'withdrawn', failure: Failure): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    await lockJourneys(trx, [message]);
    const row = await trx
      .updateTable('messages')
      .set({ status, failure: failure.reason, ...(status === 'failed' && { attempts: sql<number>`attempts + 1` }) })
      .where('id', '=', message.messageId)
      .where('fence', '=', message.fence)
      .where('status', 'in', ['claimed', 'handing_over', 'doubtful'])
      .returning(['client_id', 'customer_id', 'run', 'step', 'occurrence', 'channel', 'purpose'])
      .executeTakeFirst();
    if (!row) return;
    const { client_id: clientId, customer_id: customerId, run, step, occurrence, channel, purpose } = row;
    const { messageId, journeyId, campaignId } = message;
    await recordArrival(trx, {
      campaignId,
      customerId,
      kind: 'not_sent',
      at: now,
      source: `lane:${channel}`,
      data: { messageId, reason: failure.reason, ...(failure.hard && { hard: true }) },
      dedupe: `not_sent:${messageId}`,
    });
    const place = { message: messageId, journey: journeyId, run, step, occurrence, channel, purpose };
    const entry = { kind: 'not_sent', by: 'system', ...place, status, ...failure };
    await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
  });
}

/**
 * Refused for now: queued again for later (on a stepped clock the next slot at the earliest). After three days of
 * attempts it has failed; its address is not called bad for that.
 */
export async function recordRefusedForNow(db: Db, message: InHand, reason: string): Promise<void> {
  const { now, slotMs } = await readClock(db);
  const { attempts } = await db
    .selectFrom('messages')
    .select('attempts')
    .where('id', '=', message.messageId)
    .executeTakeFirstOrThrow();
  const wait = retryWait(attempts + 1, slotMs);
  if (wait === null) return recordFailed(db, message, { hard: false, reason });
  await db
    .updateTable('messages')
    .set({
      status: 'queued',
      not_before: new Date(now + wait),
      attempts: sql<number>`attempts + 1`,
      deferrals: sql<number>`deferrals + 1`,
      deferred_reason: reason,
    })
    .where('id', '=', message.messageId)
    .where('fence', '=', message.fence)
    .where('status', 'in', ['claimed', 'handing_over', 'doubtful'])
    .execute();
}
