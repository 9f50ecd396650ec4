import { type Selectable } from 'kysely';
import { type Channel, type Purpose } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { freeLeases } from '../calls/free-leases';
import { readClock } from '../platform/clock';
import { lockJourneysOf, recordArrivals, requireCustomer } from '../journeys/customer-arrivals';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type Consents } from '../platform/schema.generated';

export type ConsentRow = Selectable<Consents>;

interface NewConsent {
  customerId: number;
  channel: Channel;
  purpose: Purpose;
  /** False is a refusal. */
  value: boolean;
  /** Where the customer declared it. */
  source: string;
  /** When the customer declared it, epoch ms; null means now. */
  at: number | null;
  /** Reference of the evidence, without names. */
  evidence: string | null;
  campaignId: number | null;
  personId: number;
}

/** All consents and refusals of a customer, newest declaration first. Throws not_found. */
export async function listConsents(
  db: Queryable,
  scope: Scope,
  customerId: number,
): Promise<(ConsentRow & { inForce: boolean })[]> {
  await requireCustomer(db, scope, customerId);
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const seen = new Set<string>();
  return rows.map((row) => {
    const key = `${row.channel}:${row.purpose}`;
    const inForce = !seen.has(key);
    seen.add(key);
    return { ...row, inForce };
  });
}

/** What is in force for a purpose, by channel: the newest declaration by its time; `unknown`: there is none. */
export async function consentsInForce(
  db: Queryable,
  customerId: number,
  purpose: string,
): Promise<Record<Channel, 'yes' | 'no' | 'unknown'>> {
  const rows = await db
    .selectFrom('consents')
    .distinctOn('channel')
    .select(['channel', 'value'])
    .where('customer_id', '=', customerId)
    .where('purpose', '=', purpose as Purpose)
    .orderBy('channel')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const declared = rows.map(({ channel, value }) => [channel, value ? 'yes' : 'no'] as const);
  return { mail: 'unknown', sms: 'unknown', post: 'unknown', phone: 'unknown', ...Object.fromEntries(declared) };
}

/**
 * Records a customer's consent or refusal for a channel and purpose. History is only appended to; the newest
 * declaration is in force. A refusal takes effect at commit for everything not yet handed over in all campaigns of the
 * client: queued messages, letters in a run and leased calls (their leases end). The journeys decide again. Appends to
 * ledgers. Throws not_found, and invalid_request for a time in the future.
 */
export async function recordConsent(
  trx: Trx,
  scope: Scope,
  consent: NewConsent,
): Promise<{ row: ConsentRow; inForce: boolean; journeys: number }> {
  const { customerId, channel, purpose, value, source, evidence, personId, campaignId } = consent;
  await requireCustomer(trx, scope, customerId);
  const journeys = await lockJourneysOf(trx, scope, [customerId]);
  const { now } = await readClock(trx);
  const at = consent.at ?? now;
  if (at > now) throw inFuture();
  const row = await trx
    .insertInto('consents')
    .values({
      customer_id: customerId,
      client_id: scope.clientId,
      channel,
      purpose,
      value,
      source,
      at: new Date(at),
      evidence,
      recorded_by: personId,
      recorded_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const inForce = await isNewest(trx, row);
  if (inForce && !value && channel === 'phone') await freeLeases(trx, { customerId, purpose });
  const by = `person:${personId}`;
  const data = { channel, purpose, ...(value && { undo: true }), consent: row.id };
  const arrivals = journeys.map((journey) => ({
    journey,
    kind: 'opt_out' as const,
    data,
    dedupe: `consent:${row.id}`,
  }));
  if (inForce) await recordArrivals(trx, arrivals, { at, source: by });
  const kind = value ? 'consent_given' : 'consent_refused';
  const entry = { kind, by, customer: customerId, consent: row.id, channel, purpose, source, evidence, at, inForce };
  const about = campaignId === null ? entry : { ...entry, campaign: campaignId };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [about]);
  return { row, inForce, journeys: inForce ? journeys.length : 0 };
}

async function isNewest(db: Queryable, row: ConsentRow): Promise<boolean> {
  const newest = await db
    .selectFrom('consents')
    .select('id')
    .where('customer_id', '=', row.customer_id)
    .where('channel', '=', row.channel)
    .where('purpose', '=', row.purpose)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return newest.id === row.id;
}

const inFuture = () =>
  new AppError('invalid_request', {}, [
    { path: 'body.at', code: 'in_future', message: '未来の日時です / lies in the future' },
  ]);
