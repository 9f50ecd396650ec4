import { type CampaignDocs } from '../campaigns/campaigns';
import { type Db, type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { callRuleOf } from '../../domain/calls/call-rules';
import { type CampaignDoc, type Channel } from '../../domain/campaigns/campaign';
import { type Decision, type PlannedMessage } from '../../domain/journeys/decide';
import { type JourneyFacts } from '../../domain/journeys/facts';
import { perhapsNotified } from '../../domain/journeys/outcome';
import { type Followed } from './arrival-effects';
import { type ClockReading, instantsOf, realSleepMs } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { type OverrideApproval, overrideApprovals } from './facts/customer-facts';
import { ensureLinks, linksExpireAt } from '../customers/links';
import { alignLinks } from '../customers/representative-access';
import { type JourneyRow } from './facts/load-facts';
import { askConsents } from './replies/consents';
import { replyToAnswers } from './replies/queue';
import { countOutcomes, insertMessages, updateJourneys, upsertOutcomes, withdrawQueued } from './step-writes';
import { type OutcomeCounts, type StepResult } from '../../domain/journeys/story';
import { timerPurpose } from '../../domain/journeys/timer-purpose';
import { type Moved, type VersionedCampaign } from './versioned-facts';
import { type JourneyState } from '../../domain/journeys/states';
import { isHeldForDeath } from '../../domain/customers/hold-rules';
import { openDecidedHolds, type WantedHold } from './journey-holds';

/** What a step of a journey is taken with. */
export interface StepDeps {
  db: Db;
  vault: Vault;
  docs: CampaignDocs;
  laneOf: (trx: Trx, clientId: number, channel: string) => Promise<number>;
  /** The instants that steps are taken at; absent: now, by the installation's clock. */
  clock?: (trx: Trx) => Promise<ClockReading>;
  /** Called with a batch once it is decided. */
  decided?: (decided: Decided[]) => void;
  /** False: customers get no links, since nothing is sent. */
  links?: false;
}

/** The campaigns of a batch and the instant it decides at. */
export interface Loaded {
  campaigns: Map<number, VersionedCampaign & { epoch: number }>;
  clock: ClockReading;
  /** What the arrivals of this batch have to leave in the ledger. */
  followed?: Followed[];
}

/** A journey of a batch with what was decided for it. */
export interface Decided {
  journey: JourneyRow;
  facts: JourneyFacts;
  decision: Decision;
  /** Arrivals up to this number have been taken. */
  read: number;
  /** The state that what arrived puts the journey into. */
  state: JourneyState | undefined;
  /** The version that was decided by, and its document. */
  version: number;
  doc: CampaignDoc;
  /** From another version, since the last decision. */
  moved: Moved | undefined;
}

/** Writes everything that follows from the decisions: messages, links, outcomes, journeys, answers, the ledger. */
export async function recordDecisions(
  trx: Trx,
  deps: Omit<StepDeps, 'db'>,
  decided: Decided[],
  loaded: Loaded,
): Promise<Map<number, StepResult>> {
  const nowOf = instantsOf(loaded.clock);
  deps.decided?.(decided);
  await writeMessages(trx, deps, decided, loaded);
  const closing = decided.flatMap((item) =>
    item.decision.kind === 'close' ? [{ ...item, outcomes: item.decision.outcomes }] : [],
  );
  const held = await openDecidedHolds(trx, holdsOf(decided), nowOf);
  await withdrawQueued(
    trx,
    closing.map((item) => item.journey.id),
    'journey_closed',
  );
  await upsertOutcomes(
    trx,
    closing.flatMap(({ journey, outcomes }) =>
      outcomes.map((outcome) => ({
        ...outcome,
        campaignId: journey.campaign_id,
        clientId: journey.client_id,
        customerId: journey.customer_id,
        at: nowOf(journey.id),
      })),
    ),
  );
  await updateJourneys(
    trx,
    decided.map((item) => changeOf(item, loaded)),
  );
  const outcomes = await countOutcomes(
    trx,
    closing.map(({ journey }) => journey),
  );
  const results = new Map(
    decided.map((item) => [item.journey.id, resultOf(item, loaded, outcomes.get(item.journey.id))]),
  );
  await trx
    .insertInto('step_results')
    .values(
      decided.map((item) => ({
        journey_id: item.journey.id,
        run: item.journey.run,
        turn: item.facts.turn,
        client_id: item.journey.client_id,
        at: new Date(nowOf(item.journey.id)),
        result: JSON.stringify(results.get(item.journey.id)),
      })),
    )
    .execute();
  const replied = await replyTo(trx, deps, decided, loaded);
  await writeLedger(trx, decided, { ...loaded, followed: [...(loaded.followed ?? []), ...held] }, replied);
  return results;
}

/**
 * Queues receipts and replies to late forms for what these decisions accepted, and requests for the consent that an answer
 * waits for; none in a stopped campaign.
 */
async function replyTo(trx: Trx, deps: Omit<StepDeps, 'db'>, decided: Decided[], loaded: Loaded): Promise<Followed[]> {
  const { now, nowOf } = loaded.clock;
  const answered = decided
    .filter(({ facts }) => facts.campaign !== 'stopped')
    .map(({ journey, doc, version, facts, decision }) => ({
      ...{ journey, doc, version, contracts: facts.contracts },
      closed: decision.kind === 'close',
    }));
  const link = (journeys: JourneyRow[]) => linkCustomers(trx, deps, journeys, loaded);
  const replies = await replyToAnswers(trx, answered, instantsOf(loaded.clock));
  return [...replies, ...(await askConsents(trx, answered, { now, ...(nowOf && { nowOf }), link }))];
}

const holdsOf = (decided: Decided[]): WantedHold[] =>
  decided.flatMap(({ journey, decision, facts }) =>
    decision.kind === 'held' && decision.opens ? [{ journey, opens: decision.opens, facts }] : [],
  );

const messagesOf = (decision: Decision): PlannedMessage[] =>
  decision.kind === 'send' ? [decision.message, ...(decision.also ?? [])] : [];

async function writeMessages(trx: Trx, deps: Omit<StepDeps, 'db'>, decided: Decided[], loaded: Loaded): Promise<void> {
  const messages = [];
  const linked = [];
  for (const { journey, decision, version, doc } of decided) {
    for (const message of messagesOf(decision)) {
      const laneId = await deps.laneOf(trx, journey.client_id, message.channel);
      messages.push({ journey, message, laneId, version, attempts: attemptsOf(doc, message) });
    }
    if (decision.kind === 'send') linked.push(journey);
  }
  await insertMessages(trx, messages);
  await linkCustomers(trx, deps, linked, loaded);
}

const attemptsOf = (doc: CampaignDoc, { step }: PlannedMessage): number => callRuleOf(doc, step).attempts;

async function linkCustomers(
  trx: Trx,
  deps: Omit<StepDeps, 'db'>,
  journeys: JourneyRow[],
  loaded: Loaded,
): Promise<void> {
  if (deps.links === false) return;
  for (const [campaignId, { doc }] of loaded.campaigns) {
    const own = journeys.filter((journey) => journey.campaign_id === campaignId);
    if (own.length === 0) continue;
    const customerIds = own.map((journey) => journey.customer_id);
    const link = { clientId: own[0]!.client_id, campaignId, customerIds, expiresAt: linksExpireAt(doc) };
    await ensureLinks(trx, deps.vault, link);
    await alignLinks(trx, deps.vault, { customerIds, campaignId, now: loaded.clock.now });
  }
}

function changeOf(item: Decided, loaded: Loaded) {
  const { journey, facts, decision, read, version, moved } = item;
  const closed = decision.kind === 'close';
  return {
    id: journey.id,
    turn: facts.turn,
    step: closed ? null : decision.step,
    wakeAt: closed ? null : decision.wakeAt,
    heldEpoch: decision.kind === 'held' ? loaded.campaigns.get(journey.campaign_id)!.epoch : null,
    readSeq: read,
    closedAt: closed ? facts.now : null,
    state: stateAfter(item),
    ...(moved && { stepsVersion: version, planProgress: moved.planProgress }),
  };
}

/** A queued call makes the journey due for it; after the call it is reminded, or scheduled if nothing reached the customer. */
function stateAfter({ journey, facts, decision, state }: Decided): JourneyState {
  if (decision.kind === 'close') return 'closed';
  if (state) return state;
  if (decision.kind === 'held' && isHeldForDeath(decision.reason)) return 'awaiting_reply';
  if (messagesOf(decision).some(({ channel }) => channel === 'phone')) return 'call_due';
  const calling = facts.sent.some((sent) => sent.channel === 'phone' && IN_HAND.includes(sent.status));
  if (!calling && facts.contracts.some(({ unclear }) => unclear)) return 'awaiting_reply';
  if (journey.state !== 'call_due' || calling) return journey.state;
  return perhapsNotified(facts) ? 'reminded' : 'scheduled';
}

const IN_HAND = ['queued', 'claimed', 'handing_over'];

const DID = { send: 'sent', wait: 'waits', held: 'held', close: 'closed' } as const;

function resultOf({ decision, doc, facts, read }: Decided, loaded: Loaded, outcomes?: OutcomeCounts): StepResult {
  const did = DID[decision.kind];
  if (decision.kind === 'close') return { did, why: decision.reason, read, ...(outcomes && { outcomes }) };
  const { step: next, wakeAt } = decision;
  const on = messagesOf(decision).map(({ channel }): Channel => channel);
  const timer = wakeAt !== null && {
    for: timerPurpose(next, wakeAt, doc),
    ms: realSleepMs({ ...loaded.clock, now: facts.now }, wakeAt),
  };
  return {
    did,
    ...(decision.kind === 'send' && { step: decision.message.step, on: on.join('+') }),
    why: decision.reason.startsWith('override:') ? 'override' : decision.reason,
    ...(next !== null && { next }),
    ...(timer && { timer }),
    read,
  };
}

/** Approvals that messages sent against a refusal rest on, by journey. */
async function answeredFor(trx: Trx, decided: Decided[]): Promise<Map<number, { approvedBy: OverrideApproval[] }>> {
  const answered = new Map<number, { approvedBy: OverrideApproval[] }>();
  for (const { journey, decision } of decided) {
    const overridden = messagesOf(decision).find(({ override }) => override !== null);
    if (!overridden) continue;
    const whose = { campaignId: journey.campaign_id, customerId: journey.customer_id, channel: overridden.channel };
    answered.set(journey.id, { approvedBy: await overrideApprovals(trx, whose) });
  }
  return answered;
}

/** One entry per decision, with its inputs, so that an audit can decide again; one chain per campaign. */
async function writeLedger(trx: Trx, decided: Decided[], loaded: Loaded, replied: Followed[]): Promise<void> {
  const campaignIds = [...loaded.campaigns.keys()].sort((a, b) => a - b);
  for (const campaignId of campaignIds) {
    const own = decided.filter((item) => item.journey.campaign_id === campaignId);
    const answered = await answeredFor(trx, own);
    const entries = own.flatMap(({ journey: { id: journey }, facts, decision, version, moved }): LedgerEntry[] => [
      ...(moved ? [{ kind: 'plan_changed', journey, from: moved.from, version, step: moved.step }] : []),
      { kind: 'decision', journey, version, facts, decision, ...answered.get(journey) },
    ]);
    const ofCampaign = (followed: Followed[]) =>
      followed.filter((one) => one.campaignId === campaignId).map(({ entry }) => entry);
    await appendLedger(trx, campaignChain(campaignId), own[0]?.journey.client_id ?? null, loaded.clock.now, [
      ...ofCampaign(loaded.followed ?? []),
      ...entries,
      ...ofCampaign(replied),
    ]);
  }
}
