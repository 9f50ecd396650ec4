import { createJourneyActivities, type JourneyActivities } from '../../activities/journey/activities';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { findQuick } from '../../db/platform/alerts/causes';
import { readFigures } from '../../db/platform/metrics';
import { takeUnsignalled } from '../../db/platform/outbox';
import { outstanding } from '../../db/platform/stepped-clock';
import { recordArrival } from '../../db/journeys/arrivals';
import { seedCampaign, type Seeded, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';

const NOTICE_AT = '2027-02-01T09:00:00+09:00';
let t: TestDb;
let steps: JourneyActivities;
let seeded: Seeded;
let journeys: number[];

/** Three journeys on the first dispatch day; the facts of the second make the decision throw. */
beforeEach(async () => {
  t = await testDb();
  const lane = await t.db
    .insertInto('lanes')
    .values({ channel: 'mail', name: 'test' })
    .returning('id')
    .executeTakeFirstOrThrow();
  steps = createJourneyActivities({ db: t.db, vault: t.vault, docs: new CampaignDocs(), laneOf: async () => lane.id });
  seeded = await seedCampaign(t, { customers: [{}, {}, {}] });
  await createJourneys(t.db, seeded.campaignId);
  journeys = (await t.db.selectFrom('journeys').select('id').orderBy('customer_id').execute()).map(({ id }) => id);
  await stepClock(t, NOTICE_AT);
  await progress(JSON.stringify({ steps: 5 }));
});
afterEach(() => t.close());

const progress = (value: string | null) =>
  t.db
    .updateTable('journeys')
    .set({ plan_progress: value as never })
    .where('id', '=', journeys[1]!)
    .execute();
const take = (index: number, turn = 0) => steps.sendNotice({ journeyId: journeys[index]!, run: 1, turn });
const holds = () => t.db.selectFrom('holds').select(['customer_id', 'reason', 'released_at']).execute();

test('a journey that cannot be decided is held for a person, and its batch goes on', async () => {
  const results = await Promise.all([take(0), take(1), take(2)]);
  expect(results.map(({ did, why }) => `${did} ${why}`)).toEqual([
    'sent consent_unknown_allowed',
    'held undecidable',
    'sent consent_unknown_allowed',
  ]);
  expect(results[1]!.timer).toBeUndefined();
  expect(await holds()).toEqual([{ customer_id: seeded.customers[1]!.id, reason: 'undecidable', released_at: null }]);
  const { rows } = await t.pool.query<{ body: string }>(`select body from ledger where body like '%undecided%'`);
  expect(rows.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
    { kind: 'undecided', journey: journeys[1], run: 1, turn: 0, error: expect.stringMatching(/^TypeError/) },
  ]);
  expect((await findQuick(t.db)).filter(({ kind }) => kind === 'journey_undecided')).toMatchObject([
    { clientId: seeded.clientId, figures: { count: 1 } },
  ]);
});

test('a retry gets the stored result; an arrival is signalled once more, and opens no second hold', async () => {
  expect(await take(1)).toEqual(await take(1));
  await arrive('contact_changed', { channels: ['mail'] });
  expect(await takeUnsignalled(t.db, 10)).toMatchObject([{ name: 'addressChanged', seq: 1 }]);
  expect(await take(1, 1)).toMatchObject({ did: 'held', why: 'hold:undecidable', read: 1 });
  await t.db.updateTable('arrivals').set({ signalled_at: null }).execute();
  expect(await takeUnsignalled(t.db, 10)).toEqual([]);
  expect(await holds()).toHaveLength(1);
});

test('once its data is corrected and the hold released, the journey goes on', async () => {
  await take(1);
  await progress(null);
  await t.db
    .updateTable('holds')
    .set({ released_at: new Date(NOTICE_AT) })
    .execute();
  await arrive('hold_released', { holdId: 1 });
  expect(await take(1, 1)).toMatchObject({ did: 'sent', step: 'notice', read: 1 });
});

test('an arrival that could not be read counts once it can, also when the campaign is stopped meanwhile', async () => {
  await progress(null);
  await arriveUnreadable();
  expect(await take(1)).toMatchObject({ did: 'held', why: 'undecidable', read: 1 });
  await t.db
    .updateTable('arrivals')
    .set({ data: JSON.stringify(answerOf('migrate')) })
    .execute();
  await t.db.updateTable('campaigns').set({ status: 'stopped', epoch: 2 }).execute();
  expect(await take(1, 1)).toMatchObject({ did: 'closed', outcomes: { migrated: 1 } });
});

test('an arrival that cannot be read is no sign of workers that are down, and does not stop the clock', async () => {
  await t.db.updateTable('journeys').set({ started_run: 1 }).execute();
  await take(1);
  const before = await outstanding(t.db);
  await arriveUnreadable();
  expect(await outstanding(t.db)).toBe(before + 1);
  expect(await take(1, 1)).toMatchObject({ did: 'held', why: 'undecidable' });
  expect(await outstanding(t.db)).toBe(before);
  await stepClock(t, '2027-02-01T10:00:00+09:00');
  expect((await findQuick(t.db)).map(({ kind }) => kind)).toEqual(['journey_undecided']);
  expect((await readFigures(t.db)).oldestUnread).toBe(0);
});

const answerOf = (choice: string) => ({
  ...{ choices: { [seeded.customers[1]!.contracts[0]!]: choice } },
  ...{ receipt: 'r', via: 'web' },
});
/** An answer whose choice the database does not accept. */
const arriveUnreadable = () => arrive('answer', answerOf('nonsense'));

const arrive = async (kind: 'answer' | 'contact_changed' | 'hold_released', data: Record<string, unknown>) => {
  await t.db.updateTable('journeys').set({ started_run: 1 }).where('id', '=', journeys[1]!).execute();
  return t.db.transaction().execute(async (trx) => {
    const { id: customerId } = seeded.customers[1]!;
    const at = Date.parse(NOTICE_AT);
    return recordArrival(trx, {
      ...{ campaignId: seeded.campaignId, customerId, kind, at },
      ...{ source: 'test', data, dedupe: `${kind}:1` },
    });
  });
};
