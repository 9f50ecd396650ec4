import { type LaneState } from '../../delivery/lane';
import { type OpensHold } from '../../journeys/decision';
import { type JourneyFacts } from '../../journeys/facts';
import { trialsBefore } from '../waves';
import { asksForChanges } from '../../journeys/failure-rules';
import { type ExplainCustomer, type ExplainEvent, type ExplainInput } from './scenario';

/** The facts of a journey that is about to begin. */
export function firstFacts({ doc, customer, start, wave, events }: ExplainInput): JourneyFacts {
  const trial = trialsBefore(doc.waves, wave).at(-1);
  return {
    now: start,
    slotMs: 0,
    campaign: 'running',
    customerId: customer.id,
    run: 1,
    turn: 0,
    step: doc.plan.steps[0]?.id ?? null,
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
    ...(trial && events.some(({ event }) => event === 'go') && { trial: { wave: trial.id, go: null } }),
  };
}

/** The usable channels when the journey begins: a representative is contacted instead of the customer. */
export const contactsAtStart = ({ contact, representative }: ExplainCustomer): JourneyFacts['contact'] =>
  representative ? Object.fromEntries(representative.map((channel) => [channel, 'ok'])) : { ...contact };

/** Changes the facts by an event that happens now. */
export function applyEvent(facts: JourneyFacts, event: ExplainEvent): void {
  switch (event.event) {
    case 'answer':
      for (const contract of facts.contracts) Object.assign(contract, { choice: 'migrate', choiceAt: facts.now });
      break;
    case 'defect':
      if (facts.defects !== undefined) facts.defects += 1;
      break;
    case 'opt_out':
      facts.consent[event.channel] = { service_notice: 'no', offer: 'no' };
      break;
    case 'address':
      facts.contact[event.channel] = 'ok';
      facts.changes?.push({ channel: event.channel, at: facts.now });
      break;
    case 'representative':
      facts.contact = Object.fromEntries(event.channels.map((channel) => [channel, 'ok']));
      break;
    case 'pause':
      facts.pauses = [...(facts.pauses ?? []), event.pause];
      break;
    case 'go':
      if (facts.trial) facts.trial.go = facts.now;
      break;
    case 'hold':
      facts.hold = event.reason;
      break;
    case 'release':
      facts.hold = null;
      delete facts.unprintable;
      break;
  }
}

/** Changes the facts by a hold that a decision opens. */
export function applyHold(facts: JourneyFacts, { reason, because }: OpensHold): void {
  if (reason === 'unprintable') facts.unprintable = true;
  else facts.hold = reason;
  if ('ways' in because) facts.searched = true;
  if (!('step' in because)) return;
  const { run, step, channel, occurrence } = because;
  const lost = facts.sent.find(
    (sent) =>
      sent.run === run && sent.step === step && sent.channel === channel && (sent.occurrence ?? 0) === occurrence,
  );
  if (lost) lost.researched = true;
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
