import { sql } from 'kysely';
import { type Decision } from '../../domain/journeys/decide';
import { diffPlans } from '../../domain/campaigns/plan-diff';
import { addMoves, dividesAnew, type WaveMove } from '../../domain/campaigns/replan/replan';
import { type CampaignDocs } from './campaigns';
import {
  type ClosedEffect,
  countClosed,
  planEffects,
  planEffectContext,
  openJourneys,
  type PlanEffect,
  type PlanEffectContext,
  timerIsTooLate,
  type Target,
} from './plan-effect';
import { newDivision } from './replan/division';
import { type Trx } from '../platform/types';

/**
 * Effects on the journeys whose next step this is; a null step is for journeys without a next step. The counts add up.
 */
interface StepEffect {
  step: string | null;
  journeys: number;
  /** They keep their version. */
  stay: number;
  /** The same step at the same time, earlier, or later. */
  same: number;
  earlier: number;
  later: number;
  /** A different step comes next, because this one was removed or moved or another was inserted before it. */
  goesOn: { step: string | null; journeys: number }[];
  /** On hold: nothing is sent under either version until release. */
  held: number;
  /** About to close under either version. */
  closing: number;
}

/** Queued messages of a notice that changed, counted by their old version. */
interface NoticeEffect {
  notice: string;
  handedOver: number;
  inHand: number;
  queued: number;
}

interface PlanPreview {
  open: number;
  migrate: number;
  stay: number;
  /** Journeys to be signalled at once because their next step is now earlier. */
  woken: number;
  /** Closed journeys, if the version has later dates. */
  closed: ClosedEffect;
  steps: StepEffect[];
  notices: NoticeEffect[];
  /** Customers who get another wave, where the version divides anew those whose wave has not begun. */
  waves: WaveMove[];
}

/** Counts what a new version would do to all open journeys. Read-only; every open journey is decided twice. */
export async function previewPlan(
  trx: Trx,
  docs: CampaignDocs,
  { campaignId, target }: { campaignId: number; target: Target },
): Promise<PlanPreview> {
  const context = await planEffectContext(trx, docs, campaignId);
  const waves = await newWaves(trx, context, target);
  if (waves) context.waves = waves;
  let moves: WaveMove[] = [];
  const effects = new Map<string | null, StepEffect>();
  const preview = { open: 0, migrate: 0, stay: 0, woken: 0 };
  for (let after = 0; ;) {
    const page = await openJourneys(trx, campaignId, after).execute();
    if (page.length === 0) break;
    const found = await planEffects(context, target, page);
    moves = addMoves(moves, found.flatMap(moveIn));
    for (const effect of found) {
      preview.open += 1;
      preview[effect.move] += 1;
      if (effect.move === 'migrate' && timerIsTooLate(effect, context.now)) preview.woken += 1;
      count(effects, effect);
    }
    after = page.at(-1)!.id;
  }
  const order = context.campaign.doc.plan.steps.map(({ id }) => id);
  const place = ({ step }: StepEffect) => (step === null ? order.length : order.indexOf(step));
  const steps = [...effects.values()].sort((a, b) => place(a) - place(b));
  const changed = diffPlans(context.campaign.doc, target.doc).notices.filter(({ change }) => change !== 'added');
  const ids = changed.map(({ notice }) => notice);
  const closed = await countClosed(context, target);
  return { ...preview, closed, steps, notices: await countNotices(trx, campaignId, ids), waves: moves };
}

const moveIn = ({ journey: { wave: from }, wave: to }: PlanEffect): WaveMove[] =>
  from === to ? [] : [{ from, to, customers: 1 }];

/** How the version would divide customers if it came into force now; undefined: it divides no one anew. */
async function newWaves(trx: Trx, { campaign, now }: PlanEffectContext, target: Target) {
  if (!dividesAnew(campaign.doc, target.doc)) return undefined;
  const replanned = { campaign: { id: campaign.id }, before: campaign.doc, after: target, at: now };
  const reading = {
    read: <Found>(work: (own: Trx) => Promise<Found>) => work(trx),
    batch: 500,
    reached: () => undefined,
  };
  const { pool, waveOf } = await newDivision(trx, replanned, reading);
  return new Map(pool.customers.map((customer) => [customer, waveOf(customer)]));
}

function count(effects: Map<string | null, StepEffect>, { before, after, move }: PlanEffect): void {
  const step = nextOf(before);
  const nothing = { journeys: 0, stay: 0, same: 0, earlier: 0, later: 0, held: 0, closing: 0 };
  const effect: StepEffect = effects.get(step) ?? { step, ...nothing, goesOn: [] };
  effects.set(step, effect);
  effect.journeys += 1;
  if (move === 'stay') effect.stay += 1;
  else if (before.kind === 'close' || after.kind === 'close') effect.closing += 1;
  else if (nextOf(after) !== step) goesOn(effect, nextOf(after));
  else if (after.kind === 'held') effect.held += 1;
  else effect[compare(contactAt(before), contactAt(after))] += 1;
}

function goesOn(effect: StepEffect, step: string | null): void {
  const known = effect.goesOn.find((one) => one.step === step);
  if (known) known.journeys += 1;
  else effect.goesOn.push({ step, journeys: 1 });
}

/** Next step to be sent, including one that is due right now. */
function nextOf(decision: Decision): string | null {
  if (decision.kind === 'close') return null;
  return decision.kind === 'send' ? decision.message.step : decision.step;
}

function contactAt(decision: Decision): number {
  if (decision.kind === 'send') return decision.message.notBefore;
  return decision.kind === 'wait' && decision.step !== null ? decision.wakeAt : Infinity;
}

const compare = (before: number, after: number) => (after === before ? 'same' : after < before ? 'earlier' : 'later');

async function countNotices(trx: Trx, campaignId: number, notices: string[]): Promise<NoticeEffect[]> {
  if (notices.length === 0) return [];
  const { rows } = await sql<NoticeEffect>`
    select n.notice, count(*) filter (where m.status in ('handed_over', 'doubtful'))::int as "handedOver",
      count(*) filter (where m.status in ('claimed', 'handing_over'))::int as "inHand",
      count(*) filter (where m.status = 'queued')::int as queued
    from unnest(${notices}::text[]) with ordinality as n(notice, place)
    left join messages m on m.campaign_id = ${campaignId} and m.notice = n.notice
    group by n.notice, n.place order by n.place`.execute(trx);
  return rows;
}
