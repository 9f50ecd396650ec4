import { type JourneyRow, loadFacts } from '../journeys/facts/load-facts';
import { stepAgain } from '../journeys/late-answers';
import { type LateClosed, lateOutcomes } from '../journeys/late-outcomes';
import { decide } from '../../domain/journeys/decide';
import { moveOf } from '../../domain/campaigns/plan-rule';
import { calendarOf } from '../../domain/campaigns/holidays';
import { type PlanEffectContext, PAGE_SIZE, type Target } from './plan-effect';
import { type Trx } from '../platform/types';

/** What a version with later dates would do to journeys closed for lateness. The counts add up. */
export interface ClosedEffect {
  journeys: number;
  /** Reopened: unanswered, and there is still time. */
  reopened: number;
  /** An answer that was too late for the old dates now counts. */
  answered: number;
  /** Nothing changes for them. */
  unchanged: number;
  /** They keep the dates by which they were closed. */
  stay: number;
}

/** Journeys with ids above `after`, in id order, that were closed without an answer and not by a person. */
export const closedLate = (trx: Trx, campaignId: number, after: number) =>
  trx
    .selectFrom('journeys as j')
    .selectAll('j')
    .where('j.campaign_id', '=', campaignId)
    .where('j.status', '=', 'closed')
    .where('j.stopped_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('outcomes as o')
          .select('o.contract_id')
          .whereRef('o.campaign_id', '=', 'j.campaign_id')
          .whereRef('o.customer_id', '=', 'j.customer_id')
          .where('o.outcome', 'in', ['lapsed', 'unreachable'])
          .where('o.reason', '<>', 'corrected'),
      ),
    )
    .where('j.id', '>', after)
    .orderBy('j.id')
    .limit(PAGE_SIZE);

/** Decides each journey as if it were open under the new version. Read-only. */
export async function closedPlanEffects(
  context: PlanEffectContext,
  target: Target,
  journeys: JourneyRow[],
): Promise<LateClosed[]> {
  const { trx, campaign, now, slotMs, calendars } = context;
  const { version, doc, rule } = target;
  const calendar = calendars.get(version) ?? calendarOf(doc);
  calendars.set(version, calendar);
  const again = journeys.map((row) => ({ ...row, run: row.run + 1, plan_version: null }));
  const there = new Map([[campaign.id, { ...campaign, version, doc }]]);
  const facts = await loadFacts(trx, again, { now, slotMs, campaigns: there });
  const outcomes = await lateOutcomes(trx, campaign.id, journeys);
  return journeys.map((journey): LateClosed => {
    const known = facts.get(journey.id)!;
    const late = known.contracts.filter(({ id }) => outcomes.get(id)?.customerId === journey.customer_id);
    const answered = late.filter(({ choice }) => choice !== null);
    const silent = late.filter(({ choice }) => choice === null).map(({ id }) => id);
    const own = { journey, answered, silent, outcomes };
    const moves = rule.reopenClosed === 'yes' && moveOf(rule, { ...known, turn: 0 }, doc) === 'migrate';
    if (!moves) return { ...own, effect: 'stay' };
    const reached = known.sent.filter(
      ({ status, bounced }) => !bounced && ['handed_over', 'doubtful'].includes(status),
    );
    const step = stepAgain(
      doc.plan.steps,
      reached.map((sent) => sent.step),
    );
    const decision = decide({ facts: { ...known, step, turn: 0 }, doc, calendar });
    if (silent.length > 0 && decision.kind !== 'close') return { ...own, effect: 'reopened' };
    return { ...own, effect: answered.length > 0 ? 'answered' : 'unchanged' };
  });
}

/** Counts what the version would do to journeys closed for lateness. */
export async function countClosed(context: PlanEffectContext, target: Target): Promise<ClosedEffect> {
  const counts = { journeys: 0, reopened: 0, answered: 0, unchanged: 0, stay: 0 };
  if (target.rule.reopenClosed === undefined) return counts;
  for (let after = 0; ;) {
    const page = await closedLate(context.trx, context.campaign.id, after).execute();
    if (page.length === 0) return counts;
    for (const { effect } of await closedPlanEffects(context, target, page)) {
      counts.journeys += 1;
      counts[effect] += 1;
    }
    after = page.at(-1)!.id;
  }
}
