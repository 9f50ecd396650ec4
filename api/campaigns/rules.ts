import { type CampaignRow, getVersion } from '../../db/campaigns/campaigns';
import { ALLOWED, type Action, type Gate, gateOf } from '../../domain/campaigns/approval';
import { localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { AppError, type Issue } from '../../domain/errors';
import { type Trx } from '../../db/platform/types';
import { replyIssues } from '../campaign-file/contents';
import { checkContentsApart } from '../campaign-file/file-decoder';

/** How the ledger names a person. */
export const byPerson = (actor: { personId: number }): string => `person:${actor.personId}`;

/** Throws campaign_not_editable or campaign_wrong_state unless the campaign's state allows the action. */
export function requireState(campaign: CampaignRow, action: Action): void {
  const allowed = ALLOWED[action];
  if (allowed.includes(campaign.status)) return;
  if (action === 'edit') throw new AppError('campaign_not_editable', { status: campaign.status });
  throw new AppError('campaign_wrong_state', { status: campaign.status, allowed: allowed.join(',') });
}

/** The gate that the caller's role approves for. Throws forbidden. */
export function requireGate({ role }: { role: string }): Gate {
  const gate = gateOf(role);
  if (!gate) throw new AppError('forbidden', { role, needs: 'approver,client_approver' });
  return gate;
}

/** Throws campaign_file_invalid for contents with faults that were stored before there was a rule against them. */
export async function requireSound(doc: CampaignDoc, language: Language): Promise<void> {
  refuseFaults(await checkContentsApart(doc, language));
}

/** Throws campaign_file_invalid when customers could not answer by the campaign's prepaid reply for as long as they may. */
export const requireReply = (doc: CampaignDoc, language: Language): void => refuseFaults(replyIssues(doc, language));

function refuseFaults(issues: Issue[]): void {
  if (issues.length > 0) throw new AppError('campaign_file_invalid', { count: issues.length }, issues);
}

/** The document of a campaign whose last dispatch is still ahead. Throws last_dispatch_past. */
export async function requireSendable(trx: Trx, campaign: CampaignRow, now: number): Promise<CampaignDoc> {
  const { doc } = await getVersion(trx, campaign);
  const { lastDispatch } = doc.dates;
  if (lastDispatch <= now) throw new AppError('last_dispatch_past', { date: localDate(lastDispatch, doc.zone) });
  return doc;
}
