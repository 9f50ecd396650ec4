import { sql } from 'kysely';
import { audienceHash } from '../../db/audience/held-rows';
import { AudienceFixture, type CampaignFixture, type Change, csvOf } from './fixture';

let f: AudienceFixture;
let campaign: CampaignFixture;
beforeAll(async () => {
  f = await AudienceFixture.open();
});
beforeEach(async () => {
  campaign = await f.campaign();
});
afterAll(() => f.t.close());

const states = async (of = campaign) =>
  Object.fromEntries([...(await f.audience(of))].map(([number, row]) => [number.slice(-1), row.state]));
const idOf = async (number: string, of = campaign) => (await f.audience(of)).get(number)!.contract_id;
const openHolds = async () => {
  const { clientId } = campaign;
  const query = f.t.db
    .selectFrom('holds')
    .select('reason')
    .where('client_id', '=', clientId)
    .where('released_at', 'is', null);
  return (await query.execute()).map((row) => row.reason);
};

it('changes nothing when the same file comes twice', async () => {
  const file = csvOf([{}, { 備考: '弁護士受任' }, { 氏名: '' }]);
  const first = await f.put(campaign, file);
  await f.decide(campaign, await idOf('MN170000002'), 'release');
  const before = [await f.counts(campaign), await audienceHash(f.t.db, campaign.campaignId)];
  expect(await f.put(campaign, file)).toEqual({ ...first, unchanged: true });
  expect([await f.counts(campaign), await audienceHash(f.t.db, campaign.campaignId)]).toEqual(before);
  expect(await states()).toEqual({ 1: 'included', 2: 'included' });
});

it('reads the same file again under another mapping, and an older one after a newer', async () => {
  const [one, two] = [csvOf([{}]), csvOf([{}, {}])];
  const { remark: _, ...columns } = f.columns;
  const first = await f.put(campaign, one);
  const remapped = await f.put(campaign, one, { ...columns, ignored: '備考' });
  expect(remapped).toMatchObject({ unchanged: false });
  expect(remapped.importId).not.toBe(first.importId);
  expect(await f.put(campaign, two)).toMatchObject({ unchanged: false, contracts: 2 });
  expect(await f.put(campaign, one)).toMatchObject({ unchanged: false, contracts: 1 });
  expect(await states()).toEqual({ 1: 'included' });
});

it('replaces the audience and refreshes known customers under their key', async () => {
  const { db } = f.t;
  await f.put(campaign, csvOf([{}, {}, {}]));
  const before = await f.audience(campaign);
  const key = () =>
    db
      .selectFrom('vault_keys')
      .select('wrapped_key')
      .where('customer_id', '=', before.get('MN170000001')!.customer_id)
      .executeTakeFirstOrThrow();
  const oldKey = await key();
  const changed: Change = { メールアドレス: 'new@example.jp', 携帯電話: '', 契約プラン: 'ビジネス' };
  expect(await f.put(campaign, csvOf([changed, {}]))).toMatchObject({ contracts: 2, customers: 2 });
  const after = await f.audience(campaign);
  expect([...after.keys()].sort()).toEqual(['MN170000001', 'MN170000002']);
  expect(after.get('MN170000001')).toMatchObject({
    customer_id: before.get('MN170000001')!.customer_id,
    contract_id: before.get('MN170000001')!.contract_id,
    product: 'ビジネス',
    profile: { mail: 'new@example.jp' },
  });
  expect(after.get('MN170000001')!.profile.mobile).toBeUndefined();
  expect(await key()).toEqual(oldKey);
  const customer = before.get('MN170000001')!.customer_id;
  const factors = await db.selectFrom('second_factors').select('kind').where('customer_id', '=', customer).execute();
  expect(factors.map((row) => row.kind).sort()).toEqual(['birth', 'phone4']);
});

it('forgets that an address is bad only when it changes', async () => {
  const { db } = f.t;
  await f.put(campaign, csvOf([{}, {}]));
  const own = db.updateTable('contact_points').set({ bad_reason: '5.1.1', bad_at: new Date(0) });
  await own.where('client_id', '=', campaign.clientId).execute();
  await f.put(campaign, csvOf([{ メールアドレス: 'new@example.jp' }, {}, {}]));
  const points = await db
    .selectFrom('contact_points')
    .select('bad_reason')
    .where('client_id', '=', campaign.clientId)
    .where('channel', '=', 'mail')
    .orderBy('customer_id')
    .execute();
  expect(points.map((row) => row.bad_reason)).toEqual([null, '5.1.1', null]);
});

