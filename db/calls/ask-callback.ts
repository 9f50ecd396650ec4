import { sql } from 'kysely';
import { callRuleOf } from '../../domain/calls/call-rules';
import { CALLBACK_STEP, callScript, type CallWindow, type NoCallback } from '../../domain/calls/callback';
import { type PlannedMessage } from '../../domain/journeys/decide';
import { type Link } from '../customers/links';
import { lockJourney } from '../customers/page';
import { insertMessages } from '../journeys/step-writes';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { transact } from '../platform/transact';
import { type Db, type Trx } from '../platform/types';
import { type Callback, type CallbackOffer, isOpen, loadCallback, offerCallback } from './callbacks';
import { closeTask } from './tasks';

/** What became of a request: agreed, or why not; `open`: another call is agreed already. */
export type AskedCallback = 'agreed' | 'open' | 'unfit' | NoCallback;

/** What a customer can choose from; a request that is open is shown instead. */
export const openOffer = (db: Db, link: Link): Promise<CallWindow[] | NoCallback> =>
  transact(db, async (trx) => (await offerCallback(trx, await lockJourney(trx, link))).offer);

/**
 * Agrees a call in one of the offered windows. A call of the plan that waits is moved there, so that the customer is not
 * called twice; otherwise a task of its own is opened, outside the plan. Once per `dedupe`, the form's key. Appends to
 * the ledger.
 */
