import { type Insertable, sql } from 'kysely';
import { AUTHORITY_STEP } from '../../domain/journeys/answers/replies';
import { takeLossBack, takeReturnBack } from './take-loss-back';
import { markAddressBad } from '../customers/contacts';
import { type LedgerEntry } from '../platform/ledger';
import { withdrawReceipts } from './replies/withdraw-receipts';
import { upsertOutcomes } from './step-writes';
import { type Trx } from '../platform/types';
import { type Choices } from '../platform/schema.generated';

/** An arrival as taken from its row. */
export interface TakenArrival {
  id: number;
  journeyId: number;
  customerId: number;
  campaignId: number;
  clientId: number;
  seq: number;
  kind: string;
  at: number;
  source: string;
  data: Record<string, unknown>;
}

/** An entry for a campaign's chain. */
export interface Followed {
  campaignId: number;
  entry: LedgerEntry;
}

/**
 * Applies what arrivals declare before the step is decided: choices, refusals, addresses that turned out bad.
 * Runs in the transaction that marks them read, under the journey's lock. Answers what the ledger must say of it; the
 * caller appends it.
 */
export async function applyArrivals(trx: Trx, arrivals: TakenArrival[]): Promise<Followed[]> {
  const followed: Followed[] = [];
  const choices = arrivals.flatMap(choicesOf);
  if (choices.length > 0) await trx.insertInto('choices').values(choices).execute();
  const takenBack = new Set(choices.flatMap(({ choice, arrival_id }) => (choice === 'withdrawn' ? [arrival_id] : [])));
  const journeys = arrivals.flatMap(({ id, journeyId }) => (takenBack.has(id) ? [journeyId] : []));
  if (journeys.length > 0) await withdrawReceipts(trx, journeys);
  const consents = arrivals.flatMap(consentOf);
  if (consents.length > 0) await trx.insertInto('consents').values(consents).execute();
  for (const arrival of arrivals) {
    if (arrival.kind === 'bounce' || arrival.kind === 'not_sent') await markBad(trx, arrival, [arrival.data.messageId]);
    if (arrival.kind === 'undeliverable') await comeBack(trx, arrival);
    if (arrival.kind === 'delivered') await takeLossBack(trx, arrival, 'delivered_after_all');
    if (arrival.kind === 'return_withdrawn') {
      const entries = await takeReturnBack(trx, arrival);
      followed.push(...entries.map((entry) => ({ campaignId: arrival.campaignId, entry })));
    }
    if (arrival.kind === 'contracts_removed') followed.push(...(await removeContracts(trx, arrival)));
    if (arrival.kind === 'contact_changed' || opensAWay(arrival)) followed.push(...(await endOwnHolds(trx, arrival)));
  }
  return followed;
}

/** The choices that a read arrival has declared, by contract; none for most kinds. */
export function choicesOf(arrival: TakenArrival): Insertable<Choices>[] {
  const base = {
    client_id: arrival.clientId,
    campaign_id: arrival.campaignId,
    arrival_id: arrival.id,
    at: new Date(arrival.at),
    receipt: String(arrival.data.receipt ?? ''),
    via: (arrival.data.via ?? 'web') as 'web' | 'form' | 'phone' | 'correction',
  };
  if (arrival.kind === 'answer') {
    const choices = arrival.data.choices as Record<string, 'migrate' | 'cancel'>;
    return Object.entries(choices).map(([contract, choice]) => ({ ...base, contract_id: Number(contract), choice }));
  }
  if (arrival.kind === 'outcome_corrected') {
    const { contract, withdraws } = arrival.data as { contract: number; withdraws: boolean };
    if (!withdraws) return [];
    return [{ ...base, via: 'correction', contract_id: contract, choice: 'withdrawn' }];
  }
  const rejected = arrival.kind === 'result_rejected';
  if (arrival.kind !== 'answer_withdrawn' && !rejected) return [];
  const contracts = arrival.data.contracts as number[];
  const taken = { ...base, choice: 'withdrawn' as const, ...(rejected && { via: 'client' as const }) };
  return contracts.map((contract) => ({ ...taken, contract_id: contract }));
}

/**
 * What an arrival says of a channel: a refusal in the customer's own words, or that it is taken back. A letter that was not
 * accepted refuses letters, and was seen; where that was booked by mistake, what had been declared before is in force again.
 */
export function consentIn({ kind, data }: Pick<TakenArrival, 'kind' | 'data'>) {
  if (kind === 'undeliverable' && data.reason === 'refused') {
    return { channel: 'post', purpose: 'service_notice' as const, value: false };
  }
  if (kind === 'return_withdrawn' && data.restores !== undefined) {
    return { channel: 'post', purpose: 'service_notice' as const, value: data.restores as boolean | null };
  }
  if (kind !== 'opt_out') return null;
  const purpose = data.purpose as 'service_notice' | 'offer';
  return { channel: String(data.channel), purpose, value: data.undo === true };
}

/** The consent that an arrival declares, as a row. */
export function consentOf(arrival: TakenArrival) {
  const consent = consentIn(arrival);
  // a desk has written the consent itself, with what proves it
  if (consent === null || arrival.data.consent !== undefined) return [];
  return [
    {
      ...consent,
      customer_id: arrival.customerId,
      client_id: arrival.clientId,
      source: arrival.source,
      at: new Date(arrival.at),
      recorded_at: sql<Date>`tsunagi_now()`,
      arrival_id: arrival.id,
    },
  ];
}

