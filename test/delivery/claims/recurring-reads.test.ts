import { renewReplacedTexts } from '../../../db/campaigns/replaced-texts';
import { journeysToStart } from '../../../db/journeys/create-journeys';
import { type Db } from '../../../db/platform/types';
import { analyze, countRows, type RowCounter } from '../../support/database/rows-read';
import { testDb, type TestDb } from '../../support/test-db';
import { messageOf, sampleDoc } from '../mail/mail-fixture';
import { AHEAD, type Filled, filled } from './long-queue';

/** What is looked for several times a second is found without walking over what waits. */
const FEW = AHEAD / 10;

let test: TestDb;
let counter: RowCounter;
let all: Filled;
beforeAll(async () => {
  test = await testDb();
  counter = countRows(test);
  all = await filled(test);
});
afterAll(async () => {
  await counter.close();
  await test.close();
});

it('a reopened journey among many that are under way', async () => {
  const { journey_id: id } = await messageOf(test, all.ahead[100]!);
  await test.db.updateTable('journeys').set({ run: 2, started_run: 1 }).where('id', '=', id).execute();
  let found: { id: number }[] = [];
  expect(await counter.rowsRead(async (db) => void (found = await journeysToStart(db, { limit: 500 })))).toBeLessThan(
    10,
  );
  expect(found).toMatchObject([{ id }]);
});

/** Version 2 has replaced version 1; one message is still queued in the text of version 1. */
async function adoptSecondVersion(recall: string[]): Promise<number> {
  const own = { campaign_id: all.at.campaignId, client_id: all.clientId, version: 2 };
  const { db } = test;
  const doc = JSON.stringify(sampleDoc());
  await db
    .insertInto('campaign_versions')
    .values({ ...own, doc })
    .onConflict((known) => known.doNothing())
    .execute();
  const rule = JSON.stringify({ default: 'migrate', segments: [], recall });
  const adopted = {
    base_version: 1,
    status: 'adopted',
    created_at: new Date(0),
    adoption_finished_at: new Date(0),
  } as const;
  await db
    .insertInto('plan_versions')
    .values({ ...own, ...adopted, rule })
    .onConflict((known) => known.columns(['campaign_id', 'version']).doUpdateSet({ rule }))
    .execute();
  await db.updateTable('campaigns').set({ version: 2 }).where('id', '=', own.campaign_id).execute();
  await db.updateTable('messages').set({ version: 2 }).execute();
  const old = all.ahead.at(-1)!;
  await db.updateTable('messages').set({ version: 1 }).where('id', '=', old).execute();
  await analyze(test);
  return old;
}

async function freezeFirstVersion(): Promise<void> {
  const person = test.db.insertInto('persons').values({ login: 'p', name: 'p' }).returning('id');
  const { id: opened_by } = await person.executeTakeFirstOrThrow();
  const over = { opened_by, reason: 'x', opened_at: new Date(0), ended_at: new Date(1), end_reason: 'x' };
  const own = { client_id: all.clientId, campaign_id: all.at.campaignId, version: 1, extend_waits: false };
  await test.db
    .insertInto('pauses')
    .values({ ...own, ...over })
    .execute();
}

it.each([
  ['was taken back', ['n1'], async () => undefined],
  ['was frozen', [], freezeFirstVersion],
])('the one message of many that is queued in a text that %s', async (_what, recall, freeze) => {
  await freeze();
  const old = await adoptSecondVersion(recall);
  const renew = (db: Db) => renewReplacedTexts(db, all.at.docs);
  expect(await counter.rowsRead(async (db) => expect(await renew(db)).toBe(1))).toBeLessThan(FEW);
  expect(await messageOf(test, old)).toMatchObject({ status: 'queued', version: 2, notice: 'n1' });
  expect(await counter.rowsRead(async (db) => expect(await renew(db)).toBe(0))).toBeLessThan(20);
});
