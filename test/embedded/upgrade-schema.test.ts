import { redecide, verifyChain } from '../../audit/verify';
import { workflowBundle } from '../../temporal/bundle';
import { campaignChain } from '../../db/platform/ledger';
import { migrate, pendingMigrations } from '../../db/platform/migrate';
import { campaignWorkflowId, journeyWorkflowId, laneWorkflowId } from '../../domain/ids';
import { smtpStub } from '../delivery/mail/smtp-stub';
import { stepClock } from '../support/seed';
import { type TestDb } from '../support/test-db';
import { oldCampaign, type OldCampaign, oldDb } from './old-schema';
import { endAll, openSite, type Site, startBuild } from './upgrade-support';

let t: TestDb;
let stub: Awaited<ReturnType<typeof smtpStub>>;
let site: Site;
let old: OldCampaign;
beforeEach(async () => {
  t = await oldDb();
  old = await oldCampaign(t);
  stub = await smtpStub();
});
afterEach(async () => {
  await endAll(site);
  await site.close();
  await stub.close();
  await t.close();
});

/** The workflows that the old installation had open. */
async function openWorkflows({ client, taskQueue }: Site): Promise<void> {
  const { campaignId, laneId, customers } = old;
  const start = (type: string, workflowId: string, input: object) =>
    client.workflow.start(type, { workflowId, taskQueue, args: [input] });
  await start('laneWorkflow', laneWorkflowId(laneId), { laneId });
  await start('campaignWorkflow', campaignWorkflowId(campaignId), { campaignId, turn: 2 });
  for (const { customerId, journeyId } of customers) {
    await start('journeyWorkflow', journeyWorkflowId({ campaignId, customerId, run: 1 }), { journeyId, run: 1 });
  }
}

test('data of the first schema starts under the present code, and its journeys go on to the end', async () => {
  expect((await pendingMigrations({ url: t.ownerUrl })).fresh).toBe(false);
  expect((await migrate({ url: t.ownerUrl }))[0]).toBe('0004_channels');
  site = await openSite(t, stub.url);
  const build = await startBuild(site, await workflowBundle());
  await openWorkflows(site);
  const { campaignId } = old;
  const outcomes = async () => {
    const query = t.db.selectFrom('outcomes').select(['outcome', 'reason']).where('campaign_id', '=', campaignId);
    return (await query.orderBy('contract_id').execute()).map((row) => `${row.outcome}: ${row.reason}`);
  };
  const mailed = (count: number) => async () => (stub.mails.length === count ? true : undefined);
  await build.until(mailed(1)); // the notice that was still queued
  await build.until(async () => ((await outcomes()).length === 1 ? true : undefined)); // the answer that was unread
  await stepClock(t, '2027-02-26T09:00:00+09:00');
  await build.until(mailed(3));
  await stepClock(t, '2027-04-18T12:00:00+09:00');
  await build.until(async () => ((await outcomes()).length === 3 ? true : undefined));
  await stepClock(t, '2027-04-19T12:00:00+09:00');
  await build.until(() =>
    t.db.selectFrom('campaigns').select('id').where('status', '=', 'completed').executeTakeFirst(),
  );
  await build.stop();
  expect(await outcomes()).toEqual(['lapsed: notified_and_silent', 'cancelled: web', 'lapsed: notified_and_silent']);
  const sent = await t.db
    .selectFrom('messages')
    .select(['step', 'status'])
    .orderBy('journey_id')
    .orderBy('id')
    .execute();
  expect(sent.map(({ step, status }) => `${step} ${status}`)).toEqual([
    ...['notice handed_over', 'reminder handed_over'],
    'notice handed_over',
    ...['notice handed_over', 'reminder handed_over'],
  ]);
  expect(new Set(stub.mails.map(({ key }) => key)).size).toBe(3);
  expect((await verifyChain(t.db, campaignChain(campaignId))).ok).toBe(true);
  expect((await redecide(t.db, campaignId)).differing).toEqual([]);
});
