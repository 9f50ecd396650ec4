import { AppError, type Issue } from '../../domain/errors';
import { lockJourneysById } from './customer-arrivals';
import { type RequestRow } from '../access/requests';
import { appendLedger, campaignChain } from '../platform/ledger';
import { checkCorrection, type CorrectionRow, decideCorrection, proposeCorrection } from './outcome-correction';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';

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
    if (why) issues.push({ path: `body.items.${index}`, code: why, message: why });
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

/** Locks all journeys before the first ledger entry, so that a transaction that holds the chain's head never waits for a journey. */
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
