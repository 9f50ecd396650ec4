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
  /** Revokes an earlier refusal. */
  undo: boolean;
  /** Where the customer declared it. */
  source: string;
  campaignId: number | null;
  personId: number;
}

/** Arrivals that report a refusal to a customer's journeys. Lanes send nothing to a journey with unread arrivals. */
export function optOutArrivals(
  journeys: JourneyRow[],
  refusal: { channel: Channel; purposes: Purpose[]; undo?: boolean },
): JourneyArrival[] {
  const { channel, purposes, undo } = refusal;
  return journeys.flatMap((journey) =>
    purposes.map((purpose): JourneyArrival => {
      const data = { channel, purpose, ...(undo && { undo: true }) };
      // the journey's arrival counter distinguishes successive refusals
      const dedupe = `opt_out:${journey.customer_id}:${journey.arrival_seq}:${channel}:${purpose}`;
      return { journey, kind: 'opt_out', data, dedupe };
    }),
  );
}

/**
 * Records a customer's refusal of a channel and purpose (or its end), at once and in all campaigns of the client.
 * Appends to ledgers, so call it last in the transaction. Throws not_found. Returns the number of journeys notified.
 */
export async function recordCustomerOptOut(trx: Trx, scope: Scope, optOut: OptOut): Promise<{ journeys: number }> {
  const { undo, ...said } = optOut;
  return recordConsent(trx, scope, { ...said, value: undo, at: null, evidence: null });
}
