/** The two gates of a start: the operator's own check and the client's release. Silence is no approval. */
export const GATES = ['internal', 'client'] as const;
export type Gate = (typeof GATES)[number];
export type CampaignStatus = 'draft' | 'submitted' | 'approved' | 'running' | 'paused' | 'stopped' | 'completed';
export type Action = 'edit' | 'submit' | 'approve' | 'start' | 'pause' | 'resume' | 'stop';

/** In which states an action is possible. Stopping again only waits again, so that a late answer can be had. */
export const ALLOWED: Record<Action, readonly CampaignStatus[]> = {
  edit: ['draft', 'submitted', 'approved'],
  submit: ['draft'],
  approve: ['submitted'],
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

/** The gate that a role opens; null for roles that approve nothing. */
export function gateOf(role: string): Gate | null {
  if (role === 'approver') return 'internal';
  return role === 'client_approver' ? 'client' : null;
}

export interface MissingGate {
  gate: Gate;
  code: 'not_approved' | 'approval_void';
}

/** Gates without a valid approval of exactly these contents; `approval_void` where there has been one for others. */
export function missingGates(contentHash: string, approvals: readonly ApprovalFact[]): MissingGate[] {
  return GATES.flatMap((gate): MissingGate[] => {
    const own = approvals.filter((approval) => approval.gate === gate);
    if (own.some((approval) => !approval.voided && approval.contentHash === contentHash)) return [];
    return [{ gate, code: own.length > 0 ? 'approval_void' : 'not_approved' }];
  });
}

/** Whether a person approves what is, in part, their own: as author, submitter, or holder of the other gate. */
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
