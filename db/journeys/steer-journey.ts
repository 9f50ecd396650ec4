import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { recordArrival } from './arrivals';
import { readClock } from '../platform/clock';
import { lockJourneysById } from './customer-arrivals';
import { getJourney } from './journeys';
import { isInForce, insertPause, type PauseRow, writeEnd } from '../campaigns/pauses';
import { type JourneyRow } from './facts/load-facts';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';

/** A journey after a person has steered it. `inFlight`: contacts that can't be called back any more. */
export interface Steered {
  journey: JourneyRow;
  pause: PauseRow | null;
  inFlight: number;
  changed: boolean;
  now: number;
}

interface Steering {
  journeyId: number;
  reason: string;
  personId: number;
}

/**
 * Pauses one customer: from the commit on nothing of this journey is handed over. Paused already, it stays as it is.
 * Throws not_found, journey_closed, pause_until_past.
 */
export async function pauseJourney(
  trx: Trx,
  scope: Scope,
  input: Steering & { extendWaits: boolean; until: number | null },
): Promise<Steered> {
  const journey = await lockOwnJourney(trx, scope, input.journeyId);
  if (journey.status === 'closed') throw new AppError('journey_closed');
  const { now } = await readClock(trx);
  const known = (await ownPauses(trx, journey)).find((pause) => isInForce(pause, now));
  if (known) return { journey, pause: known, inFlight: await inFlightOf(trx, journey), changed: false, now };
  const { extendWaits, until, reason, personId } = input;
  if (until !== null && until <= now) throw new AppError('pause_until_past');
  const campaign = { id: journey.campaign_id, client_id: journey.client_id };
  const answers = { scope: { customerId: journey.customer_id }, extendWaits, fallThrough: false, until };
  const pause = await insertPause(trx, campaign, { ...answers, reason, personId }, now);
  await takeOutOfHands(trx, journey);
  return { journey, pause, inFlight: await inFlightOf(trx, journey), changed: true, now };
}

/**
 * Ends every pause of this one customer; those of a wider scope go on. Appends to the ledger. Throws not_found.
 */
export async function resumeJourney(trx: Trx, scope: Scope, input: Steering): Promise<Steered> {
  const journey = await lockOwnJourney(trx, scope, input.journeyId);
  const { now } = await readClock(trx);
  const open = (await ownPauses(trx, journey)).filter((pause) => isInForce(pause, now));
  const inFlight = await inFlightOf(trx, journey);
  if (open.length === 0) return { journey, pause: null, inFlight, changed: false, now };
  const ended = [];
  for (const pause of open) ended.push(await writeEnd(trx, pause, input, now));
  const pauses = open.map(({ id }) => id);
  await tell(
    trx,
    journey,
    { kind: 'journey_resumed', data: { pauses }, dedupe: `resumed:${pauses.join('.')}` },
    now,
    input,
  );
  return { journey, pause: ended.at(-1)!, inFlight, changed: true, now };
}

/**
 * Stops one customer for good: what is queued is withdrawn, and every contract without an answer ends as stopped.
 * Stopped already, it stays as it is. Appends to the ledger. Throws not_found, journey_closed.
 */
export async function stopJourney(trx: Trx, scope: Scope, input: Steering): Promise<Steered> {
  const journey = await lockOwnJourney(trx, scope, input.journeyId);
  const { now } = await readClock(trx);
  const inFlight = await inFlightOf(trx, journey);
  if (journey.stopped_at !== null) return { journey, pause: null, inFlight, changed: false, now };
  if (journey.status === 'closed') throw new AppError('journey_closed');
  await trx
    .updateTable('journeys')
    .set({ stopped_at: new Date(now) })
    .where('id', '=', journey.id)
    .execute();
  await takeOutOfHands(trx, journey);
  await trx
    .updateTable('messages')
    .set({ status: 'withdrawn', failure: 'stopped_by_person' })
    .where('journey_id', '=', journey.id)
    .where('status', '=', 'queued')
    .execute();
  await tell(
    trx,
    journey,
    { kind: 'journey_stopped', data: {}, dedupe: `stopped:${journey.id}:${journey.run}` },
    now,
    input,
  );
  return { journey: { ...journey, stopped_at: now }, pause: null, inFlight, changed: true, now };
}

/** One journey of the client with its lock, the campaign's FOR SHARE after it. Throws not_found. */
export async function lockOwnJourney(trx: Trx, scope: Scope, journeyId: number): Promise<JourneyRow> {
  const { id } = await getJourney(trx, scope, journeyId);
  return (await lockJourneysById(trx, [id]))[0]!;
}

const ownPauses = (trx: Trx, journey: JourneyRow): Promise<PauseRow[]> =>
  trx
    .selectFrom('pauses')
    .selectAll()
    .where('campaign_id', '=', journey.campaign_id)
    .where('customer_id', '=', journey.customer_id)
    .where('channel', 'is', null)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();

/** Claims of mails and SMS of which nothing has reached the provider go back into the queue: their claim is void. */
async function takeOutOfHands(trx: Trx, journey: JourneyRow): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ status: 'queued' })
    .where('journey_id', '=', journey.id)
    .where('status', '=', 'claimed')
    .where('channel', 'in', ['mail', 'sms'])
    .execute();
}

/** Number of messages with a provider, at the print shop, or in a call under way. */
async function inFlightOf(trx: Trx, journey: JourneyRow): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from messages m
    left join pieces p on p.id = m.piece_id left join print_runs r on r.id = p.print_run_id
    left join call_tasks t on t.message_id = m.id
    where m.journey_id = ${journey.id} and (m.status = 'handing_over' or (m.status = 'claimed'
      and ((m.channel = 'post' and r.status in ('handed_over', 'differs'))
        or (m.channel = 'phone' and t.status = 'leased' and t.lease_until > tsunagi_now()))))`.execute(trx);
  return rows[0]!.count;
}

async function tell(
  trx: Trx,
  journey: JourneyRow,
  what: { kind: 'journey_resumed' | 'journey_stopped'; data: Record<string, unknown>; dedupe: string },
  at: number,
  { personId }: Steering,
): Promise<void> {
  const { campaign_id: campaignId, customer_id: customerId } = journey;
  await recordArrival(trx, { campaignId, customerId, ...what, at, source: `person:${personId}` });
}
