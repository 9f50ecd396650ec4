import { sql } from 'kysely';
import { type AnsweredBy } from '../../domain/customers/who-answers';
import { AppError } from '../../domain/errors';
import { journeyWorkflowId } from '../../domain/ids';
import { withdrawRefused } from '../calls/withdraw-refused';
import { applyArrivals, consentIn, type TakenArrival } from './arrival-effects';
import { appendLedger, campaignChain, digestOf } from '../platform/ledger';
import { receiptNumber } from '../../domain/journeys/receipt-number';
import { askOfClient, insertRequests } from './change-requests/ask';
import { declarationOf, keepAnswer } from './kept/keep';
import { adoptForClosed } from './late-answers';
import { type JourneyRow } from './facts/load-facts';
import { type Trx } from '../platform/types';
import { type ArrivalKind } from './arrival-kind';
import { type ArrivalSignal } from '../../domain/journeys/story';

const SIGNALS: Record<Exclude<ArrivalKind, 'answer'>, ArrivalSignal> = {
  answer_withdrawn: 'answerWithdrawn',
  answer_kept: 'answerKept',
  bounce: 'messageBounced',
  delivered: 'messageDelivered',
  undeliverable: 'letterReturned',
  not_sent: 'notSent',
  form_received: 'formReceived',
  return_withdrawn: 'returnWithdrawn',
  form_defect: 'formDefective',
  call_ended: 'callEnded',
  opt_out: 'consentChanged',
  contracts_removed: 'contractsChanged',
  result_rejected: 'resultRejected',
  contact_changed: 'addressChanged',
  hold_opened: 'holdChanged',
  hold_released: 'holdChanged',
  journey_resumed: 'journeySteered',
  journey_stopped: 'journeySteered',
  outcome_corrected: 'outcomeCorrected',
};
const ANSWERS: Record<string, ArrivalSignal> = {
  form: 'formReturned',
  phone: 'answeredByPhone',
  correction: 'outcomeCorrected',
};

/** The signal that tells a journey of an arrival. `via`: how an answer came; absent: on the web. */
export const signalOf = (kind: ArrivalKind, via?: unknown): ArrivalSignal =>
  kind === 'answer' ? (ANSWERS[String(via)] ?? 'answeredOnline') : SIGNALS[kind];

/** What came in, as its source reports it. `dedupe` is the source's own id of it: a second report is the same arrival. */
export interface NewArrival {
  campaignId: number;
  customerId: number;
  kind: ArrivalKind;
  /** When the customer declared it (or it happened), epoch ms. */
  at: number;
  source: string;
  data: Record<string, unknown>;
  dedupe: string;
  /** Who gave an answer; by default the customer on the web, and the addressee on paper and phone. */
  by?: AnsweredBy;
  /** The caller signals right after its commit, so the outbox waits before it signals too. */
  callerSignals?: boolean;
}

export interface JourneySignal {
  workflowId: string;
  name: ArrivalSignal;
  seq: number;
}

export interface Recorded {
  arrivalId: number;
  journeyId: number;
  seq: number;
  duplicate: boolean;
  /** The receipt number of an answer or a withdrawal that counts. */
  receipt?: string;
  /** The answer is kept for a person to decide, and why; it has no receipt number. */
  kept?: string;
  /** Contracts of which the client was asked for the change, because its system had taken the result over. */
  requested?: number[];
  /** To send once the transaction has committed; the outbox sends it anyway. Absent when handled here (closed journey). */
  signal?: JourneySignal;
}

/**
 * Writes an arrival under the journey's lock. An open journey reads it in its next step (signal it after the commit);
 * for a closed one it is handled here, and the journey reopened where contacts must follow. An answer that may not
 * count yet is kept for a person (`declarationOf`); one that counts gets a receipt number unless it brings one, and
 * what it changes of a result taken over is asked of the client (`askOfClient`). Appends to the ledger. Throws
 * not_found without a journey.
 */
export async function recordArrival(trx: Trx, arrival: NewArrival): Promise<Recorded> {
  const journey = await lockJourneyOf(trx, arrival);
  if (!journey) throw new AppError('not_found', { what: 'journey' });
  const known = await trx
    .selectFrom('arrivals')
    .select(['id', 'seq', 'read_at', 'kind', 'data'])
    .where('campaign_id', '=', arrival.campaignId)
    .where('dedupe', '=', arrival.dedupe)
    .executeTakeFirst();
  if (!known) return recordNew(trx, journey, arrival);
  const kind = known.kind as ArrivalKind;
  const waits = known.read_at === null && journey.status === 'open';
  const signal = waits ? signalFor(journey, { kind, via: arrival.data.via, seq: known.seq }) : undefined;
  const ids = { arrivalId: known.id, journeyId: journey.id, seq: known.seq, duplicate: true };
  return { ...ids, ...answered(kind, known.data), ...(signal && { signal }) };
}

const signalFor = (
  journey: JourneyRow,
  { kind, via, seq }: { kind: ArrivalKind; via: unknown; seq: number },
): JourneySignal => ({
  workflowId: journeyWorkflowId({
    campaignId: journey.campaign_id,
    customerId: journey.customer_id,
    run: journey.run,
  }),
  name: signalOf(kind, via),
  seq,
});

