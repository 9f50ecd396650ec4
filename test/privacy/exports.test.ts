import { releaseExport } from './exports-support';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-01-10T10:00:00+09:00');
  own = await api.client({ status: 'running' });
});

const codes = (key = own.keys.client_approver.key) =>
  api.send('get', `/api/campaigns/${own.campaignId}/second-factor-codes`, key);
const ask = (key: string, body: object = {}) =>
  api.act(`/api/campaigns/${own.campaignId}/exports`, key, { what: 'codes', days: 30, reason: 'INQ-1', ...body });
const approve = (id: number, key: string) => api.act(`/api/requests/${id}/approve`, key, {});

async function results() {
  const key = own.keys.client_approver.key;
  const made = await api.act('/api/client-data/results', key, { campaign: own.campaignId }).expect(201);
  return api.send('get', `/api/client-data/results/${made.body.fileId}`, key);
}

it('no file with personal data leaves before two persons have agreed, and then only that one', async () => {
  expect((await codes().expect(403)).body).toMatchObject({ code: 'export_not_released', params: { what: 'codes' } });
  expect((await results()).body).toMatchObject({ code: 'export_not_released', params: { what: 'results' } });
  const release = await releaseExport(api, own, 'codes', own.campaignId);
  await codes().expect(200);
  expect((await results()).status).toBe(403);
  await releaseExport(api, own, 'results', own.campaignId);
  expect((await results()).status).toBe(200);
  const { rows } = await api.t.pool.query<{ body: string }>(
    `select body from ledger where chain = 'installation' and body::jsonb ->> 'what' = 'code_list' order by seq desc limit 1`,
  );
  expect(JSON.parse(rows[0]!.body)).toMatchObject({ kind: 'access', campaign: own.campaignId, release });
});

it('no one approves their own request, and a refusal releases nothing', async () => {
  const { requestId } = (await ask(own.keys.manager.key).expect(201)).body;
  expect((await approve(requestId, own.keys.manager.key).expect(403)).body.code).toBe('own_request');
  await codes().expect(403);
  await api.act(`/api/requests/${requestId}/refuse`, own.keys.approver.key, { comment: 'x' }).expect(200);
  await codes().expect(403);
});

it.each(['operator', 'auditor', 'client_viewer', 'approver'] as const)('%s does not ask', async (role) => {
  await ask(own.keys[role].key).expect(403);
});

it('a release ends with its days, and is of one campaign', async () => {
  await releaseExport(api, own, 'codes', own.campaignId);
  const other = await api.client({ status: 'running' });
  const path = `/api/campaigns/${other.campaignId}/second-factor-codes`;
  await api.send('get', path, other.keys.client_approver.key).expect(403);
  await stepClock(api.t, '2027-02-09T09:59:00+09:00');
  await codes().expect(200);
  await stepClock(api.t, '2027-02-09T10:01:00+09:00');
  await codes().expect(403);
});