it('finds customers of an earlier campaign of the same client, and of no other client', async () => {
  await f.put(campaign, csvOf([{}]));
  const later = await f.campaign(campaign.clientId);
  const other = await f.campaign();
  await f.put(later, csvOf([{}, {}]));
  await f.put(other, csvOf([{}]));
  const [first, second, third] = await Promise.all([campaign, later, other].map((one) => f.audience(one)));
  expect(second!.get('MN170000001')!.customer_id).toBe(first!.get('MN170000001')!.customer_id);
  expect(third!.get('MN170000001')!.customer_id).not.toBe(first!.get('MN170000001')!.customer_id);
});

it("never overrides a customer's own declaration on consent", async () => {
  const { db } = f.t;
  const consents = async () => {
    const query = db.selectFrom('consents').select(['value', 'source']).where('client_id', '=', campaign.clientId);
    return (await query.orderBy('id').execute()).map((row) => `${row.value} ${row.source.split(':')[0]}`);
  };
  await f.put(campaign, csvOf([{ メール通知同意: '1' }]));
  await f.put(campaign, csvOf([{ メール通知同意: '0' }]));
  await f.put(campaign, csvOf([{ メール通知同意: '0', 契約プラン: 'x' }]));
  await f.put(campaign, csvOf([{ メール通知同意: '1' }]));
  expect(await consents()).toEqual(['true import', 'false import', 'true import']);
  const customer = (await f.audience(campaign)).get('MN170000001')!.customer_id;
  const own = {
    customer_id: customer,
    client_id: campaign.clientId,
    channel: 'mail',
    purpose: 'service_notice' as const,
  };
  await db
    .insertInto('consents')
    .values({ ...own, value: false, source: 'page', at: new Date() })
    .execute();
  await f.put(campaign, csvOf([{ メール通知同意: '1', 契約プラン: 'y' }]));
  expect(await consents()).toHaveLength(4);
});

const SAME: Change = { 氏名: '山田　太郎' };

it('holds every contract of a customer until a person has decided on each', async () => {
  const file = csvOf([SAME, { ...SAME, 備考: 'ご逝去' }, {}]);
  expect(await f.put(campaign, file)).toMatchObject({ held: 2, findings: { bySeverity: { held: 2 } } });
  expect(await states()).toEqual({ 1: 'held', 2: 'held', 3: 'included' });
  expect(await openHolds()).toEqual(['death']);
  await f.decide(campaign, await idOf('MN170000002'), 'exclude');
  expect(await openHolds()).toEqual(['death']);
  await f.decide(campaign, await idOf('MN170000001'), 'release');
  expect(await states()).toEqual({ 1: 'included', 2: 'excluded', 3: 'included' });
  expect(await openHolds()).toEqual([]);
  const ledger = await f.t.db.selectFrom('ledger').select('body').where('client_id', '=', campaign.clientId).execute();
  expect(ledger.map((row) => (JSON.parse(row.body) as { kind: string }).kind)).toEqual([
    'audience_imported',
    'hold_opened',
    'consents_imported',
    'held_decided',
    'held_decided',
  ]);
});

