import { existsSync, readdirSync, rmSync } from 'node:fs';
import { sql } from 'kysely';
import { eraseCustomers } from '../../activities/maintenance/erasure';
import { applyRetention } from '../../activities/maintenance/retention';
import { verifyChain } from '../../audit/verify';
import { campaignDoc, getCampaign } from '../../db/campaigns/campaigns';
import { readClock } from '../../db/platform/clock';
import { campaignChain } from '../../db/platform/ledger';
import { retentionOf } from '../../db/privacy/retention';
import { type Retention } from '../../domain/campaigns/campaign';
import { asOwner } from '../audit/fixture';
import { type Over, overCampaign, postedRun } from './erasure-support';
import { type Api, ledgerKinds, openApi } from '../support/api';
import { postLetter, scanOf, sendScan } from '../returns/returns-fixture';
import { stepClock, testDoc } from '../support/seed';

let api: Api;
let over: Over;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
afterEach(() => rmSync(over.folder, { recursive: true, force: true }));

/** The last day for claims of the campaign, 31 October 2027, and six months. */
const DAY_BEFORE = '2028-04-30T23:00:00+09:00';
const DUE = '2028-05-01T00:00:00+09:00';

async function keep(retention: Retention | undefined): Promise<void> {
  over = await overCampaign(api.t, [{ channels: ['post'] }, {}, {}]);
  const doc = JSON.stringify({ ...testDoc(), ...(retention && { retention }) });
  await asOwner(api.t, 'update campaign_versions set doc = $1 where campaign_id = $2', [doc, over.campaignId]);
}

const alive = async (): Promise<number[]> => {
  const rows = await api.t.db
    .selectFrom('vault_keys')
    .select('customer_id')
    .where('client_id', '=', over.clientId)
    .orderBy('customer_id')
    .execute();
  return rows.map((row) => row.customer_id);
};
const ids = () => over.customers.map(({ id }) => id);
const retention = async () =>
  (await api.send('get', `/api/campaigns/${over.campaignId}/retention`, over.keys.operator).expect(200)).body;
const countedTo = async (counted: number) => {
  const campaign = await getCampaign(api.t.db, { clientId: over.clientId, campaigns: null }, over.campaignId);
  const doc = await campaignDoc(api.t.db, campaign.id, campaign.version);
  return retentionOf(api.t.db, campaign, doc, { now: (await readClock(api.t.db)).now, counted });
};
const round = async () => {
  await applyRetention(over.worker);
  await eraseCustomers(over.worker);
};
const entries = async () => {
  const { rows } = await sql<{ body: { kind: string; what: string; removed: number } }>`
    select body::jsonb as body from ledger where chain = ${campaignChain(over.campaignId)}
      and body::jsonb ->> 'kind' = 'retention_applied' order by seq`.execute(api.t.db);
  return rows.map(({ body }) => [body.what, body.removed]);
};

it('keeps everything where the campaign file does not say, and says so', async () => {
  await keep(undefined);
  await stepClock(api.t, '2037-01-01T00:00:00+09:00');
  await round();
  expect(await alive()).toEqual(ids());
  expect((await retention()).items).toMatchObject([
    { what: 'personal', months: null, dueAt: null, due: 0 },
    { what: 'images', months: null, dueAt: null, due: 0 },
    { what: 'print', months: null, dueAt: null, due: 0 },
  ]);
});

it('removes nothing before its day, everything on it, and nothing a second time', async () => {
  await keep({ personal: 6, images: 6, print: 6 });
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  const letter = await postLetter(api, over);
  await sendScan(api, over.keys.operator, await scanOf(letter.code), { kind: 'form' }).expect(201);
  const folder = await postedRun(api.t, over, [letter.pieceId]);
  await stepClock(api.t, DAY_BEFORE);
  await round();
  expect(await alive()).toEqual(ids());
  expect((await retention()).items).toMatchObject([{ dueAt: new Date(DUE).toISOString(), due: 0 }, {}, {}]);

  await stepClock(api.t, DUE);
  const one = { due: 1, moreDue: false };
  expect((await retention()).items).toMatchObject([{ due: 3, moreDue: false }, one, one]);
  expect(await countedTo(2)).toMatchObject([{ due: 2, moreDue: true }, one, one]);
  await round();
  expect(await alive()).toEqual([]);
  expect(existsSync(folder) && readdirSync(folder)).toEqual(['manifest.csv']);
  await round();
  await round();
  expect((await entries()).sort()).toEqual([
    ['images', 1],
    ['personal', 3],
    ['print', 1],
  ]);
  expect((await retention()).items).toMatchObject([
    { due: 0, removed: 3, doneAt: expect.any(String) },
    { due: 0, removed: 1, doneAt: expect.any(String) },
    { due: 0, removed: 1, doneAt: expect.any(String) },
  ]);
  expect(over.worker.register.entries().map((entry) => entry.customer)).toEqual(ids());
  expect(await verifyChain(api.t.db, campaignChain(over.campaignId))).toMatchObject({ ok: true });
});

