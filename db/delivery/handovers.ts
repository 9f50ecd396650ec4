import { sql } from 'kysely';
import { retryWait } from '../../domain/delivery/lane';
import { isReminder } from '../../domain/journeys/notice-role';
import { recordArrival } from '../journeys/arrivals';
import { lockJourneysById } from '../journeys/customer-arrivals';
import { type CampaignDocs } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { giveBack } from './lanes';
import { appendedToLedger, appendLedger, campaignChain, inMs } from '../platform/ledger';
import { campaignSends, messageCurrent, messageHeld, messageRefused } from '../customers/contacts';
import { messagePaused } from '../journeys/facts/pause-facts';
import { listed, PLANNED_ONCE } from '../platform/planned-once';
import { type Db, type Trx } from '../platform/types';

/** Identifies a claimed message: its claim (lane, fence), journey and campaign. */
export interface InHand {
  messageId: number;
  journeyId: number;
  campaignId: number;
  fence: number;
}

/**
 * A message that left: certainly (`handed_over`) or perhaps (`doubtful`: the connection broke after the data, before
 * the reply). `proved`: the provider's own receipt says so, whatever status we had recorded.
 */
export type Delivered = InHand & { version: number; step: string; notice: string } & (
    { kind: 'handed_over'; ref: string; proved?: true } | { kind: 'doubtful' }
  );

/** A claimed message about to be handed over, with the campaign's epoch at its claim. `smsParts`: what it is charged by. */
export type Leaving = InHand & { epoch: number; smsParts?: number | undefined };

/**
 * Marks messages, in one statement, as about to be handed to the provider. Returns for each in turn whether it may leave;
 * not so: claim or lane lost, lane stopped, campaign steered since the claim, a pause, a hold, a refusal, or an unread
 * arrival. The campaigns' rows stay locked FOR SHARE until the commit and their current epochs are compared, so that
 * nothing leaves once a pause or stop has committed.
 */
export async function markLeaving(db: Db, messages: Leaving[]): Promise<boolean[]> {
  const list = (field: keyof Leaving) => listed(messages.map((message) => message[field] ?? null));
  const { rows } = await sql<{ id: number }>`${PLANNED_ONCE}
    with d as materialized (select * from unnest(${list('messageId')}, ${list('campaignId')}, ${list('fence')},
        ${list('epoch')}, ${list('smsParts')}) as d(id, campaign_id, fence, epoch, sms_parts)),
      c as materialized (select c.id, c.epoch from campaigns c where c.id in (select campaign_id from d)
        and ${campaignSends} order by c.id for share),
      leaving as materialized (select m.id, d.sms_parts from d join c on c.id = d.campaign_id and c.epoch = d.epoch
        join messages m on m.id = d.id
      where m.campaign_id = d.campaign_id and m.status = 'claimed' and m.fence = d.fence
      and exists (select 1 from lanes l where l.id = m.lane_id and l.fence = m.fence and l.breaker = 'closed')
      and exists (select 1 from journeys j where j.id = m.journey_id and ${messageCurrent}
        and j.arrival_seq = j.read_seq)
      and not ${messageHeld}
      and not ${messagePaused}
      and not ${messageRefused}
      order by m.id for no key update of m)
    update messages m set status = 'handing_over', handing_over_at = tsunagi_now(), sms_parts = leaving.sms_parts
    from leaving where m.id = leaving.id
    returning m.id`.execute(db);
  const marked = new Set(rows.map(({ id }) => id));
  return messages.map(({ messageId }) => marked.has(messageId));
}

/** The same for one message. */
export async function markHandingOver(db: Db, message: Leaving): Promise<boolean> {
  return (await markLeaving(db, [message]))[0]!;
}

/** Status of a claimed message: claimed, or marked as about to reach the provider. */
export type InHandStatus = 'claimed' | 'handing_over';

/**
 * Returns claims of which nothing reached the provider. Leave `handing_over` out of `from` for a message whose mark was
 * refused: a mark it has belongs to another drainer.
 */
