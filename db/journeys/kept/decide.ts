import { type Selectable } from 'kysely';
import { AppError } from '../../../domain/errors';
import { answerAuthority, type Obstacle } from '../../customers/authority';
import { readClock } from '../../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../../platform/ledger';
import { type KeptAnswers } from '../../platform/schema.generated';
import { type Scope, ofCampaigns } from '../../platform/scope';
import { type Trx } from '../../platform/types';
import { type ArrivalKind } from '../arrival-kind';
import { type JourneyArrival, lockJourneysById, requireCustomer } from '../customer-arrivals';
import { type JourneyRow } from '../facts/load-facts';
import { openJourneyHold } from '../journey-holds';
import { answererOfKept } from './keep';

export type KeptAnswerRow = Selectable<KeptAnswers>;

/** The ids of journeys, in campaigns of any status, that wait for a person's word on this customer. */
export async function waitingJourneys(trx: Trx, scope: Scope, customerId: number): Promise<number[]> {
  const rows = await trx
    .selectFrom('journeys as j')
    .select('j.id')
    .where('j.customer_id', '=', customerId)
    .where('j.client_id', '=', scope.clientId)
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('kept_answers as k')
            .select('k.id')
            .whereRef('k.journey_id', '=', 'j.id')
            .where('k.status', '=', 'kept'),
        ),
        eb.exists(
          eb
            .selectFrom('outcomes as o')
            .select('o.contract_id')
            .whereRef('o.campaign_id', '=', 'j.campaign_id')
            .whereRef('o.customer_id', '=', 'j.customer_id')
            .where('o.outcome', '=', 'pending'),
        ),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Lets the answers kept under a hold count that a person has just released: as arrivals of their own time, for the
 * caller to record with the release. What else stands against one then (another hold, whether the person who gave it may
 * decide, a consent) keeps it instead. The caller holds the journeys' locks, and appends the ledger entries of
 * holds that this opens.
 */
export async function countKept(
  trx: Trx,
  release: { customerId: number; holdId: number; personId: number; journeys: JourneyRow[]; now: number },
): Promise<{ counted: JourneyArrival[]; entries: LedgerEntry[] }> {
  const { customerId, holdId, personId, journeys, now } = release;
  const rows = await trx
    .selectFrom('kept_answers as k')
    .innerJoin('arrivals as a', 'a.id', 'k.arrival_id')
    .select(['k.id', 'k.journey_id', 'k.why', 'a.at', 'a.source', 'a.data'])
    .where('k.customer_id', '=', customerId)
    .where('k.hold_id', '=', holdId)
    .where('k.status', '=', 'kept')
    .orderBy('a.at')
    .orderBy('k.id')
    .execute();
  const entries: LedgerEntry[] = [];
  const free: typeof rows = [];
  for (const row of rows) {
    const { obstacle } = await answerAuthority(trx, customerId, answererOfKept(row.data));
    // of the same reason, only another hold that is open still stands against it: this one was just decided
    if (obstacle && (obstacle.why !== row.why || obstacle.holdId !== null)) {
      const journey = journeys.find((one) => one.id === row.journey_id)!;
      entries.push(...(await keepOn(trx, row.id, { journey, obstacle, source: `hold:${holdId}`, now })));
    } else free.push(row);
  }
  if (free.length === 0) return { counted: [], entries };
  await trx
    .updateTable('kept_answers')
    .set({ status: 'counted', decided_by: personId, decided_at: new Date(now) })
    .where(
      'id',
      'in',
      free.map(({ id }) => id),
    )
    .execute();
  const counted = free.map(({ id, journey_id: journeyId, at, source, data }) => {
    const { declares, why: _, by: __, ...declared } = data as Record<string, unknown> & { declares: ArrivalKind };
    const journey = journeys.find((one) => one.id === journeyId)!;
    return { journey, kind: declares, data: { ...declared, keptAnswer: id }, dedupe: `kept:${id}`, at, source };
  });
  return { counted, entries };
}

/**
 * Passes a kept answer to the owner of what stands against it now; a consent is asked of the representative in force.
 * Returns the ledger entry of a hold that it opens.
 */
async function keepOn(
  trx: Trx,
  keptId: number,
  { journey, obstacle, source, now }: { journey: JourneyRow; obstacle: Obstacle; source: string; now: number },
): Promise<LedgerEntry[]> {
  const { why, askedId } = obstacle;
  const entries: LedgerEntry[] = [];
  let { holdId } = obstacle;
  if (holdId === null && askedId === undefined) {
    const { id, reviewOn, owner } = await openJourneyHold(trx, journey, { reason: why, source, reviewAfter: 0, now });
    const about = { journey: journey.id, customer: journey.customer_id, hold: id, reason: why, reviewOn, owner };
    entries.push({ kind: 'hold_opened', by: 'system', ...about, because: { kept: keptId } });
    holdId = id;
  }
  await trx.updateTable('kept_answers').set({ why, hold_id: holdId }).where('id', '=', keptId).execute();
  return entries;
}

/**
 * Discards a kept answer: it does not count, for the given reason. One that is discarded already stays unchanged.
 * Appends to the ledger. Throws not_found, kept_answer_decided.
 */
export async function discardKept(
  trx: Trx,
  scope: Scope,
  input: { customerId: number; keptId: number; reason: string; personId: number },
): Promise<KeptAnswerRow> {
  const { customerId, keptId, reason, personId } = input;
  await requireCustomer(trx, scope, customerId);
  const found = await keptOf(trx, scope, input);
  await lockJourneysById(trx, [found.journey_id]);
  const known = await keptOf(trx, scope, input);
  if (known.status === 'discarded') return known;
  if (known.status !== 'kept') throw new AppError('kept_answer_decided');
  const { now } = await readClock(trx);
  const row = await trx
    .updateTable('kept_answers')
    .set({ status: 'discarded', reason, decided_by: personId, decided_at: new Date(now) })
    .where('id', '=', keptId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const about = { journey: row.journey_id, kept: keptId, arrivalId: row.arrival_id };
  await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, now, [
    { kind: 'kept_answer_discarded', by: `person:${personId}`, customer: customerId, ...about },
  ]);
  return row;
}

async function keptOf(trx: Trx, scope: Scope, { customerId, keptId }: { customerId: number; keptId: number }) {
  const row = await trx
    .selectFrom('kept_answers')
    .selectAll()
    .where('id', '=', keptId)
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .where(ofCampaigns(scope, 'kept_answers.customer_id'))
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}
