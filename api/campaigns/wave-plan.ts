import { stringify } from 'yaml';
import { type CampaignRow, getVersion } from '../../db/campaigns/campaigns';
import { countKinds } from '../../db/campaigns/pacing/count-kinds';
import { lastBehaviour } from '../../db/campaigns/pacing/last-behaviour';
import { goesNow } from '../../db/campaigns/trial/give-go';
import { countWaves } from '../../db/campaigns/waves';
import { readClock } from '../../db/platform/clock';
import { type Queryable } from '../../db/platform/types';
import { capacityOfLanes } from '../../db/rehearsals/engine/capacity';
import { addDays, localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc, type Language, type Wave, type Weekday } from '../../domain/campaigns/campaign';
import { sizeOf } from '../../domain/campaigns/pacing/courses';
import { fileWaves } from '../../domain/campaigns/pacing/fragment';
import { groupsOf, traitsAsked } from '../../domain/campaigns/pacing/kinds';
import { type LimitsGiven, limitsOf } from '../../domain/campaigns/pacing/limits';
import {
  type Group,
  type Limits,
  type PacingInput,
  type PacingProposal,
  type PlannedWave,
} from '../../domain/campaigns/pacing/pacing';
import { planWaves } from '../../domain/campaigns/pacing/plan-waves';
import { begunWaves } from '../../domain/campaigns/replan/replan';
import { TRIAL_DAYS } from '../../domain/campaigns/trial/trial';
import { AppError } from '../../domain/errors';
import { type Behaviour } from '../../domain/rehearsals/behaviour';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { written } from '../campaign-file/write';
import { readBehaviour } from '../rehearsals/behaviour-file';
import { requireState } from './rules';

/** What a person asks the planner for. */
export interface WavePlanWish {
  priorities: string[];
  trial: { size: number; days: number } | null;
  capacity: LimitsGiven;
  /** A behaviour file's text or what it holds; absent: that of the newest rehearsal, else the defaults. */
  behaviour?: string | object | undefined;
  /** Weekdays on which first contacts should arrive; empty: any. */
  deskDays: Weekday[];
  /** Whether to work out what would help where the dates cannot be kept. */
  options: boolean;
  language: Language;
}

export interface WavePlan extends PacingProposal {
  /** Customers divided, and those of waves that have begun. */
  customers: number;
  begun: number;
  /** Customers of the trial wished; null: none. */
  trial: number | null;
  groups: { segment: string | null; customers: number }[];
  /** Segments of the campaign, which can be given priority. */
  segments: string[];
  behaviour: { from: 'given' | 'rehearsal' | 'default'; rehearsal: number | null };
  limits: Limits;
  /** The section `waves` of the campaign file; null: the dates cannot be kept. */
  yaml: string | null;
}

/**
 * Divides who has not begun into waves within the capacity, and changes nothing. Throws campaign_wrong_state,
 * campaign_without_audience, last_dispatch_past, waves_all_begun, segment_unknown, trial_too_large, behaviour_file_invalid.
 */
export async function planCampaignWaves(db: Queryable, campaign: CampaignRow, wish: WavePlanWish): Promise<WavePlan> {
  requireState(campaign, 'rehearse');
  const { doc } = await getVersion(db, campaign);
  const { now } = await readClock(db);
  const { lastDispatch } = doc.dates;
  if (lastDispatch <= now) throw new AppError('last_dispatch_past', { date: localDate(lastDispatch, doc.zone) });
  requireSegments(doc, wish.priorities);
  const { behaviour, ...source } = await behaviourFor(db, campaign, { doc, wish });
  const { waves, begun, judged } = await standingOf(db, campaign, { doc, now });
  const counted = await countKinds(db, campaign, { asked: traitsAsked(doc), waves });
  const groups = groupsOf(counted, { doc, behaviour, priorities: wish.priorities });
  const customers = sizeOf(groups);
  if (customers === 0) {
    throw waves === null
      ? new AppError('campaign_without_audience', { id: campaign.id })
      : new AppError('waves_all_begun');
  }
  requireTrial(groups, wish.trial);
  const limits = limitsOf(wish.capacity, behaviour, await capacityOfLanes(db, campaign.client_id));
  const tomorrow = addDays(localDate(now, doc.zone), 1);
  // a wave begins with its day, so the first day is one that does not begin before the first dispatch
  const first = addDays(localDate(doc.dates.firstDispatch - 1, doc.zone), 1);
  const from = [first, tomorrow, ...judged].reduce((a, b) => (a > b ? a : b));
  const input: PacingInput = {
    ...{ doc, behaviour, from, earliest: waves === null ? tomorrow : from, groups, limits, trial: wish.trial },
    // more than a hundred waves could be paced, but no one could follow them
    size: { min: Math.ceil(customers / 100), max: customers },
    deskDays: wish.deskDays,
    fixed: begun.map(({ begins, customers: size }) => ({ begins: localDate(begins, doc.zone), customers: size })),
  };
  const proposal = planWaves(input, { options: wish.options });
  return {
    ...proposal,
    customers,
    begun: begun.reduce((sum, one) => sum + one.customers, 0),
    trial: wish.trial?.size ?? null,
    groups: groups.map((group) => ({ segment: group.segment, customers: sizeOf([group]) })),
    segments: Object.keys(doc.segments ?? {}),
    behaviour: source,
    limits,
    yaml: proposal.left > 0 ? null : yamlOf(doc, begun, proposal.waves),
  };
}

