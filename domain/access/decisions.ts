import { type ApprovalFact, type Gate, gateOf, isSelfApproval, missingGates } from '../campaigns/approval';
import { type Action, type Grant, mayAct, type Requested, REQUESTED } from './access';

/** What waits for a person's decision. */
export const DECISION_KINDS = [
  'campaign',
  'plan_version',
  'request',
  'correction',
  'override',
  'client_file',
  'statement',
  'question',
  'authority',
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

const ACTIONS: Record<Exclude<DecisionKind, 'request'>, Action> = {
  campaign: 'campaign.approve',
  plan_version: 'campaign.approve',
  correction: 'correction.decide',
  override: 'override.decide',
  client_file: 'exchange.apply',
  statement: 'statement.sign',
  question: 'question.answer',
  authority: 'authority.decide',
};

/** The kinds, and the requested actions, on which a caller may decide. */
export function decidable(caller: Grant): { kinds: DecisionKind[]; requests: Requested[] } {
  const requests = REQUESTED.filter((action) => mayAct(caller, `${action}.decide`));
  const kinds = DECISION_KINDS.filter((kind) =>
    kind === 'request' ? requests.length > 0 : mayAct(caller, ACTIONS[kind]),
  );
  return { kinds, requests };
}

/**
 * Why a caller may not decide. `own`: asked for or written by the same person. `role`: another role decides.
 * `gate_done`: this gate has been passed. `other_gate_is_yours`: the same person has passed the other gate.
 */
export const WHY_NOT = ['own', 'role', 'gate_done', 'other_gate_is_yours'] as const;
export type WhyNot = (typeof WHY_NOT)[number];

/** Why a person may not decide on what needs one second person; null: may. */
export function whyNotDecide({
  personId,
  askedBy,
  may,
}: {
  personId: number;
  askedBy: number | null;
  may: boolean;
}): WhyNot | null {
  if (personId === askedBy) return 'own';
  return may ? null : 'role';
}

/** Why a person may not approve contents at the gate of the role, and that gate; both null for another role. */
export function standAtGate(input: {
  role: string;
  personId: number;
  contentHash: string;
  authors: readonly (number | null)[];
  approvals: readonly ApprovalFact[];
}): { gate: Gate | null; whyNot: WhyNot | null } {
  const gate = gateOf(input.role);
  if (input.authors.includes(input.personId)) return { gate, whyNot: 'own' };
  if (!gate) return { gate, whyNot: 'role' };
  const missing = missingGates(input.contentHash, input.approvals).map((one) => one.gate);
  if (!missing.includes(gate)) return { gate, whyNot: 'gate_done' };
  return { gate, whyNot: isSelfApproval({ ...input, gate }) ? 'other_gate_is_yours' : null };
}
