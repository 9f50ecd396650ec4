import { AppError } from '../../domain/errors';
import { getCampaign } from '../campaigns/campaigns';
import { freeLeases } from '../calls/withdraw-leases';
import { journeyIdOf, noteOverride, type OverrideRow } from './overrides';
import { readClock } from '../platform/clock';
import { lockJourneysById, recordArrivals } from '../journeys/customer-arrivals';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';

/**
 * Withdraws an override, confirmed or not, with a reason. Contacts that depend on it and have not begun to leave are
 * withdrawn, leased calls are taken back, and the journey decides again. Idempotent. Appends to the ledger, so call it
 * last. Throws not_found, and override_decided for a declined override.
 */
export async function withdrawOverride(
  trx: Trx,
  scope: Scope,
  input: { campaignId: number; overrideId: number; reason: string; personId: number },
): Promise<OverrideRow> {
  const { campaignId, overrideId, reason, personId } = input;
  await getCampaign(trx, scope, campaignId);
  const wanted = trx
    .selectFrom('consent_overrides')
    .selectAll()
    .where('id', '=', overrideId)
    .where('campaign_id', '=', campaignId)
    .where('client_id', '=', scope.clientId);
  const found = await wanted.executeTakeFirst();
  if (!found) throw new AppError('not_found');
  const journeys = await lockJourneysById(trx, [await journeyIdOf(trx, campaignId, found.customer_id)]);
  const override = await wanted.forNoKeyUpdate().executeTakeFirstOrThrow();
  if (override.withdrawn_at !== null) return override;
  if (override.confirmed === false) throw new AppError('override_decided');
  const { now } = await readClock(trx);
  const row = await trx
    .updateTable('consent_overrides')
    .set({ withdrawn_by: personId, withdrawn_at: new Date(now), withdraw_reason: reason })
    .where('id', '=', overrideId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const messages = await withdrawUncovered(trx, row);
  const by = `person:${personId}`;
  const data = { channels: [row.channel], source: `override:${row.id}` };
  const open = journeys.filter(({ status }) => row.confirmed === true && status === 'open');
  const arrivals = open.map((journey) => ({
    journey,
    kind: 'contact_changed' as const,
    data,
    dedupe: `override:${row.id}:withdrawn`,
  }));
  await recordArrivals(trx, arrivals, { at: now, source: by });
  await noteOverride(trx, row, { kind: 'override_withdrawn', by, cause: reason, messages }, now);
  return row;
}

/** Takes back messages that the refusal forbids without the override, wherever they are: queue, print run or lease. */
async function withdrawUncovered(
  trx: Trx,
  { campaign_id, customer_id, channel, reason }: OverrideRow,
): Promise<number[]> {
  const bare = await trx
    .updateTable('messages')
    .set({ override_reason: null })
    .where('campaign_id', '=', campaign_id)
    .where('customer_id', '=', customer_id)
    .where('channel', '=', channel)
    .where('override_reason', '=', reason)
    .where('status', 'in', ['queued', 'claimed'])
    .returning('id')
    .execute();
  if (channel === 'phone') await freeLeases(trx, { customerId: customer_id, purpose: 'service_notice' });
  return bare.map(({ id }) => id);
}
