import { mailKey } from '../../../domain/audience/mail-address';
import { type ProofPerson } from '../../../domain/delivery/proof';
import { AppError } from '../../../domain/errors';
import { readClock } from '../../platform/clock';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { type Db, type Queryable, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { type CampaignRow } from '../campaigns';

/** More would be a mailing. */
const MOST_RECIPIENTS = 20;

export interface ProofRecipient extends ProofPerson {
  id: number;
}

/** Those who get proofs of a campaign, in the order in which they were added. */
export async function proofRecipients(db: Queryable, vault: Vault, campaign: CampaignRow): Promise<ProofRecipient[]> {
  const rows = await db
    .selectFrom('proof_recipients')
    .select(['id', 'data'])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('data', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id, data }) => ({ id, ...vault.openOwn<ProofPerson>(data!) }));
}

/**
 * Adds a recipient and returns the id. Throws proof_recipient_is_customer for an address of one of the client's
 * customers, and proof_recipients_full.
 */
export async function addProofRecipient(
  trx: Trx,
  vault: Vault,
  campaign: CampaignRow,
  add: { person: ProofPerson; personId: number; now: number },
): Promise<number> {
  const known = await proofRecipients(trx, vault, campaign);
  if (known.length >= MOST_RECIPIENTS) throw new AppError('proof_recipients_full', { maximum: MOST_RECIPIENTS });
  if (await isOfCustomer(trx, vault, campaign.client_id, add.person)) throw new AppError('proof_recipient_is_customer');
  const { id } = await trx
    .insertInto('proof_recipients')
    .values({
      client_id: campaign.client_id,
      campaign_id: campaign.id,
      data: vault.encryptOwn(add.person),
      added_by: add.personId,
      added_at: new Date(add.now),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Removes a recipient with the addresses. Throws not_found. */
export async function removeProofRecipient(trx: Trx, campaign: CampaignRow, id: number, now: number): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('proof_recipients')
    .set({ data: null, removed_at: new Date(now) })
    .where('id', '=', id)
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new AppError('not_found', { what: 'proof_recipient' });
}

/**
 * Forgets who got proofs of these campaigns, whose time of keeping personal data is over; proofs not yet sent then fail
 * for want of an address. Appends to ledgers. Returns the number forgotten.
 */
export async function forgetProofRecipients(db: Db, campaignIds: number[]): Promise<number> {
  if (campaignIds.length === 0) return 0;
  return db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    const rows = await trx
      .updateTable('proof_recipients')
      .set({ data: null, removed_at: new Date(now) })
      .where('campaign_id', 'in', campaignIds)
      .where('data', 'is not', null)
      .returning(['id', 'campaign_id', 'client_id'])
      .execute();
    const campaigns = [...new Map(rows.map((row) => [row.campaign_id, row.client_id]))].sort(([a], [b]) => a - b);
    for (const [campaignId, clientId] of campaigns) {
      const own = rows.filter((row) => row.campaign_id === campaignId);
      const entries = own.map(({ id }) => ({ kind: 'proof_recipient_removed', by: 'system', recipient: id }));
      await appendLedger(trx, campaignChain(campaignId), clientId, now, entries);
    }
    return rows.length;
  });
}

/** Whether a mail address or number belongs to a customer of the client. */
export async function isOfCustomer(
  db: Queryable,
  vault: Vault,
  clientId: number,
  { mail, mobile }: Pick<ProofPerson, 'mail' | 'mobile'>,
): Promise<boolean> {
  const hashes = [
    ...(mail === undefined ? [] : [vault.index(clientId, 'mail', mailKey(mail))]),
    ...(mobile === undefined ? [] : [vault.index(clientId, 'phone', mobile)]),
  ];
  if (hashes.length === 0) return false;
  const found = await db
    .selectFrom('contact_points')
    .select('customer_id')
    .where('client_id', '=', clientId)
    .where('hash', 'in', hashes)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
