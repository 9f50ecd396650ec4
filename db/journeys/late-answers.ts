import { type Selectable } from 'kysely';
import { holdRule } from '../../domain/customers/hold-rules';
import { closingInstant, outcomeOfChoice, UNCLEAR } from '../../domain/journeys/outcome';
import { campaignDoc } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { type ArrivalKind } from './arrival-kind';
import { type LedgerEntry, appendLedger, campaignChain } from '../platform/ledger';
import { loadContracts } from './facts/contract-facts';
import { type JourneyRow } from './facts/load-facts';
import { heardLate, neverReached, reachedAfterAll } from './heard-late';
import { pendingReleased } from './pending-released';
import { askConsents } from './replies/consents';
import { replyToAnswers } from './replies/queue';
import { type OutcomeRow, upsertOutcomes } from './step-writes';
import { ownVersion } from '../campaigns/plan-versions';
import { type Trx } from '../platform/types';
import { type Journeys } from '../platform/schema.generated';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type ContractFact } from '../../domain/journeys/facts';

/**
 * Brings the outcomes of a closed journey in line with the choices now known, and reopens it (run n+1) when a contract
 * has lost its outcome, or an unreachable customer can be reached again, before the cut-off of a running campaign. Who
 * counted as notified and was not, since everything has come back, is unreachable; who counted as unreachable and whom a
 * message has reached after all was notified. What a person has corrected is taken as it is. Outcomes bear the time at which
 * the arrival was received (epoch ms), as do the ledger entries, which the caller appends.
 */
export async function adoptForClosed(
  trx: Trx,
  journey: Selectable<Journeys>,
  arrival: { kind: ArrivalKind; data: Record<string, unknown>; receivedAt: number },
): Promise<LedgerEntry[]> {
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['id', 'status', 'version'])
    .where('id', '=', journey.campaign_id)
    .forShare()
    .executeTakeFirstOrThrow();
  const version = ownVersion(journey, campaign);
  const doc = await campaignDoc(trx, campaign.id, version);
  const now = arrival.receivedAt;
  const { slotMs } = await readClock(trx);
  const contracts = (await loadContracts(trx, [journey], new Map([[campaign.id, { doc }]]))).get(journey.id) ?? [];
  const before = await currentOutcomes(trx, journey);
  const there = { now, slotMs, campaigns: new Map([[campaign.id, { ...campaign, doc }]]) };
  const released = await pendingReleased(trx, { journey, before, doc, there });
  const changed: OutcomeRow[] = [];
  const lost: number[] = [];
  const corrected = arrival.kind === 'outcome_corrected' ? (arrival.data as unknown as Corrected) : undefined;
  const stopped = journey.stopped_at !== null && corrected?.outcome !== 'open';
  const sends = campaign.status === 'running' || campaign.status === 'paused';
  const mayContact = sends && !stopped && now <= closingInstant(doc);
  const neverNotified = cameBack(arrival) && !(await wasNotified(trx, journey));
  const reached = cameAfterAll(arrival) ? await reachedAfterAll(trx, { journey, doc, there }) : new Map();
  const own = { campaignId: campaign.id, clientId: journey.client_id, customerId: journey.customer_id, at: now };
  for (const { id, choice, choiceAt, via, unclear, awaitsConsent, kept } of contracts) {
    const known = before.get(id);
    // closed before by what counted then, or waits on: what a minor says alone changes nothing
    if (choice === null && awaitsConsent && known !== 'pending' && corrected?.contract !== id) continue;
    if (unclear && known !== undefined && known !== 'pending' && corrected?.contract !== id) {
      if (mayContact) lost.push(id);
      else changed.push({ contractId: id, outcome: 'pending', reason: UNCLEAR, ...own });
      continue;
    }
    if (known === 'pending' && corrected?.contract !== id) {
      const then = released.get(id);
      if (then === undefined) continue;
      if (choice === null && mayContact) lost.push(id);
      else changed.push({ ...then, ...own });
      continue;
    }
    // in time, though it came after the close: a person has to decide
    if (arrival.kind === 'answer_kept' && kept !== undefined && choice === null && isSilent(known)) {
      changed.push({ contractId: id, outcome: 'pending', reason: holdRule(kept).pending, ...own });
      continue;
    }
    if (corrected?.contract === id) {
      const { outcome } = corrected;
      if (outcome !== 'open') changed.push({ contractId: id, outcome, reason: 'corrected', ...own });
      else if (mayContact) lost.push(id);
      continue;
    }
    if (known === 'unreachable' && choice === null && opensAWay(arrival)) {
      if (mayContact) lost.push(id);
      else if (reached.has(id)) changed.push({ ...reached.get(id), ...own });
      continue;
    }
    const takenBack = choice === null && (known === 'migrated' || known === 'cancelled');
    if (takenBack && mayContact) lost.push(id);
    const unreached = choice === null && known === 'lapsed' && neverNotified;
    if (choice === null && !unreached && (!takenBack || mayContact)) continue;
    // Withdrawn in time but reported too late to contact anyone: the customer was notified, and no choice is declared.
    const silent = unreached ? await neverReached(trx, { journey, doc, there }) : withoutChoice(stopped);
    const outcome = choice === null ? silent : outcomeOfChoice(choice, choiceAt!, doc, via);
    if (known === outcome.outcome) continue;
    changed.push({ contractId: id, ...outcome, ...own });
  }
  if (lost.length === 0 && now > closingInstant(doc)) {
    const except = changed.map(({ contractId }) => contractId);
    const heard = await heardLate(trx, { journey, doc, there, except, takenBack: arrival.kind === 'return_withdrawn' });
    changed.push(...heard.map((one) => ({ ...one, ...own })));
  }
  await upsertOutcomes(trx, changed);
  const entries: LedgerEntry[] = changed.map((row) => ({
    kind: 'outcome',
    journey: journey.id,
    contract: row.contractId,
    outcome: row.outcome,
    reason: row.reason,
    before: before.get(row.contractId) ?? null,
  }));
  const answered = { journey, doc, version, contracts, closed: lost.length === 0 };
  const replies = campaign.status === 'stopped' ? [] : await replyToAnswers(trx, [answered], now);
  const consents = campaign.status === 'stopped' ? [] : await askConsents(trx, [answered], { now });
  entries.push(...[...replies, ...consents].map(({ entry }) => entry));
  if (lost.length === 0) return entries;
  return [...entries, await reopen(trx, journey, lost, { steps: doc.plan.steps, version, now })];
}

