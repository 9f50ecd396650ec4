import { rmSync } from 'node:fs';
import { eraseCustomers } from '../../activities/maintenance/erasure';
import { applyRetention } from '../../activities/maintenance/retention';
import { campaignChain } from '../../db/platform/ledger';
import { type Retention } from '../../domain/campaigns/campaign';
import { AudienceFixture, type CampaignFixture, csvOf } from '../audience/fixture';
import { asOwner } from '../audit/fixture';
import { stepClock, testDoc } from '../support/seed';
import { workerOf } from './erasure-support';

let f: AudienceFixture;
let campaign: CampaignFixture;
let machine: ReturnType<typeof workerOf>;
beforeAll(async () => void (f = await AudienceFixture.open()));
beforeEach(async () => {
  campaign = await f.campaign();
  machine = workerOf(f.t);
});
afterEach(() => rmSync(machine.folder, { recursive: true, force: true }));
afterAll(() => f.t.close());

const three = csvOf([{}, {}, {}]);
const one = csvOf([{}]);
const erase = () => eraseCustomers(machine.worker);
const customerOf = async (number: string) => (await f.audience(campaign)).get(number)!.customer_id;
/** People of the client who can still be read, and their items. */
const vault = async () => {
  const { vault_keys: people, vault_items: items } = await f.counts(campaign);
  return { people, items };
};

it('erases people whom the next import leaves out, and no one else', async () => {
  await f.put(campaign, one);
  const alone = await vault();
  await f.put(campaign, three);
  expect((await vault()).people).toBe(3);
  await f.put(campaign, one);
  await erase();
  expect(await vault()).toEqual(alone);
  expect((await f.audience(campaign)).size).toBe(1);
});

it('keeps people whom an import names again before they are erased, or another campaign', async () => {
  const sister = await f.campaign(campaign.clientId);
  await f.put(sister, csvOf([{}, {}]));
  await f.put(campaign, three);
  await f.put(campaign, one);
  await f.put(campaign, three);
  await erase();
  expect((await vault()).people).toBe(3);
  await f.put(campaign, one);
  await erase();
  expect((await vault()).people).toBe(2);
});

it.each([
  ['an open hold', 'holds', { reason: 'complaint' }],
  ['a protection', 'protections', {}],
] as const)('keeps a person with %s until a person decides', async (_what, table, more) => {
  await f.put(campaign, three);
  const customer_id = await customerOf('MN170000003');
  const row = { client_id: campaign.clientId, customer_id, source: 'x', opened_at: new Date(0), ...more };
  await f.t.db.insertInto(table).values(row).execute();
  await f.put(campaign, one);
  await erase();
  expect((await vault()).people).toBe(2);
});

describe('a campaign that never starts', () => {
  /** Its last date is the last day for claims, 31 October 2027. */
  const keep = (retention: Retention | undefined, status = 'draft') => {
    const doc = JSON.stringify({ ...testDoc({ columns: f.columns }), ...(retention && { retention }) });
    return Promise.all([
      asOwner(f.t, 'update campaign_versions set doc = $1 where campaign_id = $2', [doc, campaign.campaignId]),
      asOwner(f.t, 'update campaigns set status = $1 where id = $2', [status, campaign.campaignId]),
    ]);
  };
  const round = async (at: string) => {
    await stepClock(f.t, at);
    await applyRetention(machine.worker);
    await erase();
  };

  it.each(['draft', 'submitted', 'approved'])(
    'as %s keeps its people until retention is over, and no longer',
    async (status) => {
      await f.put(campaign, three);
      await keep({ personal: 6 }, status);
      await round('2028-04-30T23:00:00+09:00');
      expect((await vault()).people).toBe(3);
      await round('2028-05-01T00:00:00+09:00');
      expect(await vault()).toEqual({ people: 0, items: 0 });
      const row = await f.t.db
        .selectFrom('campaigns')
        .select('status')
        .where('id', '=', campaign.campaignId)
        .executeTakeFirst();
      expect(row).toEqual({ status: 'draft' });
      const { rows } = await f.t.pool.query('select body from ledger where chain = $1 order by seq', [campaignChain(campaign.campaignId)]); // prettier-ignore
      expect(rows.map(({ body }: { body: string }) => JSON.parse(body) as object)).toContainEqual(
        expect.objectContaining({ kind: 'retention_applied', what: 'personal', removed: 3 }),
      );
      expect(await f.put(campaign, three)).toMatchObject({ unchanged: false, contracts: 3 });
    },
  );

  it('forgets who got proofs, also where it never had an audience', async () => {
    const { clientId: client_id, campaignId: campaign_id } = campaign;
    const { id: added_by } = await f.t.db.selectFrom('persons').select('id').limit(1).executeTakeFirstOrThrow();
    const data = f.t.vault.encryptOwn({ name: '校正 一郎' });
    const row = { client_id, campaign_id, data, added_by, added_at: new Date(0) };
    await f.t.db.insertInto('proof_recipients').values(row).execute();
    const left = () =>
      f.t.db.selectFrom('proof_recipients').select('data').where('campaign_id', '=', campaign_id).executeTakeFirst();
    await keep({ personal: 6 });
    await round('2028-04-30T23:00:00+09:00');
    expect((await left())!.data).not.toBeNull();
    await round('2028-05-01T00:00:00+09:00');
    expect(await left()).toEqual({ data: null });
  });

  it('keeps them where the campaign file says nothing of retention', async () => {
    await f.put(campaign, three);
    await keep(undefined);
    await round('2037-01-01T00:00:00+09:00');
    expect((await vault()).people).toBe(3);
  });

  it('keeps them once it has started', async () => {
    await f.put(campaign, three);
    await keep({ personal: 6 }, 'running');
    await round('2037-01-01T00:00:00+09:00');
    expect((await vault()).people).toBe(3);
  });
});
