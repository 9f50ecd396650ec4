import { type StepRequest, type StepResult } from '../../domain/journeys/story';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { type Db, type Trx } from '../platform/types';
import { lockJourneysById } from './customer-arrivals';
import { type JourneyRow } from './facts/load-facts';
import { openJourneyHold } from './journey-holds';
import { storedResults, SUPERSEDED } from './step-results';

/** Reason of the hold on a customer whose journey cannot be decided. */
const UNDECIDABLE = 'undecidable';

/**
 * Holds a journey whose step failed for a reason that repeating does not change: a contact hold for a person, an entry
 * in the ledger with the kind of error, and no timer. It is decided again once the hold is released or something
 * arrives. Its unread arrivals stay unread. Idempotent per (journey, run, turn).
 */
export async function holdUndecided(db: Db, request: StepRequest, error: unknown): Promise<StepResult> {
  const { journeyId, run, turn } = request;
  return db.transaction().execute(async (trx) => {
    const [journey] = await lockJourneysById(trx, [journeyId]);
    if (!journey || journey.run !== run || journey.status !== 'open') return SUPERSEDED;
    const stored = (await storedResults(trx, [request])).get(journeyId);
    if (stored) return stored;
    const campaign = await trx
      .selectFrom('campaigns')
      .select('epoch')
      .where('id', '=', journey.campaign_id)
      .executeTakeFirstOrThrow();
    const { now } = await readClock(trx);
    const result: StepResult = { did: 'held', why: UNDECIDABLE, read: journey.arrival_seq };
    await trx
      .insertInto('step_results')
      .values({
        ...{ journey_id: journeyId, run, turn, client_id: journey.client_id },
        ...{ at: new Date(now), result: JSON.stringify(result) },
      })
      .execute();
    await trx
      .updateTable('journeys')
      .set({ turn, wake_at: null, held_epoch: campaign.epoch, read_seq: journey.arrival_seq })
      .where('id', '=', journeyId)
      .execute();
    const { hold, entries } = await openHold(trx, journey, now);
    const entry = { kind: 'undecided', by: 'system', journey: journeyId, run, turn, hold, error: nameOf(error) };
    await appendLedger(trx, campaignChain(journey.campaign_id), journey.client_id, now, [...entries, entry]);
    return result;
  });
}

/** One open hold per journey, whose review is due at once. Returns its id, and the ledger entries of a new one. */
async function openHold(trx: Trx, journey: JourneyRow, now: number): Promise<{ hold: number; entries: LedgerEntry[] }> {
  const source = `${UNDECIDABLE}:${journey.id}`;
  const open = await trx
    .selectFrom('holds')
    .select('id')
    .where('customer_id', '=', journey.customer_id)
    .where('source', '=', source)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  if (open) return { hold: open.id, entries: [] };
  const about = { reason: UNDECIDABLE, source, reviewAfter: 0, now };
  const { id: hold, reviewOn, owner } = await openJourneyHold(trx, journey, about);
  const place = { journey: journey.id, customer: journey.customer_id, hold, reason: UNDECIDABLE, reviewOn, owner };
  return { hold, entries: [{ kind: 'hold_opened', by: 'system', ...place }] };
}

/** The kind of an error and where it was thrown; never its message, which may quote data. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = (error as { code?: unknown }).code;
  const where = /([\w-]+\.[jt]s:\d+)/.exec(error.stack ?? '')?.[1];
  return [typeof code === 'string' ? code : error.name, where].filter(Boolean).join(' ');
}