/**
 * The same for an arrival that has certainly not been written before, of a journey that the caller has locked and read
 * since. `rehearsed`: the instant it comes in at, epoch ms, in a place where no result is ever taken over by a client.
 */
export async function recordNew(
  trx: Trx,
  journey: JourneyRow,
  arrival: NewArrival,
  rehearsed?: number,
): Promise<Recorded> {
  const seq = journey.arrival_seq + 1;
  const { kind, data: declared, obstacle } = await declarationOf(trx, journey.customer_id, arrival, rehearsed);
  const received = withReceipt(kind, declared, receiptNumber(journey.id, seq));
  const asked =
    rehearsed === undefined
      ? await askOfClient(trx, journey, { kind, data: received, at: arrival.at })
      : { data: received, requests: [], replaces: [] };
  const { data } = asked;
  const closed = journey.status === 'closed';
  const instant = rehearsed === undefined ? sql<Date>`tsunagi_now()` : new Date(rehearsed);
  const { id, received_at: receivedAt } = await trx
    .with('counted', (db) =>
      db
        .updateTable('journeys')
        .set({ arrival_seq: seq, ...(closed && { read_seq: seq }) })
        .where('id', '=', journey.id)
        .returning('id'),
    )
    .insertInto('arrivals')
    .values({
      client_id: journey.client_id,
      campaign_id: journey.campaign_id,
      journey_id: journey.id,
      seq,
      kind,
      at: new Date(arrival.at),
      received_at: instant,
      source: arrival.source,
      data: JSON.stringify(data),
      dedupe: arrival.dedupe,
      read_at: closed ? instant : null,
      signalled_at: arrival.callerSignals ? sql<Date>`clock_timestamp()` : null,
    })
    .returning(['id', 'received_at'])
    .executeTakeFirstOrThrow();
  const entry = {
    kind: 'arrival',
    arrival: kind,
    arrivalId: id,
    journey: journey.id,
    source: arrival.source,
    at: arrival.at,
    seq,
    says: arrivalDigest({ data, dedupe: arrival.dedupe }),
    ...(data.representative !== undefined && { representative: data.representative }),
  };
  const kept = obstacle ? await keepAnswer(trx, journey, { arrivalId: id, obstacle, now: receivedAt }) : undefined;
  const requested = await insertRequests(trx, journey, { ...asked, arrivalId: id, at: arrival.at });
  const taken = { ...arrival, kind, data, id, seq, receivedAt };
  const consent = consentIn({ kind, data });
  const withdrawn = consent?.value === false ? await withdrawRefused(trx, journey.id, consent) : [];
  const handled = closed ? await handleAfterClose(trx, { ...journey, arrival_seq: seq }, taken) : [];
  const entries = [entry, ...(kept?.entries ?? []), ...requested, ...withdrawn, ...handled];
  await appendLedger(trx, campaignChain(journey.campaign_id), journey.client_id, receivedAt, entries);
  const ids = { arrivalId: id, journeyId: journey.id, seq, duplicate: false };
  return {
    ...ids,
    ...answered(kind, data),
    ...(!closed && { signal: signalFor(journey, { kind, via: arrival.data.via, seq }) }),
  };
}

/** The journey of a customer in a campaign, locked after its campaign, which is locked FOR SHARE. */
export async function lockJourneyOf(
  trx: Trx,
  { campaignId, customerId }: { campaignId: number; customerId: number },
): Promise<JourneyRow | undefined> {
  return trx
    .with('shared', (db) => db.selectFrom('campaigns').select('id').where('id', '=', campaignId).forShare())
    .selectFrom('journeys')
    .innerJoin('shared', 'shared.id', 'journeys.campaign_id')
    .selectAll('journeys')
    .where('journeys.campaign_id', '=', campaignId)
    .where('journeys.customer_id', '=', customerId)
    .forNoKeyUpdate('journeys')
    .executeTakeFirst();
}

/** What the ledger keeps of an arrival's contents: an audit compares it with the row. */
export const arrivalDigest = ({ data, dedupe }: { data: Record<string, unknown>; dedupe: string }): string =>
  digestOf({ data, dedupe });

/** The data of an answer that counts with its receipt number; a kept one bears none but that of its paper. */
function withReceipt(kind: ArrivalKind, data: Record<string, unknown>, receipt: string): Record<string, unknown> {
  return kind === 'answer' || kind === 'answer_withdrawn' ? { receipt, ...data } : data;
}

/** What the one who answered may be shown. */
function answered(kind: ArrivalKind, data: Record<string, unknown>): Pick<Recorded, 'receipt' | 'kept' | 'requested'> {
  if (kind === 'answer_kept') return { kept: String(data.why) };
  if (kind !== 'answer' && kind !== 'answer_withdrawn') return {};
  const requested = Object.keys(data.requested ?? {}).map(Number);
  return { receipt: String(data.receipt), ...(requested.length > 0 && { requested }) };
}

async function handleAfterClose(
  trx: Trx,
  journey: Parameters<typeof adoptForClosed>[1],
  arrival: NewArrival & { id: number; seq: number; receivedAt: number },
) {
  const taken: TakenArrival = { ...arrival, journeyId: journey.id, clientId: journey.client_id };
  const followed = await applyArrivals(trx, [taken]);
  return [...followed.map(({ entry }) => entry), ...(await adoptForClosed(trx, journey, arrival))];
}
