import { type Selectable, sql } from 'kysely';
import {
  matchesAll,
  VERIFIED_PARTS,
  type VerificationResult,
  type VerificationStatus,
  type VerifiedPart,
} from '../../domain/campaigns/verification';
import { AppError } from '../../domain/errors';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Verifications } from '../platform/schema.generated';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { type CampaignRow } from './campaigns';

export type VerificationRow = Omit<Selectable<Verifications>, 'what' | 'part' | 'status' | 'result'> & {
  what: VerifiedPart[];
  part: VerifiedPart | null;
  status: VerificationStatus;
  result: VerificationResult;
  asked_name: string;
};

/** A verification that no attempt has brought further is given up. */
const ATTEMPTS = 5;

const verifications = (db: Queryable) =>
  db
    .selectFrom('verifications as v')
    .innerJoin('persons as p', 'p.id', 'v.asked_by')
    .selectAll('v')
    .select('p.name as asked_name')
    .$castTo<VerificationRow>();

/** One verification of the campaign. Throws not_found. */
export async function getVerification(db: Queryable, campaign: CampaignRow, id: number): Promise<VerificationRow> {
  const row = await verifications(db)
    .where('v.campaign_id', '=', campaign.id)
    .where('v.client_id', '=', campaign.client_id)
    .where('v.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'verification' });
  return row;
}

/** The campaign's verifications, newest first, before the given id. */
export async function listVerifications(
  db: Queryable,
  campaign: CampaignRow,
  { before, limit }: { before: number | null; limit: number },
): Promise<VerificationRow[]> {
  return verifications(db)
    .where('v.campaign_id', '=', campaign.id)
    .where('v.client_id', '=', campaign.client_id)
    .$if(before !== null, (query) => query.where('v.id', '<', before!))
    .orderBy('v.id', 'desc')
    .limit(limit)
    .execute();
}

/**
 * Asks for a verification, or finds the one that is under way: a campaign has one at a time. A worker is notified when
 * the transaction commits.
 */
export async function askVerification(
  trx: Trx,
  campaign: CampaignRow,
  input: { what: readonly VerifiedPart[]; personId: number; now: number },
): Promise<{ id: number; asked: boolean }> {
  const row = await trx
    .insertInto('verifications')
    .values({
      client_id: campaign.client_id,
      campaign_id: campaign.id,
      what: VERIFIED_PARTS.filter((part) => input.what.includes(part)),
      asked_by: input.personId,
      asked_at: new Date(input.now),
    })
    .onConflict((conflict) => conflict.column('campaign_id').where('status', 'in', ['waiting', 'running']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row) return { id: row.id, asked: true };
  const open = await trx
    .selectFrom('verifications')
    .select('id')
    .where('campaign_id', '=', campaign.id)
    .where('status', 'in', ['waiting', 'running'])
    .executeTakeFirstOrThrow();
  return { id: open.id, asked: false };
}

export interface OpenVerification {
  id: number;
  campaignId: number;
  /** Parts that are still to be made. */
  parts: VerifiedPart[];
}

/**
 * The oldest verification that is not over, counted as attempted once more; one that was attempted too often has failed
 * and is passed over.
 */
export async function takeVerification(db: Db): Promise<OpenVerification | undefined> {
  await sql`update verifications set status = 'failed', finished_at = tsunagi_now()
    where status in ('waiting','running') and attempts >= ${ATTEMPTS}`.execute(db);
  const { rows } = await sql<{ id: number; campaignId: number; what: VerifiedPart[]; result: VerificationResult }>`
    update verifications set status = 'running', attempts = attempts + 1, progress_at = tsunagi_now()
    where id = (select id from verifications where status in ('waiting','running') order by id limit 1)
    returning id, campaign_id as "campaignId", what, result`.execute(db);
  const [row] = rows;
  return row && { id: row.id, campaignId: row.campaignId, parts: row.what.filter((part) => !(part in row.result)) };
}

/** Notes how far the part under way has come. */
export async function noteProgress(
  db: Db,
  id: number,
  { part, done, total }: { part: VerifiedPart; done: number; total: number | null },
): Promise<void> {
  await sql`update verifications set part = ${part}, done = ${done}, total = ${total}, progress_at = tsunagi_now()
    where id = ${id} and status = 'running'`.execute(db);
}

/** Keeps what a part found. What was attempted so often before counts no more, since it came further. */
export async function keepPart(db: Db, id: number, result: VerificationResult): Promise<void> {
  await sql`update verifications set result = result || ${JSON.stringify(result)}::jsonb, attempts = 1
    where id = ${id} and status = 'running'`.execute(db);
}

/** Ends a verification, and notes in the campaign's ledger who asked for it and what it found. Ends it once. */
export async function finishVerification(db: Db, id: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    const row = await trx
      .updateTable('verifications')
      .set({ status: 'done', finished_at: new Date(now), part: null, done: 0, total: null })
      .where('id', '=', id)
      .where('status', '=', 'running')
      .returningAll()
      .$castTo<VerificationRow>()
      .executeTakeFirst();
    if (!row) return;
    const matches = matchesAll(row.result);
    await trx.updateTable('verifications').set({ matches }).where('id', '=', id).execute();
    const { campaign_id: campaignId, client_id: clientId, asked_by: person, what, result } = row;
    const heads = result.ledger?.chains.map(({ chain, entries, head }) => ({ chain, entries, head })) ?? [];
    const entry = { kind: 'verified', by: `person:${person}`, verification: id, what, matches, heads };
    await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
  });
}
