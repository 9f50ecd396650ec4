import { type RawBuilder, type Selectable, sql } from 'kysely';
import { type Logger } from 'pino';
import { readClock } from '../platform/clock';
import { ErasureRegister } from './erasure-register';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { type Erasures } from '../platform/schema.generated';
import { type ErasureBasis } from '../../domain/privacy/retention';
import { AppError } from '../../domain/errors';
import { type ExecutedRequest, type RequestRow } from '../access/requests';
import { type Scope } from '../platform/scope';
import { type Config } from '../../config/settings';

type ErasureRow = Selectable<Erasures>;

/** Why a customer's data cannot be erased yet. */
type Obstacle = 'journey_open' | 'campaign_live' | 'legal_hold' | 'letter_in_print' | 'import_running';

/** Hold reasons under which the data may still be needed as evidence or by law. */
const LEGAL_HOLDS = ['lawyer', 'dispute', 'complaint', 'antisocial'];

/** SQL expression for what prevents the erasure of customer `id`; null if nothing does. */
export const obstacleOf = (id: RawBuilder<unknown>): RawBuilder<Obstacle | null> => sql<Obstacle | null>`(case
  when exists (select from journeys x where x.customer_id = ${id} and x.status = 'open') then 'journey_open'
  when exists (select from audience x join campaigns y on y.id = x.campaign_id where x.customer_id = ${id}
    and x.state <> 'excluded' and y.status not in ('completed', 'stopped')) then 'campaign_live'
  when exists (select from holds x where x.customer_id = ${id} and x.released_at is null
    and x.reason = any(${LEGAL_HOLDS}::text[])) then 'legal_hold'
  when exists (select from pieces x join print_runs y on y.id = x.print_run_id where x.customer_id = ${id}
    and x.removed_reason is null and y.status in ('open', 'rendered', 'handed_over')) then 'letter_in_print' end)`;

/** What prevents a customer's erasure now; null if nothing does. */
export async function obstacleTo(db: Queryable, customerId: number): Promise<Obstacle | null> {
  const { rows } = await sql<{ why: Obstacle | null }>`select ${obstacleOf(sql`${customerId}::bigint`)} as why`.execute(
    db,
  );
  return rows[0]!.why;
}

/** Records that a customer is to be erased. Idempotent. */
export async function openErasure(
  trx: Queryable,
  erasure: {
    clientId: number;
    customerId: number;
    basis: ErasureBasis;
    requestId?: number;
    campaignId?: number;
    now: number;
  },
): Promise<void> {
  await trx
    .insertInto('erasures')
    .values({
      client_id: erasure.clientId,
      customer_id: erasure.customerId,
      basis: erasure.basis,
      request_id: erasure.requestId ?? null,
      campaign_id: erasure.campaignId ?? null,
      opened_at: new Date(erasure.now),
      refusal: null,
      register_no: null,
    })
    .onConflict((conflict) => conflict.column('customer_id').where('status', '=', 'approved').doNothing())
    .execute();
}

/** Approved erasures that are not executed yet, oldest first. */
export async function openErasures(db: Queryable, limit: number): Promise<ErasureRow[]> {
  return db.selectFrom('erasures').selectAll().where('status', '=', 'approved').orderBy('id').limit(limit).execute();
}

/** Print files containing a letter of this customer, by run; `piece` is its code in the manifest. */
export async function lettersOf(db: Queryable, customerId: number): Promise<{ run: string; piece: string }[]> {
  const { rows } = await sql<{ run: string; piece: string }>`
    select r.key as run, p.code as piece from pieces p join print_runs r on r.id = p.print_run_id
    where p.customer_id = ${customerId} order by r.id, p.id`.execute(db);
  return rows;
}

/**
 * Destroys a customer's key and all data that could identify them, in one transaction whose last action is the line in
 * the register: if the process dies before it, nothing has changed; after it, only the commit must be repeated. `again`
 * is for a restored backup and ignores obstacles. Returns the obstacle if refused, otherwise null.
 */
