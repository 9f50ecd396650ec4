import { type CampaignDoc, type Wait } from './campaign';
import { type JourneyFacts } from '../journeys/facts';
import { isFor } from './segments';

export type Move = 'migrate' | 'stay';

/** `adopting`: journeys that keep their version are being marked; `adopted`: the campaign has moved. */
export type PlanVersionStatus = 'draft' | 'submitted' | 'approved' | 'adopting' | 'adopted' | 'discarded';

/** What a further version does to people in flight; approved together with its contents. */
export interface PlanRule {
  /** For whom no segment below holds. */
  default: Move;
  /** The first segment (of the new version) that holds decides. */
  segments: { segment: string; rule: Move }[];
  /** Whose next step left the plan: goes on with the next one there is, or gets nothing more. */
  onRemoved?: 'next' | 'end';
  /**
   * With later dates: whether journeys that were closed for lateness go by them, so that an answer that came too late
   * counts and whoever was silent is open again; `no`: they stay with the dates they were closed by.
   */
  reopenClosed?: 'yes' | 'no';
  /** Notices of the old version whose messages are taken back, as far as nothing was handed over. */
  recall: string[];
}

/** Steps that a journey has left behind, once it has changed versions, and the waits of those that left the plan. */
export interface PlanProgress {
  steps: string[];
  waits: Record<string, Wait>;
  /** Its next step was removed under the rule `end`: no version gives it another one. */
  ended?: true;
}

/** Whether a journey goes on with the new version or stays with its own. */
export function moveOf(rule: PlanRule, facts: JourneyFacts, doc: CampaignDoc): Move {
  const first = rule.segments.find(({ segment }) => isFor({ only: [segment] }, facts, doc));
  return first?.rule ?? rule.default;
}

/** Where a journey stands in a plan: its next step (null: none is left) and what lies behind it. */
export interface Position {
  step: string | null;
  planProgress: PlanProgress | null;
}

/**
 * Where a journey stands after it has changed from one version to another. Nothing that lies behind it comes again, and
 * nothing that lay ahead and is still planned is lost. What is new comes where it stands in the plan: after the last
 * step that is behind. `sent`: the steps it was sent, of which the last one counts when no step was left, for those
 * after it may only have been too late for the dates of the old version.
 */
export function positionIn(
  { before, after, onRemoved }: { before: CampaignDoc; after: CampaignDoc; onRemoved?: PlanRule['onRemoved'] },
  { step, planProgress, sent }: Position & { sent: string[] },
): Position {
  const old = before.plan.steps.map(({ id }) => id);
  const fresh = after.plan.steps.map(({ id }) => id);
  const at = step !== null && old.includes(step) ? old.indexOf(step) : old.findLastIndex((id) => sent.includes(id)) + 1;
  const passed = old.slice(0, at);
  const steps = [...new Set([...(planProgress?.steps ?? []), ...passed])];
  const ended = planProgress?.ended ?? (step !== null && !fresh.includes(step) && onRemoved === 'end');
  const waits = waitsLeft(before, after, planProgress);
  if (ended) return { step: null, planProgress: { steps, waits, ended } };
  const last = passed.findLast((id) => fresh.includes(id));
  const anchor = last === undefined ? -1 : fresh.indexOf(last);
  const ahead = new Set(old.slice(at));
  const next = fresh.find((id, index) => !steps.includes(id) && (index > anchor || ahead.has(id)));
  return { step: next ?? null, planProgress: { steps, waits } };
}

/** A step that left the plan still has its wait: what follows a contact must not come sooner for that. */
function waitsLeft(before: CampaignDoc, after: CampaignDoc, planProgress: PlanProgress | null): Record<string, Wait> {
  const known = { ...planProgress?.waits, ...Object.fromEntries(before.plan.steps.map(({ id, wait }) => [id, wait])) };
  const gone = Object.entries(known).filter(([id]) => after.plan.steps.every((step) => step.id !== id));
  return Object.fromEntries(gone);
}