it('takes one decision a row, and none on a row that is not held', async () => {
  await f.put(campaign, csvOf([{ 備考: '係争中' }, {}]));
  const id = await idOf('MN170000001');
  await f.decide(campaign, id, 'exclude');
  await expect(f.decide(campaign, id, 'release')).rejects.toMatchObject({ code: 'held_already_decided' });
  await expect(f.decide(campaign, await idOf('MN170000002'), 'release')).rejects.toMatchObject({ code: 'not_found' });
  const other = await f.campaign();
  await expect(f.decide({ ...other, campaignId: campaign.campaignId }, id, 'release')).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('keeps a decision while the row says the same, and asks again when it changes', async () => {
  await f.put(campaign, csvOf([{ 備考: '弁護士受任' }, { 備考: '係争中' }, { 備考: '成年後見人あり' }]));
  await f.decide(campaign, await idOf('MN170000001'), 'release');
  await f.decide(campaign, await idOf('MN170000002'), 'exclude');
  await f.decide(campaign, await idOf('MN170000003'), 'release');
  const changed = { 備考: '成年後見人あり', 携帯電話: '' };
  await f.put(campaign, csvOf([{ 備考: '弁護士受任' }, { 備考: '係争中' }, changed]));
  expect(await states()).toEqual({ 1: 'included', 2: 'excluded', 3: 'held' });
  expect((await openHolds()).sort()).toEqual(['dispute', 'guardian']);
});

it('holds a customer on hold elsewhere although this file has no remark', async () => {
  await f.put(campaign, csvOf([{ 備考: 'ご逝去' }]));
  const later = await f.campaign(campaign.clientId);
  expect(await f.put(later, csvOf([{}, {}]))).toMatchObject({ held: 1 });
  expect(await states(later)).toEqual({ 1: 'held', 2: 'included' });
  expect((await f.findings(later)).map(({ line, code }) => [line, code])).toEqual([[2, 'held_customer']]);
});

it('gives another hash after any change of the audience or a decision', async () => {
  const hash = () => audienceHash(f.t.db, campaign.campaignId);
  const seen = [await hash()];
  await f.put(campaign, csvOf([{ 備考: '弁護士受任' }, {}]));
  seen.push(await hash());
  await f.decide(campaign, await idOf('MN170000001'), 'exclude');
  seen.push(await hash());
  await f.put(campaign, csvOf([{ 備考: '弁護士受任' }, { 携帯電話: '' }]));
  seen.push(await hash());
  await f.put(campaign, csvOf([{ 備考: '弁護士受任' }]));
  seen.push(await hash());
  expect(new Set(seen).size).toBe(seen.length);
});

it.each(['running', 'completed'] as const)('takes no file for a campaign that is %s', async (status) => {
  await f.t.db.updateTable('campaigns').set({ status }).where('id', '=', campaign.campaignId).execute();
  await expect(f.put(campaign, csvOf([{}]))).rejects.toMatchObject({ code: 'campaign_not_editable' });
});

it('makes a submitted campaign a draft again', async () => {
  const change = { status: 'submitted' as const, content_hash: 'x' };
  await f.t.db.updateTable('campaigns').set(change).where('id', '=', campaign.campaignId).execute();
  await f.put(campaign, csvOf([{}]));
  const query = f.t.db.selectFrom('campaigns').select('status').where('id', '=', campaign.campaignId);
  expect(await query.executeTakeFirstOrThrow()).toEqual({ status: 'draft' });
});

it('imports one file of a client at a time, and closes what a kill left running', async () => {
  const { db } = f.t;
  const results = await Promise.allSettled([f.put(campaign, csvOf([{}])), f.put(campaign, csvOf([{}, {}]))]);
  const refused = results.filter((result) => result.status === 'rejected');
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'import_running' });
  const left = { client_id: campaign.clientId, campaign_id: campaign.campaignId, file_hash: 'x', encoding: 'utf-8' };
  await db.insertInto('imports').values(left).execute();
  await f.put(campaign, csvOf([{}, {}, {}]));
  const running = db.selectFrom('imports').select('id').where('status', '=', 'running');
  expect(await running.where('client_id', '=', campaign.clientId).execute()).toEqual([]);
});

it('leaves no hash by which two clients could see that they have the same customer', async () => {
  const other = await f.campaign();
  const file = csvOf([{}]);
  await f.put(campaign, file);
  await f.put(other, file);
  const { rows } = await sql<{ kind: string; apart: number; together: number }>`
    select kind, count(distinct (client_id, hash))::int as apart, count(distinct hash)::int as together from (
      select 'party' as kind, party_hash as hash, client_id from customers
      union all select 'number', number_hash, client_id from contracts
      union all select 'row', row_hash, client_id from contracts
      union all select channel, hash, client_id from contact_points
      union all select 'factor ' || kind, hash, client_id from second_factors
      union all select 'key', int8send(k), client_id from search_keys, unnest(keys) k) hashes
    where client_id in (${campaign.clientId}, ${other.clientId}) group by kind order by kind`.execute(f.t.db);
  expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['party', 'number', 'row', 'mail', 'key']));
  for (const { kind, apart, together } of rows) expect([kind, together]).toEqual([kind, apart]);
});
