import { planChannels } from '../journeys/choose-channel';
import { type JourneyFacts, type Traits } from '../journeys/facts';
import { type CampaignDoc, type Channel, type Segment } from './campaign';
import { AGE_STEPS, holdsOnAnyChannel, isFor, sentText } from './segments';

/** Customers whom the plan treats alike: the traits of one of them, and the channels on which they can be reached. */
export interface Group {
  traits: Traits;
  channels: Channel[];
  /** Texts they were sent before, where a segment asks. */
  holds: string[];
}

/** So many combinations of traits are checked. */
const MAX_COMBINATIONS = 50_000;

/**
 * Every group of customers that the segments of a plan tell apart, with every selection of the plan's channels on which
 * its customers may be reachable. Of those that get the same steps on the same channels one is kept.
 */
export function groupsOf(doc: CampaignDoc): Group[] {
  const selections = subsets(planChannels(doc)).filter((channels) => channels.length > 0);
  const found = new Map<string, Group>();
  for (const one of distinct(combinations(Object.values(doc.segments ?? {})), doc)) {
    for (const channels of selections) {
      const group = { ...one, channels };
      const facts = factsOf(group);
      const steps = doc.plan.steps.filter((step) => isFor(step, facts, doc)).map(({ id }) => id);
      const key = `${steps.join()}/${channels.join()}`;
      if (!found.has(key)) found.set(key, group);
    }
  }
  return [...found.values()];
}

/** What decides of a group which steps are meant for it; everything else is as at the beginning. */
export const factsOf = ({ traits, channels, holds }: Group): JourneyFacts => ({
  now: 0,
  slotMs: 0,
  campaign: 'running',
  customerId: 1,
  run: 1,
  turn: 0,
  step: null,
  hold: null,
  contact: Object.fromEntries(channels.map((channel) => [channel, 'ok'])),
  consent: Object.fromEntries(channels.map((channel) => [channel, { service_notice: 'yes', offer: 'yes' }])),
  contractHashes: [],
  contracts: [],
  sent: [],
  traits,
  ...(holds.length > 0 && { holds }),
});

function combinations(segments: Segment[]): Pick<Group, 'traits' | 'holds'>[] {
  const ages = new Set(segments.flatMap(({ ageFrom, ageBelow }) => [ageFrom, ageBelow].flatMap(around)));
  const all = segments.flatMap(({ products = [] }) => products);
  const products = [
    [],
    ...[...new Set(all)].map((product) => [product]),
    ...(all.length > 1 ? [[...new Set(all)]] : []),
  ];
  const prefectures = [null, ...new Set(segments.flatMap((segment) => segment.prefectures ?? []))];
  const texts = [[], ...segments.flatMap(({ holds }) => (holds ? [[sentText(holds)]] : []))];
  const kinds = segments.some(({ kind }) => kind === 'company')
    ? (['person', 'company'] as const)
    : (['person'] as const);
  const found: Pick<Group, 'traits' | 'holds'>[] = [];
  for (const kind of kinds)
    for (const ageFrom of kind === 'person' ? [40, ...ages, null] : [null])
      for (const prefecture of prefectures)
        for (const owned of products)
          for (const holds of texts)
            if (found.length < MAX_COMBINATIONS)
              found.push({ traits: { kind, ageFrom, prefecture, products: owned }, holds });
  return found;
}

/** Ages on both sides of a limit. */
const around = (limit: number | undefined): number[] =>
  limit === undefined ? [] : [limit, ...AGE_STEPS.filter((step) => step < limit).slice(-1)];

/** The first combination of those that are in the same segments: one is as good as thousands. */
function distinct(all: Pick<Group, 'traits' | 'holds'>[], { plan, segments = {} }: CampaignDoc) {
  const used = new Set(plan.steps.flatMap(({ only = [], except = [] }) => [...only, ...except]));
  const deciding = Object.entries(segments).flatMap(([id, segment]) => (used.has(id) ? [segment] : []));
  const seen = new Map<string, (typeof all)[number]>();
  for (const one of all) {
    const facts = factsOf({ ...one, channels: [] });
    const key = deciding.map((segment) => (holdsOnAnyChannel(segment, facts) ? '1' : '0')).join('');
    if (!seen.has(key)) seen.set(key, one);
  }
  return seen.values();
}

const subsets = <T>(items: T[]): T[][] =>
  items.reduce<T[][]>((found, item) => [...found, ...found.map((one) => [...one, item])], [[]]);