interface Standing {
  /** Waves whose customers are still to be divided, [null]: those of no wave; null: the campaign has not started. */
  waves: (string | null)[] | null;
  begun: (Wave & { customers: number })[];
  /** Days from which trials that have begun and wait for their go can have shown enough. */
  judged: string[];
}

async function standingOf(
  db: Queryable,
  campaign: CampaignRow,
  { doc: { waves = [], dates, zone }, now }: { doc: CampaignDoc; now: number },
): Promise<Standing> {
  if (campaign.status !== 'running' && campaign.status !== 'paused') return { waves: null, begun: [], judged: [] };
  if (waves.length === 0) return { waves: dates.firstDispatch > now ? [null] : [], begun: [], judged: [] };
  const goes = await goesNow(db, campaign.id);
  const begun = begunWaves(waves, now, goes);
  const counts = await countWaves(db, campaign, begun);
  return {
    waves: waves.flatMap((wave) => (begun.includes(wave) ? [] : [wave.id])),
    begun: begun.map((wave, index) => ({ ...wave, customers: counts[index]!.customers })),
    judged: begun.flatMap(({ id, trial, begins }) =>
      trial && !goes.has(id) ? [addDays(localDate(begins, zone), TRIAL_DAYS)] : [],
    ),
  };
}

/** The section `waves` of the campaign file: those that have begun as it says them, then the planned ones. */
function yamlOf({ zone, waves = [] }: CampaignDoc, begun: Standing['begun'], planned: readonly PlannedWave[]): string {
  const kept = begun.map(({ customers: _, begins, ...wave }) => ({ ...wave, begins: written(begins, zone, 'first') }));
  const after = begun.length > 0 ? waves.length : 0;
  return stringify({ waves: [...kept, ...fileWaves(planned, { before: begun, after })] });
}

async function behaviourFor(
  db: Queryable,
  campaign: CampaignRow,
  { doc, wish }: { doc: CampaignDoc; wish: WavePlanWish },
): Promise<WavePlan['behaviour'] & { behaviour: Behaviour }> {
  if (wish.behaviour !== undefined) {
    const segments = Object.keys(doc.segments ?? {});
    const behaviour = readBehaviour(wish.behaviour, { segments, language: wish.language });
    return { behaviour, from: 'given', rehearsal: null };
  }
  const last = await lastBehaviour(db, campaign);
  return last ? { ...last, from: 'rehearsal' } : { behaviour: DEFAULT_BEHAVIOUR, from: 'default', rehearsal: null };
}

function requireSegments({ segments = {} }: CampaignDoc, priorities: readonly string[]): void {
  const unknown = priorities.find((segment) => !Object.hasOwn(segments, segment));
  if (unknown === undefined) return;
  throw new AppError('segment_unknown', { segment: unknown, known: Object.keys(segments).join(', ') || '—' });
}

/** A trial is of the customers of the last priority, or of all others. */
function requireTrial(groups: Group[], trial: WavePlanWish['trial']): void {
  const customers = sizeOf(groups.slice(-1));
  if (trial && trial.size >= customers) throw new AppError('trial_too_large', { size: trial.size, customers });
}
