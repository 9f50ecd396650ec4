import { sql } from 'kysely';
import { instantOf, localDate } from '../../domain/campaigns/calendar';
import { compareIdentity, IDENTITY_TRIES, knownItems, type SaidItem } from '../../domain/customers/caller-identity';
import { AppError } from '../../domain/errors';
import { protectedAmong } from '../customers/protection';
import { readClock } from '../platform/clock';
import { type LedgerEntry } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';
import { openPersonal } from '../privacy/personal-data';
import { type Vault } from '../privacy/vault';

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
}

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
  const { campaignId, customerId, personId, said, recording, asked } = says;
  // one after the other: tries that come at the same time are counted too
  await sql`select pg_advisory_xact_lock(hashtextextended(${`caller:${customerId}`}, 0))`.execute(trx);
  const { now } = await readClock(trx);
  const failed = await failedToday(trx, customerId, now);
  if (failed >= IDENTITY_TRIES) throw new AppError('caller_locked');
  const result = await compared(trx, vault, scope, says);
  if (result === 'insufficient') throw new AppError('identity_insufficient');
  const passed = result === 'same';
  const items = said.map(({ item }) => item).sort();
  const { id } = await trx
    .insertInto('caller_checks')
    .values({
      client_id: scope.clientId,
      campaign_id: campaignId,
      customer_id: customerId,
      person_id: personId,
      items,
      passed,
      asked,
      recording: recording ?? null,
      at: new Date(now),
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
  };
  const entry = {
    kind: passed ? 'caller_identified' : 'caller_not_identified',
    ...about,
    ...(recording && { recording }),
  };
  const left = IDENTITY_TRIES - failed - (passed ? 0 : 1);
  return { id, refusal: passed ? null : refusalWith(left), left, entry };
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

async function compared(trx: Trx, vault: Vault, scope: Scope, { customerId, representativeId, said }: CallerSays) {
  const { profile, contracts, representatives } = await openPersonal(trx, vault, scope, customerId);
  const numbers = contracts.map(({ number }) => number);
  const acting = representatives.find((one) => one.representativeId === representativeId);
  const person = representativeId === null ? profile : (acting ?? {});
  const hidden = (await protectedAmong(trx, [customerId])).has(customerId);
  return compareIdentity(said, knownItems(person, numbers), hidden);
}
