import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { decide, type Decision } from '../../domain/journeys/decide';
import { type JourneyFacts } from '../../domain/journeys/facts';
import { type Move, moveOf, type PlanRule } from '../../domain/campaigns/plan-rule';
import { type CampaignDocs } from './documents';
import { readClock } from '../platform/clock';
import { type JourneyRow, loadFacts } from '../journeys/facts/load-facts';
import { firstVersion, ownVersion } from './plan-versions';
import { calendarOf } from '../../domain/campaigns/holidays';
import { loadVersionedFacts, progressTo, type VersionedCampaign } from '../journeys/versioned-facts';
import { type Trx } from '../platform/types';

/** What a new version would do, or does, to one open journey. */
export interface PlanEffect {
  journey: JourneyRow;
  move: Move;
  /** The decision under the journey's current version and under the new one. */
  before: Decision;
  after: Decision;
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
  const factsThere = await loadFacts(trx, journeys, one(there, { now, slotMs }));
  const effects: PlanEffect[] = [];
  for (const journey of journeys) {
    const known = factsThere.get(journey.id)!;
    const unpinned = { ...journey, plan_version: null };
    const before = await decideIn(context, { journey, campaign, facts: facts.get(journey.id)! });
    const after = await decideIn(context, { journey: unpinned, campaign: there, facts: known, rule: target.rule });
    effects.push({
      journey,
      move: moveOf(target.rule, { ...known, turn: journey.turn + 1 }, target.doc),
      before,
      after,
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
export function wakeFor(decision: Decision, now: number): number | null {
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

export const PAGE_SIZE = 500;

/** Open journeys of a campaign with ids above `after`, in id order. */
export const openJourneys = (trx: Trx, campaignId: number, after: number) =>
  trx
    .selectFrom('journeys')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .where('status', '=', 'open')
    .where('id', '>', after)
    .orderBy('id')
    .limit(PAGE_SIZE);
