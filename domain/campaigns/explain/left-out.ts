import { type CampaignDoc } from '../campaign';
import { type LeftOut, type TimelineEntry } from './explain';
import { type JourneyFacts } from '../../journeys/facts';
import { isFor } from '../segments';

/** The steps that never went out, in the order of the plan, each with its reason. */
export function leftOutOf(entries: TimelineEntry[], facts: JourneyFacts, doc: CampaignDoc): LeftOut[] {
  const placed = new Set(entries.flatMap((entry) => (entry.kind === 'placed' ? [entry.step] : [])));
  const refusals = entries.flatMap((entry) =>
    entry.kind === 'placed' || entry.kind === 'waiting' ? entry.refusals : [],
  );
  return doc.plan.steps
    .filter(({ id }) => !placed.has(id))
    .map((step): LeftOut => {
      const { id, only, except } = step;
      if (!isFor(step, facts, doc)) {
        return { step: id, why: 'segment', ...(only && { only }), ...(except && { except }), refusals: [] };
      }
      const own = new Map(refusals.filter((one) => one.step === id).map((one) => [one.channel, one]));
      return { step: id, why: own.size > 0 ? 'refused' : 'ended', refusals: [...own.values()] };
    });
}
