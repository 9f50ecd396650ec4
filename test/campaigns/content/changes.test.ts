import { randomUUID } from 'node:crypto';
import { type Api, type ApiClient, EXAMPLE, openApi } from '../../support/api';

let api: Api;
let own: ApiClient;
let path: string;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client();
  path = `/api/campaigns/${own.campaignId}`;
  await edit(EXAMPLE);
});

let version = 1;
/** Replaces the contents of the campaign. */
async function edit(file: string): Promise<void> {
  version = (await api.send('get', path, own.keys.manager.key).expect(200)).body.version as number;
  const sent = api.send('put', path, own.keys.manager.key).set('If-Match', `"${version}"`);
  version = (await sent.type('application/yaml').send(file).expect(200)).body.version as number;
}
const submit = async () =>
  (await api.act(`${path}/submit`, own.keys.manager.key).expect(200)).body.contentHash as string;
const changes = async () => (await api.send('get', `${path}/changes`, own.keys.client_approver.key).expect(200)).body;

test('before any decision there is nothing to compare with', async () => {
  await submit();
  expect(await changes()).toMatchObject({ version, since: null, texts: [], rules: [], audience: null });
});

test.each(['approved', 'sent_back'] as const)('after contents were %s: every value that differs since', async (how) => {
  const contentHash = await submit();
  const seen = version;
  const body = { contentHash, ...(how === 'sent_back' && { comment: '期限を確認してください' }) };
  await api.act(`${path}/${how === 'approved' ? 'approve' : 'send-back'}`, own.keys.approver.key, body).expect(200);
  const file = EXAMPLE.replace('続きのお願い', '続きのご案内').replace('table:', 'table:');
  await edit(file.replace(/days: 14/, 'days: 15'));
  await submit();
  const found = await changes();
  expect(found).toMatchObject({ version, diff: { notices: [{ change: 'changed' }] } });
  expect(found.since).toMatchObject({ version: seen, decided: { decision: how, gate: 'internal' } });
  expect(found.texts).toEqual([
    {
      path: 'notices.notice.subject.ja',
      before: expect.stringContaining('お手続きのお願い'),
      after: expect.stringContaining('お手続きのご案内'),
    },
  ]);
  expect(found.rules).toEqual([
    { path: expect.stringMatching(/^plan\.steps\.\w+\.wait\.days$/), before: '14', after: '15' },
  ]);
  expect(found.audience).toEqual({ before: { included: 3, excluded: 0 }, after: { included: 3, excluded: 0 } });
});

test('the first approval of the present contents is not what they are compared with', async () => {
  const first = await submit();
  await api.act(`${path}/approve`, own.keys.approver.key, { contentHash: first }).expect(200);
  const seen = version;
  await edit(EXAMPLE.replace('お手続きのお願い', 'お手続きのご案内'));
  const contentHash = await submit();
  await api.act(`${path}/approve`, own.keys.approver.key, { contentHash }).expect(200);
  expect((await changes()).since).toMatchObject({ version: seen });
});

test("another client's campaign is not found", async () => {
  const other = await api.client();
  await api.send('get', `${path}/changes?x=${randomUUID()}`, other.keys.approver.key).expect(404);
});
