import { type Insertable, sql, type Transaction } from 'kysely';
import { type Database, type WillsTable } from './schema';

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

/**
 * Carries out what arrivals declare, before anything is decided: wills, refusals, addresses that came back.
 * Runs in the transaction that marks them read, under the journey's lock.
 */
export async function applyArrivals(trx: Transaction<Database>, arrivals: TakenArrival[]): Promise<void> {
  const wills = arrivals.flatMap(willsOf);
  if (wills.length > 0) await trx.insertInto('wills').values(wills).execute();
  const consents = arrivals.filter((arrival) => arrival.kind === 'opt_out').map(consentOf);
  if (consents.length > 0) await trx.insertInto('consents').values(consents).execute();
  for (const arrival of arrivals) {
    if (arrival.kind === 'bounce' || arrival.kind === 'not_sent') await markBad(trx, arrival);
  }
}

function willsOf(arrival: TakenArrival): Insertable<WillsTable>[] {
  const base = {
    client_id: arrival.clientId,
    campaign_id: arrival.campaignId,
    arrival_id: arrival.id,
    at: new Date(arrival.at),
    receipt: String(arrival.data.receipt ?? ''),
  };
  if (arrival.kind === 'answer') {
    const choices = arrival.data.choices as Record<string, 'migrate' | 'cancel'>;
    return Object.entries(choices).map(([contract, choice]) => ({ ...base, contract_id: Number(contract), choice }));
  }
  if (arrival.kind !== 'answer_withdrawn') return [];
  const contracts = arrival.data.contracts as number[];
  return contracts.map((contract) => ({ ...base, contract_id: contract, choice: 'withdrawn' }));
}

function consentOf(arrival: TakenArrival) {
  return {
    customer_id: arrival.customerId,
    client_id: arrival.clientId,
    channel: String(arrival.data.channel),
    purpose: arrival.data.purpose as 'service_notice' | 'offer',
    value: arrival.data.undo === true,
    source: arrival.source,
    at: new Date(arrival.at),
  };
}

/** A hard failure makes the address unusable for every later step; a bounce also takes the hand-over back. */
async function markBad(trx: Transaction<Database>, arrival: TakenArrival): Promise<void> {
  if (arrival.data.hard !== true) return;
  const reason = String(arrival.data.reason ?? 'bounced');
  const message = await trx
    .updateTable('messages')
    .set(arrival.kind === 'bounce' ? { bounced_at: new Date(arrival.at), failure: reason } : { failure: reason })
    .where('id', '=', Number(arrival.data.messageId))
    .where('journey_id', '=', arrival.journeyId)
    .returning('channel')
    .executeTakeFirst();
  if (!message) return;
  await trx
    .updateTable('contact_points')
    .set({ bad_reason: sql`coalesce(bad_reason, ${reason})`, bad_at: sql`coalesce(bad_at, ${new Date(arrival.at)})` })
    .where('customer_id', '=', arrival.customerId)
    .where('channel', '=', message.channel as 'mail')
    .execute();
}
