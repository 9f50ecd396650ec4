import { audienceHash } from '../audience/held-rows';
import { contentHash, voidApprovals } from './approvals';
import { type CampaignRow, getVersion, updateCampaign } from './campaigns';
import { type LedgerEntry } from '../platform/ledger';
import { type Queryable, type Trx } from '../platform/types';

/** Content hash of the campaign's current document and audience. */
export async function currentContentHash(db: Queryable, campaign: CampaignRow): Promise<string> {
  const { doc } = await getVersion(db, campaign);
  return contentHash(doc, await audienceHash(db, campaign.id));
}

/**
 * Returns a submitted or approved campaign to draft and voids its approvals, because what they covered has changed. The
 * caller holds the campaign's lock and appends the returned entries to the ledger.
 */
export async function backToDraft(
  trx: Trx,
  campaign: CampaignRow,
  change: { at: number; reason: string; by: string },
): Promise<{ campaign: CampaignRow; entries: LedgerEntry[] }> {
  const gates = await voidApprovals(trx, campaign, change);
  const draft = await updateCampaign(trx, campaign, {
    status: 'draft',
    content_hash: null,
    submitted_by: null,
    submitted_at: null,
  });
  const entries = gates.map((gate) => ({ kind: 'approval_voided', by: change.by, gate, reason: change.reason }));
  return { campaign: draft, entries };
}

/** Calls `backToDraft` if the contents differ from what was submitted; otherwise changes nothing. */
export async function draftIfChanged(
  trx: Trx,
  campaign: CampaignRow,
  change: { at: number; reason: string; by: string },
): Promise<{ campaign: CampaignRow; entries: LedgerEntry[] }> {
  const same = campaign.content_hash === null || campaign.content_hash === (await currentContentHash(trx, campaign));
  return same ? { campaign, entries: [] } : backToDraft(trx, campaign, change);
}
