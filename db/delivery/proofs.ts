import { sql } from 'kysely';
import { type Language } from '../../domain/campaigns/campaign';
import { allowedFrom, laneRest, tokensNow } from '../../domain/delivery/lane';
import { PROOF_RETRY_MS, type ProofChannel, type ProofPerson } from '../../domain/delivery/proof';
import { SMS_LEAD_MS } from '../../domain/delivery/sms-validity';
import { type CampaignDocs } from '../campaigns/campaigns';
import { isOfCustomer } from '../campaigns/proofs/recipients';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain } from '../platform/ledger';
import { plannedOnce } from '../platform/planned-once';
import { type Db } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { spend } from './claims';
import { laneState } from './lanes';

/** A proof in the hands of a lane's drain. */
export interface ClaimedProof {
  proofId: number;
  clientId: number;
  campaignId: number;
  recipientId: number;
  version: number;
  notice: string;
  channel: ProofChannel;
  language: Language;
  contentHash: Buffer;
  attempts: number;
  fence: number;
  claimedAt: number;
}

interface Lane {
  laneId: number;
  fence: number;
}

/**
 * Claims a lane's next proof under its fencing number, hours, rate and daily capacity, and outside the quiet hours of the
 * campaign. Undefined: none may leave now.
 */
export async function claimProof(
  db: Db,
  docs: CampaignDocs,
  { laneId, fence }: Lane,
): Promise<ClaimedProof | undefined> {
  const waiting = db
    .selectFrom('proofs')
    .select('id')
    .where('lane_id', '=', laneId)
    .where(sql<boolean>`status = 'queued' and not_before <= tsunagi_now()`)
    .limit(sql.lit(1));
  if ((await plannedOnce(db, waiting)).length === 0) return undefined;
  return db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('lanes').selectAll().where('id', '=', laneId).forNoKeyUpdate().executeTakeFirst();
    if (!row || row.fence !== fence || row.breaker === 'open') return undefined;
    const lane = laneState(row);
    const clock = await readClock(trx);
    const tokens = tokensNow(lane, clock);
    if (laneRest(lane, clock) || tokens < 1) return undefined;
    const proof = await trx
      .selectFrom('proofs')
      .select(['id as proofId', 'client_id as clientId', 'campaign_id as campaignId', 'recipient_id as recipientId'])
      .select(['version', 'notice', 'channel', 'language', 'content_hash as contentHash', 'attempts'])
      .where('lane_id', '=', laneId)
      .where('status', '=', 'queued')
      .where(sql<boolean>`not_before <= ${new Date(clock.now)}`)
      .orderBy('not_before')
      .orderBy('id')
      .limit(1)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!proof) return undefined;
    const { quietHours, zone } = await docs.get(trx, proof.campaignId, proof.version);
    const lead = proof.channel === 'sms' ? { lead: SMS_LEAD_MS } : {};
    const { at } = allowedFrom(
      clock.now - clock.slotMs,
      { quiet: quietHours[proof.channel] ?? null, zone, ...lead },
      lane,
    );
    const own = trx.updateTable('proofs').where('id', '=', proof.proofId);
    if (at > clock.now) {
      await own.set({ not_before: new Date(at) }).execute();
      return undefined;
    }
    await own.set({ status: 'claimed', fence }).execute();
    await spend(trx, laneId, lane, clock, tokens, 1);
    return { ...proof, fence, claimedAt: clock.now };
  });
}

/**
 * Takes over what earlier drains of the lane had in hand: what had not begun is sent again; what had begun as well where
 * the provider recognises its key, otherwise it is doubtful.
 */
export async function takeOverProofs(db: Db, { laneId, fence }: Lane, repeatable: boolean): Promise<void> {
  await sql`
    update proofs set status = case when status = 'claimed' or ${repeatable} then 'queued' else 'doubtful' end,
      done_at = case when status = 'claimed' or ${repeatable} then null else tsunagi_now() end
    where lane_id = ${laneId} and status in ('claimed', 'handing_over') and fence < ${fence}`.execute(db);
}

/** The recipient; undefined when removed, or when the address has become that of a customer meanwhile. */
export async function proofPerson(db: Db, vault: Vault, proof: ClaimedProof): Promise<ProofPerson | undefined> {
  const row = await db
    .selectFrom('proof_recipients')
    .select('data')
    .where('id', '=', proof.recipientId)
    .executeTakeFirst();
  if (!row?.data) return undefined;
  const person = vault.openOwn<ProofPerson>(row.data);
  return (await isOfCustomer(db, vault, proof.clientId, person)) ? undefined : person;
}

/** Marks a proof as about to be handed to the provider. False: claim or lane lost, or the lane has been stopped. */
export async function markProof(db: Db, { proofId, fence }: ClaimedProof): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update proofs p set status = 'handing_over'
    where p.id = ${proofId} and p.status = 'claimed' and p.fence = ${fence}
      and exists (select 1 from lanes l where l.id = p.lane_id and l.fence = p.fence and l.breaker = 'closed')`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/** What became of a proof in hand. `later`: nothing left, it is sent again. Reasons are codes. */
export type ProofResult =
  | { kind: 'sent'; ref: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'doubtful' }
  | { kind: 'refused_for_now'; reason: string }
  | { kind: 'later' };

/** Records the outcome with its entry in the campaign's ledger; a proof that another drain has taken over is left alone. */
export async function recordProof(db: Db, proof: ClaimedProof, result: ProofResult): Promise<void> {
  const { proofId, clientId, campaignId, recipientId, notice, channel, language, version, fence, attempts } = proof;
  await db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    const at = new Date(now);
    const wait = result.kind === 'refused_for_now' ? PROOF_RETRY_MS[attempts] : undefined;
    const over = result.kind !== 'later' && wait === undefined;
    const status = result.kind === 'refused_for_now' ? 'failed' : result.kind === 'later' ? 'queued' : result.kind;
    const { numUpdatedRows } = await trx
      .updateTable('proofs')
      .set({
        status: over ? status : 'queued',
        ...(over && { done_at: at }),
        ...(wait !== undefined && { not_before: new Date(now + wait) }),
        ...(result.kind !== 'later' && { attempts: attempts + 1 }),
        ...('reason' in result && { failure: result.reason }),
        ...(result.kind === 'sent' && { provider_ref: result.ref, failure: null }),
      })
      .where('id', '=', proofId)
      .where('fence', '=', fence)
      .where('status', 'in', ['claimed', 'handing_over'])
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n || !over) return;
    const kind = `proof_${status}`;
    const entry = { kind, by: 'system', proof: proofId, recipient: recipientId, notice, channel, language, version };
    const content = proof.contentHash.toString('hex');
    await appendLedger(trx, campaignChain(campaignId), clientId, now, [{ ...entry, contentHash: content }]);
  });
}
