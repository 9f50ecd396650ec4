import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { decide, type Decision } from '../../domain/journeys/decide';
import { type ContractFact, type JourneyFacts } from '../../domain/journeys/facts';
import { answersKept } from '../../domain/journeys/pending';
import { type Move, moveOf, type PlanRule } from '../../domain/campaigns/plan-rule';
import { type CampaignDocs } from './campaigns';
import { readClock } from '../platform/clock';
import { afterInCampaign } from '../platform/keyset';
import { type JourneyRow, loadFacts } from '../journeys/facts/load-facts';
import { firstVersion, ownVersion } from './plan-versions';
import { calendarOf } from '../../domain/campaigns/holidays';
import { loadVersionedFacts, progressTo, type VersionedCampaign } from '../journeys/versioned-facts';
import { type Trx } from '../platform/types';
import { stepAgain, type LateClosed, lateOutcomes } from '../journeys/late-answers';

/** What a new version would do, or does, to one open journey. */
export interface PlanEffect {
  journey: JourneyRow;
  move: Move;
  /** The decision under the journey's current version and under the new one. */
  before: Decision;
  after: Decision;
  /** The journey's wave under the new version. */
  wave: string | null;
}

/** The version to compare with. */
export interface Target {
  version: number;
  doc: CampaignDoc;
  rule: PlanRule;
}

export interface PlanEffectContext {
  trx: Trx;
  docs: CampaignDocs;
  campaign: VersionedCampaign;
  now: number;
  slotMs: number;
  calendars: Map<number, ReturnType<typeof calendarOf>>;
  /** For a preview: the waves among which the version divides customers, by customer. */
  waves?: Map<number, string | null>;
}

/** Loads the campaign and treats it as running: a pause moves no journey to another step. */
export async function planEffectContext(trx: Trx, docs: CampaignDocs, campaignId: number): Promise<PlanEffectContext> {
  const row = await trx
    .selectFrom('campaigns')
    .select(['id', 'version', firstVersion.as('firstVersion')])
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const campaign = { ...row, status: 'running', doc: await docs.get(trx, row.id, row.version) };
  const { now, slotMs } = await readClock(trx);
  return { trx, docs, campaign, now, slotMs, calendars: new Map() };
}

/** Decides each journey twice: under its current version and under the new one. Read-only. */
export async function planEffects(
  context: PlanEffectContext,
  target: Target,
  journeys: JourneyRow[],
): Promise<PlanEffect[]> {
  const { trx, docs, campaign, now, slotMs } = context;
  const there = { ...campaign, version: target.version, doc: target.doc };
  const facts = await loadVersionedFacts(trx, docs, journeys, one(campaign, { now, slotMs }));
  const moved = journeys.map((row) => {
    const wave = facts.get(row.id)!.sent.length === 0 ? context.waves?.get(row.customer_id) : undefined;
    return wave === undefined ? row : { ...row, wave };
  });
  const factsThere = await loadFacts(trx, moved, one(there, { now, slotMs }));
  const effects: PlanEffect[] = [];
  for (const [index, journey] of journeys.entries()) {
    const known = factsThere.get(journey.id)!;
    const unpinned = { ...journey, plan_version: null };
    const before = await decideIn(context, { journey, campaign, facts: facts.get(journey.id)! });
    const after = await decideIn(context, { journey: unpinned, campaign: there, facts: known, rule: target.rule });
    effects.push({
      journey,
      move: moveOf(target.rule, { ...known, turn: journey.turn + 1 }, target.doc),
      before,
      after,
      wave: moved[index]!.wave,
    });
  }
  return effects;
}

const one = <Rest extends object>(campaign: VersionedCampaign, rest: Rest) => ({
  ...rest,
  campaigns: new Map([[campaign.id, campaign]]),
});

interface Standing {
  journey: JourneyRow;
  campaign: VersionedCampaign;
  facts: Omit<JourneyFacts, 'turn'>;
  rule?: PlanRule;
}

async function decideIn({ trx, docs, calendars }: PlanEffectContext, standing: Standing): Promise<Decision> {
  const { journey, campaign, facts } = standing;
  const version = ownVersion(journey, campaign);
  const doc = await docs.get(trx, campaign.id, version);
  const calendar = calendars.get(version) ?? calendarOf(doc);
  calendars.set(version, calendar);
  const { step, planProgress } = (await progressTo(trx, docs, { ...standing, sent: facts.sent })) ?? {
    step: journey.step,
    planProgress: journey.plan_progress,
  };
  return decide({
    facts: { ...facts, step, turn: journey.turn + 1, ...(planProgress && { planProgress }) },
    doc,
    calendar,
  });
}

/** When the journey must be signalled for its next decision (epoch ms); null if it does not wait for a time. */
function wakeFor(decision: Decision, now: number): number | null {
  if (decision.kind === 'send' || decision.kind === 'close') return now;
  return decision.wakeAt;
}

/**
 * Whether the journey's present timer fires too late for the new version. A journey without a timer is on hold and is
 * signalled when released.
 */
export function timerIsTooLate({ journey, after }: PlanEffect, now: number): boolean {
  const turn = wakeFor(after, now);
  return turn !== null && journey.wake_at !== null && turn < journey.wake_at;
}

const PAGE_SIZE = 500;

/** Open journeys of a campaign with ids above `after`, in id order. */
export const openJourneys = (trx: Trx, campaignId: number, after: number) =>
  trx
    .selectFrom('journeys')
    .selectAll()
    .where('status', '=', 'open')
    .where(afterInCampaign(campaignId, after))
    .orderBy('campaign_id')
    .orderBy('id')
    .limit(PAGE_SIZE);

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
          .where('o.outcome', 'in', ['lapsed', 'unreachable', 'pending'])
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
    const counts = ({ choice }: ContractFact) => choice !== null && !answersKept(known);
    const answered = late.filter(counts);
    const silent = late.filter((contract) => !counts(contract)).map(({ id }) => id);
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
