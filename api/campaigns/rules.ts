import { type CampaignRow, getVersion } from '../../db/campaigns/campaigns';
import { ALLOWED, type Action, type Gate, gateOf } from '../../domain/campaigns/approval';
import { localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { type Trx } from '../../db/platform/types';

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

/** The document of a campaign whose last dispatch is still ahead. Throws last_dispatch_past. */
export async function requireSendable(trx: Trx, campaign: CampaignRow, now: number): Promise<CampaignDoc> {
  const { doc } = await getVersion(trx, campaign);
  const { lastDispatch } = doc.dates;
  if (lastDispatch <= now) throw new AppError('last_dispatch_past', { date: localDate(lastDispatch, doc.zone) });
  return doc;
}
