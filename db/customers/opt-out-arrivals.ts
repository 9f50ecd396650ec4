import { type Channel, type Purpose } from '../../domain/campaigns/campaign';
import { recordConsent } from './consents';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';

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
  const { undo, ...said } = optOut;
  return recordConsent(trx, scope, { ...said, value: undo, at: null, evidence: null });
}
