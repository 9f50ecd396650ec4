import { CampaignDocs } from '../../db/campaigns/campaigns';
import { hasDue } from '../../db/delivery/due-messages';
import { createJourneys } from '../../db/journeys/create-journeys';
import { takeSteps } from '../../db/journeys/take-steps';
import { type StepDeps } from '../../db/journeys/record-steps';
import { findQuick } from '../../db/platform/alerts/causes';
import { takeUnsignalled } from '../../db/platform/outbox';
import { outstanding } from '../../db/platform/stepped-clock';
import { wholeClient } from '../../db/platform/scope';
import { reportFormReceived } from '../../db/returns/decide';
import { bookReturn, findPostPiece, moveReturn } from '../../db/returns/returns';
import { channelsDoc, seedCampaign, type Seeded, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { handOverQueued } from '../support/seeding/messages';

let t: TestDb;
let deps: StepDeps;
let laneId: number;
let seeded: Seeded;
let journeyId: number;
let turn: number;

/** A letter with the notice is queued on 1 February; without an answer a call follows on 17 February. */
beforeEach(async () => {
  t = await testDb();
  const lane = await t.db
    .insertInto('lanes')
    .values({ channel: 'post', name: 'test' })
    .returning('id')
    .executeTakeFirstOrThrow();
  laneId = lane.id;
  deps = { db: t.db, vault: t.vault, docs: new CampaignDocs(), laneOf: async () => laneId };
  seeded = await seedCampaign(t, { customers: [{ mail: null, channels: ['post', 'phone'] }], doc: channelsDoc() });
  await createJourneys(t.db, seeded.campaignId);
  const journey = await t.db.updateTable('journeys').set({ started_run: 1 }).returning('id').executeTakeFirstOrThrow();
  journeyId = journey.id;
  turn = 0;
  await stepClock(t, '2027-02-01T09:00:00+09:00');
  expect(await step()).toMatchObject({ did: 'sent', step: 'notice', on: 'post' });
});
afterEach(() => t.close());

const step = async () => (await takeSteps(deps, [{ journeyId, run: 1, turn: turn++ }]))[0]!;
const handOver = () => handOverQueued(t, Date.parse('2027-02-01T14:00:00+09:00'));

async function bookForm(receivedOn: string) {
  const scope = wholeClient(seeded.clientId);
  const { id } = await t.db.selectFrom('pieces').select('id').executeTakeFirstOrThrow();
  const { id: personId } = await t.db
    .insertInto('persons')
    .values({ login: 'desk', name: 'desk' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return t.db.transaction().execute(async (trx) => {
    const piece = await findPostPiece(trx, scope, { id });
    const form = { kind: 'form' as const, receivedOn, postmarkOn: null, reason: null, personId };
    const { row } = await bookReturn(trx, t.vault, piece, form);
    await reportFormReceived(trx, { row, piece });
    return row;
  });
}
const unread = async () => (await findQuick(t.db)).filter(({ kind }) => kind === 'form_unread');

test('a booked form is signalled at once, and no call goes out until it is read or the limit has passed', async () => {
  await handOver();
  await stepClock(t, '2027-02-16T10:00:00+09:00');
  await bookForm('2027-02-16');
  expect(await takeUnsignalled(t.db, 10)).toMatchObject([{ name: 'formReceived', seq: 1 }]);
  expect(await step()).toMatchObject({ did: 'waits', why: 'form_on_desk', next: 'call', read: 1 });
  const { state } = await t.db.selectFrom('journeys').select('state').executeTakeFirstOrThrow();
  expect(state).toBe('awaiting_reply');
  await stepClock(t, '2027-02-19T11:00:00+09:00');
  expect(await step()).toMatchObject({ did: 'waits', why: 'form_on_desk' });
  expect(await unread()).toEqual([]);
  await stepClock(t, '2027-02-24T11:00:00+09:00');
  expect(await unread()).toMatchObject([{ figures: { campaign: seeded.campaignId, count: 1, days: 7 } }]);
  expect(await step()).toMatchObject({ did: 'sent', step: 'call', on: 'phone' });
});

test('once the form is decided the journey continues', async () => {
  await handOver();
  await stepClock(t, '2027-02-16T10:00:00+09:00');
  const row = await bookForm('2027-02-16');
  await step();
  await t.db.transaction().execute((trx) => moveReturn(trx, row, { status: 'defect', decided: true }));
  await stepClock(t, '2027-02-19T11:00:00+09:00');
  expect(await step()).toMatchObject({ did: 'sent', step: 'call' });
  await stepClock(t, '2027-03-01T11:00:00+09:00');
  expect(await unread()).toEqual([]);
});

test('what was queued before the form came stays in the queue, for as long as the limit', async () => {
  await stepClock(t, '2027-02-02T15:00:00+09:00');
  expect(await hasDue(t.db, laneId)).toBe(true);
  const before = await outstanding(t.db);
  await bookForm('2027-02-02');
  expect(await hasDue(t.db, laneId)).toBe(false);
  await step();
  expect(await outstanding(t.db)).toBe(before - 1);
  expect(await hasDue(t.db, laneId)).toBe(false);
  await stepClock(t, '2027-02-10T15:00:00+09:00');
  expect(await hasDue(t.db, laneId)).toBe(true);
});

test.each(['received', 'entered', 'mismatch', 'held'] as const)(
  'a form that is %s keeps contacts back',
  async (status) => {
    await handOver();
    await stepClock(t, '2027-02-16T10:00:00+09:00');
    const row = await bookForm('2027-02-16');
    await t.db.transaction().execute((trx) => moveReturn(trx, row, { status }));
    await stepClock(t, '2027-02-19T11:00:00+09:00');
    expect(await step()).toMatchObject({ did: 'waits', why: 'form_on_desk' });
  },
);
