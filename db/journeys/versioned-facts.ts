import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type JourneyFacts } from '../../domain/journeys/facts';
import { type PlanRule, type Position, positionIn } from '../../domain/campaigns/plan-rule';
import { type CampaignDocs } from '../campaigns/campaigns';
import { type ClockReading } from '../platform/clock';
import { type JourneyRow, loadFacts } from './facts/load-facts';
import { ownVersion } from '../campaigns/plan-versions';
import { type Trx } from '../platform/types';

/** A campaign of a batch. `firstVersion`: the one it was started with. */
export interface VersionedCampaign {
  id: number;
  status: string;
  version: number;
  firstVersion: number;
  doc: CampaignDoc;
}

/** The facts of each journey, under its own plan version. */
export async function loadVersionedFacts(
  trx: Trx,
  docs: CampaignDocs,
  journeys: JourneyRow[],
  context: Pick<ClockReading, 'now' | 'slotMs' | 'nowOf'> & { campaigns: Map<number, VersionedCampaign> },
) {
  const facts = new Map<number, Omit<JourneyFacts, 'turn'>>();
  const kept = [...new Set(journeys.map((journey) => journey.plan_version))];
  for (const version of kept) {
    const own = journeys.filter((journey) => journey.plan_version === version);
    const campaigns = await campaignsAt(trx, docs, { version, campaigns: context.campaigns, journeys: own });
    for (const [id, fact] of await loadFacts(trx, own, { ...context, campaigns })) facts.set(id, fact);
  }
  return facts;
}

/** The campaigns of these journeys with the document of the given version; null: each with its current one. */
async function campaignsAt(
  trx: Trx,
  docs: CampaignDocs,
  input: { version: number | null; campaigns: Map<number, VersionedCampaign>; journeys: JourneyRow[] },
) {
  const { version, campaigns, journeys } = input;
  if (version === null) return campaigns;
  const ids = [...new Set(journeys.map((journey) => journey.campaign_id))];
  const own = new Map<number, VersionedCampaign>();
  for (const id of ids) own.set(id, { ...campaigns.get(id)!, doc: await docs.get(trx, id, version) });
  return own;
}

/** A journey whose plan version has changed since its last step, and its position in the new one. */
export interface Moved extends Position {
  from: number;
}

/**
 * A journey's position in its current version; undefined when its step is of that version already. `rule` replaces the
 * one approved with the version, for a preview.
 */
export async function progressTo(
  trx: Trx,
  docs: CampaignDocs,
  input: { journey: JourneyRow; campaign: VersionedCampaign; sent: JourneyFacts['sent']; rule?: PlanRule },
): Promise<Moved | undefined> {
  const { journey, campaign, sent } = input;
  const version = ownVersion(journey, campaign);
  const from = journey.steps_version ?? campaign.firstVersion;
  if (from === version) return undefined;
  const before = await docs.get(trx, campaign.id, from);
  const after = await docs.get(trx, campaign.id, version);
  const { onRemoved } = input.rule ?? (await docs.rule(trx, campaign.id, version)) ?? {};
  const there = { step: journey.step, planProgress: journey.plan_progress, sent: sent.map(({ step }) => step) };
  return { from, ...positionIn({ before, after, ...(onRemoved && { onRemoved }) }, there) };
}
