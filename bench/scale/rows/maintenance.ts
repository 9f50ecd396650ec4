import { PrintArchive } from '../../../activities/print/archive';
import { applyRetention } from '../../../activities/maintenance/retention';
import { expireCallLeases } from '../../../db/calls/expire-leases';
import { finishAdoptions } from '../../../db/campaigns/finish-adoption';
import { divideAnew } from '../../../db/campaigns/replan/divide-anew';
import { addUpFigures } from '../../../db/campaigns/board/figures';
import { checkAreas } from '../../../db/campaigns/pause-areas';
import { renewReplacedTexts } from '../../../db/campaigns/replaced-texts';
import { takeVerification } from '../../../db/campaigns/verifications';
import { followRepresentatives } from '../../../db/customers/representatives';
import { receiptQueriesDue } from '../../../db/delivery/receipt-queries';
import { judgeLane } from '../../../db/delivery/lane-health';
import { electronicLanes } from '../../../db/delivery/lanes';
import { resumeClientFiles } from '../../../db/exchange/acknowledge';
import { noteOverdue, takeOverdue } from '../../../db/journeys/overdue';
import { takeDueSends, watchAlerts } from '../../../db/platform/alerts/alerts';
import { campaignsToArchive, isArchived, runsToArchive } from '../../../db/platform/evidence/archives';
import { unpostedLetters } from '../../../db/print/posted';
import { recallsToSend, unansweredRecalls } from '../../../db/print/recalls';
import { keepUnreadable } from '../../../db/print/unreadable-files';
import { lettersOf, obstacleTo, openErasures } from '../../../db/privacy/erasure';
import { type Db } from '../../../db/platform/types';
import { NOW } from '../campaigns';
import { LIMIT_MS as limitMs, type Row } from '../row';

/** A version that divides all open customers of a campaign into waves, adopted and divided but for the last 10,000. */
async function adoptWaves(db: Db, campaignId: number): Promise<{ campaign_id: number; version: number }> {
  const key = { campaign_id: campaignId, version: 2 };
  const { client_id, doc } = await db
    .selectFrom('campaign_versions')
    .select(['client_id', 'doc'])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const wave = (id: string) => ({ id, name: { ja: id, en: id }, begins: NOW + 30 * 86_400_000 });
  const segments = { east: { prefectures: [8, 9, 10, 11, 12, 13, 14], missing: ['mail'] } };
  const waves = [{ ...wave('one'), only: ['east'] }, wave('two')];
  const changed = JSON.stringify({ ...(doc as object), segments, waves });
  await db
    .insertInto('campaign_versions')
    .values({ ...key, client_id, doc: changed })
    .execute();
  const at = new Date(NOW);
  const last = await db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .orderBy('id', 'desc')
    .offset(10_000)
    .limit(1)
    .executeTakeFirst();
  const adopted = {
    base_version: 1,
    status: 'adopted',
    created_at: at,
    adopted_at: at,
    waves_after: last?.id ?? 0,
  } as const;
  await db
    .insertInto('plan_versions')
    .values({ ...key, client_id, ...adopted })
    .execute();
  return key;
}

