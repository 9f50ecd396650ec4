import { type Selectable } from 'kysely';
import { errorReason } from '../../domain/texts/errors';
import { AppError, type Issue } from '../../domain/errors';
import { closingInstant } from '../../domain/journeys/outcome';
import { type NewArrival, recordArrival } from './arrivals';
import { campaignDoc } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { lockOwnJourney } from './steer-journey';
import { getJourney } from './journeys';
import { loadContracts } from './facts/contract-facts';
import { type JourneyRow } from './facts/load-facts';
import { ownVersion } from '../campaigns/plan-versions';
import { type Scope, inCampaigns } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type Corrections } from '../platform/schema.generated';
import { lockJourneysById } from './customer-arrivals';
import { type RequestRow } from '../access/requests';
import { appendLedger, campaignChain } from '../platform/ledger';

export type CorrectionRow = Selectable<Corrections>;
type Outcome = CorrectionRow['outcome'];

interface NewCorrection {
  journeyId: number;
  contractId: number;
  outcome: Outcome;
  /** When the customer declared it; for migrated and cancelled. */
  declaredAt: number | null;
  reason: string;
  personId: number;
}

/**
 * Asks for the correction of an outcome; nothing changes until another person confirms it. Throws not_found,
 * correction_not_possible with the reason, correction_open.
 */
