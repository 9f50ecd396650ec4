import { type SaidItem } from '../../domain/customers/caller-identity';
import { type AnsweredBy } from '../../domain/customers/who-answers';
import { AppError } from '../../domain/errors';
import { changeableUntil, closingInstant } from '../../domain/journeys/outcome';
import { campaignDoc } from '../campaigns/campaigns';
import { ownVersion } from '../campaigns/plan-versions';
import { loadAuthority } from '../customers/authority';
import { loadDeclared, wishesOf } from '../customers/page';
import { recordArrival } from '../journeys/arrivals';
import { lockJourneysById, requireCustomer } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { checkCaller } from './caller-checks';
import { type CallTaskRow, closeTask } from './tasks';

type Choice = 'migrate' | 'cancel';

/** What a caller asks for: choices by contract id, or contracts whose choice is taken back. */
export interface ReceivedAnswer {
  campaignId: number;
  customerId: number;
  personId: number;
  saidBy: 'customer' | 'representative';
  said: SaidItem[];
  asks: { choices: Record<string, Choice> } | { takeBack: number[] };
  recording?: string;
}

/** An answer that was booked, or kept for a person to decide. */
export interface BookedAnswer {
  kind: 'booked';
  receipt: string | null;
  /** Why it does not count before a person has decided; it has no receipt number then. */
  kept: string | null;
  /** Contracts whose change was asked of the client, whose system had taken the result over; until then that result stands. */
  requested: number[];
  /** Contracts of the campaign without a choice now, answers that are kept not counted. */
  open: number[];
  /** Until when it can be changed, epoch ms. */
  until: number;
  /** The newest call to this customer in the campaign; null: there was none. */
  taskId: number | null;
}

/** The check failed: commit, append `entries` to the campaign's chain, and refuse. */
export interface NotIdentified {
  kind: 'refused';
  refusal: AppError;
  entries: LedgerEntry[];
  now: number;
}

/**
 * Books what a customer says who calls: an answer, a change of it, or that it is taken back. It comes in like every
 * answer (`recordArrival`), so holds, representatives, consents and receipts are as on the page. The open call is
 * dropped without an attempt once every contract has a choice, also from a colleague who has leased it. Appends to the
 * ledger. Throws not_found, invalid_request for contracts that are not in the campaign, answer_too_late,
 * representative_unknown, representative_may_not_decide, caller_locked, identity_insufficient, nothing_to_take_back.
 */
export async function bookReceivedAnswer(
  trx: Trx,
  { vault, scope }: { vault: Vault; scope: Scope },
  input: ReceivedAnswer,
): Promise<BookedAnswer | NotIdentified> {
  const { campaignId, customerId, asks } = input;
  const { journey, doc, status, now } = await lockedJourney(trx, scope, input);
  const tasks = await lockTasks(trx, journey.id);
  if (status === 'stopped' || now > closingInstant(doc)) throw new AppError('answer_too_late');
  const included = await includedContracts(trx, journey);
  requireContracts(asks, included);
  const by = await answererOf(trx, input, now);
  const check = await checkCaller(trx, vault, scope, {
    ...input,
    representativeId: typeof by === 'object' ? by.representative : null,
    asked: 'choices' in asks ? 'answer' : 'withdraw',
  });
  if (check.refusal) return { kind: 'refused', refusal: check.refusal, entries: [check.entry], now };
  const link = { clientId: scope.clientId, campaignId, customerId, kind: 'page', version: 0 } as const;
  const declared = await loadDeclared(trx, link, doc);
  if ('takeBack' in asks) await requireDeclared(trx, journey, { asks, known: wishesOf(declared) });
  const said = 'choices' in asks ? { choices: asks.choices } : { contracts: [...asks.takeBack].sort((a, b) => a - b) };
  const recorded = await recordArrival(trx, {
    campaignId,
    customerId,
    kind: 'choices' in asks ? 'answer' : 'answer_withdrawn',
    at: now,
    source: `call-in:${check.id}`,
    data: { ...said, via: 'phone' },
    by,
    dedupe: `call-in:${check.id}`,
  });
  const { kept = null, requested = [] } = recorded;
  const chosen = kept === null ? afterwards(declared.choices, asks, requested) : new Set(declared.choices.keys());
  const open = included.filter((id) => !chosen.has(id));
  const dropped = kept === null && open.length === 0 ? await dropCalls(trx, tasks, journey, now) : [];
  await appendLedger(trx, campaignChain(campaignId), journey.client_id, now, [check.entry, ...dropped]);
  const taskId = tasks.at(-1)?.id ?? null;
  const until = changeableUntil(doc, now);
  return { kind: 'booked', receipt: recorded.receipt ?? null, kept, requested, open, until, taskId };
}