export async function executeRequest(
  db: Db,
  register: ErasureRegister,
  erasure: ErasureRow,
  again = false,
): Promise<Obstacle | null> {
  return db.transaction().execute(async (trx) => {
    const { customer_id: customerId, client_id: clientId } = erasure;
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`tsunagi import ${clientId}`}, 0)) as mine`.execute(trx);
    if (!rows[0]?.mine) return 'import_running';
    // FOR UPDATE: no row that refers to the customer may be added beside the erasure
    await trx.selectFrom('customers').select('id').where('id', '=', customerId).forUpdate().execute();
    const open = await trx
      .selectFrom('erasures')
      .select('id')
      .where('id', '=', erasure.id)
      .where('status', '=', 'approved')
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!open) return null; // another worker was first
    const { now } = await readClock(trx);
    const obstacle = again ? null : await obstacleOfErasure(trx, erasure);
    if (obstacle) {
      await refuse(trx, erasure, obstacle, now);
      return obstacle;
    }
    await destroy(trx, register, erasure, now);
    return null;
  });
}

/** People who were left out stay where an import has named them again. */
async function obstacleOfErasure(trx: Trx, { customer_id: customerId, basis }: ErasureRow): Promise<Obstacle | null> {
  const named = trx.selectFrom('audience').select('customer_id').where('customer_id', '=', customerId).limit(1);
  if (basis === 'left_out' && (await named.executeTakeFirst())) return 'campaign_live';
  return obstacleTo(trx, customerId);
}

async function refuse(trx: Trx, erasure: ErasureRow, refusal: Obstacle, now: number): Promise<void> {
  await trx.updateTable('erasures').set({ status: 'refused', refusal }).where('id', '=', erasure.id).execute();
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [{ ...entryOf(erasure), kind: 'erasure_refused', refusal }]);
}

async function destroy(trx: Trx, register: ErasureRegister, erasure: ErasureRow, now: number): Promise<void> {
  const { customer_id: customer, client_id: client } = erasure;
  const { rows } = await sql<{ items: number }>`select erase_customer(${customer}) as items`.execute(trx);
  await sql`select pg_advisory_xact_lock(hashtextextended('erasure-register', 0))`.execute(trx);
  const { no, hash } = register.append({ customer, client, at: now });
  await trx
    .updateTable('erasures')
    .set({ status: 'done', done_at: new Date(now), register_no: no })
    .where('id', '=', erasure.id)
    .execute();
  const what = { items: rows[0]!.items, register: no, registerHash: hash };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [{ ...entryOf(erasure), kind: 'erased', ...what }]);
}

const entryOf = ({ customer_id: customer, client_id: client, basis, request_id, campaign_id }: ErasureRow) => ({
  by: 'system',
  customer,
  client,
  basis,
  ...(request_id !== null && { request: request_id }),
  ...(campaign_id !== null && { campaign: campaign_id }),
});

/**
 * Repeats erasures that a restored backup has undone: of every customer in the register who has a key. First it
 * reserves the register's ids, so that they are not given to new customers. Repeatable. Returns the number erased.
 */
export async function replayRegister(db: Db, register: ErasureRegister): Promise<number> {
  const entries = register.entries();
  if (entries.length === 0) return 0;
  await sql`select reserve_customer_ids(${Math.max(...entries.map((entry) => entry.customer))})`.execute(db);
  const ids = entries.map((entry) => entry.customer);
  const back = await db
    .selectFrom('vault_keys as k')
    .innerJoin('customers as c', 'c.id', 'k.customer_id')
    .select(['c.id', 'c.client_id'])
    .where(sql<boolean>`c.id = any(${ids}::bigint[])`)
    .orderBy('c.id')
    .execute();
  let erased = 0;
  for (const { id, client_id: clientId } of back) {
    if (!entries.some((entry) => entry.customer === id && entry.client === clientId)) continue;
    const { now } = await readClock(db);
    await openErasure(db, { clientId, customerId: id, basis: 'register', now });
    const [open] = await db
      .selectFrom('erasures')
      .selectAll()
      .where('customer_id', '=', id)
      .where('status', '=', 'approved')
      .execute();
    if (open && (await executeRequest(db, register, open, true)) === null) erased += 1;
  }
  return erased;
}

/** The erasures named in the installation's ledger, oldest first: number in the register and hash of its entry. */
export async function erasuresInLedger(db: Queryable): Promise<{ no: number; hash: string }[]> {
  const { rows } = await sql<{ no: number; hash: string }>`
    select (body::jsonb ->> 'register')::int as no, body::jsonb ->> 'registerHash' as hash from ledger
    where chain = ${INSTALLATION_CHAIN} and body::jsonb ->> 'kind' = 'erased' order by seq`.execute(db);
  return rows;
}

/** Those of these customers who have a key, and so are not erased. */
export async function customersWithKeys(db: Queryable, customerIds: number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('vault_keys')
    .select('customer_id')
    .where(sql<boolean>`customer_id = any(${customerIds}::bigint[])`)
    .execute();
  return rows.map((row) => row.customer_id);
}

/** A customer's erasures, newest first. */
export async function listErasures(db: Queryable, scope: Scope, customerId: number): Promise<ErasureRow[]> {
  return db
    .selectFrom('erasures')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .orderBy('id', 'desc')
    .execute();
}

/** Throws erased, or erasure_not_possible with the obstacle. */
export async function requireErasable(db: Queryable, customerId: number): Promise<void> {
  const key = await db
    .selectFrom('vault_keys')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (!key) throw new AppError('erased', { customer: customerId });
  const why = await obstacleTo(db, customerId);
  if (why) throw new AppError('erasure_not_possible', { why });
}

/** Opens the erasure that a second person has approved; a worker executes it. Refused while an obstacle stands. */
export async function executeErasure(trx: Trx, scope: Scope, request: RequestRow): Promise<ExecutedRequest> {
  const { customer, basis } = request.payload as { customer: number; basis: ErasureBasis };
  const { now } = await readClock(trx);
  const why = await obstacleTo(trx, customer);
  if (why) return { done: 0, refused: [{ item: 0, why }] };
  await openErasure(trx, { clientId: scope.clientId, customerId: customer, basis, requestId: request.id, now });
  return { done: 1, refused: [] };
}

/**
 * Opens the register of erasures and repeats those that a restored backup has undone, before the data can be accessed.
 * Undefined if no register is configured; nothing is erased then. Throws if the register was tampered with.
 */
export async function replayErasures(
  { ERASURE_REGISTER: file }: Pick<Config, 'ERASURE_REGISTER'>,
  db: Db,
  log: Logger,
): Promise<ErasureRegister | undefined> {
  if (file === undefined) {
    log.warn('ERASURE_REGISTER is not set: nothing is erased, neither on request nor by retention');
    return undefined;
  }
  const register = new ErasureRegister(file);
  const erased = await replayRegister(db, register);
  if (erased > 0) log.warn({ erased }, 'a restored database held erased customers, who are erased again');
  return register;
}
