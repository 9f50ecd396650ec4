import { type Client } from '@temporalio/client';
import { runOutbox } from '../../activities/outbox/outbox';
import { recordArrival } from '../../db/journeys/arrivals';
import { journeyWorkflowId } from '../../domain/ids';
import { createJourneys } from '../../db/journeys/create-journeys';
import { takeUnsignalled } from '../../db/platform/outbox';
import { seedCampaign, type Seeded, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';

let t: TestDb;
beforeEach(async () => (t = await testDb()));
afterEach(() => t.close());

let seeded: Seeded;
let at: number;
beforeEach(async () => {
  seeded = await seedCampaign(t, { customers: [{}, {}, {}] });
  await createJourneys(t.db, seeded.campaignId);
  await t.db.updateTable('journeys').set({ started_run: 1 }).execute();
  at = await stepClock(t, '2027-02-01T09:00:00+09:00');
});

const arrive = (index: number) =>
  t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      ...{ campaignId: seeded.campaignId, customerId: seeded.customers[index]!.id, kind: 'opt_out', at },
      ...{ source: 'test', data: {}, dedupe: String(index) },
    }),
  );

test('an arrival that was never signalled comes before older ones that are signalled again', async () => {
  await arrive(0);
  await arrive(1);
  expect(await takeUnsignalled(t.db, 2)).toHaveLength(2);
  await t.pool.query(`update arrivals set signalled_at = signalled_at - interval '11 seconds'`);
  await stepClock(t, '2027-02-01T09:00:05+09:00');
  await arrive(2);
  expect(await takeUnsignalled(t.db, 1)).toMatchObject([{ customerId: seeded.customers[2]!.id }]);
  expect(await takeUnsignalled(t.db, 10)).toHaveLength(2);
});

test('a row that Temporal does not accept keeps no other back', async () => {
  const [first] = seeded.customers;
  for (const index of [0, 1, 2]) await arrive(index);
  const signalled: string[] = [];
  const started: string[] = [];
  const getHandle = (workflowId: string) => ({
    signal: async () => {
      if (workflowId === journeyWorkflowId({ campaignId: seeded.campaignId, customerId: first!.id, run: 1 }))
        throw new Error('too many signals');
      signalled.push(workflowId);
    },
  });
  const start = async (type: string) => void started.push(type);
  const client = { workflow: { getHandle, start } } as unknown as Client;
  await expect(runOutbox({ db: t.db, client, taskQueue: 'q' })).rejects.toThrow('too many signals');
  expect(signalled).toHaveLength(2);
  expect(started).toContain('campaignWorkflow');
});
