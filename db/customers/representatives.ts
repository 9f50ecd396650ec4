import { type Selectable, sql } from 'kysely';
import { localDate } from '../../domain/campaigns/calendar';
import { type Channel, type Purpose } from '../../domain/campaigns/campaign';
import { validUntil } from '../../domain/customers/authority-cases/checks';
import { type Relation } from '../../domain/customers/who-answers';
import { AppError } from '../../domain/errors';
import { type RepresentativeProfile } from './addressee';
import { readClock } from '../platform/clock';
import { type JourneyArrival, lockJourneysOf, recordArrivals, requireCustomer } from '../journeys/customer-arrivals';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { alignLinks, giveFactors, revokeLinksOfOthers } from './representative-access';
import { CONSENT_HOLD, endConsentHolds } from '../journeys/facts/customer-facts';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { wholeClient, type Scope } from '../platform/scope';
import { type Vault } from '../privacy/vault';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { type Representatives } from '../platform/schema.generated';

export type RepresentativeRow = Selectable<Representatives>;

const ALL: Channel[] = ['mail', 'sms', 'post', 'phone'];

export interface NewRepresentative {
  customerId: number;
  /** Numbers are E.164: a landline in `phone`, a mobile in `mobile`. */
  profile: RepresentativeProfile & { relation: Relation };
  /** Document that proves it, such as a certificate with its date. */
  evidence: string;
  /** Day on which that document was issued; null if not known. */
  evidenceOn: string | null;
  /** Two persons have checked its age by the campaign's own limit. */
  evidenceChecked?: boolean;
  validFrom: string;
  validUntil: string | null;
  /** Whether the representative may answer and sign for the customer. */
  mayDecide: boolean;
  /**
   * Null means every purpose. For other purposes neither customer nor representative is contacted while it is in force.
   */
  purposes: Purpose[] | null;
  /** Null means every channel for which there is an address. */
  channels: Channel[] | null;
  personId: number;
}

/** A customer's representatives, newest first, without names. Throws not_found. */
export async function listRepresentatives(
  db: Queryable,
  scope: Scope,
  customerId: number,
): Promise<RepresentativeRow[]> {
  await requireCustomer(db, scope, customerId);
  return db
    .selectFrom('representatives')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .orderBy('id', 'desc')
    .execute();
}

/**
 * Adds a representative. While in force, the representative is contacted instead of the customer, only on channels with
 * an address given here; the newest in force counts. One who may decide gets a page link and second factors of his own,
 * and the customer's link is revoked. Appends to ledgers. Throws not_found, and invalid_request (certificate_too_old)
 * for a guardian's outdated certificate.
 */