async function lockedJourney(trx: Trx, scope: Scope, { campaignId, customerId }: ReceivedAnswer) {
  await requireCustomer(trx, scope, customerId);
  const found = await trx
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .executeTakeFirst();
  if (!found) throw new AppError('not_found', { what: 'journey' });
  const journey = (await lockJourneysById(trx, [found.id]))[0]!;
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['status', 'version'])
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const doc = await campaignDoc(trx, campaignId, ownVersion(journey, campaign));
  const { now } = await readClock(trx);
  return { journey, doc, status: campaign.status, now };
}

/** The contracts that have a choice once this counts; what was asked of the client changes nothing yet. */
function afterwards(before: Map<number, Choice>, asks: ReceivedAnswer['asks'], requested: number[]): Set<number> {
  const chosen = new Set(before.keys());
  if ('choices' in asks) for (const id of Object.keys(asks.choices)) chosen.add(Number(id));
  else for (const id of asks.takeBack) if (!requested.includes(id)) chosen.delete(id);
  return chosen;
}

/** The journey's calls in the order of their creation. */
async function lockTasks(trx: Trx, journeyId: number): Promise<CallTaskRow[]> {
  return trx
    .selectFrom('call_tasks')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

async function includedContracts(trx: Trx, journey: JourneyRow): Promise<number[]> {
  const rows = await trx
    .selectFrom('audience')
    .select('contract_id')
    .where('campaign_id', '=', journey.campaign_id)
    .where('customer_id', '=', journey.customer_id)
    .where('state', '=', 'included')
    .orderBy('contract_id')
    .execute();
  return rows.map((row) => row.contract_id);
}

const NOT_THEIRS = 'この案件の対象の契約ではありません / is not a contract of this customer in the campaign';

function requireContracts(asks: ReceivedAnswer['asks'], included: number[]): void {
  const [field, ids] =
    'choices' in asks ? ['choices', Object.keys(asks.choices).map(Number)] : ['takeBack', asks.takeBack];
  const unknown = (ids as number[]).filter((id) => !included.includes(id));
  if (unknown.length === 0) return;
  const issues = unknown.map((id) => ({ path: `body.${field}.${id}`, code: 'unknown_contract', message: NOT_THEIRS }));
  throw new AppError('invalid_request', {}, issues);
}

/** Who the caller says to be, as far as that person may answer at all; what a hold keeps is kept (`recordArrival`). */
async function answererOf(trx: Trx, { customerId, saidBy }: ReceivedAnswer, now: number): Promise<AnsweredBy> {
  if (saidBy === 'customer') return 'customer';
  const acting = (await loadAuthority(trx, [customerId], now)).get(customerId);
  if (!acting?.representative) throw new AppError('representative_unknown');
  const { id, mayDecide } = acting.representative;
  if (!mayDecide && acting.hold === null) throw new AppError('representative_may_not_decide');
  return { representative: id };
}

/** Something that counts, or is kept, must be there to be taken back. */
async function requireDeclared(
  trx: Trx,
  journey: JourneyRow,
  { asks, known }: { asks: { takeBack: number[] }; known: Map<number, Choice> },
): Promise<void> {
  const rows = await trx
    .selectFrom('kept_answers as k')
    .innerJoin('arrivals as a', 'a.id', 'k.arrival_id')
    .select('a.data')
    .where('k.journey_id', '=', journey.id)
    .where('k.status', '=', 'kept')
    .execute();
  const kept = rows.flatMap(({ data }) => Object.keys((data.choices ?? {}) as Record<string, Choice>).map(Number));
  if (!asks.takeBack.every((id) => known.has(id) || kept.includes(id))) throw new AppError('nothing_to_take_back');
}

/**
 * Ends the journey's open calls: the customer has called and answered everything. Their messages go back to the queue, from
 * which the journey withdraws them when it reads the answer.
 */
async function dropCalls(trx: Trx, tasks: CallTaskRow[], journey: JourneyRow, now: number): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const task of tasks.filter(({ status }) => status !== 'done')) {
    await closeTask(trx, task.id, 'inbound', now);
    await trx
      .updateTable('messages')
      .set({ status: 'queued' })
      .where('id', '=', task.message_id)
      .where('status', '=', 'claimed')
      .execute();
    entries.push({
      kind: 'call_not_needed',
      by: 'system',
      journey: journey.id,
      message: task.message_id,
      task: task.id,
    });
  }
  return entries;
}
