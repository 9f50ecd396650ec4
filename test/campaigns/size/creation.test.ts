import { type Client } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createCampaignActivities } from '../../../activities/campaign/activities';
import { startAll } from '../../../activities/campaign/start-all';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { campaignChain } from '../../../db/platform/ledger';
import { type Wave } from '../../../domain/campaigns/campaign';
import { type Seeded, seedCampaign, stepClock, testDoc } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';

const CUSTOMERS = 7;
const BATCH = 2;

let t: TestDb;
let own: Seeded;
beforeAll(async () => {
  t = await testDb();
  await stepClock(t, '2027-02-01T09:00:00+09:00');
});
afterAll(() => t.close());

const name = { ja: '第n便', en: 'wave' };
const waves: Wave[] = [
  { id: 'first', name, begins: Date.parse('2027-02-01T00:00:00+09:00'), size: 3 },
  { id: 'second', name, begins: Date.parse('2027-02-08T00:00:00+09:00') },
];
// the fourth customer has no included contract, the fifth one of two
beforeEach(async () => {
  const customers = Array.from({ length: CUSTOMERS }, (_, i) => (i === 4 ? { contracts: 2 } : {}));
  own = await seedCampaign(t, { customers, doc: testDoc({ waves }) });
  const left = [own.customers[3]!.contracts[0]!, own.customers[4]!.contracts[1]!];
  const excluded = { state: 'excluded' as const, reason: 'already_cancelled' };
  await t.db.updateTable('audience').set(excluded).where('contract_id', 'in', left).execute();
});

/** Runs the activity, cut off after so many batches; returns the last heartbeat's details and the starts. */
async function startJourneys(options: { cutAfter?: number; details?: unknown } = {}) {
  const started: string[] = [];
  const start = async (_: string, { workflowId }: { workflowId: string }) => void started.push(workflowId);
  const client = { workflow: { start } } as unknown as Client;
  const environment = new MockActivityEnvironment({ heartbeatDetails: options.details });
  const beats: { after: number }[] = [];
  environment.on('heartbeat', (details?: { after: number }) => {
    if (details) beats.push(details);
    if (beats.length === options.cutAfter) environment.cancel();
  });
  const activities = createCampaignActivities({ db: t.db, client, taskQueue: 'none', batch: BATCH });
  const ran = environment.run(activities.startJourneys, { campaignId: own.campaignId });
  if (options.cutAfter) await expect(ran).rejects.toBeInstanceOf(CancelledFailure);
  else await ran;
  return { beats: beats.map(({ after }) => after), started };
}

const idsOf = (from: number, to?: number) => own.customers.slice(from, to).map(({ id }) => id);
const journeys = () =>
  t.db.selectFrom('journeys').selectAll().where('campaign_id', '=', own.campaignId).orderBy('customer_id').execute();
async function created(): Promise<Record<string, unknown>[]> {
  const chain = campaignChain(own.campaignId);
  const rows = await t.db.selectFrom('ledger').select('body').where('chain', '=', chain).orderBy('seq').execute();
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}

/** Each customer has one journey and what is excluded one outcome, and the ledger says so once. */
async function expectWhole() {
  const rows = await journeys();
  expect(rows.map((row) => [row.customer_id, row.status])).toEqual(
    idsOf(0).map((id, i) => [id, i === 3 ? 'closed' : 'open']),
  );
  const outcomes = t.db.selectFrom('outcomes').select('outcome').where('campaign_id', '=', own.campaignId);
  expect(await outcomes.execute()).toEqual([{ outcome: 'excluded' }, { outcome: 'excluded' }]);
  expect(rows.filter(({ wave }) => wave === 'first')).toHaveLength(3);
  expect(await created()).toMatchObject([
    { kind: 'journeys_created', journeys: CUSTOMERS, excluded: 2, waves: { first: 3, second: 3 } },
  ]);
}

test('cut off in the middle, the next attempt goes on where it was and starts every journey once', async () => {
  const cut = await startJourneys({ cutAfter: 2 });
  expect((await journeys()).map(({ customer_id: id }) => id)).toEqual(idsOf(0, 4));
  expect([cut.started, await created()]).toEqual([[], []]);

  const again = await startJourneys({ details: { after: cut.beats.at(-1) } });
  expect(again.beats.slice(0, 2)).toEqual([idsOf(5)[0], idsOf(6)[0]]);
  await expectWhole();
  expect(new Set(again.started).size).toBe(CUSTOMERS - 1);
  expect(again.started).toHaveLength(CUSTOMERS - 1);
  expect(await startJourneys()).toEqual({ beats: [], started: [] });
});

test.each([3, 5, 6])(
  'cut off after batch %d, among them those of the waves, nothing is made twice',
  async (cutAfter) => {
    const { beats } = await startJourneys({ cutAfter });
    await startJourneys({ details: { after: beats.at(-1) } });
    await expectWhole();
  },
);

test('journeys are started no faster than they take their first step', async () => {
  await createJourneys(t.db, own.campaignId);
  const started: string[] = [];
  const start = async (_: string, { workflowId }: { workflowId: string }) => void started.push(workflowId);
  const client = { workflow: { start } } as unknown as Client;
  let [whenFull, stepping] = [0, Promise.resolve<unknown>(undefined)];
  await startAll({ db: t.db, client, taskQueue: 'none', waiting: 4 }, own.campaignId, () => {
    if (started.length < 4 || whenFull++ !== 2) return; // it has looked twice in vain
    expect(started).toHaveLength(4);
    stepping = t.db.updateTable('journeys').set({ turn: 0 }).where('customer_id', 'in', idsOf(0, 2)).execute();
  });
  await stepping;
  expect(started).toHaveLength(CUSTOMERS - 1);
  expect(whenFull).toBeGreaterThan(2);
});

test('two attempts at once make every journey once', async () => {
  const both = Array.from({ length: 2 }, () =>
    createJourneys(t.db, own.campaignId, { after: 0, reached: () => undefined, batch: BATCH }),
  );
  await Promise.all(both);
  await expectWhole();
});

test('an attempt that was thought dead writes nothing once the journeys are created', async () => {
  await startJourneys();
  await t.db.deleteFrom('outcomes').where('campaign_id', '=', own.campaignId).execute(); // as reopening does
  await t.db.updateTable('journeys').set({ wave: 'first' }).where('campaign_id', '=', own.campaignId).execute();
  await createJourneys(t.db, own.campaignId, { after: 0, reached: () => undefined, batch: BATCH });
  expect(
    await t.db.selectFrom('outcomes').select('outcome').where('campaign_id', '=', own.campaignId).execute(),
  ).toEqual([]);
  expect((await journeys()).every(({ wave }) => wave === 'first')).toBe(true);
  expect(await created()).toHaveLength(1);
});
