import { type Selectable } from 'kysely';
import { type Channel } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { campaignDoc, type CampaignRow, getCampaign } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { lockJourneysById, recordArrivals, requireCustomer } from '../journeys/customer-arrivals';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type ConsentOverrides } from '../platform/schema.generated';
import { freeLeases } from '../calls/free-leases';

export type OverrideRow = Selectable<ConsentOverrides>;

/** Consent overrides for single customers of a campaign, newest first. */
export const listOverrides = (db: Queryable, campaign: CampaignRow): Promise<OverrideRow[]> =>
  db
    .selectFrom('consent_overrides')
    .selectAll()
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .orderBy('id', 'desc')
    .execute();

interface NewOverride {
  campaignId: number;
  customerId: number;
  channel: Channel;
  reason: string;
  /** Reference of the exception's basis, without names. */
  evidence: string;
  personId: number;
}

/**
 * Requests a service notice despite a customer's refusal. Has no effect until another person confirms it, and is
 * possible only where the campaign's approved policy allows overrides on that channel. Appends to the ledger. Throws
 * not_found, campaign_wrong_state, override_not_foreseen, override_exists.
 */
export async function askOverride(trx: Trx, scope: Scope, asked: NewOverride): Promise<OverrideRow> {
  const { campaignId, customerId, channel, reason, evidence, personId } = asked;
  const campaign = await getCampaign(trx, scope, campaignId);
  await requireCustomer(trx, scope, customerId);
  await journeyIdOf(trx, campaignId, customerId);
  if (!['running', 'paused'].includes(campaign.status)) {
    throw new AppError('campaign_wrong_state', { status: campaign.status, allowed: 'running,paused' });
  }
  const { policy } = await campaignDoc(trx, campaignId, campaign.version);
  if (policy.table.service_notice[channel]?.no !== 'override') throw new AppError('override_not_foreseen', { channel });
  const { now } = await readClock(trx);
  const row = await trx
    .insertInto('consent_overrides')
    .values({
      client_id: scope.clientId,
      campaign_id: campaignId,
      customer_id: customerId,
      channel,
      reason,
      evidence,
      asked_by: personId,
      asked_at: new Date(now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new AppError('override_exists', { channel });
  await noteOverride(trx, row, { kind: 'override_asked', by: `person:${personId}`, evidence }, now);
  return row;
}

/**
 * Confirms or declines an override. After confirmation the customer's journey decides again. Idempotent. Appends to the
 * ledger. Throws not_found, override_self, override_decided.
 */
export async function decideOverride(
  trx: Trx,
  scope: Scope,
  decision: { campaignId: number; overrideId: number; confirm: boolean; personId: number },
): Promise<OverrideRow> {
  const { campaignId, overrideId, confirm, personId } = decision;
  const wanted = trx
    .selectFrom('consent_overrides')
    .selectAll()
    .where('id', '=', overrideId)
    .where('campaign_id', '=', campaignId)
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope));
  const found = await wanted.executeTakeFirst();
  if (!found) throw new AppError('not_found');
  const journeys = await lockJourneysById(trx, [await journeyIdOf(trx, campaignId, found.customer_id)]);
  const override = await wanted.forNoKeyUpdate().executeTakeFirstOrThrow();
  if (override.asked_by === personId) throw new AppError('override_self');
  const withdrawn = override.withdrawn_at !== null;
  if (override.confirmed === confirm && !withdrawn) return override;
  if (override.confirmed !== null || withdrawn) throw new AppError('override_decided');
  const { now } = await readClock(trx);
  const row = await trx
    .updateTable('consent_overrides')
    .set({ confirmed: confirm, decided_by: personId, decided_at: new Date(now) })
    .where('id', '=', overrideId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const by = `person:${personId}`;
  const data = { channels: [row.channel], source: `override:${row.id}` };
  const arrivals = journeys.map((journey) => ({
    journey,
    kind: 'contact_changed' as const,
    data,
    dedupe: `override:${row.id}`,
  }));
  if (confirm) await recordArrivals(trx, arrivals, { at: now, source: by });
  const kind = confirm ? 'override_confirmed' : 'override_declined';
  await noteOverride(trx, row, { kind, by, askedBy: `person:${row.asked_by}` }, now);
  return row;
}

/** Id of the customer's journey in a campaign. Throws not_found. */
async function journeyIdOf(db: Queryable, campaignId: number, customerId: number): Promise<number> {
  const journey = await db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (!journey) throw new AppError('not_found');
  return journey.id;
}

/** Appends an override's change to the campaign's ledger. */
async function noteOverride(trx: Trx, row: OverrideRow, entry: LedgerEntry, at: number): Promise<void> {
  const journey = await journeyIdOf(trx, row.campaign_id, row.customer_id);
  const { id: override, channel, reason } = row;
  const full = { ...entry, override, journey, customer: row.customer_id, channel, overrideReason: reason };
  await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, at, [full]);
}

/**
 * Withdraws an override, confirmed or not, with a reason. Contacts that depend on it and have not begun to leave are
 * withdrawn, leased calls are taken back, and the journey decides again. Idempotent. Appends to the ledger. Throws
 * not_found, and override_decided for a declined override.
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
