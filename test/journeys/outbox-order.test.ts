import { type Client } from '@temporalio/client';
import { runOutbox } from '../../activities/outbox/outbox';
import { recordArrival } from '../../db/journeys/arrivals';
import { journeyWorkflowId } from '../../domain/ids';
import { createJourneys } from '../../db/journeys/create-journeys';
import { ensureLane } from '../../db/delivery/lanes';
import { anyToStart, takeUnsignalled } from '../../db/platform/outbox';
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

test.each<[string, string]>([
  ['a journey that was opened again', `update journeys set run = 2 where id = (select min(id) from journeys)`],
  ['a campaign without a workflow', `update campaigns set launched = false`],
  ['a campaign whose review is due', `update campaigns set wake_at = tsunagi_now()`],
  ['a lane', `insert into lanes (channel, name) values ('sms', 'new')`],
  [
    'a print run',
    `insert into print_runs (client_id, lane_id, run_on, no, key, opened_at)
     select client_id, (select min(id) from lanes), '2027-02-01', 1, 'k', now() from campaigns`,
  ],
  [
    'a rehearsal',
    `with p as (insert into persons (login, name) values ('a@x.example', 'a') returning id)
     insert into rehearsals (client_id, campaign_id, version, content_hash, included, excluded, seed, behaviour, behaviour_hash, created_by, created_at)
     select client_id, c.id, version, repeat('0', 64), 1, 0, 1, '{}', repeat('0', 64), p.id, now() from campaigns c, p`,
  ],
])('the outbox looks closer where there is %s to start', async (_, change) => {
  await t.pool.query(`update campaigns set launched = true, wake_at = tsunagi_now() + interval '1 day'`);
  await ensureLane(t.db, { clientId: null, channel: 'mail', name: 'started' });
  await ensureLane(t.db, { clientId: null, channel: 'phone', name: 'without a workflow' });
  await t.pool.query(`update lanes set launched = true where channel <> 'phone'`);
  expect(await anyToStart(t.db)).toBe(false);
  await t.pool.query(change);
  expect(await anyToStart(t.db)).toBe(true);
});
