import { type Channel, type Purpose } from '../campaign';
import { type ExplainCustomer, type ExplainInput, type OutsideEvent } from './explain';
import { type JourneyFacts, RULES, type SentFact } from '../../journeys/facts';
import { asksForChanges } from '../../journeys/failure-rules';
import { type LaneState, type SendVerdict, sendVerdict } from '../../delivery/lane';

/** The facts of a journey that is about to begin. */
export function firstFacts({ doc, customer, start, wave }: ExplainInput): JourneyFacts {
  return {
    now: start,
    slotMs: 0,
    campaign: 'running',
    customerId: customer.id,
    run: 1,
    turn: 0,
    step: doc.plan.steps[0]?.id ?? null,
    rules: RULES,
    hold: customer.hold,
    contact: contactsAtStart(customer),
    consent: structuredClone(customer.consent),
    contractHashes: customer.contractHashes,
    contracts: Array.from({ length: customer.contracts }, (_, n) => ({ id: n + 1, choice: null, choiceAt: null })),
    sent: [],
    ...(doc.segments && { traits: customer.traits }),
    ...(doc.plan.onDefect && { defects: 0 }),
    ...(asksForChanges(doc.plan) && { changes: [] }),
    ...(wave !== undefined && { wave }),
  };
}

/** Whom the contacts go to when the journey begins. */
export const contactsAtStart = ({ contact, representative }: ExplainCustomer): JourneyFacts['contact'] =>
  representedBy(representative) ?? { ...contact };

/** Only the representative is written to and called then. */
const representedBy = (channels: Channel[] | null): JourneyFacts['contact'] | null =>
  channels && Object.fromEntries(channels.map((channel) => [channel, 'ok']));

/** What something from outside changes in the facts. */
export function takeOutside(facts: JourneyFacts, event: OutsideEvent): void {
  const { now, contracts, consent } = facts;
  switch (event.kind) {
    case 'answer':
      for (const contract of contracts) Object.assign(contract, { choice: 'migrate', choiceAt: now });
      break;
    case 'defect':
      if (facts.defects !== undefined) facts.defects += 1;
      break;
    case 'opt_out':
      consent[event.channel] = { service_notice: 'no', offer: 'no' };
      break;
    case 'address':
      facts.contact[event.channel] = 'ok';
      if (facts.changes) facts.changes.push({ channel: event.channel, at: now });
      break;
    case 'representative':
      facts.contact = representedBy(event.channels)!;
      break;
    case 'pause':
      facts.pauses = [...(facts.pauses ?? []), event.pause];
      break;
    case 'hold':
      facts.hold = event.reason;
      break;
    case 'release':
      facts.hold = null;
      break;
  }
}

/** Whether a message may leave now, as the claim judges it, in a lane that is open and empty. */
export function mayLeave(
  sent: SentFact,
  { facts, purpose, overridden }: { facts: JourneyFacts; purpose: Purpose; overridden: boolean },
  { doc }: ExplainInput,
): SendVerdict {
  const about = {
    notBefore: sent.at,
    current: true,
    contact: facts.contact[sent.channel] ?? 'no_contact',
    refused: facts.consent[sent.channel]?.[purpose] === 'no' && !overridden,
    lastDispatch: doc.dates.lastDispatch,
    quiet: doc.quietHours[sent.channel] ?? null,
    zone: doc.zone,
  };
  return sendVerdict(about, { ...OPEN_LANE, zone: doc.zone }, { now: facts.now, slotMs: 0 });
}

/** A lane that never holds anything back. */
export const OPEN_LANE: LaneState = {
  zone: 'Asia/Tokyo',
  opens: '00:00',
  closes: '24:00',
  ratePerMinute: 60_000,
  burst: 60_000,
  tokens: 60_000,
  tokensAt: null,
  dailyCapacity: null,
  usedOn: null,
  used: 0,
};
