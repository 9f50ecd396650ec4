import { type JourneyFacts } from '../../journeys/facts';
import { type CampaignDoc } from '../campaign';
import { isFor } from '../segments';
import { type LeftOut, type TimelineEntry } from './scenario';
import { type Words } from './words';

/** The steps of the plan that never went out, in order, each with its reason. */
export function leftOutOf(
  { entries, facts }: { entries: TimelineEntry[]; facts: JourneyFacts },
  doc: CampaignDoc,
  { say, list, reason }: Words,
): LeftOut[] {
  const taken = new Set(entries.flatMap(({ kind, step }) => (kind === 'step' ? [step] : [])));
  const refusals = entries.flatMap((entry) => entry.refusals ?? []);
  return doc.plan.steps
    .filter(({ id }) => !taken.has(id))
    .map((plan): LeftOut => {
      const { id: step, only, except } = plan;
      if (!isFor(plan, facts, doc)) {
        const groups = { ...(only && { only }), ...(except && { except }) };
        const segments = Object.entries(groups).map(([key, ids]) => say(key as 'only', { segments: ids.join(' ') }));
        return { step, why: 'segment', text: say('leftOut_segment', { step, segments: list(segments) }) };
      }
      const own = new Map(refusals.filter((one) => one.step === step).map((one) => [one.channel, one.reason]));
      if (own.size === 0) return { step, why: 'ended', text: say('leftOut_ended', { step }) };
      const why = [...own].map(([channel, code]) => say('refusal', { channel: say(channel), reason: reason(code) }));
      return { step, why: 'refused', text: say('leftOut_refused', { step, refusals: list(why) }) };
    });
}
