import { type CampaignDoc, type Channel, type Segment } from './campaign';
import { type JourneyFacts } from '../journeys/facts';

/** Ages that a segment can use. The import stores nothing finer outside the vault. */
export const AGE_STEPS: readonly number[] = [0, 18, ...Array.from({ length: 17 }, (_, n) => 20 + 5 * n)];

/** The largest age step reached at `age` full years. */
export const ageStep = (age: number): number => AGE_STEPS.findLast((step) => step <= age) ?? 0;

/** What segments ask of a customer. */
export type SegmentFacts = Pick<JourneyFacts, 'traits' | 'contact' | 'holds'>;

/** Whether a step applies to this customer: in one of its `only` segments (if any) and in none of `except`. */
export function isFor(step: { only?: string[]; except?: string[] }, facts: SegmentFacts, doc: CampaignDoc): boolean {
  const inside = (id: string) => holds(doc.segments?.[id], facts);
  if (step.only && !step.only.some(inside)) return false;
  return !step.except?.some(inside);
}

/** Whether all conditions of a segment hold, but for the channels that its customers lack. */
export const holdsOnAnyChannel = ({ missing: _, ...segment }: Segment, facts: SegmentFacts): boolean =>
  holds(segment, facts);

/** A notice in one version, as referenced by facts. */
export const sentText = ({ notice, version }: { notice: string; version: number }): string => `${notice}@${version}`;

/** Whether all conditions of a segment hold. Unknown values match no condition. */
function holds(segment: Segment | undefined, facts: SegmentFacts): boolean {
  const { traits, contact } = facts;
  if (!segment || !traits) return false;
  const { kind, ageFrom, ageBelow, missing, products, prefectures, holds: text } = segment;
  const lacks = (channel: Channel) => !/^(ok$|only:)/.test(contact[channel] ?? 'no_contact');
  return (
    (kind === undefined || traits.kind === kind) &&
    (ageFrom === undefined || (traits.ageFrom !== null && traits.ageFrom >= ageFrom)) &&
    (ageBelow === undefined || (traits.ageFrom !== null && traits.ageFrom < ageBelow)) &&
    (missing === undefined || missing.every(lacks)) &&
    (products === undefined || products.some((product) => traits.products.includes(product))) &&
    (prefectures === undefined || (traits.prefecture !== null && prefectures.includes(traits.prefecture))) &&
    (text === undefined || (facts.holds ?? []).includes(sentText(text)))
  );
}
