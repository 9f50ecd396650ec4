import { type Selectable } from 'kysely';
import { AppError } from '../../domain/errors';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type UnreadBounces } from '../platform/schema.generated';
import { ofCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { bounceMessage } from './bounces';

export type UnreadBounceRow = Omit<Selectable<UnreadBounces>, 'data'>;

/** What a person makes of a bounce: no such address; not delivered, the address stays; or no bounce at all. */
export type BounceVerdict = 'bad_address' | 'not_delivered' | 'no_bounce';

const COLUMNS = [
  'id',
  'client_id',
  'campaign_id',
  'customer_id',
  'message_id',
  'received_at',
  'verdict',
  'decided_by',
  'decided_at',
] as const;

/** Bounces of a client with ids below `before`, newest first. */
export async function listUnreadBounces(
  db: Queryable,
  scope: Scope,
  page: { before: number | null; limit: number; open: boolean },
): Promise<UnreadBounceRow[]> {
  return db
    .selectFrom('unread_bounces')
    .select(COLUMNS)
    .where('client_id', '=', scope.clientId)
    .where(ofCampaigns(scope, 'unread_bounces.customer_id'))
    .$if(page.open, (query) => query.where('verdict', 'is', null))
    .$if(page.before !== null, (query) => query.where('id', '<', page.before!))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** One bounce. Throws not_found. */
export async function getUnreadBounce(db: Queryable, scope: Scope, id: number): Promise<Selectable<UnreadBounces>> {
  const row = await db
    .selectFrom('unread_bounces')
    .selectAll()
    .where('id', '=', id)
    .where('client_id', '=', scope.clientId)
    .where(ofCampaigns(scope, 'unread_bounces.customer_id'))
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/** The mail as it came; undefined once decided, or where its customer's data has been erased. */
export async function openUnreadBounce(
  db: Queryable,
  vault: Vault,
  row: Selectable<UnreadBounces>,
): Promise<Buffer | undefined> {
  const key = await db
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', row.customer_id)
    .executeTakeFirst();
  return key && row.data ? vault.openBytes(vault.unwrap(key.wrapped_key), row.data) : undefined;
}

/**
 * Records what a person read, and lets the journey follow it: `bad_address` as a hard bounce, `not_delivered` as a soft
 * one. The mail itself is deleted. Idempotent; throws conflict for another verdict than the first. Call it last in the
 * transaction.
 */
export async function decideUnreadBounce(
  trx: Trx,
  scope: Scope,
  input: { id: number; verdict: BounceVerdict; personId: number },
): Promise<UnreadBounceRow> {
  const { id, verdict, personId } = input;
  const row = await getUnreadBounce(trx, scope, id);
  if (row.verdict === verdict) return row;
  if (row.verdict !== null) throw new AppError('bounce_decided', { bounce: id });
  const { now } = await readClock(trx);
  const decided = await trx
    .updateTable('unread_bounces')
    .set({ verdict, decided_by: personId, decided_at: new Date(now), data: null })
    .where('id', '=', id)
    .where('verdict', 'is', null)
    .returning(COLUMNS)
    .executeTakeFirst();
  if (!decided) throw new AppError('bounce_decided', { bounce: id });
  const by = `person:${personId}`;
  if (verdict === 'no_bounce') {
    const entry = { kind: 'bounce_read', by, bounce: id, message: row.message_id, verdict };
    await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, now, [entry]);
    return decided;
  }
  const message = await trx
    .selectFrom('messages')
    .select(['id', 'client_id', 'campaign_id', 'customer_id', 'journey_id', 'run', 'step', 'channel', 'lane_id'])
    .where('id', '=', row.message_id)
    .executeTakeFirstOrThrow();
  const hard = verdict === 'bad_address';
  await bounceMessage(trx, message, { code: verdict, hard, reason: verdict, source: by });
  return decided;
}
