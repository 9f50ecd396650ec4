import { createApiKey } from '../../db/access/api-keys';
import { watchAlerts } from '../../db/platform/alerts/alerts';
import { ensureLane } from '../../db/delivery/lanes';
import { openBreaker } from '../../db/delivery/lane-health';
import { loadConfig } from '../../config/settings';
import { type Api, type ApiClient, makePerson, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let other: ApiClient;
let administrator: string;
beforeAll(async () => {
  api = await openApi();
  [own, other] = [await api.client(), await api.client()];
  const grant = { personId: await makePerson(api.t, 'chief'), clientId: null, role: 'administrator' as const };
  administrator = (await createApiKey(api.t.db, grant)).key;
  for (const clientId of [own.clientId, other.clientId, null]) {
    const laneId = await ensureLane(api.t.db, { clientId, channel: 'sms', name: 'x' });
    await openBreaker(api.t.db, { laneId, reason: 'complaint_rate:4/1000:0.003' });
  }
  await watchAlerts(api.t.db, { slow: true, vias: [] });
});
afterAll(() => api.t.close());

interface Alert {
  id: number;
  shared: boolean;
  acknowledgedBy: number | null;
}
const list = async (key: string, query = '') =>
  (await api.send('get', `/api/alerts${query}`, key).expect(200)).body.items as Alert[];

it("shows a client's alerts and those of the installation, in both languages", async () => {
  const seen = await list(own.keys.operator.key);
  expect(seen.map((alert) => alert.shared).sort()).toEqual([false, true]);
  expect(seen.find((alert) => !alert.shared)).toMatchObject({
    kind: 'lane_stopped',
    title: {
      ja: expect.stringMatching(/^レーン「x」.*苦情が多すぎます/),
      en: expect.stringMatching(/^Lane “x” .*4 of 1000/),
    },
    closedAt: null,
    acknowledgedBy: null,
  });
  expect((await list(administrator)).map((alert) => alert.shared)).toEqual([true]);
});

it('records who acknowledged an alert, once, and keeps it in the ledger', async () => {
  const { id } = (await list(own.keys.manager.key)).find((alert) => !alert.shared)!;
  const path = `/api/alerts/${id}/acknowledge`;
  const { personId, key } = own.keys.manager;
  expect((await api.act(path, key).expect(200)).body).toMatchObject({ acknowledgedBy: personId });
  expect((await api.act(path, own.keys.operator.key).expect(200)).body).toMatchObject({ acknowledgedBy: personId });
  const rows = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
  const entries = rows.map((row) => JSON.parse(row.body)).filter((entry) => entry.kind === 'alert_acknowledged');
  expect(entries).toMatchObject([{ alert: id, by: `person:${personId}` }]);
  await api.act(path, other.keys.manager.key).expect(404);
});

it("leaves the installation's alerts to the administrator", async () => {
  const { id } = (await list(own.keys.manager.key)).find((alert) => alert.shared)!;
  await api.act(`/api/alerts/${id}/acknowledge`, own.keys.manager.key).expect(403);
  await api.act(`/api/alerts/${id}/acknowledge`, administrator).expect(200);
});

it('keeps closed alerts in the full list', async () => {
  await api.t.db.updateTable('lanes').set({ breaker: 'closed', breaker_reason: null }).execute();
  await watchAlerts(api.t.db, { slow: true, vias: [] });
  expect(await list(own.keys.auditor.key)).toEqual([]);
  expect(await list(own.keys.auditor.key, '?state=all')).toHaveLength(2);
});

it('counts open alerts for Prometheus', async () => {
  const laneId = await ensureLane(api.t.db, { clientId: null, channel: 'mail', name: 'y' });
  await openBreaker(api.t.db, { laneId, reason: 'provider_unreachable' });
  await watchAlerts(api.t.db, { slow: true, vias: [] });
  const { text } = await api.send('get', '/metrics', own.keys.administrator.key).expect(200);
  expect(text).toContain('tsunagi_alerts_open{kind="lane_stopped"} 1');
});

it('refuses settings that would send unsigned', () => {
  const env = { DATABASE_URL: 'postgres://x/y', MASTER_KEY_FILE: '/k', ALERT_WEBHOOK: 'https://x.example/' };
  expect(() => loadConfig(env)).toThrow('ALERT_SECRET: needed with ALERT_WEBHOOK');
  expect(loadConfig({ ...env, ALERT_SECRET: 'x'.repeat(16) }).ALERT_WEBHOOK).toBe('https://x.example/');
});
