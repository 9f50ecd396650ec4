import { AppError } from '../../domain/errors';
import { getCampaign } from '../campaigns/campaigns';
import { freeLeases } from '../calls/withdraw-leases';
import { journeyIdOf, noteOverride, type OverrideRow } from './overrides';
import { readClock } from '../platform/clock';
import { lockJourneysById, recordArrivals } from '../journeys/customer-arrivals';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';

/**
 * Takes an override back, confirmed or not, with the reason: what rests on it and has not begun to leave does not leave
 * any more, calls in people's hands are taken back, and the journey decides anew. Withdrawn already, it stays as it is.
 * Appends to the ledger, so call it last. Throws not_found, override_decided for one that was declined.
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
  const override = await wanted.forUpdate().executeTakeFirstOrThrow();
  if (override.withdrawn_at !== null) return override;
  if (override.confirmed === false) throw new AppError('override_decided');
  const { now } = await readClock(trx);
  const row = await trx
    .updateTable('consent_overrides')
    .set({ withdrawn_by: personId, withdrawn_at: new Date(now), withdraw_reason: reason })
    .where('id', '=', overrideId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const messages = await takeBare(trx, row);
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

/** Without its override the refusal keeps a message back wherever it is looked at again: claim, print run, lease, mark. */
async function takeBare(trx: Trx, { campaign_id, customer_id, channel, reason }: OverrideRow): Promise<number[]> {
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
