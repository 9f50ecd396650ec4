import { type ExplainInput, type Timeline } from './explain';
import { leftOutOf } from './left-out';
import { ExplainRun } from './run';

/**
 * The dated timeline of one customer who stays silent but for the given events: what goes out when, on which channel
 * and why, until the journey closes. Every decision is the real one; contacts leave as early as they may, letters arrive
 * when they are expected, calls are not answered. Queues of lanes are not part of it.
 */
export function explainPlan(input: ExplainInput): Timeline {
  const run = new ExplainRun(input);
  run.play();
  return { entries: run.entries, leftOut: leftOutOf(run.entries, run.facts, input.doc) };
}
