import { renderRun } from '../../activities/print/render';
import { renewReplacedTexts } from '../../db/campaigns/replaced-texts';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { channelsDoc } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { claimAll, handOver, messageOf, openRun, printScene, type PrintScene, removeScene } from './fixture';

let t: TestDb;
let scene: PrintScene;
beforeAll(async () => void (t = await testDb()));
afterEach(() => removeScene(scene));
afterAll(() => t.close());

const wrong = channelsDoc();
const corrected = channelsDoc({
  notices: { ...wrong.notices, letter: { ...wrong.notices['letter']!, subject: { ja: '訂正', en: 'Corrected' } } },
});

/** A pause of the letter in version 1, as a person opens it. */
async function freeze(): Promise<number> {
  const person = { login: `p-${Math.random()}`, name: 'x' };
  const { id } = await t.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow();
  const scope = { client_id: scene.clientId, campaign_id: scene.campaignId, notice: 'letter', version: 1 };
  const answers = { extend_waits: false, reason: '金額の誤り', opened_by: id, opened_at: new Date(0) };
  const pause = { ...scope, ...answers };
  return (await t.db.insertInto('pauses').values(pause).returning('id').executeTakeFirstOrThrow()).id;
}
const release = (id: number) =>
  t.db
    .updateTable('pauses')
    .set({ ended_at: new Date(1) })
    .where('id', '=', id)
    .execute();

/** Version 2 in force for everybody who does not keep version 1. */
async function adopt(doc: CampaignDoc, recall: string[] = []): Promise<void> {
  const own = { campaign_id: scene.campaignId, client_id: scene.clientId, version: 2 };
  await t.db
    .insertInto('campaign_versions')
    .values({ ...own, doc: JSON.stringify(doc) })
    .execute();
  const rule = JSON.stringify({ default: 'migrate', segments: [], recall });
  await t.db
    .insertInto('plan_versions')
    .values({
      ...own,
      base_version: 1,
      status: 'adopted',
      rule,
      created_at: new Date(0),
      adoption_finished_at: new Date(0),
    })
    .execute();
  await t.db.updateTable('campaigns').set({ version: 2 }).where('id', '=', scene.campaignId).execute();
}

const letter = (index = 0) => messageOf(t, scene.letters[index]!.messageId);
const claimable = async () => {
  const { messages } = await claimAll(t, scene);
  return messages.length;
};

it('a printed letter of a frozen version leaves the run, and goes out in the version that replaced it', async () => {
  scene = await printScene(t, [{}]);
  const runId = await openRun(t, scene);
  await renderRun(scene.deps, runId);
  const pause = await freeze();
  expect(await handOver(t, scene, runId)).toBe('again');
  expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 0 });
  await adopt(corrected);
  await release(pause);
  expect(await claimable()).toBe(0);
  expect(await renewReplacedTexts(t.db, scene.deps.docs)).toBe(1);
  expect(await letter()).toMatchObject({ status: 'queued', notice: 'letter', version: 2, occurrence: 0 });
  const next = await openRun(t, scene);
  expect(await renderRun(scene.deps, next)).toEqual({ pieces: 1 });
  expect(await handOver(t, scene, next)).toBe('done');
});

it('a letter that comes back from a run after its text was taken back does not go out as it was', async () => {
  scene = await printScene(t, [{}]);
  const runId = await openRun(t, scene);
  await renderRun(scene.deps, runId);
  await adopt(corrected, ['letter']);
  expect(await handOver(t, scene, runId)).toBe('again');
  expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 0 });
  expect(await claimable()).toBe(0);
  await renewReplacedTexts(t.db, scene.deps.docs);
  expect(await letter()).toMatchObject({ status: 'queued', version: 2 });
  expect(await claimable()).toBe(1);
});

it('is withdrawn where its step sends no letter any more, and the journey is notified', async () => {
  scene = await printScene(t, [{}]);
  const [notice, ...others] = wrong.plan.steps;
  const pause = await freeze();
  const withoutLetter = { ...notice!, notice: { mail: 'notice', sms: 'sms' } };
  await adopt({ ...wrong, plan: { ...wrong.plan, steps: [withoutLetter, ...others] } });
  await release(pause);
  await renewReplacedTexts(t.db, scene.deps.docs);
  expect(await letter()).toMatchObject({ status: 'withdrawn', failure: 'notice_recalled', version: 1 });
  const arrivals = await t.db
    .selectFrom('arrivals')
    .select('kind')
    .where('campaign_id', '=', scene.campaignId)
    .execute();
  expect(arrivals).toEqual([{ kind: 'not_sent' }]);
});

it('a journey pinned to the frozen version gets its text once it is released', async () => {
  scene = await printScene(t, [{}, {}]);
  const pause = await freeze();
  await t.db.updateTable('journeys').set({ plan_version: 1 }).where('id', '=', scene.letters[0]!.journeyId).execute();
  await adopt(corrected);
  expect(await claimable()).toBe(0);
  await release(pause);
  expect(await renewReplacedTexts(t.db, scene.deps.docs)).toBe(1);
  expect([(await letter(0)).version, (await letter(1)).version]).toEqual([1, 2]);
  expect(await claimable()).toBe(2);
});
