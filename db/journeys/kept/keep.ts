import { sql } from 'kysely';
import { localDate } from '../../../domain/campaigns/calendar';
import { type AnsweredBy } from '../../../domain/customers/who-answers';
import { answerAuthority, type Obstacle } from '../../customers/authority';
import { type LedgerEntry } from '../../platform/ledger';
import { type Trx } from '../../platform/types';
import { type ArrivalKind } from '../arrival-kind';
import { type JourneyRow } from '../facts/load-facts';
import { openJourneyHold } from '../journey-holds';

/** An answer as it will be written: as declared, or kept for a person to decide. */
export interface Declaration {
  kind: ArrivalKind;
  data: Record<string, unknown>;
  /** What stands against it; null: it counts. */
  obstacle: Obstacle | null;
}

/** Review dates are days in Japan, as those of every hold. */
const ZONE = 'Asia/Tokyo';

/** Days until an answer that only a person can judge must have been reviewed; a consent takes its time. */
const REVIEW_DAYS: Record<string, number> = { consent_missing: 7 };

/**
 * What becomes of something that came in: an answer (or its withdrawal) in the customer's name counts only if the person who
 * gave it may decide and no hold keeps it. What has been decided already (a correction, a kept answer that counts, a change
 * that the client was asked for and has made), and everything that is no answer, passes unchanged. `now`: epoch ms, by
 * default the clock's.
 */
export async function declarationOf(
  trx: Trx,
  customerId: number,
  arrival: { kind: ArrivalKind; data: Record<string, unknown>; by?: AnsweredBy },
  now?: number,
): Promise<Declaration> {
  const { kind, data } = arrival;
  const answers = kind === 'answer' || kind === 'answer_withdrawn';
  const decided = data.via === 'correction' || data.keptAnswer !== undefined || data.changeRequest === true;
  if (!answers || decided) return { kind, data, obstacle: null };
  const by = arrival.by ?? (data.via === undefined ? 'customer' : 'addressee');
  const { obstacle, representativeId } = await answerAuthority(trx, customerId, by, now);
  const given = { ...data, ...(representativeId !== null && { representative: representativeId }) };
  if (!obstacle) return { kind, data: given, obstacle };
  return { kind: 'answer_kept', data: { ...given, declares: kind, why: obstacle.why, by: saidBy(by) }, obstacle };
}

/** Who gave an answer, as the kept one says it; a representative with a link of his own is named apart. */
const saidBy = (by: AnsweredBy) => (typeof by === 'object' ? 'representative' : by);

/** Who gave a kept answer: what stands against it later depends on that too. */
export function answererOfKept({ by, via, representative }: Record<string, unknown>): AnsweredBy {
  if (by === 'customer' || by === 'addressee') return by;
  if (typeof representative === 'number') return { representative };
  return via === undefined ? 'customer' : 'addressee';
}

/**
 * Keeps an answer for the owner of the hold, who has to review it from today on; where no hold is open for it, one is
 * opened for the campaign's owner, unless a representative in force is asked to consent (`askConsents`). The caller holds the journey's lock and appends the returned ledger entries.
 */
export async function keepAnswer(
  trx: Trx,
  journey: JourneyRow,
  { arrivalId, obstacle, now }: { arrivalId: number; obstacle: Obstacle; now: number },
): Promise<{ id: number; entries: LedgerEntry[] }> {
  const { why } = obstacle;
  const entries: LedgerEntry[] = [];
  let { holdId } = obstacle;
  if (holdId === null && obstacle.askedId === undefined) {
    const reviewAfter = REVIEW_DAYS[why] ?? 0;
    const hold = await openJourneyHold(trx, journey, { reason: why, source: `answer:${arrivalId}`, reviewAfter, now });
    const { reviewOn, owner } = hold;
    const about = { journey: journey.id, customer: journey.customer_id, hold: hold.id, reason: why, reviewOn, owner };
    entries.push({ kind: 'hold_opened', by: 'system', ...about, because: { arrivalId } });
    holdId = hold.id;
  } else if (holdId !== null && REVIEW_DAYS[why] === undefined) {
    await trx
      .updateTable('holds')
      .set({ review_on: sql<string>`least(review_on, ${localDate(now, ZONE)}::date)` })
      .where('id', '=', holdId)
      .execute();
  }
  const { id } = await trx
    .insertInto('kept_answers')
    .values({
      client_id: journey.client_id,
      campaign_id: journey.campaign_id,
      customer_id: journey.customer_id,
      journey_id: journey.id,
      arrival_id: arrivalId,
      why,
      hold_id: holdId,
      kept_at: new Date(now),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return {
    id,
    entries: [{ kind: 'answer_kept', journey: journey.id, arrivalId, kept: id, why, hold: holdId }, ...entries],
  };
}
