import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCampaignFile } from '../../api/campaign-file/read';
import { type Vault } from '../../db/privacy/vault';
import { type CampaignDoc, channelsOf } from '../../domain/campaigns/campaign';
import { type Db } from '../../db/platform/types';

const DAY = 86_400_000;
const PAGE = 500;

/** The example's campaign, moved so that its first day is three days before `now`; mails may be sent at any hour. */
export function benchDoc(vault: Vault, now: number): CampaignDoc {
  const text = readFileSync(join(__dirname, '..', '..', 'examples', 'campaign.yaml'), 'utf8');
  const hashContract = (number: string) => vault.index(1, 'contract', number).toString('hex');
  const doc = parseCampaignFile(text, { now: 0, hashContract });
  const moved = now - 3 * DAY - doc.dates.firstDispatch;
  const { firstDispatch, applyBy, lastDispatch, endOfService, graceUntil, claimsUntil } = doc.dates;
  return {
    ...doc,
    quietHours: { mail: null },
    dates: {
      ...doc.dates,
      firstDispatch: firstDispatch + moved,
      applyBy: applyBy + moved,
      lastDispatch: lastDispatch + moved,
      endOfService: endOfService + moved,
      graceUntil: graceUntil && graceUntil + moved,
      claimsUntil: claimsUntil && claimsUntil + moved,
    },
  };
}

export interface BenchCampaign {
  clientId: number;
  campaignId: number;
}

let campaigns = 0;

/**
 * Inserts a campaign that only needs `release`, with `size` customers who have one contract and an e-mail address each.
 * Its plan is the example's by mail, or the first `steps` of it.
 */
export async function insertCampaign(db: Db, vault: Vault, size: number, steps?: number): Promise<BenchCampaign> {
  const code = `bench-${++campaigns}`;
  const full = benchDoc(vault, Date.now());
  const mailed = full.plan.steps.filter((step) => !step.only && channelsOf(step).includes('mail'));
  const doc = { ...full, plan: { steps: mailed.slice(0, steps) } };
  const client = await db.insertInto('clients').values({ code, name: code }).returning('id').executeTakeFirstOrThrow();
  const own = { client_id: client.id };
  const campaign = await db
    .insertInto('campaigns')
    .values({ ...own, name: doc.name, status: 'approved' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('campaign_versions')
    .values({ ...own, campaign_id: campaign.id, version: 1, doc: JSON.stringify(doc) })
    .execute();
  for (let first = 0; first < size; first += PAGE) {
    const numbers = Array.from({ length: Math.min(PAGE, size - first) }, (_, index) => first + index);
    await insertCustomers(db, vault, { clientId: client.id, campaignId: campaign.id }, numbers);
  }
  return { clientId: client.id, campaignId: campaign.id };
}

/** Starts the campaign as a manager would; outbox and campaign workflow do the rest. */
export async function release(db: Db, { campaignId }: BenchCampaign): Promise<void> {
  await db
    .updateTable('campaigns')
    .set({ status: 'running', epoch: 1, started_at: new Date() })
    .where('id', '=', campaignId)
    .execute();
}

async function insertCustomers(db: Db, vault: Vault, campaign: BenchCampaign, numbers: number[]): Promise<void> {
  const { clientId, campaignId } = campaign;
  const own = { client_id: clientId };
  const hashOf = (kind: string, number: number) => vault.index(clientId, kind, String(number));
  const customers = await db
    .insertInto('customers')
    .values(numbers.map((number) => ({ ...own, kind: 'person' as const, party_hash: hashOf('party', number) })))
    .returning(['id', 'party_hash'])
    .execute();
  const ids = new Map(customers.map((row) => [row.party_hash.toString('hex'), row.id]));
  const people = numbers.map((number) => ({
    number,
    key: vault.newKey(),
    id: ids.get(hashOf('party', number).toString('hex'))!,
  }));
  const keys = people.map(({ id, key }) => ({
    ...own,
    customer_id: id,
    master_key_id: vault.keyId,
    wrapped_key: key.wrapped,
  }));
  const items = people.map(({ id, key, number }) => {
    const profile = { name: `見本 ${number}`, mail: `c${number}@customers.example` };
    return { ...own, customer_id: id, item: 'profile', data: vault.encrypt(key.key, profile) };
  });
  const points = people.map(({ id, number }) => ({
    ...own,
    customer_id: id,
    channel: 'mail' as const,
    hash: hashOf('mail', number),
  }));
  await db.insertInto('vault_keys').values(keys).execute();
  await db.insertInto('vault_items').values(items).execute();
  await db.insertInto('contact_points').values(points).execute();
  const contracts = await db
    .insertInto('contracts')
    .values(
      people.map(({ id, number }) => ({
        ...own,
        customer_id: id,
        number_hash: hashOf('contract', number),
        row_hash: hashOf('row', number),
        product: 'ADSL',
      })),
    )
    .returning(['id', 'customer_id'])
    .execute();
  const audience = contracts.map((row, index) => ({
    ...own,
    campaign_id: campaignId,
    contract_id: row.id,
    customer_id: row.customer_id,
    line: index + 2,
    state: 'included' as const,
  }));
  await db.insertInto('audience').values(audience).execute();
}
