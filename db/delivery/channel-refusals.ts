import { journeyIdsOf, lockJourneysById, recordArrivals } from '../journeys/customer-arrivals';
import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { wholeClient } from '../platform/scope';
import { type Trx } from '../platform/types';

/** The message through which a recipient's refusal came. */
interface RefusedMessage {
  id: number;
  client_id: number;
  customer_id: number;
  journey_id: number;
}

interface ChannelRefusal {
  channel: 'mail' | 'sms';
  /** Where the recipient declared it: `smtp:arf`, `sms:provider`. */
  source: string;
  /** Begins the keys of its arrivals. */
  dedupe: string;
}

const PURPOSES = ['service_notice', 'offer'] as const;

/**
 * Ends a channel for every customer of the client who has the message's address, for every purpose: as arrivals of their
 * journeys, else as consents for their next campaign. Locks the journeys. `refused` is false where it was known. Appends
 * to ledgers: call it late in the transaction.
 */
export async function refuseChannel(
  trx: Trx,
  message: RefusedMessage,
  { channel, source, dedupe }: ChannelRefusal,
): Promise<{ refused: boolean; customers: number; now: number }> {
  const { id, client_id: clientId } = message;
  const customers = await customersOfAddress(trx, message, channel);
  const others = await journeyIdsOf(trx, wholeClient(clientId), customers);
  const journeys = await lockJourneysById(trx, [...new Set([message.journey_id, ...others])]);
  const { now } = await readClock(trx);
  const arrivals = journeys.flatMap((journey) =>
    PURPOSES.map((purpose) => ({
      journey,
      kind: 'opt_out' as const,
      data: { channel, purpose },
      dedupe: `${dedupe}:${id}:${journey.customer_id}:${purpose}`,
    })),
  );
  const recorded = await recordArrivals(trx, arrivals, { at: now, source });
  if (recorded.every(({ duplicate }) => duplicate)) return { refused: false, customers: customers.length, now };
  const notified = new Set(journeys.map((journey) => journey.customer_id));
  const rows = customers
    .filter((customer) => !notified.has(customer))
    .flatMap((customer_id) =>
      PURPOSES.map((purpose) => ({ customer_id, client_id: clientId, channel, purpose, value: false, source })),
    );
  if (rows.length > 0) {
    const at = new Date(now);
    const added = await trx
      .insertInto('consents')
      .values(rows.map((row) => ({ ...row, at })))
      .returning(['id', 'customer_id', 'channel', 'purpose'])
      .execute();
    const entries = added.map(({ id: consent, customer_id: customer, channel: on, purpose }) => ({
      ...{ kind: 'consent_refused', by: 'system', customer, consent, channel: on, purpose, source, at: now },
    }));
    await appendLedger(trx, INSTALLATION_CHAIN, null, now, entries);
  }
  return { refused: true, customers: customers.length, now };
}

/** All customers of the client with this customer's address on the channel. */
async function customersOfAddress(
  trx: Trx,
  { client_id: clientId, customer_id: customerId }: RefusedMessage,
  channel: ChannelRefusal['channel'],
): Promise<number[]> {
  const rows = await trx
    .selectFrom('contact_points as own')
    .innerJoin('contact_points as p', (join) => join.onRef('p.hash', '=', 'own.hash').on('p.channel', '=', channel))
    .select('p.customer_id')
    .where('own.customer_id', '=', customerId)
    .where('own.channel', '=', channel)
    .where('p.client_id', '=', clientId)
    .orderBy('p.customer_id')
    .execute();
  return [...new Set([customerId, ...rows.map((row) => row.customer_id)])];
}
