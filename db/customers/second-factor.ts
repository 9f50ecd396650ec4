import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { type Link } from './links';
import { factorKey } from './representative-access';
import { type Vault } from '../privacy/vault';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { transact } from '../platform/transact';

const MAX_TRIES = 5;
const LOCK_MINUTES = 30;

/** `birth` is an ISO date, `phone4` and `code` are ASCII digits, as hashed by the import. */
export type FactorKind = 'birth' | 'phone4' | 'code';

/** Result of a check. `lockedUntil` (epoch ms) is set by the wrong attempt that exhausted the limit. */
type FactorResult = { right: true } | { right: false; triesLeft: number; lockedUntil: number | null };

/** Factors this customer, or the representative whose link it is, can be asked for, best first: what only the customer knows, then a code sent separately. */
export async function factorsOf(db: Queryable, link: Link): Promise<FactorKind[]> {
  const rows = link.representativeId === undefined ? await ownFactors(db, link) : await actingFactors(db, link);
  const order: FactorKind[] = ['birth', 'phone4', 'code'];
  return order.filter((kind) => rows.some((row) => row.kind === kind));
}

/** Until when (epoch ms) the link accepts no factor; null if it is not locked. */
export async function lockedUntil(db: Queryable, link: Link): Promise<number | null> {
  const row = await linkRow(db, link)
    .select('locked_until')
    .where('locked_until', '>', sql<number>`tsunagi_now()`)
    .executeTakeFirst();
  return row?.locked_until ?? null;
}

/**
 * Checks one attempt. Attempts on one link are serialised by a row lock, so ten concurrent ones count as ten. The fifth
 * wrong attempt locks the link for 30 minutes of the installation's clock; a correct one resets the count.
 */
export async function tryFactor(
  db: Db,
  vault: Vault,
  link: Link,
  attempt: { kind: FactorKind; value: string },
): Promise<FactorResult> {
  return transact(db, async (trx) => {
    const row = await linkRow(trx, link)
      .select(['failures', 'locked_until', sql<number>`tsunagi_now()`.as('now')])
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    if (row.locked_until !== null && row.locked_until > row.now) {
      return { right: false, triesLeft: 0, lockedUntil: row.locked_until };
    }
    if (await matches(trx, vault, link, attempt)) {
      await setFailures(trx, link, 0, null);
      return { right: true };
    }
    const failures = row.failures + 1;
    const locked = failures >= MAX_TRIES ? row.now + LOCK_MINUTES * 60_000 : null;
    await setFailures(trx, link, locked === null ? failures : 0, locked);
    return { right: false, triesLeft: MAX_TRIES - failures, lockedUntil: locked };
  });
}

async function matches(
  trx: Trx,
  vault: Vault,
  link: Link,
  attempt: { kind: FactorKind; value: string },
): Promise<boolean> {
  const { party_hash: party } = await trx
    .selectFrom('customers')
    .select('party_hash')
    .where('id', '=', link.customerId)
    .executeTakeFirstOrThrow();
  const acting = link.representativeId;
  const rows = acting === undefined ? await ownFactors(trx, link) : await actingFactors(trx, link);
  const given = vault.factor(acting === undefined ? party : factorKey(party, acting), attempt.kind, attempt.value);
  return rows.some(
    ({ kind, hash }) => kind === attempt.kind && hash.length === given.length && timingSafeEqual(hash, given),
  );
}

/** The customer's own factors. */
const ownFactors = (db: Queryable, link: Link) =>
  db
    .selectFrom('second_factors')
    .select(['kind', 'hash'])
    .where('customer_id', '=', link.customerId)
    .where('client_id', '=', link.clientId)
    .execute();

/** Those of the representative whose link it is. */
const actingFactors = (db: Queryable, link: Link) =>
  db
    .selectFrom('representative_factors')
    .select(['kind', 'hash'])
    .where('representative_id', '=', link.representativeId!)
    .where('client_id', '=', link.clientId)
    .execute();

const linkRow = (db: Queryable, link: Link) =>
  db
    .selectFrom('links')
    .where('campaign_id', '=', link.campaignId)
    .where('customer_id', '=', link.customerId)
    .where('kind', '=', link.kind)
    .where('version', '=', link.version);

async function setFailures(trx: Trx, link: Link, failures: number, until: number | null) {
  await trx
    .updateTable('links')
    .set({ failures, locked_until: until === null ? null : new Date(until) })
    .where('campaign_id', '=', link.campaignId)
    .where('customer_id', '=', link.customerId)
    .where('kind', '=', link.kind)
    .where('version', '=', link.version)
    .execute();
}
