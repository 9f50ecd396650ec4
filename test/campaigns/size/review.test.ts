import { reviewCampaign } from '../../../db/campaigns/review';
import { recordArrival } from '../../../db/journeys/arrivals';
import { createJourneys, markStarted, waitingJourneysToSignal } from '../../../db/journeys/create-journeys';
import { type Db, type Trx } from '../../../db/platform/types';
import { meet } from '../../support/barrier';
import { type Seeded, seedCampaign, stepClock } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';

const RUNNING = '2027-02-01T09:00:00+09:00';
const AFTER_ALL = '2027-05-01T09:00:00+09:00';

let t: TestDb;
let own: Seeded;
beforeAll(async () => {
  t = await testDb();
});
afterAll(() => t.close());
beforeEach(async () => {
  own = await seedCampaign(t, { customers: [{}, {}, {}] });
  await stepClock(t, RUNNING);
});

const review = (db: Db = t.db) => reviewCampaign(db, { campaignId: own.campaignId, turn: 1 });
const campaign = (set: object) => t.db.updateTable('campaigns').set(set).where('id', '=', own.campaignId).execute();
const journeys = (set: object) =>
  t.db.updateTable('journeys').set(set).where('campaign_id', '=', own.campaignId).execute();
const arrive = (db: Db | Trx, dedupe: string) =>
  recordArrival(db as Trx, {
    campaignId: own.campaignId,
    customerId: own.customers[0]!.id,
    kind: 'contact_changed',
    at: Date.parse(AFTER_ALL),
    source: 'test',
    data: {},
    dedupe,
  });

async function allStarted() {
  await createJourneys(t.db, own.campaignId);
  const rows = await t.db
    .selectFrom('journeys')
    .select(['id', 'run'])
    .where('campaign_id', '=', own.campaignId)
    .execute();
  await markStarted(t.db, rows);
  return rows.map(({ id }) => id);
}

describe('journeys are started', () => {
  test.each(['running', 'stopped'])(
    'where their creation was cut off, also in a campaign that is %s',
    async (status) => {
      const cut = () => {
        throw new Error('cut off');
      };
      const creating = createJourneys(t.db, own.campaignId, { after: 0, batch: 1, reached: cut });
      await expect(creating).rejects.toThrow('cut off');
      await journeys({ started_run: 1 });
      await campaign({ status });
      expect(await review()).toEqual({ next: 'start_journeys', why: 'journeys_to_start' });
    },
  );

  test('where one of all has no workflow', async () => {
    const [id] = await allStarted();
    await t.db.updateTable('journeys').set({ run: 2 }).where('id', '=', id!).execute();
    expect(await review()).toMatchObject({ next: 'start_journeys' });
  });
});

test('only those are signalled that wait across a steering, and once each, epoch by epoch', async () => {
  const [first, second, third] = (await allStarted()) as [number, number, number];
  const held = (id: number, epoch: number) =>
    t.db.updateTable('journeys').set({ held_epoch: epoch }).where('id', '=', id).execute();
  await held(first, 3);
  await held(second, 2);
  await campaign({ epoch: 3, wake_at: new Date(RUNNING) });
  expect(await review()).toEqual({ next: 'signal_waiting_journeys', why: 'running' });
  const page = (after: { epoch: number; id: number }) =>
    waitingJourneysToSignal(t.db, { campaignId: own.campaignId, after, limit: 1 });
  expect((await page({ epoch: -1, id: 0 })).map(({ id }) => id)).toEqual([second]);
  expect(await page({ epoch: 2, id: second })).toEqual([]);
  await held(third, 1);
  await campaign({ epoch: 4 });
  const seen: number[] = [];
  for (let after = { epoch: -1, id: 0 }, pages = 0; pages < 4; pages += 1) {
    const [next] = await page(after);
    seen.push(...(next ? [next.id] : []));
    after = next ?? after;
  }
  expect(seen).toEqual([third, second, first]);
});

test('a review holds up no insert: no lock that one waits for is taken before the end', async () => {
  await allStarted();
  const insert = () =>
    t.db.selectFrom('campaigns').select('id').where('id', '=', own.campaignId).forKeyShare().execute();
  const both = meet(t, review, insert);
  await expect(both).rejects.toThrow('did not wait');
});

test('steering while it is reviewed is seen: the review is made again', async () => {
  await allStarted();
  const steer = (db: Db) =>
    db
      .updateTable('campaigns')
      .set({ status: 'stopped', wake_at: new Date(RUNNING) })
      .where('id', '=', own.campaignId)
      .execute();
  expect((await meet(t, steer, review)).second).toEqual({ next: 'signal_waiting_journeys', why: 'stopped' });
});

describe('when the last journey is closed and its time is over', () => {
  beforeEach(async () => {
    await allStarted();
    await journeys({ status: 'closed', state: 'closed', closed_at: new Date(RUNNING) });
    await stepClock(t, AFTER_ALL);
  });

  test('the campaign completes, with the number of its journeys in the ledger', async () => {
    expect(await review()).toEqual({ next: 'done', why: 'completed' });
    const chain = `campaign:${own.campaignId}`;
    const { body } = await t.db
      .selectFrom('ledger')
      .select('body')
      .where('chain', '=', chain)
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(body)).toMatchObject({ kind: 'completed', journeys: 3 });
  });

  test('it waits for an arrival that is being recorded, and does not complete over the journey that it reopens', async () => {
    const reopen = async (db: Db) => {
      await arrive(db, 'late');
      await db
        .updateTable('journeys')
        .set({ status: 'open' })
        .where('customer_id', '=', own.customers[0]!.id)
        .execute();
    };
    expect((await meet(t, reopen, review)).second).not.toMatchObject({ next: 'done' });
  });
});