/** What a person says of a contract; `open`: contacts must follow. */
interface Corrected {
  contract: number;
  outcome: 'lapsed' | 'unreachable' | 'stopped' | 'open';
}

const isSilent = (outcome: string | undefined) => outcome === 'lapsed' || outcome === 'unreachable';

const withoutChoice = (stopped: boolean) =>
  stopped
    ? { outcome: 'stopped' as const, reason: 'stopped_by_person' }
    : { outcome: 'lapsed' as const, reason: 'answer_taken_back' };

type Arrived = Parameters<typeof adoptForClosed>[2];

/** A new address, a message that arrived after all, or a refusal withdrawn: an unreachable customer may be reachable now. */
const opensAWay = ({ kind, data }: Arrived): boolean =>
  kind === 'contact_changed' || cameAfterAll({ kind }) || (kind === 'opt_out' && data.undo === true);

/** What counted as lost was delivered, or had been booked as lost by mistake. */
const cameAfterAll = ({ kind }: Pick<Arrived, 'kind'>): boolean => kind === 'delivered' || kind === 'return_withdrawn';

const cameBack = ({ kind }: Arrived): boolean => kind === 'bounce' || kind === 'undeliverable';

/** Whether anything that was handed over for certain has not come back since. */
async function wasNotified(trx: Trx, journey: { id: number }): Promise<boolean> {
  const sent = await trx
    .selectFrom('messages')
    .select('id')
    .where('journey_id', '=', journey.id)
    .where('status', '=', 'handed_over')
    .where('bounced_at', 'is', null)
    .where('reply', '=', false)
    .limit(1)
    .executeTakeFirst();
  return sent !== undefined;
}

async function currentOutcomes(trx: Trx, journey: Selectable<Journeys>): Promise<Map<number, string>> {
  const rows = await trx
    .selectFrom('outcomes')
    .select(['contract_id', 'outcome'])
    .where('campaign_id', '=', journey.campaign_id)
    .where('customer_id', '=', journey.customer_id)
    .execute();
  return new Map(rows.map((row) => [row.contract_id, row.outcome]));
}

/** Where a further run begins: at the first step that was never handed over, a notice only if nothing was. */
export function stepAgain(steps: { id: string; kind: string }[], done: string[]): string | null {
  const fresh = steps.filter(({ id, kind }) => (kind !== 'notice' || done.length === 0) && !done.includes(id));
  return fresh[0]?.id ?? null;
}

