import { type CampaignDoc, type Wait } from './campaign';
import { type JourneyFacts } from '../journeys/facts';
import { isFor } from './segments';

export type Move = 'migrate' | 'stay';

/** `adopting`: journeys that keep their version are being marked; `adopted`: the campaign has moved. */
export type PlanVersionStatus = 'draft' | 'submitted' | 'approved' | 'adopting' | 'adopted' | 'discarded';

/** How a new version applies to open journeys. Approved together with its contents. */
export interface PlanRule {
  /** For customers in none of the segments below. */
  default: Move;
  /** The first matching segment (of the new version) decides. */
  segments: { segment: string; rule: Move }[];
  /** For journeys whose next step was removed: continue with the next existing step, or send nothing more. */
  onRemoved?: 'next' | 'end';
  /**
   * When dates were extended: whether journeys closed for lateness use them. Yes: late answers count, and silent
   * customers are reopened. `no`: they keep the dates by which they were closed.
   */
  reopenClosed?: 'yes' | 'no';
  /** Notices of the old version whose messages are recalled unless they were handed over. */
  recall: string[];
}

/** Completed steps of a journey that has changed versions, and the waits of removed steps. */
export interface PlanProgress {
  steps: string[];
  waits: Record<string, Wait>;
  /** The next step was removed under the rule `end`: no version gives the journey another step. */
  ended?: true;
}

/** Whether a journey adopts the new version or keeps its own. */
export function moveOf(rule: PlanRule, facts: JourneyFacts, doc: CampaignDoc): Move {
  const first = rule.segments.find(({ segment }) => isFor({ only: [segment] }, facts, doc));
  return first?.rule ?? rule.default;
}

/** Position of a journey in a plan: the next step (null: none) and the completed ones. */
export interface Position {
  step: string | null;
  planProgress: PlanProgress | null;
}

/**
 * Position of a journey after a change of versions. Completed steps are not repeated; pending steps that are still
 * planned are kept. New steps apply if they come after the last completed step. `sent`: the steps that were sent. If no
 * step was pending, the last one sent counts as the last completed step, since later ones may only have been too late
 * for the old version's dates.
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

/** Keeps the wait of a removed step, so that the contact after it is not sent too early. */
function waitsLeft(before: CampaignDoc, after: CampaignDoc, planProgress: PlanProgress | null): Record<string, Wait> {
  const known = { ...planProgress?.waits, ...Object.fromEntries(before.plan.steps.map(({ id, wait }) => [id, wait])) };
  const gone = Object.entries(known).filter(([id]) => after.plan.steps.every((step) => step.id !== id));
  return Object.fromEntries(gone);
}