/** The recurring jobs, each by what it asks the database. */
export const maintenanceRows: Row[] = [
  { name: 'overdue journeys noted', job: 'restartLostJourneys', limitMs, run: ({ db }) => noteOverdue(db) },
  {
    name: 'overdue journeys taken',
    job: 'restartLostJourneys',
    limitMs,
    run: ({ db }) => takeOverdue(db, { boundMs: 120_000, limit: 200 }),
  },
  {
    name: 'all lanes judged',
    job: 'sendAlerts',
    limitMs,
    run: async ({ db }) => {
      for (const laneId of await electronicLanes(db)) await judgeLane(db, { laneId });
    },
  },
  {
    name: 'alerts: causes looked for',
    job: 'sendAlerts',
    limitMs,
    run: ({ db }) => watchAlerts(db, { slow: true, vias: ['mail'] }),
  },
  { name: 'alerts: due to be sent', job: 'sendAlerts', limitMs, run: ({ db }) => takeDueSends(db, ['mail']) },
  {
    name: 'retention applied',
    job: 'applyRetention',
    limitMs,
    run: ({ db, log, dir }) => applyRetention({ db, log, archive: new PrintArchive(dir) }),
  },
  {
    name: 'erasures: open, with what stands against them',
    job: 'eraseCustomers',
    limitMs,
    run: async ({ db }) => {
      for (const { customer_id: customer } of (await openErasures(db, 50)).slice(0, 3)) {
        await obstacleTo(db, customer);
        await lettersOf(db, customer);
      }
    },
  },
  { name: 'call leases expired', job: 'expireCallLeases', limitMs, run: ({ db }) => expireCallLeases(db) },
  {
    name: 'representatives that begin or end',
    job: 'followRepresentatives',
    limitMs,
    run: ({ db }) => followRepresentatives(db),
  },
  { name: 'areas compared', job: 'followSteering', limitMs, run: ({ db, vault }) => checkAreas(db, vault) },
  {
    name: 'replaced texts renewed',
    job: 'followSteering',
    limitMs,
    run: ({ db, docs }) => renewReplacedTexts(db, docs),
  },
  { name: 'plan adoptions finished', job: 'finishPlanAdoptions', limitMs, run: ({ db }) => finishAdoptions(db) },
  {
    name: 'plan adoptions: customers given their wave anew',
    job: 'finishPlanAdoptions',
    limitMs,
    small: { contact_points: 'all addresses of a batch of 200' },
    prepare: ({ db, samples }) => adoptWaves(db, samples.paused.campaignId),
    run: ({ db, docs }, _, key) => divideAnew(db, docs, key as Awaited<ReturnType<typeof adoptWaves>>),
  },
  {
    name: 'print shop: recalls and unreadable files',
    job: 'exchangeWithPrintShop',
    limitMs,
    run: async ({ db }) => {
      await recallsToSend(db);
      await keepUnreadable(db, 'ack', []);
    },
  },
  {
    name: 'print run: letters that were posted',
    job: 'exchangeWithPrintShop',
    limitMs,
    run: async ({ db, samples }) => {
      const runs = await db
        .selectFrom('print_runs')
        .select('id')
        .where('client_id', '=', samples.large.clientId)
        .orderBy('id', 'desc')
        .limit(1)
        .execute();
      await unpostedLetters(db, runs[0]!.id, 100);
      await unansweredRecalls(db, runs[0]!.id);
    },
  },
  { name: 'SMS receipts to ask for', job: 'querySmsReceipts', limitMs, run: ({ db }) => receiptQueriesDue(db, 100) },
  {
    name: 'histories to archive',
    job: 'archiveHistories',
    limitMs,
    run: async ({ db }) => {
      await runsToArchive(db, { after: 0, limit: 100 });
      await campaignsToArchive(db);
      await isArchived(db, { workflowId: 'campaign:1', runId: 'none' });
    },
  },
  { name: 'verifications asked for', job: 'runVerifications', limitMs, run: ({ db }) => takeVerification(db) },
  {
    name: 'figures of 500 changed messages added up',
    job: 'addUpFigures',
    limitMs,
    prepare: ({ db, samples }) =>
      db
        .updateTable('messages')
        .set({ deferred_reason: 'quiet_hours' })
        .where('id', '>', 8 * samples.starting.first)
        .where('id', '<', 8 * (samples.starting.first + 500))
        .execute(),
    run: ({ db }) => addUpFigures(db),
  },
  {
    name: 'client files to go on with',
    job: 'resumeClientFiles',
    limitMs,
    run: ({ db, vault }) => resumeClientFiles(db, vault, { onSignals: () => undefined }),
  },
];
