import { type Selectable } from 'kysely';
import { AppError } from '../../domain/errors';
import { type ExecutedRequest, type RequestRow } from '../access/requests';
import { freeLeases } from '../calls/free-leases';
import { endTask } from '../calls/tasks';
import { lockJourneysOf, requireCustomer } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Protections } from '../platform/schema.generated';
import { type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';

export type ProtectionRow = Selectable<Protections>;

/** How a call ends that the customer's protection no longer allows, in `messages.failure` and decisions. */
const PROTECTED = 'protected';

/** All marks of a customer, newest first: the standing one and lifted ones. Throws not_found. */
export async function listProtections(db: Queryable, scope: Scope, customerId: number): Promise<ProtectionRow[]> {
  await requireCustomer(db, scope, customerId);
  return db
    .selectFrom('protections')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .orderBy('id', 'desc')
    .execute();
}

/**
 * Puts a customer under protection; one who is stays as is. From the commit no one without the right sees the
 * customer's data, and no one calls: open calls end, and their journeys go on by another channel. Appends to ledgers.
 * Throws not_found.
 */
export async function openProtection(
  trx: Trx,
  scope: Scope,
  mark: { customerId: number; source: string; personId: number },
): Promise<ProtectionRow> {
  const { customerId, source, personId } = mark;
  await requireCustomer(trx, scope, customerId);
  const journeys = await lockJourneysOf(trx, scope, [customerId]);
  const { now } = await readClock(trx);
  const added = await addProtection(trx, { clientId: scope.clientId, customerId, source, openedBy: personId, now });
  if (!added) return standing(trx, customerId);
  await endCalls(trx, customerId, journeys, now);
  const entry = { kind: 'protection_opened', by: `person:${personId}`, customer: customerId, protection: added.id };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  return added;
}

/** Adds the mark alone; undefined if the customer has one. */
export async function addProtection(
  trx: Trx,
  mark: { clientId: number; customerId: number; source: string; openedBy: number | null; now: number },
): Promise<ProtectionRow | undefined> {
  return trx
    .insertInto('protections')
    .values({
      client_id: mark.clientId,
      customer_id: mark.customerId,
      source: mark.source,
      opened_by: mark.openedBy,
      opened_at: new Date(mark.now),
    })
    .onConflict((conflict) => conflict.column('customer_id').where('lifted_at', 'is', null).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** The mark that stands. Throws not_protected. */
export async function standing(db: Queryable, customerId: number): Promise<ProtectionRow> {
  const row = await db
    .selectFrom('protections')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw new AppError('not_protected', { customer: customerId });
  return row;
}

/** Ends a customer's open calls; a person already dialling loses the lease. The caller holds the journeys' locks. */
export async function endCalls(trx: Trx, customerId: number, journeys: JourneyRow[], now: number): Promise<void> {
  await freeLeases(trx, { customerId });
  const tasks = await trx
    .selectFrom('call_tasks')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('status', '=', 'waiting')
    .orderBy('campaign_id')
    .orderBy('id')
    .execute();
  for (const task of tasks) {
    const journey = journeys.find(({ id }) => id === task.journey_id);
    if (!journey) continue;
    const query = trx.selectFrom('messages').select(['id', 'run', 'step', 'reply']).where('id', '=', task.message_id);
    const message = await query.executeTakeFirstOrThrow();
    await endTask(trx, { task, message, journey, now }, { reason: PROTECTED, notify: true });
  }
}

/** Lifts the mark that an approved request names. Appends to the ledger. */
export async function executeLift(trx: Trx, scope: Scope, request: RequestRow): Promise<ExecutedRequest> {
  const { customer, protection } = request.payload as { customer: number; protection: number };
  const { now } = await readClock(trx);
  const lifted = await trx
    .updateTable('protections')
    .set({ lifted_at: new Date(now), lift_request_id: request.id })
    .where('id', '=', protection)
    .where('customer_id', '=', customer)
    .where('client_id', '=', scope.clientId)
    .where('lifted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!lifted) return { done: 0, refused: [{ item: 0, why: 'not_protected' }] };
  const persons = { by: `person:${request.decided_by}`, askedBy: `person:${request.asked_by}` };
  const entry = { kind: 'protection_lifted', ...persons, customer, protection, request: request.id };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  return { done: 1, refused: [] };
}
