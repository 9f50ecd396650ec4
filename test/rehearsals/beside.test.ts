import { sql } from 'kysely';
import { watchAlerts } from '../../db/platform/alerts/alerts';
import { requestRehearsal, storeRehearsalResult } from '../../db/rehearsals/stored';
import { type Range, type RehearsalResult } from '../../domain/rehearsals/result';
import { runningCampaign } from '../browser/support/board-fixture';
import { type Api, type ApiClient, openApi } from '../support/api';
import { resultFixture } from './result-fixture';

let api: Api;
beforeAll(async () => {
  api = await openApi({ REHEARSAL_DATABASE_URL: 'postgres://rehearsals@127.0.0.1/rehearsals' });
});
afterAll(() => api.t.close());

/** A rehearsal of the campaign that expects the same range every day, from a first day of its own. */
async function rehearsed(
  own: ApiClient,
  completed: Range,
  { version, sample = 40 }: { version?: number; sample?: number | null } = {},
): Promise<number> {
  const campaign = await api.t.db
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', own.campaignId)
    .executeTakeFirstOrThrow();
  const { id } = await api.t.db.transaction().execute((trx) =>
    requestRehearsal(trx, campaign, {
      ...{ version: version ?? campaign.version, contentHash: 'a'.repeat(64), importId: null },
      ...{ included: 40, excluded: 0, sample, seed: 7, behaviour: {}, at: Date.parse('2027-01-20T00:00:00Z') },
      personId: own.keys.manager.personId,
    }),
  );
  const made = resultFixture({ from: '2027-01-25', length: 5 });
  const result: RehearsalResult = { ...made, days: made.days.map((day) => ({ ...day, completed })) };
  await storeRehearsalResult(api.t.db, id, result);
  return id;
}
const besideOf = async (own: ApiClient) =>
  (await api.send('get', `/api/campaigns/${own.campaignId}/board`, own.keys.client_viewer.key).expect(200)).body.beside;
const alerts = async (own: ApiClient) => {
  await watchAlerts(api.t.db, { slow: true, vias: [] });
  const { body } = await api.send('get', '/api/alerts', own.keys.manager.key).expect(200);
  return (body.items as { kind: string; title: { ja: string } }[]).filter(({ kind }) => kind === 'off_rehearsal');
};

// one of 40 contracts is migrated on each of the three days that have ended
test.each([
  ['below the range', { low: 0.3, likely: 0.4, high: 0.5 }, { side: 'below', since: '2027-02-01', days: 3, gap: -0.225 }, 1], // prettier-ignore
  ['above it', { low: 0, likely: 0.01, high: 0.03 }, { side: 'above', since: '2027-02-02', days: 2, gap: 0.045 }, 1],
  ['above it for one day', { low: 0, likely: 0.01, high: 0.06 }, null, 0],
  ['within it', { low: 0, likely: 0.1, high: 0.2 }, null, 0],
] as const)('a campaign that runs %s says so on its board and by an alert', async (_, range, finding, count) => {
  const own = await runningCampaign(api);
  const id = await rehearsed(own, range);
  const beside = await besideOf(own);
  expect(beside).toMatchObject({ rehearsal: id, finding });
  expect(beside.band.map(({ day }: { day: string }) => day)).toEqual([1, 2, 3, 4, 5].map((day) => `2027-02-0${day}`));
  expect(beside.band[0]).toEqual({ day: '2027-02-01', ...range });
  const raised = await alerts(own);
  expect(raised).toHaveLength(count);
  if (count) expect(raised[0]!.title.ja).toContain('2027-02-03の完了率7.5%が、予行演習の幅');
});

test('the largest rehearsal of the version counts, the newest of equals; without one of it there is nothing beside the campaign', async () => {
  const own = await runningCampaign(api);
  expect(await besideOf(own)).toBeNull();
  await sql`insert into campaign_versions select (jsonb_populate_record(v, '{"version":2}')).*
    from campaign_versions v where campaign_id = ${own.campaignId}`.execute(api.t.db);
  await rehearsed(own, { low: 0.3, likely: 0.4, high: 0.5 }, { version: 2 });
  expect(await besideOf(own)).toBeNull();
  await rehearsed(own, { low: 0.3, likely: 0.4, high: 0.5 });
  const newest = await rehearsed(own, { low: 0, likely: 0.1, high: 0.2 });
  expect(await besideOf(own)).toMatchObject({ rehearsal: newest, finding: null });
  await rehearsed(own, { low: 0.3, likely: 0.4, high: 0.5 }, { sample: 1 });
  expect(await besideOf(own)).toMatchObject({ rehearsal: newest });
  const all = await rehearsed(own, { low: 0.3, likely: 0.4, high: 0.5 }, { sample: null });
  await rehearsed(own, { low: 0, likely: 0.1, high: 0.2 });
  expect(await besideOf(own)).toMatchObject({ rehearsal: all });
});