/** Opens run n+1, which the outbox starts. Returns its ledger entry. */
async function reopen(
  trx: Trx,
  journey: Selectable<Journeys>,
  contractIds: number[],
  { steps, version, now }: { steps: { id: string; kind: string }[]; version: number; now: number },
): Promise<LedgerEntry> {
  const done = await trx
    .selectFrom('messages')
    .select('step')
    .where('journey_id', '=', journey.id)
    .where('status', 'in', ['handed_over', 'doubtful'])
    .where('bounced_at', 'is', null)
    .where('reply', '=', false)
    .execute();
  const step = stepAgain(
    steps,
    done.map((message) => message.step),
  );
  const run = journey.run + 1;
  await trx
    .updateTable('journeys')
    .set({
      run,
      status: 'open',
      state: 'awaiting_reply',
      step,
      steps_version: version,
      turn: -1,
      wake_at: new Date(now),
      closed_at: null,
      held_epoch: null,
      stopped_at: null,
    })
    .where('id', '=', journey.id)
    .execute();
  await trx
    .deleteFrom('outcomes')
    .where('campaign_id', '=', journey.campaign_id)
    .where('contract_id', 'in', contractIds)
    .execute();
  return { kind: 'reopened', journey: journey.id, run, step, contracts: contractIds };
}

/** Outcomes of contracts that closed without a will, by contract. */
type LateOutcomes = Map<number, { customerId: number; outcome: string }>;

/** A journey that was closed for lateness, and what becomes of it under later dates. */
export interface LateClosed {
  journey: JourneyRow;
  /** Contracts whose answer came too late for the old dates and counts under the new ones. */
  answered: ContractFact[];
  /** Contracts that were never answered. */
  silent: number[];
  outcomes: LateOutcomes;
  effect: 'reopened' | 'answered' | 'unchanged' | 'stay';
}

/** What these journeys' contracts lapsed, were unreachable or pending with, where no person has said so. */
export async function lateOutcomes(trx: Trx, campaignId: number, journeys: JourneyRow[]): Promise<LateOutcomes> {
  const customers = journeys.map((journey) => journey.customer_id);
  if (customers.length === 0) return new Map();
  const rows = await trx
    .selectFrom('outcomes')
    .select(['contract_id', 'customer_id', 'outcome'])
    .where('campaign_id', '=', campaignId)
    .where('customer_id', 'in', customers)
    .where('outcome', 'in', ['lapsed', 'unreachable', 'pending'])
    .where('reason', '<>', 'corrected')
    .execute();
  return new Map(rows.map(({ contract_id: id, customer_id: customerId, outcome }) => [id, { customerId, outcome }]));
}

/**
 * Applies later dates to closed journeys: an answer that came too late counts, and silent customers are reopened.
 * Appends to the ledger. The caller holds the journeys' locks.
 */
export async function reopenLate(
  trx: Trx,
  input: { version: number; doc: CampaignDoc; effects: LateClosed[]; now: number },
): Promise<void> {
  const { version, doc, now } = input;
  const effects = input.effects.filter(({ effect }) => effect === 'reopened' || effect === 'answered');
  const [first] = effects;
  if (!first) return;
  const { campaign_id: campaignId, client_id: clientId } = first.journey;
  const entries: LedgerEntry[] = [];
  const rows = effects.flatMap(({ journey, answered, outcomes }) =>
    answered.map(({ id, choice, choiceAt, via }) => {
      const outcome = outcomeOfChoice(choice!, choiceAt!, doc, via);
      const before = outcomes.get(id)!.outcome;
      entries.push({ kind: 'outcome', journey: journey.id, contract: id, ...outcome, before, cause: 'dates_extended' });
      return { contractId: id, ...outcome, campaignId, clientId, customerId: journey.customer_id, at: now };
    }),
  );
  await upsertOutcomes(trx, rows);
  for (const { journey, silent, effect } of effects) {
    if (effect !== 'reopened') continue;
    const entry = await reopen(trx, journey, silent, { steps: doc.plan.steps, version, now });
    entries.push({ ...entry, cause: 'dates_extended' });
  }
  const answered = effects.map(({ journey, answered: contracts }) => ({
    ...{ journey, doc, version, contracts, closed: false },
  }));
  const replies = await replyToAnswers(trx, answered, now);
  entries.push(...replies.map(({ entry }) => entry));
  await appendLedger(trx, campaignChain(campaignId), clientId, now, entries);
}
