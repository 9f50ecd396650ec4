import { verifyRows } from '../../audit/rows/verify-rows';
import { type Api, type ApiClient, approveAll, EXAMPLE, openApi } from '../support/api';
import { fileOf, inFlight } from '../campaigns/plan-versions-fixture';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const comment = '解約の締切が契約約款と合いません';

describe('an approver sends the contents back', () => {
  let own: ApiClient;
  let path: string;
  beforeEach(async () => {
    own = await api.client();
    path = `/api/campaigns/${own.campaignId}`;
  });
  const stateOf = async () => (await api.send('get', path, own.keys.manager.key).expect(200)).body;
  const edit = (version: number) =>
    api.send('put', path, own.keys.manager.key).set('If-Match', `"${version}"`).type('application/yaml').send(EXAMPLE);

  test.each(['approver', 'client_approver'] as const)(
    'as %s: a draft with the comment, approvals void',
    async (role) => {
      const contentHash = await approveAll(api, own);
      const sent = await api.act(`${path}/send-back`, own.keys[role].key, { contentHash, comment }).expect(200);
      expect(sent.body).toMatchObject({ status: 'draft', contentHash: null, submittedAt: null });
      const { approvals, sendBacks } = await stateOf();
      const gate = role === 'approver' ? 'internal' : 'client';
      expect(sendBacks).toEqual([
        {
          gate,
          by: { id: own.keys[role].personId, name: expect.any(String) },
          at: expect.any(String),
          contentHash,
          comment,
        },
      ]);
      expect(approvals.map((one: { valid: boolean; voidReason: string }) => [one.valid, one.voidReason])).toEqual([
        [false, 'sent_back'],
        [false, 'sent_back'],
      ]);
      await api.act(`${path}/start`, own.keys.manager.key).expect(409);
    },
  );

  test('and the author changes it, submits again, and starts with two new approvals', async () => {
    const contentHash = (await api.act(`${path}/submit`, own.keys.manager.key).expect(200)).body.contentHash as string;
    await api.act(`${path}/send-back`, own.keys.client_approver.key, { contentHash, comment }).expect(200);
    await edit(1).expect(200);
    expect(await approveAll(api, own)).not.toBe(contentHash);
    expect((await stateOf()).sendBacks).toMatchObject([{ contentHash, comment }]);
    await api.act(`${path}/start`, own.keys.manager.key).expect(200);
  });

  test('only as it stands, while it waits, with a comment, and only an approver', async () => {
    const back = (key: string, body: object) => api.act(`${path}/send-back`, key, body);
    const none = { contentHash: '0'.repeat(64), comment };
    expect((await back(own.keys.approver.key, none).expect(409)).body.code).toBe('campaign_wrong_state');
    const contentHash = (await api.act(`${path}/submit`, own.keys.manager.key).expect(200)).body.contentHash as string;
    expect((await back(own.keys.approver.key, none).expect(409)).body.code).toBe('content_hash_mismatch');
    for (const text of ['', ' ', '03-1234-5678 へ電話']) {
      await back(own.keys.approver.key, { contentHash, comment: text }).expect(400);
    }
    await back(own.keys.manager.key, { contentHash, comment }).expect(403);
    expect(await stateOf()).toMatchObject({ status: 'submitted', sendBacks: [] });
  });
});

test('a version of a running campaign is sent back, and submitted again', async () => {
  const { own, id, path } = await inFlight(api, [{}]);
  const { manager, approver, client_approver: client } = own.keys;
  const drafted = await api
    .act(path, manager.key)
    .set('Content-Type', 'application/json')
    .send(fileOf({ name: '改訂' }))
    .expect(201);
  const at = `${path}/${drafted.body.version}`;
  const submit = async () =>
    (await api.act(`${at}/submit`, manager.key, { rule: { default: 'migrate' } }).expect(200)).body
      .contentHash as string;
  const contentHash = await submit();
  await api.act(`${at}/approve`, approver.key, { contentHash }).expect(200);
  const back = await api.act(`${at}/send-back`, client.key, { contentHash, comment }).expect(200);
  expect(back.body).toMatchObject({
    status: 'draft',
    contentHash: null,
    submittedAt: null,
    sendBacks: [{ gate: 'client', comment, contentHash }],
    approvals: [{ gate: 'internal', valid: false, voidReason: 'sent_back' }],
  });
  expect((await api.act(`${at}/adopt`, manager.key).expect(409)).body.code).toBe('plan_version_wrong_state');
  const whole = (await api.send('get', `/api/campaigns/${id}`, manager.key).expect(200)).body;
  expect([whole.status, whole.sendBacks]).toEqual(['running', []]);

  expect(await submit()).toBe(contentHash); // the same contents, explained to the client by other means
  for (const { key } of [approver, client]) await api.act(`${at}/approve`, key, { contentHash }).expect(200);
  await api.act(`${at}/adopt`, manager.key).expect(200);
  expect((await verifyRows(api.t.db, id)).faults).toEqual([]);
});
