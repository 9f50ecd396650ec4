import { type Channel, channelsOf, type Purpose } from '../../domain/campaigns/campaign';
import { takeBack } from '../calls/ask-callback';
import { isOpen, loadCallback } from '../calls/callbacks';
import { freeLeases } from '../calls/free-leases';
import { type Recorded, recordArrival } from '../journeys/arrivals';
import { loadPageCampaign, lockJourney } from './page';
import { optOutState } from './page-requests/opt-out-state';
import { type Link } from './links';
import { type Db, type Trx } from '../platform/types';
import { recordConsent } from './consents';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type Scope } from '../platform/scope';
import { transact } from '../platform/transact';

/** Channels that a customer stops and allows again on a page. */
export type StoppableChannel = Exclude<Channel, 'post'>;

/**
 * Stops a channel (or allows it again with `undo`) for each purpose the campaign uses it for. From the commit nothing
 * of that channel is sent: claims skip journeys with unread arrivals, and afterwards the recorded refusal applies.
 * Idempotent. Returns the arrivals to signal after the commit.
 */
export async function recordOptOut(
  db: Db,
  link: Link,
  input: { channel: StoppableChannel; undo: boolean; source: string },
): Promise<Recorded[]> {
  const { channel, undo, source } = input;
  return transact(db, async (trx) => {
    const journey = await lockJourney(trx, link);
    const { stopped, last } = await optOutState(trx, link, channel);
    if (stopped !== undo) return [];
    const { doc, now } = await loadPageCampaign(trx, link);
    const contacts = [...doc.plan.steps, ...(doc.plan.onDefect ? [doc.plan.onDefect] : [])];
    const using = contacts.filter((contact) => channelsOf(contact).includes(channel));
    // the plan may have dropped the channel meanwhile; the opt-out counts all the same
    const purposes = new Set<Purpose>((using.length > 0 ? using : contacts).map((contact) => contact.purpose));
    const recorded: Recorded[] = [];
    if (channel === 'phone' && !undo) await endCalls(trx, link, journey, [...purposes]);
    const by = link.representativeId === undefined ? {} : { representative: link.representativeId };
    for (const purpose of purposes) {
      const arrival = await recordArrival(trx, {
        callerSignals: true,
        campaignId: link.campaignId,
        customerId: link.customerId,
        kind: 'opt_out',
        at: now,
        source,
        data: { channel, purpose, ...(undo && { undo: true }), ...by },
        dedupe: `opt_out:${channel}:${link.customerId}:${last}:${purpose}`,
      });
      recorded.push(arrival);
    }
    return recorded;
  });
}

/** Ends what is leased or agreed of calls to a customer who refuses them. */
async function endCalls(trx: Trx, link: Link, journey: JourneyRow, purposes: Purpose[]): Promise<void> {
  for (const purpose of purposes) await freeLeases(trx, { customerId: link.customerId, purpose });
  const callback = await loadCallback(trx, link);
  if (isOpen(callback)) await takeBack(trx, journey, { callback, by: 'customer' });
}

interface OptOut {
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
 * Appends to ledgers. Throws not_found. Returns the number of journeys notified.
 */
export async function recordCustomerOptOut(trx: Trx, scope: Scope, optOut: OptOut): Promise<{ journeys: number }> {
  const { undo, ...said } = optOut;
  return recordConsent(trx, scope, { ...said, value: undo, at: null, evidence: null });
}