export async function askCallback(
  db: Db,
  link: Link,
  input: { day: string; from: number; dedupe: string },
): Promise<AskedCallback> {
  return transact(db, async (trx) => {
    const journey = await lockJourney(trx, link);
    const known = await trx
      .selectFrom('callback_requests')
      .select('id')
      .where('campaign_id', '=', link.campaignId)
      .where('dedupe', '=', input.dedupe)
      .executeTakeFirst();
    if (known) return 'agreed';
    if (isOpen(await loadCallback(trx, link))) return 'open';
    const found = await offerCallback(trx, journey);
    if (!Array.isArray(found.offer)) return found.offer;
    const window = found.offer.find(({ day, from }) => day === input.day && from === input.from);
    if (!window) return 'unfit';
    const task = (await movePlannedCall(trx, journey, window)) ?? (await openTask(trx, journey, { found, window }));
    const { id } = await trx
      .insertInto('callback_requests')
      .values({
        ...{ client_id: journey.client_id, campaign_id: journey.campaign_id, customer_id: journey.customer_id },
        ...{ journey_id: journey.id, task_id: task.id, dedupe: input.dedupe },
        ...{ from_at: new Date(window.from), until_at: new Date(window.until), asked_at: new Date(found.now) },
        planned_at: task.plannedAt === null ? null : new Date(task.plannedAt),
        representative_id: link.representativeId ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { from, until } = window;
    const about = { journey: journey.id, customer: journey.customer_id, callback: id, task: task.id, from, until };
    await append(trx, journey, found.now, [{ kind: 'callback_agreed', by: byOf(link), ...about }, ...task.entries]);
    return 'agreed';
  });
}

interface KeepingTask {
  id: number;
  plannedAt: number | null;
  entries: LedgerEntry[];
}

/** The plan's call that waits for this customer, moved to the agreed time; undefined: none waits. */
async function movePlannedCall(trx: Trx, journey: JourneyRow, { from }: CallWindow): Promise<KeepingTask | undefined> {
  if (journey.status !== 'open') return undefined;
  const { rows } = await sql<{ id: number; message: number; next: number }>`
    select t.id, t.message_id as message, t.next_at as next from call_tasks t join messages m on m.id = t.message_id
    where t.journey_id = ${journey.id} and t.status = 'waiting' and m.status = 'queued' and m.run = ${journey.run}
      and not m.reply order by t.id limit 1 for no key update of t`.execute(trx);
  const [task] = rows;
  if (!task) return undefined;
  await moveTask(trx, { taskId: task.id, messageId: task.message }, { at: from, promised: true });
  return { id: task.id, plannedAt: task.next, entries: [] };
}

async function moveTask(
  trx: Trx,
  { taskId, messageId }: { taskId: number; messageId: number },
  { at, promised }: { at: number; promised: boolean },
) {
  const next = { next_at: new Date(at), promised, version: sql<number>`version + 1` };
  await trx.updateTable('call_tasks').set(next).where('id', '=', taskId).execute();
  await trx
    .updateTable('messages')
    .set({ not_before: new Date(at) })
    .where('id', '=', messageId)
    .execute();
}

/** A call outside the plan, as a reply: it is made whatever becomes of the journey. */
async function openTask(
  trx: Trx,
  journey: JourneyRow,
  { found, window }: { found: CallbackOffer; window: CallWindow },
): Promise<KeepingTask> {
  const { doc, facts, version, laneId, now } = found;
  const occurrence = await countAsked(trx, journey.id);
  const message: PlannedMessage = {
    step: CALLBACK_STEP,
    ...(occurrence > 0 && { occurrence }),
    ...{ channel: 'phone', notice: callScript(doc)!, purpose: 'service_notice' },
    ...{ dueAt: now, notBefore: window.from, override: null },
  };
  const { attempts } = callRuleOf(doc, CALLBACK_STEP);
  await insertMessages(trx, [{ journey, version, laneId: laneId!, message, attempts, reply: true }]);
  const { id } = await trx
    .selectFrom('call_tasks as t')
    .innerJoin('messages as m', 'm.id', 't.message_id')
    .select('t.id')
    .where('t.journey_id', '=', journey.id)
    .where('m.step', '=', CALLBACK_STEP)
    .orderBy('t.id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  await trx.updateTable('call_tasks').set({ promised: true }).where('id', '=', id).execute();
  const { phone } = facts.contact;
  const inputs = { now, contact: { phone }, consent: facts.consent, contractHashes: facts.contractHashes };
  const entry = {
    ...{ kind: 'reply', journey: journey.id, run: journey.run, reply: CALLBACK_STEP, occurrence, version },
    ...{ facts: inputs, message, refusals: [] },
  };
  return { id, plannedAt: null, entries: [entry] };
}

async function countAsked(trx: Trx, journeyId: number): Promise<number> {
  const { count } = await trx
    .selectFrom('messages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('journey_id', '=', journeyId)
    .where('step', '=', CALLBACK_STEP)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Takes an agreed call back: a task opened for it ends, a call of the plan is due again as before. A person already dialling
 * may still report. False: no call was agreed. Appends to the ledger.
 */
export async function withdrawCallback(db: Db, link: Link): Promise<boolean> {
  return transact(db, async (trx) => {
    const journey = await lockJourney(trx, link);
    const callback = await loadCallback(trx, link);
    return isOpen(callback) && takeBack(trx, journey, { callback, by: byOf(link) });
  });
}

/** The same for a journey that the caller has locked. */
export async function takeBack(
  trx: Trx,
  journey: JourneyRow,
  { callback, by }: { callback: Callback; by: string },
): Promise<true> {
  const task = await trx
    .selectFrom('call_tasks')
    .select(['id', 'status', 'message_id'])
    .where('id', '=', callback.taskId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ now: number }>`
    update callback_requests set withdrawn_at = tsunagi_now() where id = ${callback.id}
    returning withdrawn_at as now`.execute(trx);
  const { now } = rows[0]!;
  const waiting = task.status === 'waiting';
  const entries: LedgerEntry[] = [{ kind: 'callback_withdrawn', by, journey: journey.id, callback: callback.id }];
  if (callback.plannedAt === null) {
    if (waiting) await closeTask(trx, task.id, `withdrawn:${REASON}`, now);
    entries.push(...(await withdrawMessage(trx, journey, task.message_id)));
  } else if (waiting && callback.state === 'agreed') {
    const place = { taskId: task.id, messageId: task.message_id };
    await moveTask(trx, place, { at: Math.max(callback.plannedAt, now), promised: false });
  }
  await append(trx, journey, now, entries);
  return true;
}

const REASON = 'callback_withdrawn';

async function withdrawMessage(trx: Trx, journey: JourneyRow, id: number): Promise<LedgerEntry[]> {
  const rows = await trx
    .updateTable('messages')
    .set({ status: 'withdrawn', failure: REASON })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'claimed'])
    .returning(['id', 'run', 'step', 'occurrence'])
    .execute();
  return rows.map(({ id: message, ...place }) => ({
    ...{ kind: 'not_sent', by: 'system', message, journey: journey.id, ...place, channel: 'phone' },
    ...{ status: 'withdrawn', reason: REASON },
  }));
}

const byOf = ({ representativeId }: Link): string =>
  representativeId === undefined ? 'customer' : `representative:${representativeId}`;

const append = (trx: Trx, { campaign_id: id, client_id: client }: JourneyRow, now: number, entries: LedgerEntry[]) =>
  appendLedger(trx, campaignChain(id), client, now, entries);
