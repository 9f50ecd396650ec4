import { sql } from 'kysely';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { type TestDb } from '../test-db';

type Rows = Pick<TestDb, 'db' | 'vault'>;

/** Where a customer belongs. */
export interface Place {
  clientId: number;
  campaignId: number;
}

/** A client with a code that no other has. */
export async function insertClient({ db }: Pick<TestDb, 'db'>, name = 'みなと通信'): Promise<number> {
  const client = { code: `client-${Math.random()}`, name };
  return (await db.insertInto('clients').values(client).returning('id').executeTakeFirstOrThrow()).id;
}

/** A campaign with its first version, as two approvals and a start would have left it; or a draft. */
export async function insertCampaign(
  { db }: Pick<TestDb, 'db'>,
  clientId: number,
  doc: CampaignDoc,
  { status = 'running', startedAt }: { status?: 'running' | 'draft'; startedAt?: number } = {},
): Promise<number> {
  const started = startedAt === undefined ? {} : { epoch: 1, started_at: new Date(startedAt) };
  const { id } = await db
    .insertInto('campaigns')
    .values({ client_id: clientId, name: doc.name, status, ...started })
    .returning('id')
    .executeTakeFirstOrThrow();
  const version = { campaign_id: id, version: 1, client_id: clientId, doc: JSON.stringify(doc) };
  await db.insertInto('campaign_versions').values(version).execute();
  return id;
}

/** A customer as an import leaves one. */
export interface ImportedCustomer {
  kind?: 'person' | 'company';
  ageFrom?: number;
  /** Keyed hash by which the customer is known again. */
  party: Buffer;
  profile: object;
  /** Second factors, in clear. */
  factors?: { birth?: string | undefined; phone4?: string | undefined; code?: string | undefined };
  /** Usable addresses. */
  contacts?: { channel: Channel; hash: Buffer }[];
  contracts?: { number: string; product?: string | undefined }[];
}

/**
 * Writes a customer with vault key, profile, second factors, addresses, and contracts that take part in the campaign.
 * This is the only place of the tests that writes these rows; every fixture begins here.
 */
export async function insertCustomer(
  { db, vault }: Rows,
  { clientId, campaignId }: Place,
  customer: ImportedCustomer,
): Promise<{ id: number; contracts: number[] }> {
  const { kind = 'person', ageFrom = null, party, profile, factors = {}, contacts = [], contracts = [] } = customer;
  const { id } = await db
    .insertInto('customers')
    .values({ client_id: clientId, kind, party_hash: party, age_from: ageFrom })
    .returning('id')
    .executeTakeFirstOrThrow();
  const own = { customer_id: id, client_id: clientId };
  const { key, wrapped } = vault.newKey();
  const held = { ...own, master_key_id: vault.keyId, wrapped_key: wrapped };
  await db.insertInto('vault_keys').values(held).execute();
  const keep = async (item: string, value: object) =>
    db
      .insertInto('vault_items')
      .values({ ...own, item, data: vault.encrypt(key, value) })
      .execute();
  await keep('profile', profile);
  for (const kind of ['birth', 'phone4', 'code'] as const) {
    const value = factors[kind];
    if (!value) continue;
    const factor = { ...own, kind, hash: vault.factor(party, kind, value) };
    await db.insertInto('second_factors').values(factor).execute();
  }
  for (const contact of contacts)
    await db
      .insertInto('contact_points')
      .values({ ...own, ...contact })
      .execute();
  const ids: number[] = [];
  for (const { number, product } of contracts) {
    const contract = await db
      .insertInto('contracts')
      .values({
        ...own,
        number_hash: vault.index(clientId, 'contract', number),
        row_hash: Buffer.from(number),
        product: product ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await keep(`contract:${contract.id}`, { number });
    await db
      .insertInto('audience')
      .values({
        ...{ ...own, campaign_id: campaignId, contract_id: contract.id, state: 'included' },
        line: sql<number>`(select coalesce(max(line), 1) + 1 from audience where campaign_id = ${campaignId})`,
      })
      .execute();
    ids.push(contract.id);
  }
  return { id, contracts: ids };
}

/** An open journey that no workflow knows. */
export async function insertJourney({ db }: Pick<TestDb, 'db'>, place: Place, customerId: number): Promise<number> {
  const journey = { client_id: place.clientId, campaign_id: place.campaignId, customer_id: customerId };
  return (await db.insertInto('journeys').values(journey).returning('id').executeTakeFirstOrThrow()).id;
}
