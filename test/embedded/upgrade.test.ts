import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redecide } from '../../audit/verify';
import { type WorkflowBundle, workflowBundle } from '../../temporal/bundle';
import { recordArrival } from '../../db/journeys/arrivals';
import { type CampaignDoc, type Step } from '../../domain/campaigns/campaign';
import { campaignWorkflowId, laneWorkflowId } from '../../domain/ids';
import { printRunWorkflowId } from '../../domain/print/print-run';
import { acknowledge, type PrintScene, RUN_AT } from '../print/fixture';
import { smtpStub } from '../delivery/mail/smtp-stub';
import { channelsDoc, seedCampaign, type Seeded, stepClock, testDoc } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { BREAKING, type Edit, editedCode, HARMLESS } from '../journeys/edited-bundle';
import { type Build, buildOf, endAll, openSite, type Site, startBuild } from './upgrade-support';

let t: TestDb;
let stub: Awaited<ReturnType<typeof smtpStub>>;
let site: Site;
const folder = mkdtempSync(join(tmpdir(), 'tsunagi-build-'));
beforeEach(async () => {
  t = await testDb();
  stub = await smtpStub();
  site = await openSite(t, stub.url);
});
afterEach(async () => {
  await endAll(site);
  await site.close();
  await stub.close();
  await t.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the next release of the workflow code could be. */
async function otherBuild([name, edits]: [string, Edit[]]): Promise<WorkflowBundle> {
  const codePath = join(folder, `${name.replaceAll(' ', '-')}.js`);
  writeFileSync(codePath, await editedCode(edits));
  return { codePath, buildId: `b${name.length}` };
}

/** Notice by mail and letter, a reminder by mail. */
function doc(): CampaignDoc {
  const [notice, reminder] = testDoc().plan.steps as [Step, Step];
  const { first: _, ...both } = notice;
  const onBoth = { ...both, all: ['mail', 'post'] as const, notice: { mail: 'notice', post: 'letter' } };
  return { ...channelsDoc(), plan: { steps: [{ ...onBoth, all: [...onBoth.all] }, reminder] } };
}

const PEOPLE = 4;
const begin = async (): Promise<Seeded> => {
  await stepClock(t, RUN_AT);
  return seedCampaign(t, { doc: doc(), customers: Array.from({ length: PEOPLE }, () => ({ channels: ['post'] })) });
};
const count = async (campaignId: number, channel: string, status: string) => {
  const rows = await t.db
    .selectFrom('messages')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('channel', '=', channel)
    .where('status', '=', status as 'queued')
    .execute();
  return rows.length;
};
const runs = () => t.db.selectFrom('print_runs').select(['id', 'key', 'status']).execute();

/** Everybody has the mail, and the letters lie with the print shop. */
const notifiedByFirst = (build: Build, { campaignId }: Seeded) =>
  build.until('everybody to be notified', async (see) => {
    const [run] = see(await runs());
    return run?.status === 'handed_over' && see(await count(campaignId, 'mail', 'handed_over')) === PEOPLE && run;
  });

test('journeys, lanes, print runs and the campaign go on under the next build, and finish', async () => {
  const seeded = await begin();
  const { campaignId } = seeded;
  const first = await startBuild(site, await workflowBundle());
  const run = await notifiedByFirst(first, seeded);
  await first.stop();
  await answerWhileDown(seeded);
  const next = await otherBuild(HARMLESS[1]!);
  const second = await startBuild(site, next);
  // the journeys, the campaign, the print run, and the lanes of mail, SMS and post
  expect(second.deployed).toEqual({ buildId: next.buildId, replayed: PEOPLE + 5, notReplayed: 0 });
  writeReport(run.key);
  await second.until('the run to be posted', async (see) => see((await runs())[0]?.status) === 'posted');
  await stepClock(t, '2027-02-26T09:00:00+09:00');
  // a reminder to each of the silent, a receipt to the one who answered
  const mails = () => count(campaignId, 'mail', 'handed_over');
  await second.until('reminders and receipt', async (see) => see(await mails()) === 2 * PEOPLE);
  await stepClock(t, '2027-04-18T12:00:00+09:00');
  await second.until('all outcomes', async (see) => see(await outcomes(campaignId)).length === PEOPLE);
  await stepClock(t, '2027-04-19T12:00:00+09:00');
  await second.until('the campaign to be completed', async (see) => {
    const { status } = await t.db
      .selectFrom('campaigns')
      .select('status')
      .where('id', '=', campaignId)
      .executeTakeFirstOrThrow();
    return see(status) === 'completed';
  });
  const { id: mailLane } = await t.db
    .selectFrom('lanes')
    .select('id')
    .where('channel', '=', 'mail')
    .executeTakeFirstOrThrow();
  for (const id of [campaignWorkflowId(campaignId), printRunWorkflowId(run.id), laneWorkflowId(mailLane)]) {
    expect(await buildOf(site.client, id)).toBe(next.buildId);
  }
  expect(await outcomes(campaignId)).toEqual(['lapsed', 'lapsed', 'lapsed', 'migrated']);
  const keys = stub.mails.map((mail) => mail.key);
  expect(keys).toHaveLength(2 * PEOPLE);
  expect(new Set(keys).size).toBe(keys.length);
  expect((await redecide(t.db, campaignId)).differing).toEqual([]);
  await second.stop();
});

test('a build that open journeys would not survive is refused before anything changes, and the first goes on', async () => {
  const seeded = await begin();
  const first = await startBuild(site, await workflowBundle());
  await notifiedByFirst(first, seeded);
  const bad = await otherBuild(BREAKING[0]!);
  await expect(startBuild(site, bad)).rejects.toThrow(/does not fit the open .*; nothing was changed/);
  await answerWhileDown(seeded);
  await first.until('the answer', async (see) => see(await outcomes(seeded.campaignId)).length === 1);
  expect(await buildOf(site.client, campaignWorkflowId(seeded.campaignId))).toBe(first.deployed.buildId);
  await first.stop();
});

async function outcomes(campaignId: number): Promise<string[]> {
  const rows = await t.db.selectFrom('outcomes').select('outcome').where('campaign_id', '=', campaignId).execute();
  return rows.map((row) => row.outcome).sort();
}

/** A customer answers while no worker runs: an arrival without a signal. */
async function answerWhileDown({ campaignId, customers }: Seeded): Promise<void> {
  const [{ id, contracts }] = customers as [Seeded['customers'][number]];
  await t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      campaignId,
      customerId: id,
      kind: 'answer',
      at: RUN_AT,
      source: 'web',
      data: { receipt: 'R', choices: { [contracts[0]!]: 'migrate' } },
      dedupe: 'answer',
    }),
  );
}

/** What the print shop says of a run that lies in its folder. */
function writeReport(key: string): void {
  expect(readdirSync(join(site.printDir, 'out'))).toContain(key);
  const report = acknowledge({ dir: site.printDir } as PrintScene, key);
  writeFileSync(join(site.printDir, 'ack', `${key}.json`), JSON.stringify(report));
}
