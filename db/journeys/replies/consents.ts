import { sql } from 'kysely';
import { type Channel } from '../../../domain/campaigns/campaign';
import { CONSENT, LEGAL_RELATIONS } from '../../../domain/customers/who-answers';
import { closingInstant } from '../../../domain/journeys/outcome';
import { replyParts } from '../../../domain/texts/replies';
import { representativeActs } from '../../customers/contacts';
import { type ClockReading } from '../../platform/clock';
import { type Trx } from '../../platform/types';
import { type Followed } from '../arrival-effects';
import { loadWaiting } from '../facts/kept-facts';
import { type JourneyRow } from '../facts/load-facts';
import { openJourneyHold } from '../journey-holds';
import { type Answered, type AskedReply, queueReplies } from './queue';

/** Id of the message that asks for a consent. */
const STEP = 'consent-request';

/** An answer that waits for a consent, for which no one has been asked yet. */
interface Unasked {
  journey: number;
  kept: number;
  /** Number of its arrival. */
  seq: number;
  /** Whether a legal representative who may decide is in force. */
  represented: boolean;
  /** Channels on which the request was lost. */
  tried: Channel[];
}

/** When, and how a representative gets the link to the pages. */
interface AskedAt extends Pick<ClockReading, 'now' | 'nowOf'> {
  link?: (journeys: JourneyRow[]) => Promise<void>;
}

/**
 * Asks the legal representative, once for each answer of a minor or ward, for the consent that the answer waits for; of
 * several the latest is asked about. Where no representative is in force, none can be written to, or it is too late, a hold
 * asks a person. Where the consent has come meanwhile, by an answer of the representative's own, what was kept is replaced
 * and a request not sent yet is withdrawn. `link` gives the representatives their links. The caller holds the
 * journeys' locks and appends the returned ledger entries.
 */
export async function askConsents(
  trx: Trx,
  answered: Answered[],
  { now, nowOf = () => now, link }: AskedAt,
): Promise<Followed[]> {
  await replaceKept(trx, answered, now);
  const of = new Map(answered.map((one) => [one.journey.id, one]));
  const waiting = answered.filter(({ closed, contracts }) => closed || contracts.some((one) => one.awaitsConsent));
  const unasked = await unaskedOf(trx, waiting, now);
  const inTime = ({ journey }: Unasked) => nowOf(journey) <= closingInstant(of.get(journey)!.doc);
  const asked = unasked.filter((one) => one.represented && inTime(one));
  if (link && asked.length > 0) await link(asked.map((one) => of.get(one.journey)!.journey));
  const decided = await queueReplies(
    trx,
    asked.map((one) => requestFor(one, of.get(one.journey)!)),
    nowOf,
  );
  await withdrawRequests(trx, asked);
  const unsent = new Set(decided.filter(({ channel }) => channel === null).map(({ journeyId }) => journeyId));
  // one that was asked for in time and is lost after the last date changes nothing any more
  const toPerson = unasked.filter((one) =>
    inTime(one) ? !one.represented || unsent.has(one.journey) : one.tried.length === 0,
  );
  await withdrawRequests(
    trx,
    toPerson.map(({ journey, seq }) => ({ journey, seq: seq + 1 })),
  );
  const followed: Followed[] = decided.map(({ campaignId, entry }) => ({ campaignId, entry }));
  for (const one of toPerson)
    followed.push(await askPerson(trx, one, { journey: of.get(one.journey)!.journey, now: nowOf(one.journey) }));
  return followed;
}

const requestFor = ({ seq, tried }: Unasked, { journey, doc, version }: Answered): AskedReply => ({
  ...{ journey, doc, version, occurrence: seq },
  reply: STEP,
  tried: new Set(tried),
});

/**
 * The latest answer of each journey that waits for a consent, unless a representative in force has been asked for it, or a
 * person looks after it.
 */
