import { createApiKey } from '../../db/access/api-keys';
import { type Api, type ApiClient, approveAll, EXAMPLE, ledgerKinds, openApi } from '../support/api';
import { stepClock } from '../support/seed';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client();
});

const at = (action: string) => `/api/campaigns/${own.campaignId}/${action}`;
const key = (role: keyof ApiClient['keys']) => own.keys[role].key;
const get = async () => (await api.send('get', `/api/campaigns/${own.campaignId}`, key('auditor')).expect(200)).body;
const edit = (text: string, version: number) =>
  api
    .send('put', `/api/campaigns/${own.campaignId}`, key('manager'))
    .set('Content-Type', 'application/yaml')
    .set('If-Match', `"${version}"`)
    .send(text);
const hold = (contractId: number) =>
  api.t.db
    .updateTable('audience')
    .set({ state: 'held', reason: 'held_death' })
    .where('contract_id', '=', contractId)
    .execute();

it('goes from draft over both approvals to running, paused, running and stopped', async () => {
  const contentHash = await approveAll(api, own);
  expect(await get()).toMatchObject({ status: 'approved', contentHash });
  const started = await api.act(at('start'), key('manager')).expect(200);
  expect(started.body).toMatchObject({ status: 'running', epoch: 1 });
  await api.act(at('pause'), key('manager'), { reason: '文面の確認' }).expect(200);
  await api.act(at('resume'), key('manager'), { reason: '確認済み' }).expect(200);
  const stopped = await api.act(at('stop'), key('manager'), { reason: '委託元の指示' }).expect(200);
  expect(stopped.body).toMatchObject({
    settled: true,
    inFlight: 0,
    doubtful: 0,
    campaign: { status: 'stopped', epoch: 4 },
  });
  const again = await api.act(at('stop'), key('manager'), { reason: '確認' }).expect(200);
  expect(again.body.campaign.epoch).toBe(4);
  expect(await ledgerKinds(api.t, own.campaignId)).toEqual(
    'submitted approved approved started paused resumed stopped'.split(' '),
  );
  const row = await api.t.db
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', own.campaignId)
    .executeTakeFirstOrThrow();
  expect(row.launched).toBe(false);
  expect(row.wake_at).toBe(Date.parse('2027-01-10T10:00:00+09:00'));
});

it('creates a draft from the example file, readable by every role concerned', async () => {
  const created = await api
    .act('/api/campaigns', key('manager'))
    .set('Content-Type', 'application/yaml')
    .send(EXAMPLE)
    .expect(201);
  expect(created.body).toMatchObject({
    name: 'みなとADSL 終了のご案内',
    status: 'draft',
    version: 1,
    contentHash: null,
  });
  expect(created.headers['etag']).toBe('"1"');
  const doc = await api.send('get', `/api/campaigns/${created.body.id}/document`, key('client_approver')).expect(200);
  expect(doc.body.policy.overrides[0].contractHashes[0]).toMatch(/^[0-9a-f]{32}$/);
  const first = await api.send('get', '/api/campaigns?limit=1', key('client_viewer')).expect(200);
  expect(first.body.items.map((item: { id: number }) => item.id)).toEqual([created.body.id]);
  const rest = await api.send('get', `/api/campaigns?cursor=${first.body.next}`, key('client_viewer')).expect(200);
  expect(rest.body).toMatchObject({ items: [{ id: own.campaignId }], next: null });
});

it('names every wrong field of a campaign file', async () => {
  const sent = api.act('/api/campaigns', key('manager')).set('Content-Type', 'application/yaml');
  const { body } = await sent.send(EXAMPLE.replaceAll('channel: mail', 'channel: pigeon')).expect(422);
  expect(body.code).toBe('campaign_file_invalid');
  expect(body.issues.length).toBeGreaterThan(0);
});

describe('before submission', () => {
  it('every held row needs a decision', async () => {
    const [first, second] = own.customers.map((customer) => customer.contracts[0]!);
    await hold(first!);
    await hold(second!);
    const { body } = await api.act(at('submit'), key('manager')).expect(409);
    expect(body).toMatchObject({ code: 'audience_held_undecided', params: { count: 2 } });
    expect(body.detail).toContain('2件');
  });

  it('there must be an audience', async () => {
    const empty = await api.client({ customers: [] });
    const { body } = await api.act(`/api/campaigns/${empty.campaignId}/submit`, empty.keys.manager.key).expect(409);
    expect(body.code).toBe('campaign_without_audience');
  });

  it('the last dispatch must lie ahead, also at the start', async () => {
    const other = await api.client();
    await approveAll(api, other);
    await stepClock(api.t, '2027-04-03T00:00:00+09:00');
    const late = await api.act(at('submit'), key('manager')).expect(422);
    expect(late.body).toMatchObject({ code: 'last_dispatch_past', params: { date: '2027-04-02' } });
    const start = await api.act(`/api/campaigns/${other.campaignId}/start`, other.keys.manager.key).expect(422);
    expect(start.body.code).toBe('last_dispatch_past');
    await stepClock(api.t, '2027-01-10T10:00:00+09:00');
  });
});