it('each kind has a time of its own', async () => {
  await keep({ images: 6 });
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  const letter = await postLetter(api, over);
  await sendScan(api, over.keys.operator, await scanOf(letter.code), { kind: 'form' }).expect(201);
  await stepClock(api.t, DUE);
  await round();
  expect(await entries()).toEqual([['images', 1]]);
  expect(await alive()).toEqual(ids());
});

it.each(['complaint', 'dispute', 'lawyer', 'antisocial'])(
  'keeps the image of a form while a hold for %s is open',
  async (reason) => {
    await keep({ images: 6 });
    await stepClock(api.t, '2027-02-15T10:00:00+09:00');
    const letter = await postLetter(api, over);
    await sendScan(api, over.keys.operator, await scanOf(letter.code), { kind: 'form' }).expect(201);
    const hold = { client_id: over.clientId, customer_id: over.customers[0]!.id, reason, source: 'x' };
    const { id } = await api.t.db
      .insertInto('holds')
      .values({ ...hold, opened_at: new Date(0) })
      .returning('id')
      .executeTakeFirstOrThrow();
    await stepClock(api.t, DUE);
    await round();
    expect(await entries()).toEqual([]);
    expect((await retention()).items[1]).toMatchObject({ what: 'images', due: 1, kept: 1, doneAt: null });
    await api.t.db
      .updateTable('holds')
      .set({ released_at: new Date(1) })
      .where('id', '=', id)
      .execute();
    await round();
    expect(await entries()).toEqual([['images', 1]]);
  },
);

it('keeps who is in another campaign that goes on, or under a legal hold, until that is over', async () => {
  await keep({ personal: 6 });
  const [inOther, held] = [over.customers[0]!, over.customers[1]!];
  const { id: campaign_id } = await api.t.db
    .insertInto('campaigns')
    .values({ client_id: over.clientId, name: 'x', status: 'running' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const own = { customer_id: inOther.id, client_id: over.clientId };
  await api.t.db
    .insertInto('audience')
    .values({ ...own, campaign_id, contract_id: inOther.contracts[0]!, line: 2, state: 'included' })
    .execute();
  const hold = { client_id: over.clientId, customer_id: held.id, reason: 'dispute', source: 'x' };
  await api.t.db
    .insertInto('holds')
    .values({ ...hold, opened_at: new Date(0) })
    .execute();
  await stepClock(api.t, DUE);
  await round();
  await round();
  expect(await alive()).toEqual([inOther.id, held.id]);
  expect((await retention()).items[0]).toMatchObject({ due: 2, kept: 2, removed: 1, doneAt: null });
  await api.t.db
    .updateTable('holds')
    .set({ released_at: new Date(1) })
    .where('customer_id', '=', held.id)
    .execute();
  await round();
  expect(await alive()).toEqual([inOther.id]);
  // over too, but no period is set for how long that one keeps its customers
  const doc = JSON.stringify(testDoc());
  await api.t.db
    .insertInto('campaign_versions')
    .values({ campaign_id, version: 1, client_id: over.clientId, doc })
    .execute();
  const ended = { status: 'completed' as const, ended_at: new Date('2027-06-01') };
  await api.t.db.updateTable('campaigns').set(ended).where('id', '=', campaign_id).execute();
  await round();
  expect(await alive()).toEqual([inOther.id]);
  const due = JSON.stringify({ ...testDoc(), retention: { personal: 0 } });
  await asOwner(api.t, 'update campaign_versions set doc = $1 where campaign_id = $2', [due, campaign_id]);
  await round();
  expect(await alive()).toEqual([]);
});

it('forgets who got proofs when the time for personal data is over, with their names and addresses', async () => {
  await keep({ personal: 6 });
  const { clientId: client_id, campaignId: campaign_id } = over;
  const { id: added_by } = await api.t.db.selectFrom('persons').select('id').limit(1).executeTakeFirstOrThrow();
  const data = api.t.vault.encryptOwn({ name: '校正 一郎', mail: 'kosei@agency.example' });
  const row = { client_id, campaign_id, data, added_by, added_at: new Date(0) };
  const { id } = await api.t.db.insertInto('proof_recipients').values(row).returning('id').executeTakeFirstOrThrow();
  const left = () =>
    api.t.db.selectFrom('proof_recipients').select('data').where('id', '=', id).executeTakeFirstOrThrow();
  await stepClock(api.t, DAY_BEFORE);
  await round();
  expect((await left()).data).not.toBeNull();
  await stepClock(api.t, DUE);
  await round();
  await round();
  expect(await left()).toEqual({ data: null });
  const kinds = await ledgerKinds(api.t, campaign_id);
  expect(kinds.filter((kind) => kind === 'proof_recipient_removed')).toHaveLength(1);
});