export async function releaseClaims(
  db: Db,
  laneId: number,
  messages: InHand[],
  from: InHandStatus[] = ['claimed', 'handing_over'],
): Promise<void> {
  if (messages.length === 0) return;
  const ids = messages.map((message) => message.messageId);
  await requeue(db, laneId, (update) =>
    update.where('id', 'in', ids).where('fence', '=', messages[0]!.fence).where('status', 'in', from),
  );
}

/**
 * Returns messages that a drainer's claim took without its knowledge (the reply was lost); `known` are the ids it has.
 */
export async function releaseOrphanedClaims(
  db: Db,
  own: { laneId: number; fence: number; known: number[] },
): Promise<void> {
  await requeue(db, own.laneId, (update) =>
    update
      .where('lane_id', '=', own.laneId)
      .where('status', '=', 'claimed')
      .where('fence', '=', own.fence)
      .where(sql<boolean>`id <> all(${own.known}::bigint[])`),
  );
}

/** Queues the chosen messages again and returns their tokens to the lane. Returns their number. */
export async function requeue(
  db: Db,
  laneId: number,
  choose: (update: MessageUpdate) => MessageUpdate,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('lanes').select('id').where('id', '=', laneId).forNoKeyUpdate().execute();
    const { numUpdatedRows } = await choose(startRequeue(trx)).executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await giveBack(trx, laneId, Number(numUpdatedRows));
    return Number(numUpdatedRows);
  });
}

/** Queues messages again, or withdraws them if the journey has closed meanwhile, since they would never be claimed
 * (replies are). */
const startRequeue = (trx: Trx) => {
  const closed = sql`not messages.reply and exists (select 1 from journeys j where j.id = messages.journey_id and j.status = 'closed')`;
  return trx.updateTable('messages').set({
    status: sql`case when ${closed} then 'withdrawn' else 'queued' end`,
    failure: sql`case when ${closed} then 'journey_closed' else failure end`,
  });
};
type MessageUpdate = ReturnType<typeof startRequeue>;

/**
 * Records messages that left: their status, the journey's state and the ledger, one statement per campaign. Messages
 * no longer claimed under that fence are left alone, with two exceptions: a doubtful message may turn out handed over,
 * and with a receipt also one that was queued again or withdrawn. Returns the number recorded.
 */
export async function recordDelivered(db: Db, docs: CampaignDocs, delivered: Delivered[]): Promise<number> {
  const campaigns = [...new Set(delivered.map((one) => one.campaignId))];
  let count = 0;
  for (const id of campaigns) {
    const own = delivered.filter((one) => one.campaignId === id);
    count += await recordInCampaign(db, docs, id, own);
  }
  return count;
}

async function recordInCampaign(db: Db, docs: CampaignDocs, campaignId: number, delivered: Delivered[]) {
  const list = [];
  for (const { messageId, journeyId, fence, version, step, notice, ...one } of delivered) {
    const doc = await docs.get(db, campaignId, version);
    const reminder = isReminder(doc, { step, notice });
    list.push({
      messageId,
      journeyId,
      fence,
      kind: one.kind,
      ref: one.kind === 'handed_over' ? one.ref : null,
      proved: one.kind === 'handed_over' && one.proved === true,
      reminder,
    });
  }
  return updateDelivered(db, campaignId, list);
}

/** When the provider is first asked about an SMS without a final receipt, and about a doubtful one. */
const RECEIPT_MINUTES = 6 * 60;
const DOUBTFUL_MINUTES = 10;

/**
 * One statement: locks journeys first, ascending, as steps do; then the messages; then the chain's head, and sets the
 * journeys' states. A notice sets the state only at the beginning; a reminder overrides any state of an open journey.
 */