async function unaskedOf(trx: Trx, waiting: Answered[], now: number): Promise<Unasked[]> {
  if (waiting.length === 0) return [];
  const { rows } = await sql<Unasked>`
    select w.journey, w.kept, w.seq, coalesce(w.represented, false) as represented,
      array(select m.channel from messages m where m.journey_id = w.journey and m.step = ${STEP}
        and m.occurrence = w.seq) as tried
    from (select distinct on (k.journey_id) k.journey_id as journey, k.id as kept, a.seq, k.customer_id as customer,
        (select r.may_decide and r.relation = any(${LEGAL_RELATIONS}::text[]) from representatives r
          where r.customer_id = k.customer_id and ${representativeActs(new Date(now))} order by r.id desc limit 1)
          as represented
      from kept_answers k join arrivals a on a.id = k.arrival_id
      where k.journey_id = any(${waiting.map(({ journey }) => journey.id)}::bigint[]) and k.status = 'kept'
        and k.why = ${CONSENT} order by k.journey_id, a.at desc, a.id desc) w
    where not exists (select from holds h where h.customer_id = w.customer and h.reason = ${CONSENT}
        and h.released_at is null)
      and not (coalesce(w.represented, false) and exists (select from messages m where m.journey_id = w.journey
        and m.step = ${STEP} and m.occurrence = w.seq and m.bounced_at is null and m.status not in ('failed', 'withdrawn')))
    order by w.journey`.execute(trx);
  return rows;
}

/** Opens the hold whose owner has to ask for the consent, and puts the answer under it. */
async function askPerson(
  trx: Trx,
  { kept }: Unasked,
  { journey, now }: { journey: JourneyRow; now: number },
): Promise<Followed> {
  const { ja, en } = replyParts.consentUnsent;
  const about = { reason: CONSENT, source: `consent:${kept}`, reviewAfter: 0, now, note: `${ja} / ${en}` };
  const { id, reviewOn, owner } = await openJourneyHold(trx, journey, about);
  await trx.updateTable('kept_answers').set({ hold_id: id }).where('id', '=', kept).execute();
  const place = { journey: journey.id, customer: journey.customer_id, hold: id, reason: CONSENT, reviewOn, owner };
  return { campaignId: journey.campaign_id, entry: { kind: 'hold_opened', by: 'system', ...place, because: { kept } } };
}

/** Answers for all of whose contracts a later one counts are replaced by it. */
async function replaceKept(trx: Trx, answered: Answered[], now: number): Promise<void> {
  const chosen = answered.filter(({ contracts }) => contracts.some(({ choice }) => choice !== null));
  if (chosen.length === 0) return;
  const of = new Map(chosen.map((one) => [one.journey.id, one.contracts]));
  const replaced = (await loadWaiting(trx, [...of.keys()])).filter(({ journeyId, why, contracts, at, refused }) => {
    const known = of.get(journeyId)!.filter(({ id }) => contracts.includes(id));
    return (
      why === CONSENT &&
      !refused &&
      known.length > 0 &&
      known.every(({ choice, choiceAt }) => choice !== null && choiceAt! > at)
    );
  });
  if (replaced.length === 0) return;
  const { rows } = await sql<{ journey: number; seq: number }>`
    update kept_answers k set status = 'replaced', decided_at = ${new Date(now)} from arrivals a
    where k.id = any(${replaced.map(({ id }) => id)}::bigint[]) and a.id = k.arrival_id
    returning k.journey_id as journey, a.seq`.execute(trx);
  await withdrawRequests(
    trx,
    rows.map(({ journey, seq }) => ({ journey, seq: seq + 1 })),
  );
}

/** Withdraws requests that are queued for earlier answers than these. */
async function withdrawRequests(trx: Trx, before: { journey: number; seq: number }[]): Promise<void> {
  if (before.length === 0) return;
  await sql`
    update messages m set status = 'withdrawn', failure = 'request_replaced'
    from jsonb_to_recordset(${JSON.stringify(before)}::jsonb) as b(journey bigint, seq int)
    where m.journey_id = b.journey and m.step = ${STEP} and m.occurrence < b.seq and m.status = 'queued'`.execute(trx);
}
