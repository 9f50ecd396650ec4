/** The two approvals required for a start: internal approval and the client's release. Silence is not an approval. */
export const GATES = ['internal', 'client'] as const;
export type Gate = (typeof GATES)[number];
export type CampaignStatus = 'draft' | 'submitted' | 'approved' | 'running' | 'paused' | 'stopped' | 'completed';
export type Action = 'edit' | 'rehearse' | 'submit' | 'approve' | 'sendBack' | 'start' | 'pause' | 'resume' | 'stop';

/** States in which an action is possible. Stopping a stopped campaign waits again for open claims. */
export const ALLOWED: Record<Action, readonly CampaignStatus[]> = {
  edit: ['draft', 'submitted', 'approved'],
  rehearse: ['draft', 'submitted', 'approved', 'running', 'paused'],
  submit: ['draft'],
  approve: ['submitted'],
  sendBack: ['submitted', 'approved'],
  start: ['draft', 'submitted', 'approved'],
  pause: ['running'],
  resume: ['paused'],
  stop: ['running', 'paused', 'stopped'],
};

export interface ApprovalFact {
  gate: Gate;
  contentHash: string;
  personId: number;
  voided: boolean;
}

/** The approval that a role can give; null for other roles. */
export function gateOf(role: string): Gate | null {
  if (role === 'approver') return 'internal';
  return role === 'client_approver' ? 'client' : null;
}

export interface MissingGate {
  gate: Gate;
  code: 'not_approved' | 'approval_void';
}

/** Missing approvals for exactly these contents; `approval_void` when only other contents were approved. */
export function missingGates(contentHash: string, approvals: readonly ApprovalFact[]): MissingGate[] {
  return GATES.flatMap((gate): MissingGate[] => {
    const own = approvals.filter((approval) => approval.gate === gate);
    if (own.some((approval) => !approval.voided && approval.contentHash === contentHash)) return [];
    return [{ gate, code: own.length > 0 ? 'approval_void' : 'not_approved' }];
  });
}

/** Whether a person would approve their own work: as author, as submitter, or as giver of the other approval. */
export function isSelfApproval(input: {
  personId: number;
  gate: Gate;
  contentHash: string;
  authors: readonly (number | null)[];
  approvals: readonly ApprovalFact[];
}): boolean {
  if (input.authors.includes(input.personId)) return true;
  return input.approvals.some(
    (approval) =>
      approval.personId === input.personId &&
      approval.gate !== input.gate &&
      !approval.voided &&
      approval.contentHash === input.contentHash,
  );
}
