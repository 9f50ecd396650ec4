import { sql } from 'kysely';
import { addresseeOf } from '../customers/addressee';
import { closeTask, type CallTaskRow } from './tasks';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type Scope } from '../platform/scope';
import { type Vault } from '../privacy/vault';
import { type Trx } from '../platform/types';

/** A number that must not be dialled any more, as keyed hashes, with its supposed owner. */
export interface Cut {
  hashes: Buffer[];
  representativeId: number | null;
}

/** The number to dial: a mobile before a landline, as for contact points; null when there is none. */
export const numberOf = (addressee: { phone?: string; mobile?: string } | undefined): string | null =>
  addressee?.mobile ?? addressee?.phone ?? null;

/** Keyed hash of a number (E.164), the same for calls and SMS. */
export const numberHash = (vault: Vault, clientId: number, number: string): Buffer =>
  vault.index(clientId, 'phone', number);

/** The number to block after a call to this customer reached a stranger or was not in service. */
export async function badNumber(trx: Trx, vault: Vault, customerId: number, now: number): Promise<Cut> {
  const addressee = (await addresseeOf(trx, vault, [customerId], now)).get(customerId);
  const number = numberOf(addressee);
  const customer = await trx
    .selectFrom('customers')
    .select('client_id')
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow();
  const hashes = number ? [numberHash(vault, customer.client_id, number)] : [];
  const representativeId = addressee?.representative?.id ?? null;
  if (representativeId === null) {
    const own = await trx
      .selectFrom('contact_points')
      .select('hash')
      .where('customer_id', '=', customerId)
      .where('channel', '=', 'phone')
      .execute();
    hashes.push(...own.map((row) => row.hash));
  }
  return { hashes, representativeId };
}

/** Customers of the client who would be called on this number and have a task for it. */
export async function customersOfNumber(trx: Trx, scope: Scope, cut: Cut): Promise<number[]> {
  const tasks = await openTasksOf(trx, scope, cut);
  return tasks.map((task) => task.customer_id);
}

/** Unleased tasks for the number; a lease under way reports its own result. */
async function openTasksOf(trx: Trx, scope: Scope, cut: Cut): Promise<CallTaskRow[]> {
  if (cut.hashes.length === 0) return [];
  return trx
    .selectFrom('call_tasks as t')
    .innerJoin('contact_points as p', (join) =>
      join.onRef('p.customer_id', '=', 't.customer_id').on('p.channel', '=', 'phone'),
    )
    .selectAll('t')
    .where('t.client_id', '=', scope.clientId)
    .where('t.status', '=', 'waiting')
    .where('p.client_id', '=', scope.clientId)
    .where('p.hash', 'in', cut.hashes)
    .orderBy('t.id')
    .execute();
}

/**
 * Marks the number bad for calls and SMS of every customer of the client who has it, and removes it from the
 * representative it belonged to. Ends other open tasks. Returns the arrivals for their journeys.
 */
export async function cutNumber(
  trx: Trx,
  scope: Scope,
  input: { cut: Cut; reason: string; except: CallTaskRow; journeys: JourneyRow[]; now: number },
): Promise<JourneyArrival[]> {
  const { cut, reason, except, journeys, now } = input;
  if (cut.representativeId !== null) {
    await trx
      .updateTable('representatives')
      .set({ channels: sql<string[]>`array_remove(array_remove(channels, 'phone'), 'sms')` })
      .where('id', '=', cut.representativeId)
      .execute();
  }
  if (cut.hashes.length === 0) return [];
  const owners = trx
    .selectFrom('contact_points')
    .select('customer_id')
    .where('client_id', '=', scope.clientId)
    .where('channel', '=', 'phone')
    .where('hash', 'in', cut.hashes);
  await trx
    .updateTable('contact_points')
    .set({ bad_reason: reason, bad_at: new Date(now) })
    .where('customer_id', 'in', owners)
    .where('channel', 'in', ['phone', 'sms'])
    .where('hash', 'in', cut.hashes)
    .where('bad_at', 'is', null)
    .execute();
  const arrivals: JourneyArrival[] = [];
  for (const task of await openTasksOf(trx, scope, cut)) {
    const journey = journeys.find((one) => one.id === task.journey_id);
    if (!journey || task.id === except.id) continue; // a task created this very moment finds the bad number when it is leased
    await trx
      .updateTable('messages')
      .set({ status: 'failed', failure: reason })
      .where('id', '=', task.message_id)
      .where('status', '=', 'queued')
      .execute();
    await closeTask(trx, task.id, reason, now);
    const data = { messageId: task.message_id, reason, hard: true };
    arrivals.push({ journey, kind: 'not_sent', data, dedupe: `not_sent:${task.message_id}` });
  }
  return arrivals;
}