async function updateDelivered(db: Db, campaignId: number, list: object[]): Promise<number> {
  const appended = appendedToLedger(
    campaignChain(campaignId),
    { client: sql`m.client_id`, at: sql`m.at`, order: sql`m.id` },
    HANDED_OVER,
  );
  const { rows } = await sql<{ count: number }>`${PLANNED_ONCE}
    with clock as materialized (select date_trunc('milliseconds', tsunagi_now()) as at),
      d as materialized (select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        as d("messageId" bigint, "journeyId" bigint, fence bigint, kind text, ref text, proved boolean,
          reminder boolean)),
      j as materialized (select id from journeys where id = any((select array_agg("journeyId") from d)::bigint[])
        order by id for no key update),
      m as (update messages m set status = d.kind, handed_over_at = coalesce(m.handed_over_at, clock.at),
          provider_ref = d.ref, attempts = m.attempts + (m.status <> 'doubtful')::int,
          receipt_query_at = case when m.channel = 'sms' and m.delivered_at is null
            then clock.at + make_interval(mins => case d.kind when 'doubtful' then ${DOUBTFUL_MINUTES}::int else ${RECEIPT_MINUTES}::int end) end
        from d join j on j.id = d."journeyId" cross join clock
        where m.id = any((select array_agg("messageId") from d)::bigint[])
          and m.id = d."messageId" and m.fence = d.fence
          and (m.status = 'handing_over' or (m.status = 'doubtful' and d.kind = 'handed_over')
            or (m.status in ('queued', 'claimed', 'withdrawn') and d.proved))
        returning m.*, d.reminder, clock.at),
      moved as (update journeys set state = case when m.reminder then 'reminded' else 'notified' end,
          contacted = journeys.contacted or not m.reply from m
        where journeys.id = m.journey_id and journeys.status = 'open' and (m.reminder or journeys.state = 'scheduled'))
    select count(*) as count, ${appended} from m group by m.client_id, m.at`.execute(db);
  return rows[0]?.count ?? 0;
}

/** What the ledger says of a message `m` that left. */
const HANDED_OVER = {
  by: sql`'system'::text`,
  kind: sql`m.status`,
  message: sql`m.id`,
  journey: sql`m.journey_id`,
  run: sql`m.run`,
  step: sql`m.step`,
  occurrence: sql`m.occurrence`,
  channel: sql`m.channel`,
  purpose: sql`m.purpose`,
  notice: sql`m.notice`,
  version: sql`m.version`,
  handedOverAt: inMs(sql`m.handed_over_at`),
};

/** Why a message was not sent. `hard`: its address is unusable. Reasons are codes, never the provider's own words. */
interface Failure {
  hard: boolean;
  reason: string;
}

/** Records a permanent refusal by the provider: the message has failed, and the journey is notified. */
export async function recordFailed(db: Db, message: InHand, failure: Failure): Promise<void> {
  await giveUp(db, message, 'failed', failure);
}

/** Withdraws a message that must not be sent any more, as found by the claim; the journey decides again. */
export async function withdraw(db: Db, message: InHand, reason: string): Promise<void> {
  await giveUp(db, message, 'withdrawn', { hard: false, reason });
}

async function giveUp(db: Db, message: InHand, status: 'failed' | 'withdrawn', failure: Failure): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    await lockJourneysById(trx, [message.journeyId]);
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
 * Records a temporary refusal: queued again, not before `retryAfterMs` (on a stepped clock at the earliest in the next
 * slot). After three days of attempts the message has failed; its address is not marked bad for that.
 */
export async function recordRefusedForNow(db: Db, message: InHand, reason: string, retryAfterMs = 0): Promise<void> {
  const { now, slotMs } = await readClock(db);
  const { attempts } = await db
    .selectFrom('messages')
    .select('attempts')
    .where('id', '=', message.messageId)
    .executeTakeFirstOrThrow();
  const wait = retryWait(attempts + 1, slotMs);
  if (wait === null) return recordFailed(db, message, { hard: false, reason });
  await db.transaction().execute(async (trx) => {
    // one that was doubtful is no contact any more, which its journey notes: that lock comes first, as everywhere
    await lockJourneysById(trx, [message.journeyId]);
    await trx
      .updateTable('messages')
      .set({
        status: 'queued',
        not_before: new Date(now + Math.max(wait, retryAfterMs)),
        attempts: sql<number>`attempts + 1`,
        deferrals: sql<number>`deferrals + 1`,
        deferred_reason: reason,
      })
      .where('id', '=', message.messageId)
      .where('fence', '=', message.fence)
      .where('status', 'in', ['claimed', 'handing_over', 'doubtful'])
      .execute();
  });
}
