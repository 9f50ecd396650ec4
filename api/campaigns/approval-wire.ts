import { type Approval } from '../../db/campaigns/approvals';
import { type SendBack } from '../../db/campaigns/send-backs';
import { type Rehearsed } from '../../db/rehearsals/summary';
import { iso, isoOrNull } from '../http/wire';

/** Approvals in their wire form; valid ones are for exactly the contents of this hash. */
export const approvalsOf = (approvals: Approval[], contentHash: string | null) =>
  approvals.map((approval) => ({
    ...approval,
    by: { id: approval.personId, name: approval.personName },
    at: iso(approval.at),
    valid: !approval.voided && approval.contentHash === contentHash,
    voidedAt: isoOrNull(approval.voidedAt),
  }));

/** What was sent back of one version, or before the start (null), in its wire form. */
export const sendBacksOf = (sent: SendBack[], version: number | null) =>
  sent
    .filter((one) => one.version === version)
    .map((one) => ({ ...one, by: { id: one.personId, name: one.personName }, at: iso(one.at) }));

/** What was rehearsed of these contents, as an approver sees it, in its wire form. */
export function rehearsedOf(rehearsed: Rehearsed | null) {
  if (!rehearsed) return null;
  const { id, seed, endedAt, outdated, completed, milestones, overDays } = rehearsed;
  // a result may have other milestones than today's; what it does not have it never says
  const { low = null, likely = null, high = null } = milestones.find(({ share }) => share === 0.9) ?? {};
  return { id, seed, endedAt: iso(endedAt), outdated, completed, ninety: { low, likely, high }, overDays };
}
