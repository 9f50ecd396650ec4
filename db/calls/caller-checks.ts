import { sql } from 'kysely';
import { instantOf, localDate } from '../../domain/campaigns/calendar';
import {
  compareIdentity,
  IDENTITY_TRIES,
  knownItems,
  type SaidItem,
  uselessItems,
} from '../../domain/customers/caller-identity';
import { AppError } from '../../domain/errors';
import { protectedAmong } from '../customers/protection';
import { readClock } from '../platform/clock';
import { type LedgerEntry } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { openPersonal } from '../privacy/personal-data';
import { type Vault } from '../privacy/vault';
import { type CallTaskRow } from './tasks';

/** What a caller said of themselves, and what they ask for. */
export interface CallerSays {
  campaignId: number;
  customerId: number;
  personId: number;
  said: SaidItem[];
  /** The representative the caller says to be; null: the customer. */
  representativeId: number | null;
  asked: 'answer' | 'withdraw' | 'new_link' | 'inquiry';
  recording?: string;
  /** The call in hand, which the check is for; absent: a call that came in without one. */
  task?: CallInCheck;
}

/** A call task, as leased. */
export type CallInCheck = Pick<CallTaskRow, 'id' | 'version' | 'inbound' | 'promised'>;

/** A check that was made. `entry` is for the campaign's chain; the caller appends it, also when the check failed. */
export interface CallerCheck {
  id: number;
  /** Null: passed. Otherwise what to refuse with once the check is committed: no reply says which item was wrong. */
  refusal: AppError | null;
  /** Failed checks that are still allowed today. */
  left: number;
  entry: LedgerEntry;
}

/** Days of tries are days in Japan. */
const ZONE = 'Asia/Tokyo';

/**
 * Compares what a caller says with what is on file and records the check, by the kinds of the items, never their values. A
 * failed check must be committed, or it would not count. A representative is compared with their own data; contract numbers
 * are the customer's. Throws not_found, erased, caller_locked after three failed checks of the day, identity_insufficient
 * when too little can be compared, which is no try.
 */
export async function checkCaller(trx: Trx, vault: Vault, scope: Scope, says: CallerSays): Promise<CallerCheck> {
  const { customerId, said } = says;
  // one after the other: tries that come at the same time are counted too
  await sql`select pg_advisory_xact_lock(hashtextextended(${`caller:${customerId}`}, 0))`.execute(trx);
  const { now } = await readClock(trx);
  const failed = await failedToday(trx, customerId, now);
  if (failed >= IDENTITY_TRIES) throw new AppError('caller_locked');
  const result = await compared(trx, vault, scope, says);
  if (result === 'insufficient') throw new AppError('identity_insufficient');
  const passed = result === 'same';
  const made = await bookCheck(trx, scope, { ...says, items: said.map(({ item }) => item).sort(), passed, now });
  const left = IDENTITY_TRIES - failed - (passed ? 0 : 1);
  return { ...made, refusal: passed ? null : refusalWith(left), left };
}

/**
 * Records that a promised call to the number on file reached the one who had asked for it, which proves more than questions do,
 * also after three failed checks. Throws callback_not_promised for any other call.
 */
export async function checkByNumber(
  trx: Trx,
  scope: Scope,
  says: Omit<CallerSays, 'said'> & { task: CallInCheck },
): Promise<CallerCheck> {
  if (!says.task.promised || says.task.inbound) throw new AppError('callback_not_promised');
  const { now } = await readClock(trx);
  const made = await bookCheck(trx, scope, { ...says, items: [DIALLED], passed: true, now });
  return { ...made, refusal: null, left: IDENTITY_TRIES - (await failedToday(trx, says.customerId, now)) };
}

/** Whether what is said is that of the customer; nothing is recorded, so the reply must not say it. */
export const fits = async (trx: Trx, vault: Vault, scope: Scope, says: CallerSays): Promise<boolean> =>
  (await compared(trx, vault, scope, says)) === 'same';

/** The call that a person has in hand to this customer. Throws not_found, call_task_done, call_lease_lost. */
export async function callInHand(
  trx: Trx,
  place: { taskId: number; campaignId: number; customerId: number; personId: number },
): Promise<CallInCheck> {
  const task = await trx
    .selectFrom('call_tasks')
    .select(['id', 'version', 'inbound', 'promised', 'status', 'result', 'leased_by'])
    .where('id', '=', place.taskId)
    .where('campaign_id', '=', place.campaignId)
    .where('customer_id', '=', place.customerId)
    .executeTakeFirst();
  if (!task) throw new AppError('not_found');
  if (task.status === 'done') throw new AppError('call_task_done', { result: task.result ?? 'done' });
  if (task.leased_by !== place.personId) throw new AppError('call_lease_lost');
  return task;
}

/** Among the kinds of items of a check: the number on file was dialled. */
const DIALLED = 'registeredNumber';

/** Whether the one on the phone has been identified since the call was leased. */
export async function isIdentified(db: Queryable, task: CallInCheck): Promise<boolean> {
  const row = await db
    .selectFrom('caller_checks')
    .select('id')
    .where('task_id', '=', task.id)
    .where('task_version', '=', task.version)
    .where('passed', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

type Checked = Omit<CallerSays, 'said'> & { items: string[]; passed: boolean; now: number };

async function bookCheck(
  trx: Trx,
  scope: Scope,
  { campaignId, customerId, personId, asked, recording, task, items, passed, now }: Checked,
): Promise<Pick<CallerCheck, 'id' | 'entry'>> {
  const { id } = await trx
    .insertInto('caller_checks')
    .values({
      ...{ client_id: scope.clientId, campaign_id: campaignId, customer_id: customerId, person_id: personId },
      ...{ items, passed, asked, at: new Date(now), recording: recording ?? null },
      ...{ task_id: task?.id ?? null, task_version: task?.version ?? null },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const journey = await trx
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  const about = {
    by: `person:${personId}`,
    journey: journey?.id ?? null,
    customer: customerId,
    check: id,
    asked,
    items,
    ...(task && { task: task.id }),
  };
  const entry = { kind: passed ? 'caller_identified' : 'caller_not_identified', ...about };
  return { id, entry };
}

function refusalWith(left: number): AppError {
  return left > 0 ? new AppError('caller_not_identified', { left }) : new AppError('caller_locked');
}

async function failedToday(trx: Trx, customerId: number, now: number): Promise<number> {
  const { count } = await trx
    .selectFrom('caller_checks')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('customer_id', '=', customerId)
    .where(sql<boolean>`at >= ${new Date(instantOf(localDate(now, ZONE), '00:00', ZONE))}`)
    .where('passed', '=', false)
    .executeTakeFirstOrThrow();
  return count;
}

async function compared(trx: Trx, vault: Vault, scope: Scope, says: CallerSays) {
  const { customerId, representativeId, said, task } = says;
  const { profile, contracts, representatives } = await openPersonal(trx, vault, scope, customerId);
  const numbers = contracts.map(({ number }) => number);
  const acting = representatives.find((one) => one.representativeId === representativeId);
  const person = representativeId === null ? profile : (acting ?? {});
  const isProtected = (await protectedAmong(trx, [customerId])).has(customerId);
  // who answers at a representative's own number is no one of the customer's household
  const outgoing = task !== undefined && !task.inbound && representativeId === null;
  return compareIdentity(said, knownItems(person, numbers), uselessItems({ isProtected, outgoing }));
}
