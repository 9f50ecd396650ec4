import { type CampaignDoc, type Channel, type ConsentValue } from '../campaign';
import { contactFor, ruleFor } from '../../customers/contact-policy';
import { type Traits } from '../../journeys/facts';
import { planChannels } from '../../journeys/choose-channel';
import { type Behaviour } from '../../rehearsals/behaviour';
import { isFor } from '../segments';
import { type Group, type Kind } from './pacing';

/** So many customers with the same traits, addresses and consents. */
export interface CountedKind {
  traits: Traits;
  /** Channels with an address, and what the customer has said of notices on them. */
  reach: { channel: Channel; contact: string; consent: ConsentValue }[];
  customers: number;
}

/** Traits by which a plan's segments tell customers apart; the others need not be counted by. */
export interface TraitsAsked {
  kind: boolean;
  age: boolean;
  prefecture: boolean;
  products: boolean;
}

export function traitsAsked({ segments = {} }: Pick<CampaignDoc, 'segments'>): TraitsAsked {
  const any = (...keys: (keyof (typeof segments)[string])[]) =>
    Object.values(segments).some((segment) => keys.some((key) => segment[key] !== undefined));
  return {
    kind: any('kind'),
    age: any('ageFrom', 'ageBelow'),
    prefecture: any('prefectures'),
    products: any('products'),
  };
}

/**
 * The audience as groups for the planner: the segments in the order of their priority, then all others. A customer of
 * several is in the first. Kinds that plan and behaviour treat alike are one. Segments by a text received are empty: no one
 * has received any before they begin.
 */
export function groupsOf(
  counted: readonly CountedKind[],
  { doc, behaviour, priorities }: { doc: CampaignDoc; behaviour: Behaviour; priorities: readonly string[] },
): Group[] {
  const named = namedSegments(doc, behaviour, priorities);
  const groups: { segment: string | null; kinds: Map<string, Kind> }[] = [...priorities, null].map((segment) => ({
    segment,
    kinds: new Map(),
  }));
  for (const one of counted) {
    const { traits, reach, customers } = one;
    const contact = Object.fromEntries(reach.map(({ channel, contact: state }) => [channel, state]));
    const facts = { traits, contact };
    const segments = named.filter((segment) => isFor({ only: [segment] }, facts, doc));
    const channels = usable(one, doc);
    const first = priorities.find((segment) => segments.includes(segment)) ?? null;
    const { kinds } = groups.find(({ segment }) => segment === first)!;
    const key = `${channels.join()}\n${segments.join('\n')}`;
    const known = kinds.get(key);
    if (known) known.customers += customers;
    else kinds.set(key, { channels, segments, customers });
  }
  return groups.map(({ segment, kinds }) => ({ segment, kinds: [...kinds.values()] }));
}

function namedSegments({ plan, segments = {} }: CampaignDoc, behaviour: Behaviour, priorities: readonly string[]) {
  const named = new Set([
    ...priorities,
    ...plan.steps.flatMap(({ only = [], except = [] }) => [...only, ...except]),
    ...behaviour.segments.map(({ segment }) => segment),
  ]);
  return Object.keys(segments).filter((segment) => named.has(segment));
}

/** Channels of the plan on which these customers can be sent a notice: an address, and no refusal. */
function usable({ reach }: CountedKind, doc: CampaignDoc): Channel[] {
  return planChannels(doc).filter((channel) =>
    reach.some(
      (one) =>
        one.channel === channel &&
        contactFor(one.contact, 'service_notice') === 'ok' &&
        ruleFor(doc.policy, { purpose: 'service_notice', channel, consent: one.consent, contractHashes: [] }).rule ===
          'contact',
    ),
  );
}