export async function proposeCorrection(
  trx: Trx,
  scope: Scope,
  input: NewCorrection,
): Promise<{ correction: CorrectionRow; journey: JourneyRow; now: number }> {
  const { journey, before, now } = await checkCorrection(trx, scope, input);
  const correction = await trx
    .insertInto('corrections')
    .values({
      client_id: journey.client_id,
      campaign_id: journey.campaign_id,
      journey_id: journey.id,
      contract_id: input.contractId,
      outcome: input.outcome,
      before,
      declared_at: input.declaredAt === null ? null : new Date(input.declaredAt),
      reason: input.reason,
      proposed_by: input.personId,
      proposed_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { correction, journey, now };
}

/**
 * Whether a correction may be asked for now; its journey stays locked. Writes nothing. Throws as `proposeCorrection`.
 */
async function checkCorrection(
  trx: Trx,
  scope: Scope,
  input: Pick<NewCorrection, 'journeyId' | 'contractId' | 'outcome' | 'declaredAt'>,
): Promise<{ journey: JourneyRow; before: CorrectionRow['before']; now: number }> {
  const journey = await lockOwnJourney(trx, scope, input.journeyId);
  const { now } = await readClock(trx);
  const { before } = await check(trx, journey, input, now);
  const open = await trx
    .selectFrom('corrections')
    .select('id')
    .where('journey_id', '=', journey.id)
    .where('contract_id', '=', input.contractId)
    .where('status', '=', 'proposed')
    .executeTakeFirst();
  if (open) throw new AppError('correction_open', { correction: open.id });
  return { journey, before, now };
}

/**
 * Confirms or declines a correction; who asked for it can't. Confirmed, it counts at once, and the journey is reopened
 * where contacts must follow. Appends to the ledger. Throws not_found, correction_self, correction_decided, and
 * correction_not_possible when things have changed since.
 */
export async function decideCorrection(
  trx: Trx,
  scope: Scope,
  input: { journeyId: number; correctionId: number; confirm: boolean; personId: number },
): Promise<{ correction: CorrectionRow; journey: JourneyRow; now: number }> {
  const journey = await lockOwnJourney(trx, scope, input.journeyId);
  const known = await trx
    .selectFrom('corrections')
    .selectAll()
    .where('id', '=', input.correctionId)
    .where('journey_id', '=', journey.id)
    .executeTakeFirst();
  if (!known) throw new AppError('not_found');
  if (known.status !== 'proposed') throw new AppError('correction_decided', { status: known.status });
  if (known.proposed_by === input.personId) throw new AppError('correction_self');
  const { now } = await readClock(trx);
  const asked = { contractId: known.contract_id, outcome: known.outcome, declaredAt: known.declared_at };
  const checked = input.confirm ? await check(trx, journey, asked, now) : undefined;
  const correction = await trx
    .updateTable('corrections')
    .set({ status: input.confirm ? 'confirmed' : 'declined', decided_by: input.personId, decided_at: new Date(now) })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (checked) await recordArrival(trx, arrivalOf(correction, journey, checked.choiceAt, now));
  return { correction, journey, now };
}

/** Corrections of a journey, newest first. */
export async function listCorrections(db: Queryable, scope: Scope, journeyId: number): Promise<CorrectionRow[]> {
  const { id } = await getJourney(db, scope, journeyId);
  return db.selectFrom('corrections').selectAll().where('journey_id', '=', id).orderBy('id', 'desc').execute();
}

/** Throws correction_not_possible unless the correction would change something and may count. */
async function check(
  trx: Trx,
  journey: JourneyRow,
  { contractId, outcome, declaredAt }: Pick<NewCorrection, 'contractId' | 'outcome' | 'declaredAt'>,
  now: number,
): Promise<{ before: CorrectionRow['before']; choiceAt: number | null }> {
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['id', 'status', 'version'])
    .where('id', '=', journey.campaign_id)
    .executeTakeFirstOrThrow();
  const doc = await campaignDoc(trx, campaign.id, ownVersion(journey, campaign));
  const contracts = (await loadContracts(trx, [journey], new Map([[campaign.id, { doc }]]))).get(journey.id) ?? [];
  const contract = contracts.find(({ id }) => id === contractId);
  const refuse = (why: string): never => {
    throw new AppError('correction_not_possible', { why });
  };
  if (!contract) return refuse('contract_not_in_journey');
  const row = await trx
    .selectFrom('outcomes')
    .select('outcome')
    .where('campaign_id', '=', campaign.id)
    .where('contract_id', '=', contractId)
    .executeTakeFirst();
  const before = row?.outcome ?? null;
  const known = { before, choiceAt: contract.choiceAt };
  const closing = closingInstant(doc);
  if (outcome === 'migrated' || outcome === 'cancelled') {
    if (declaredAt === null || declaredAt > Math.min(now, closing)) return refuse('declared_at');
    if (contract.choiceAt !== null && declaredAt < contract.choiceAt) return refuse('later_choice');
    if (contract.choice === (outcome === 'migrated' ? 'migrate' : 'cancel')) return refuse('same');
    return known;
  }
  if (outcome === 'open') {
    if (before === null && contract.choice === null) return refuse('same');
    const sends = campaign.status === 'running' || campaign.status === 'paused';
    return sends && now <= closing ? known : refuse('too_late');
  }
  if (before === outcome) return refuse('same');
  return outcome === 'excluded' || before !== null ? known : refuse('no_outcome_yet');
}

/** What the journey hears: an answer, a removal, or the corrected outcome itself. */
function arrivalOf(correction: CorrectionRow, journey: JourneyRow, choiceAt: number | null, now: number): NewArrival {
  const { id, contract_id: contract, outcome, declared_at: declaredAt } = correction;
  const common = {
    campaignId: journey.campaign_id,
    customerId: journey.customer_id,
    source: `correction:${id}`,
    dedupe: `correction:${id}`,
  };
  if (outcome === 'migrated' || outcome === 'cancelled') {
    const choices = { [contract]: outcome === 'migrated' ? 'migrate' : 'cancel' };
    const data = { choices, receipt: `correction-${id}`, via: 'correction' };
    return { ...common, kind: 'answer', at: declaredAt!, data };
  }
  if (outcome === 'excluded') {
    return { ...common, kind: 'contracts_removed', at: now, data: { contracts: [contract], reason: 'corrected' } };
  }
  // A will is taken back as of its own time, so that none before it counts again and one given since still does.
  const data = { contract, outcome, correction: id, withdraws: choiceAt !== null };
  return { ...common, kind: 'outcome_corrected', at: choiceAt ?? now, data };
}

/** One correction of a list. `declaredAt` is epoch ms. */
interface CorrectionItem {
  journeyId: number;
  contractId: number;
  outcome: CorrectionRow['outcome'];
  declaredAt: number | null;
}

const ISSUES_SHOWN = 50;

/**
 * Throws unless every item of the list may be asked for now: not_found when a journey is not of the campaign,
 * correction_not_possible with what is wrong with the first fifty otherwise.
 */
export async function checkCorrections(
  trx: Trx,
  scope: Scope,
  campaignId: number,
  items: CorrectionItem[],
): Promise<void> {
  await lockAll(trx, scope, items);
  const issues: Issue[] = [];
  const known = new Set<number>();
  for (const [index, item] of items.entries()) {
    const why = known.has(item.contractId) ? 'twice' : await refusal(() => checkItem(trx, scope, campaignId, item));
    known.add(item.contractId);
    if (why)
      issues.push({
        path: `body.items.${index}`,
        code: why,
        message: `${errorReason(why, 'ja')} / ${errorReason(why, 'en')}`,
      });
  }
  if (issues.length === 0) return;
  throw new AppError('correction_not_possible', { why: issues[0]!.code }, issues.slice(0, ISSUES_SHOWN));
}

/**
 * Carries out an approved list: each becomes a correction that the asker proposed and the approver confirmed. What has
 * changed since it was asked for is left as it is and listed.
 */
export async function executeCorrections(
  trx: Trx,
  scope: Scope,
  request: RequestRow,
): Promise<{ done: number; refused: { item: number; why: string }[] }> {
  const { items } = request.payload as { items: CorrectionItem[] };
  const refused: { item: number; why: string }[] = [];
  await lockAll(trx, scope, items);
  for (const [item, value] of items.entries()) {
    const why = await refusal(() => correct(trx, scope, request, value));
    if (why) refused.push({ item, why });
  }
  return { done: items.length - refused.length, refused };
}

/**
 * Locks all journeys before the first ledger entry, so that a transaction that holds the chain's head never waits for a
 * journey.
 */
async function lockAll(trx: Trx, scope: Scope, items: CorrectionItem[]): Promise<void> {
  const own = await trx
    .selectFrom('journeys')
    .select('id')
    .where('id', 'in', [...new Set(items.map((item) => item.journeyId))])
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .execute();
  await lockJourneysById(
    trx,
    own.map(({ id }) => id),
  );
}

async function checkItem(trx: Trx, scope: Scope, campaignId: number, item: CorrectionItem): Promise<void> {
  const { journey } = await checkCorrection(trx, scope, item);
  if (journey.campaign_id !== campaignId) throw new AppError('not_found');
}

async function correct(trx: Trx, scope: Scope, request: RequestRow, item: CorrectionItem): Promise<void> {
  const asked = { ...item, reason: request.reason, personId: request.asked_by };
  const { correction } = await proposeCorrection(trx, scope, asked);
  const { journeyId, contractId: contract, outcome: to } = item;
  const input = { journeyId, correctionId: correction.id, confirm: true, personId: request.decided_by! };
  const { journey, now } = await decideCorrection(trx, scope, input);
  const ids = { journey: journeyId, correction: correction.id, request: request.id, contract, to };
  await appendLedger(trx, campaignChain(journey.campaign_id), journey.client_id, now, [
    { kind: 'correction_proposed', by: `person:${request.asked_by}`, before: correction.before, ...ids },
    { kind: 'correction_confirmed', by: `person:${request.decided_by}`, ...ids },
  ]);
}

/** Why our own checks refuse it; they all come before the first write, so the transaction goes on. */
async function refusal(act: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'correction_not_possible') return String(error.detail.why);
    if (error instanceof AppError && error.code === 'correction_open') return 'correction_open';
    throw error;
  }
}
