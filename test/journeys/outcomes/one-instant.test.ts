import { recordArrival } from '../../../db/journeys/arrivals';
import { NOTICE_AT, playedCampaign } from '../../audit/fixture';
import { testDb, type TestDb } from '../../support/test-db';

let t: TestDb;
beforeAll(async () => {
  t = await testDb();
});
afterAll(() => t.close());

test('what a late answer changes bears the time of its receipt, also while the clock runs on', async () => {
  const { campaignId, customers } = await playedCampaign(t, [{}]);
  const [customer] = customers;
  await t.db.updateTable('clock').set({ stepped_to: null }).execute();
  await t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      ...{ campaignId, customerId: customer!.id, kind: 'answer', at: Date.parse(NOTICE_AT) + 3_600_000 },
      ...{ source: 'web', dedupe: 'late', data: { choices: { [customer!.contracts[0]!]: 'migrate' } } },
    }),
  );
  const row = await t.db
    .selectFrom('outcomes as o')
    .innerJoin('arrivals as a', 'a.campaign_id', 'o.campaign_id')
    .select(['o.outcome', 'o.at', 'a.received_at'])
    .where('o.campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  expect(row.outcome).toBe('migrated');
  expect(row.at).toBe(row.received_at);
  const bodies = await t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${campaignId}`)
    .orderBy('seq')
    .execute();
  const entries = bodies.map(({ body }) => JSON.parse(body) as { kind: string; t: number; outcome?: string });
  expect(entries.find(({ kind, outcome }) => kind === 'outcome' && outcome === 'migrated')?.t).toBe(row.at);
});
