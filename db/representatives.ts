import { type Selectable } from 'kysely';
import { type Channel } from '../domain/campaign';
import { AppError } from '../domain/errors';
import { type RepresentativeProfile } from './addressee';
import { type Trx } from './campaigns';
import { readClock } from './clock';
import { type Queryable } from './connect';
import { type JourneyArrival, lockJourneysOf, recordArrivals, requireCustomer } from './customer-arrivals';
import { appendLedger, INSTALLATION_CHAIN } from './ledger';
import { type JourneyRow } from './place-facts';
import { type RepresentativesTable } from './schema-channels';
import { type Scope } from './scope';
import { type Vault } from './vault';

export type RepresentativeRow = Selectable<RepresentativesTable>;
export type Relation = RepresentativeRow['relation'];

export const RELATIONS = ['heir', 'guardian', 'parent', 'agent', 'contact', 'lawyer'] as const satisfies Relation[];

const ALL: Channel[] = ['mail', 'sms', 'post', 'phone'];

export interface NewRepresentative {
  customerId: number;
  /** Numbers as E.164: a landline as `phone`, a mobile as `mobile`. */
  profile: RepresentativeProfile & { relation: Relation };
  /** Which paper proves it, such as a certificate with its date. */
  evidence: string;
  validFrom: string;
  validUntil: string | null;
  personId: number;
}

/** A customer's representatives, newest first; names stay in the vault. Throws not_found. */
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
 * Notes who acts for a customer. While in force, that person is written to and called instead, on the channels an
 * address was given for and on no other. The newest one in force counts. Appends to ledgers, so call it last in the
 * transaction. Throws not_found.
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
  const row = await trx
    .insertInto('representatives')
    .values({
      client_id: scope.clientId,
      customer_id: customerId,
      relation: profile.relation,
      channels: channelsOf(profile),
      evidence: input.evidence,
      valid_from: input.validFrom,
      valid_until: input.validUntil,
      created_by: personId,
      created_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const { wrapped_key: wrapped } = await trx
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('vault_items')
    .values({
      customer_id: customerId,
      item: `representative:${row.id}`,
      client_id: scope.clientId,
      data: vault.seal(vault.unwrap(wrapped), profile),
    })
    .execute();
  await tell(trx, { journeys, row, kind: 'representative_added', personId, now });
  return row;
}

/** Ends a representation; one that has ended stays as it is. Call it last in the transaction. Throws not_found. */
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
    .forUpdate()
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
  await tell(trx, { journeys, row, kind: 'representative_ended', personId: input.personId, now });
  return row;
}

/** The channels an address was given for. */
function channelsOf({ mail, mobile, phone, address }: RepresentativeProfile): Channel[] {
  const given: Record<Channel, string | undefined> = { mail, sms: mobile, post: address, phone: mobile ?? phone };
  return ALL.filter((channel) => given[channel] !== undefined);
}

async function tell(
  trx: Trx,
  change: {
    journeys: JourneyRow[];
    row: RepresentativeRow;
    kind: 'representative_added' | 'representative_ended';
    personId: number;
    now: number;
  },
): Promise<void> {
  const { journeys, row, kind, personId, now } = change;
  const by = `person:${personId}`;
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
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
}