export async function addRepresentative(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  input: NewRepresentative,
): Promise<RepresentativeRow> {
  const { customerId, profile, personId } = input;
  await requireCustomer(trx, scope, customerId);
  const journeys = await lockJourneysOf(trx, scope, [customerId]);
  const { now } = await readClock(trx);
  refuseOldCertificate(input, now);
  const row = await trx
    .insertInto('representatives')
    .values({
      client_id: scope.clientId,
      customer_id: customerId,
      relation: profile.relation,
      channels: channelsOf(profile).filter((channel) => input.channels?.includes(channel) ?? true),
      may_decide: input.mayDecide,
      purposes: input.purposes,
      evidence: input.evidence,
      evidence_on: input.evidenceOn,
      valid_from: input.validFrom,
      valid_until: input.validUntil,
      created_by: personId,
      created_at: new Date(now),
      ...notNotifiedLater(input, now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const known = await trx
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (!known) throw new AppError('erased', { customer: customerId });
  await trx
    .insertInto('vault_items')
    .values({
      customer_id: customerId,
      item: `representative:${row.id}`,
      client_id: scope.clientId,
      data: vault.encrypt(vault.unwrap(known.wrapped_key), profile),
    })
    .execute();
  if (row.may_decide) await giveFactors(trx, vault, { row, profile });
  await alignLinks(trx, vault, { customerIds: [customerId], now });
  const by = `person:${personId}`;
  const inForce = row.began_notified_at !== null && row.lapse_notified_at === null;
  await notify(trx, { journeys: inForce ? journeys : [], row, kind: 'representative_added', by, now });
  return row;
}

/** Ends a representation; one that has ended stays unchanged. Call it last in the transaction. Throws not_found. */
export async function endRepresentative(
  trx: Trx,
  scope: Scope,
  input: { customerId: number; representativeId: number; personId: number },
): Promise<RepresentativeRow> {
  await requireCustomer(trx, scope, input.customerId);
  const journeys = await lockJourneysOf(trx, scope, [input.customerId]);
  const found = await trx
    .selectFrom('representatives')
    .selectAll()
    .where('id', '=', input.representativeId)
    .where('customer_id', '=', input.customerId)
    .where('client_id', '=', scope.clientId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!found) throw new AppError('not_found');
  if (found.ended_at !== null) return found;
  const { now } = await readClock(trx);
  const row = await trx
    .updateTable('representatives')
    .set({ ended_at: new Date(now) })
    .where('id', '=', found.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await revokeLinksOfOthers(trx, input.customerId, now);
  await notify(trx, { journeys, row, kind: 'representative_ended', by: `person:${input.personId}`, now });
  return row;
}

/** Validity dates are days in Japan. */
const ZONE = 'Asia/Tokyo';

/** Maximum age in months of a guardian's certificate (登記事項証明書). */
const CERTIFICATE_MONTHS = 6;

function refuseOldCertificate({ profile, evidenceOn, evidenceChecked }: NewRepresentative, now: number): void {
  if (profile.relation !== 'guardian' || evidenceOn === null || evidenceChecked) return;
  if (localDate(now, ZONE) <= validUntil(evidenceOn, CERTIFICATE_MONTHS)) return;
  const message = '登記事項証明書が発行から6か月を過ぎています / the certificate is older than six months';
  throw new AppError('invalid_request', {}, [{ path: 'body.evidenceOn', code: 'certificate_too_old', message }]);
}

/** Which changes need no later notification; a start or end in the future is notified on that day. */
function notNotifiedLater({ validFrom, validUntil }: NewRepresentative, now: number) {
  const today = localDate(now, ZONE);
  return {
    began_notified_at: validFrom <= today ? new Date(now) : null,
    lapse_notified_at: validUntil !== null && validUntil < today ? new Date(now) : null,
  };
}

const BATCH = 100;

/**
 * Notifies journeys, on the day itself, that a representation has begun or ended by its dates, because the addressee
 * changes. Repeatable and safe to run concurrently. Returns the number of changes notified.
 */
export async function followRepresentatives(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number; client: number; customer: number }>`
    with today as (select (tsunagi_now() at time zone 'Asia/Tokyo')::date as day)
    select id, client_id as client, customer_id as customer from representatives
    where ended_at is null and began_notified_at is null and valid_from <= (select day from today)
    union select id, client_id, customer_id from representatives
    where ended_at is null and lapse_notified_at is null and valid_until is not null and valid_until < (select day from today)
    order by id limit ${BATCH}`.execute(db);
  for (const { id, client, customer } of rows) {
    await db.transaction().execute((trx) => tellDates(trx, wholeClient(client), { id, customer }));
  }
  return rows.length;
}

async function tellDates(trx: Trx, scope: Scope, { id, customer }: { id: number; customer: number }): Promise<void> {
  const journeys = await lockJourneysOf(trx, scope, [customer]);
  const found = await trx
    .selectFrom('representatives')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const { now } = await readClock(trx);
  const today = localDate(now, ZONE);
  const lapsed = found.valid_until !== null && found.valid_until < today;
  const due = lapsed ? found.lapse_notified_at === null : found.began_notified_at === null && found.valid_from <= today;
  if (!due || found.ended_at !== null) return;
  const notifiedAt = { began_notified_at: new Date(now), ...(lapsed && { lapse_notified_at: new Date(now) }) };
  await trx.updateTable('representatives').set(notifiedAt).where('id', '=', id).execute();
  await revokeLinksOfOthers(trx, customer, now);
  const kind = lapsed ? 'representative_lapsed' : 'representative_began';
  await notify(trx, { journeys, row: found, kind, by: 'system', now });
}

/** Channels for which there is an address. */
function channelsOf({ mail, mobile, phone, address }: RepresentativeProfile): Channel[] {
  const given: Record<Channel, string | undefined> = { mail, sms: mobile, post: address, phone: mobile ?? phone };
  return ALL.filter((channel) => given[channel] !== undefined);
}

async function notify(
  trx: Trx,
  change: {
    journeys: JourneyRow[];
    row: RepresentativeRow;
    kind: 'representative_added' | 'representative_ended' | 'representative_began' | 'representative_lapsed';
    by: string;
    now: number;
  },
): Promise<void> {
  const { journeys, row, kind, by, now } = change;
  const data = { channels: ALL, source: `representative:${row.id}` };
  const arrivals = journeys.map((journey): JourneyArrival => ({
    journey,
    kind: 'contact_changed',
    data,
    dedupe: `${kind}:${row.id}`,
  }));
  await recordArrivals(trx, arrivals, { at: now, source: by });
  const { customer_id: customer, id: representative, relation, channels } = row;
  const entry = { kind, by, customer, representative, relation, channels, evidence: row.evidence };
  const begins = journeys.length > 0 && (kind === 'representative_added' || kind === 'representative_began');
  const consents = begins && row.may_decide && (relation === 'parent' || relation === 'guardian');
  const holds = consents ? await endConsentHolds(trx, customer, now) : [];
  const ended = holds.map((hold) => ({
    kind: 'hold_released',
    by,
    customer,
    hold,
    reason: CONSENT_HOLD,
    representative,
  }));
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry, ...ended]);
}
