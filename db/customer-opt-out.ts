import { type Channel, type Purpose } from '../domain/campaign';
import { type Trx } from './campaigns';
import { readClock } from './clock';
import { type JourneyArrival, lockJourneysOf, recordArrivals, requireCustomer } from './customer-arrivals';
import { appendLedger, INSTALLATION_CHAIN } from './ledger';
import { type JourneyRow } from './place-facts';
import { type Scope } from './scope';

export interface OptOut {
  customerId: number;
  channel: Channel;
  purpose: Purpose;
  /** Takes an earlier refusal back. */
  undo: boolean;
  /** Where the customer said so. */
  source: string;
  campaignId: number | null;
  personId: number;
}

/** Tells the journeys of one customer of its refusal; the lanes send nothing to a journey that has not read it. */
export function optOutArrivals(
  journeys: JourneyRow[],
  refusal: { channel: Channel; purposes: Purpose[]; undo?: boolean },
): JourneyArrival[] {
  const { channel, purposes, undo } = refusal;
  return journeys.flatMap((journey) =>
    purposes.map((purpose): JourneyArrival => {
      const data = { channel, purpose, ...(undo && { undo: true }) };
      // the journey's counter tells one refusal from the next
      const dedupe = `opt_out:${journey.customer_id}:${journey.arrival_seq}:${channel}:${purpose}`;
      return { journey, kind: 'opt_out', data, dedupe };
    }),
  );
}

/**
 * Takes a customer's refusal of a channel for a purpose (or its end), at once and in every campaign of the client.
 * Appends to ledgers, so call it last in the transaction. Throws not_found. Answers how many journeys were told.
 */
export async function recordCustomerOptOut(trx: Trx, scope: Scope, optOut: OptOut): Promise<{ journeys: number }> {
  const { customerId, channel, purpose, undo, source, personId, campaignId } = optOut;
  await requireCustomer(trx, scope, customerId);
  const journeys = await lockJourneysOf(trx, scope, [customerId]);
  const { now } = await readClock(trx);
  const own = { customer_id: customerId, client_id: scope.clientId, channel, purpose };
  const by = `person:${personId}`;
  if (journeys.length === 0) {
    await trx
      .insertInto('consents')
      .values({ ...own, value: undo, source: by, at: new Date(now) })
      .execute();
  }
  await recordArrivals(trx, optOutArrivals(journeys, { channel, purposes: [purpose], undo }), { at: now, source: by });
  const entry = { kind: undo ? 'opt_out_undone' : 'opted_out', by, customer: customerId, channel, purpose, source };
  const about = campaignId === null ? entry : { ...entry, campaign: campaignId };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [about]);
  return { journeys: journeys.length };
}