describe('approval', () => {
  const submit = async () => (await api.act(at('submit'), key('manager')).expect(200)).body.contentHash as string;
  const approve = (as: string, contentHash: string) => api.act(at('approve'), as, { contentHash });

  it('is refused for other contents than the submitted ones', async () => {
    await submit();
    const { body } = await approve(key('approver'), 'a'.repeat(64)).expect(409);
    expect(body.code).toBe('content_hash_mismatch');
  });

  it('is needed before the start, and the missing gate is named', async () => {
    const none = await api.act(at('start'), key('manager')).expect(409);
    expect(none.body).toMatchObject({ code: 'not_approved', params: { gates: 'internal,client' } });
    await approve(key('approver'), await submit()).expect(200);
    const half = await api.act(at('start'), key('manager')).expect(409);
    expect(half.body).toMatchObject({ code: 'not_approved', params: { gates: 'client' } });
    expect(half.body.issues).toEqual([expect.objectContaining({ path: 'approvals.client', code: 'not_approved' })]);
  });

  it('is given once per gate', async () => {
    const contentHash = await submit();
    await approve(key('approver'), contentHash).expect(200);
    expect((await approve(key('approver'), contentHash).expect(409)).body.code).toBe('already_approved');
  });

  it.each(['submitter', 'author', 'holder of the other gate'])('is never given by the %s', async (who) => {
    const contentHash = await submit();
    const author = { submitter: 'manager', author: 'operator', 'holder of the other gate': 'approver' }[
      who
    ] as 'manager';
    const personId = own.keys[author].personId;
    await api.t.db
      .updateTable('campaigns')
      .set({ created_by: own.keys.operator.personId })
      .where('id', '=', own.campaignId)
      .execute();
    if (who === 'holder of the other gate') await approve(key('approver'), contentHash).expect(200);
    const self = await createApiKey(api.t.db, { personId, clientId: own.clientId, role: 'client_approver' });
    const { body } = await approve(self.key, contentHash).expect(403);
    expect(body.code).toBe('self_approval');
  });

  it('is void after an edit, which makes the campaign a draft again', async () => {
    const before = await approveAll(api, own);
    const edited = await edit(EXAMPLE, 1).expect(200);
    expect(edited.body).toMatchObject({ status: 'draft', version: 2, contentHash: null });
    const { approvals } = await get();
    expect(approvals.map((one: { valid: boolean; voidReason: string }) => [one.valid, one.voidReason])).toEqual([
      [false, 'campaign_edited'],
      [false, 'campaign_edited'],
    ]);
    const { body } = await api.act(at('start'), key('manager')).expect(409);
    expect(body).toMatchObject({ code: 'approval_void', params: { gates: 'internal,client' } });
    expect(await approveAll(api, own)).not.toBe(before);
    await api.act(at('start'), key('manager')).expect(200);
    expect(await ledgerKinds(api.t, own.campaignId)).toEqual(
      'submitted approved approved campaign_edited approval_voided approval_voided submitted approved approved started'.split(
        ' ',
      ),
    );
  });

  it('does not survive a change of the audience even if its approvals were not voided', async () => {
    const contentHash = await approveAll(api, own);
    await hold(own.customers[0]!.contracts[0]!);
    const start = await api.act(at('start'), key('manager')).expect(409);
    expect(start.body.code).toBe('approval_void');
    expect((await get()).contentHash).toBe(contentHash);
  });

  it('stays when the same contents are sent again', async () => {
    await edit(EXAMPLE, 1).expect(200);
    await approveAll(api, own);
    const same = await edit(EXAMPLE, 2).expect(200);
    expect(same.body).toMatchObject({ status: 'approved', version: 2 });
  });
});

describe('editing', () => {
  it('needs the version that was read', async () => {
    const sent = () =>
      api.send('put', `/api/campaigns/${own.campaignId}`, key('manager')).set('Content-Type', 'application/yaml');
    expect((await sent().send(EXAMPLE).expect(428)).body.code).toBe('if_match_missing');
    expect((await sent().set('If-Match', '"7"').send(EXAMPLE).expect(412)).body).toMatchObject({
      code: 'version_conflict',
      params: { version: 1 },
    });
    expect((await sent().set('If-Match', '*').send(EXAMPLE).expect(412)).body.code).toBe('version_conflict');
    expect((await edit(EXAMPLE, 1).expect(200)).headers['etag']).toBe('"2"');
    await edit(EXAMPLE, 1).expect(412);
  });

  it.each(['running', 'paused', 'stopped', 'completed'] as const)('is over once %s', async (status) => {
    await api.t.db.updateTable('campaigns').set({ status }).where('id', '=', own.campaignId).execute();
    expect((await edit(EXAMPLE, 1).expect(409)).body.code).toBe('campaign_not_editable');
  });
});

it.each([
  ['submit', 'running', 'manager'],
  ['pause', 'draft', 'manager'],
  ['resume', 'running', 'manager'],
  ['stop', 'approved', 'manager'],
  ['start', 'completed', 'manager'],
  ['approve', 'draft', 'approver'],
] as const)('%s is refused while %s', async (action, status, role) => {
  await api.t.db.updateTable('campaigns').set({ status }).where('id', '=', own.campaignId).execute();
  const contents = { reason: 'x', contentHash: 'a'.repeat(64) };
  const { body } = await api.act(at(action), key(role), contents).expect(409);
  expect(body).toMatchObject({ code: 'campaign_wrong_state', params: { status } });
});