/** Letters that came back: not received, except those that were refused at the door. */
async function comeBack(trx: Trx, arrival: TakenArrival): Promise<void> {
  const { messageIds, reason } = arrival.data as { messageIds: number[]; reason: string };
  if (reason === 'refused') return;
  await trx
    .updateTable('messages')
    .set({ bounced_at: new Date(arrival.at), failure: reason })
    .where('id', 'in', messageIds)
    .where('journey_id', '=', arrival.journeyId)
    .execute();
  await markBad(trx, arrival, messageIds);
}

/**
 * A hard failure makes the address unusable for every later step. A bounce takes the hand-over back, unless it is not
 * the last word (`pending`), or the message has been delivered meanwhile.
 */
async function markBad(trx: Trx, arrival: TakenArrival, messageIds: unknown[]): Promise<void> {
  const soft = arrival.data.hard !== true;
  if (soft && (arrival.kind !== 'bounce' || arrival.data.pending === true)) return;
  const reason = String(arrival.data.reason ?? 'bounced');
  const came = arrival.kind === 'not_sent' ? {} : { bounced_at: new Date(arrival.at) };
  const message = await trx
    .updateTable('messages')
    .set({ ...came, failure: reason })
    .where('id', 'in', messageIds.map(Number))
    .where('journey_id', '=', arrival.journeyId)
    .$if(arrival.kind === 'bounce', (update) => update.where('delivered_at', 'is', null))
    .returning(['id', 'channel', 'step'])
    .executeTakeFirst();
  // the address of who acts for the customer is not the customer's
  if (!message || soft || message.step === AUTHORITY_STEP || (await markRepresentative(trx, message, reason))) return;
  const { customerId, journeyId, at } = arrival;
  await markAddressBad(trx, { messageId: message.id, channel: message.channel, customerId, journeyId, reason, at });
}

/**
 * Takes the channel from the representative who was in force when the message was addressed: the customer's own address
 * was not tried. False when there was none.
 */
async function markRepresentative(
  trx: Trx,
  message: { id: number; channel: string },
  reason: string,
): Promise<boolean> {
  const { channel } = message;
  const { rows } = await sql`
    with addressed as (select m.customer_id, coalesce(p.handed_over_at, m.handing_over_at, m.claimed_at) as at
        from messages m join pieces e on e.id = m.piece_id left join print_runs p on p.id = e.print_run_id
        where m.id = ${message.id}),
      acting as (select r.id from representatives r join addressed a on a.customer_id = r.customer_id
        where r.created_at <= a.at and (r.ended_at is null or r.ended_at > a.at)
          and daterange(r.valid_from, r.valid_until, '[]') @> (a.at at time zone 'Asia/Tokyo')::date
        order by r.id desc limit 1)
    update representatives r set channels = array_remove(r.channels, ${channel}),
      bad = jsonb_build_object(${channel}::text, ${reason}::text) || r.bad
    from acting where r.id = acting.id returning r.id`.execute(trx);
  return rows.length > 0;
}

/** A refusal taken back. */
const opensAWay = ({ kind, data }: TakenArrival): boolean => kind === 'opt_out' && data.undo === true;

/**
 * What a journey's own hold was waiting for has come: a way to the customer, or a corrected address or name for a letter
 * that could not be printed. The hold ends with it, whichever journey of the customer opened it.
 */
async function endOwnHolds(trx: Trx, arrival: TakenArrival): Promise<Followed[]> {
  const channels = (arrival.data.channels ?? []) as string[];
  const { rows } = await sql<{ id: number; reason: string; at: number }>`
    update holds set released_at = tsunagi_now() where customer_id = ${arrival.customerId} and released_at is null
      and (source like 'no\\_channel:%' or (source like 'unprintable:%' and ${channels.includes('post')}))
    returning id, reason, released_at as at`.execute(trx);
  return rows.map(({ id, reason, at }) => ({
    campaignId: arrival.campaignId,
    entry: {
      kind: 'hold_released',
      by: 'system',
      journey: arrival.journeyId,
      customer: arrival.customerId,
      hold: id,
      reason,
      at,
      arrival: arrival.kind,
    },
  }));
}

/** Contracts that need no closing any more (cancelled at the client, for instance) leave the audience with a reason. */
async function removeContracts(trx: Trx, arrival: TakenArrival): Promise<Followed[]> {
  const { contracts, reason } = arrival.data as { contracts: number[]; reason: string };
  const removed = await trx
    .updateTable('audience')
    .set({ state: 'excluded', reason })
    .where('campaign_id', '=', arrival.campaignId)
    .where('customer_id', '=', arrival.customerId)
    .where('contract_id', 'in', contracts)
    .returning('contract_id')
    .execute();
  const rows = removed.map(({ contract_id: contractId }) => ({
    contractId,
    outcome: 'excluded' as const,
    reason,
    campaignId: arrival.campaignId,
    clientId: arrival.clientId,
    customerId: arrival.customerId,
    at: arrival.at,
  }));
  await upsertOutcomes(trx, rows);
  return rows.map(({ contractId: contract, campaignId }) => ({
    campaignId,
    entry: { kind: 'outcome', journey: arrival.journeyId, contract, outcome: 'excluded', reason, at: arrival.at },
  }));
}
