import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { journeyWorkflowId } from '../../domain/ids';
import { applyArrivals, type TakenArrival } from './arrival-effects';
import { appendLedger, campaignChain } from '../platform/ledger';
import { adoptForClosed } from './late-answers';
import { type Trx } from '../platform/types';
import { type ArrivalKind } from './arrival-kind';

/** What came in, as its source tells it. `dedupe` is the source's own id of it: a second report is the same arrival. */
export interface NewArrival {
  campaignId: number;
  customerId: number;
  kind: ArrivalKind;
  /** When the customer declared it (or it happened), epoch ms. */
  at: number;
  source: string;
  data: Record<string, unknown>;
  dedupe: string;
  /** The caller rings at once after its commit; the relay then waits its turn instead of ringing a second time. */
  callerRings?: boolean;
}

export interface JourneySignal {
  workflowId: string;
  seq: number;
}

export interface Recorded {
  arrivalId: number;
  journeyId: number;
  seq: number;
  duplicate: boolean;
  /** To ring once the transaction has committed; absent when the arrival was settled here. The relay rings anyway. */
  bell?: JourneySignal;
}

/**
 * Writes an arrival under the journey's lock. An open journey takes it at its next look (ring the bell after commit);
 * for a closed one it is settled right here, and the journey reopened where contacts must follow.
 * Appends to the ledger as its last statement, so call it last in the transaction. Throws not_found without a journey.
 */
export async function recordArrival(trx: Trx, arrival: NewArrival): Promise<Recorded> {
  const journey = await trx
    .selectFrom('journeys')
    .selectAll()
    .where('campaign_id', '=', arrival.campaignId)
    .where('customer_id', '=', arrival.customerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!journey) throw new AppError('not_found', { what: 'journey' });
  const known = await trx
    .selectFrom('arrivals')
    .select(['id', 'seq', 'read_at'])
    .where('campaign_id', '=', arrival.campaignId)
    .where('dedupe', '=', arrival.dedupe)
    .executeTakeFirst();
  const signalFor = (seq: number): JourneySignal => ({
    workflowId: journeyWorkflowId({
      campaignId: journey.campaign_id,
      customerId: journey.customer_id,
      run: journey.run,
    }),
    seq,
  });
  if (known) {
    const bell = known.read_at === null && journey.status === 'open' ? signalFor(known.seq) : undefined;
    return { arrivalId: known.id, journeyId: journey.id, seq: known.seq, duplicate: true, ...(bell && { bell }) };
  }
  const seq = journey.arrival_seq + 1;
  const closed = journey.status === 'closed';
  const { id, received_at: receivedAt } = await trx
    .insertInto('arrivals')
    .values({
      client_id: journey.client_id,
      campaign_id: journey.campaign_id,
      journey_id: journey.id,
      seq,
      kind: arrival.kind,
      at: new Date(arrival.at),
      received_at: sql<Date>`tsunagi_now()`,
      source: arrival.source,
      data: JSON.stringify(arrival.data),
      dedupe: arrival.dedupe,
      read_at: closed ? sql<Date>`tsunagi_now()` : null,
      signalled_at: arrival.callerRings ? sql<Date>`clock_timestamp()` : null,
    })
    .returning(['id', 'received_at'])
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('journeys')
    .set({ arrival_seq: seq, ...(closed && { read_seq: seq }) })
    .where('id', '=', journey.id)
    .execute();
  const entry = {
    kind: 'arrival',
    arrival: arrival.kind,
    arrivalId: id,
    journey: journey.id,
    source: arrival.source,
    at: arrival.at,
  };
  const handled = closed ? await handleAfterClose(trx, { ...journey, arrival_seq: seq }, { ...arrival, id, seq }) : [];
  await appendLedger(trx, campaignChain(journey.campaign_id), journey.client_id, receivedAt, [entry, ...handled]);
  return { arrivalId: id, journeyId: journey.id, seq, duplicate: false, ...(!closed && { bell: signalFor(seq) }) };
}

async function handleAfterClose(
  trx: Trx,
  journey: Parameters<typeof adoptForClosed>[1],
  arrival: NewArrival & { id: number; seq: number },
) {
  const taken: TakenArrival = { ...arrival, journeyId: journey.id, clientId: journey.client_id };
  const followed = await applyArrivals(trx, [taken]);
  return [...followed.map(({ entry }) => entry), ...(await adoptForClosed(trx, journey, arrival))];
}
