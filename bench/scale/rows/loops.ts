import { CLAIM } from '../../../activities/delivery/claim-buffer';
import { expectedWorkflows } from '../../../db/journeys/overdue';
import { campaignsToSignal } from '../../../db/campaigns/campaigns';
import { noteDay } from '../../../db/campaigns/board/days';
import { reviewCampaign } from '../../../db/campaigns/review';
import {
  createJourneys,
  journeysToStart,
  markStarted,
  waitingJourneysToSignal,
  withoutFirstStep,
} from '../../../db/journeys/create-journeys';
import { claimMessages, claimOnce } from '../../../db/delivery/claims';
import { hasDue } from '../../../db/delivery/due-messages';
import { markHandingOver, recordDelivered, releaseOrphanedClaims } from '../../../db/delivery/handovers';
import { countLane, judgeLane, takeOverLane } from '../../../db/delivery/lane-health';
import { lanesToStart, raiseFence } from '../../../db/delivery/lanes';
import { setAside } from '../../../db/delivery/set-aside';
import { claimProof, takeOverProofs } from '../../../db/delivery/proofs';
import { openPrintRuns } from '../../../db/print/open-runs';
import { runsToStart, takeOverPostLane } from '../../../db/print/runs';
import { claimBatch } from '../../../db/returns/batches/work';
import { anyToStart, takeUnsignalled } from '../../../db/platform/outbox';
import { rehearsalsToStart, rehearsalUnderWay } from '../../../db/rehearsals/stored';
import { type Bench, LIMIT_MS as limitMs, type Row } from '../row';
import { type Samples } from '../samples';

const OUTBOX = 500;

/** Scanned paper: what a worker looks for every second. */
const scans: Row[] = [{ name: 'scans: a batch to read', poll: 'claimBatch', limitMs, run: ({ db }) => claimBatch(db) }];

/** The outbox: what it looks for every two seconds, and after each notification. */
const outbox: Row[] = [
  {
    name: 'outbox: arrivals to signal',
    poll: 'takeUnsignalled',
    limitMs,
    run: ({ db }) => takeUnsignalled(db, OUTBOX),
  },
  { name: 'outbox: anything to start', poll: 'anyToStart', limitMs, run: ({ db }) => anyToStart(db) },
  {
    name: 'outbox: reopened journeys',
    poll: 'journeysToStart',
    limitMs,
    run: ({ db }) => journeysToStart(db, { limit: OUTBOX }),
  },
  { name: 'outbox: campaigns', poll: 'campaignsToSignal', limitMs, run: ({ db }) => campaignsToSignal(db) },
  { name: 'outbox: lanes', poll: 'lanesToStart', limitMs, run: ({ db }) => lanesToStart(db) },
  { name: 'outbox: print runs', poll: 'runsToStart', limitMs, run: ({ db }) => runsToStart(db) },
  { name: 'outbox: rehearsals', poll: 'rehearsalsToStart', limitMs, run: ({ db }) => rehearsalsToStart(db) },
  { name: 'outbox: a rehearsal under way', poll: 'rehearsalUnderWay', limitMs, run: ({ db }) => rehearsalUnderWay(db) },
];

const claimOf = (lane: keyof Samples['lanes'], name: string, limit = CLAIM): Row => ({
  name: `claim: ${name}`,
  poll: 'claimMessages',
  limitMs,
  together: true,
  prepare: async ({ db, docs, samples }) => {
    await warm(docs, db, samples);
    return raiseFence(db, samples.lanes[lane]);
  },
  run: ({ db, docs, samples }, _, fence) =>
    claimOnce(db, docs, { laneId: samples.lanes[lane], fence: fence as number, limit }),
});

/** What a claim that found less than it wanted does next, in a transaction of its own. */
const asideOf = (lane: keyof Samples['lanes'], campaign: 'running' | 'paused'): Row => ({
  name: `claim: ${lane}, what is kept back is set aside`,
  poll: 'setAside',
  limitMs,
  together: true,
  run: ({ db, samples }) => setAside(db, samples.lanes[lane], [samples[campaign].campaignId], CLAIM),
});

/** A worker has the campaigns' documents in its cache. */
async function warm(docs: Bench['docs'], db: Bench['db'], samples: Samples): Promise<void> {
  for (const { campaignId } of [samples.large, samples.starting, samples.running, samples.paused])
    await docs.get(db, campaignId, 1);
}

/** A drain checks its lane when something is queued, and every two seconds. */
const lanes: Row[] = [
  ...(['full', 'mail', 'sms', 'post'] as const).map((lane): Row => ({
    name: `lane ${lane}: anything due`,
    poll: 'hasDue',
    limitMs,
    run: ({ db, samples }) => hasDue(db, samples.lanes[lane]),
  })),
  claimOf('mail', 'mail, behind held messages'),
  claimOf('full', 'mail, lane at its capacity'),
  claimOf('sms', 'SMS, channel paused'),
  claimOf('post', 'post, nothing due'),
  asideOf('mail', 'running'),
  asideOf('sms', 'paused'),
  {
    name: 'lane: judged by its rates',
    poll: 'judgeLane',
    limitMs,
    run: ({ db, samples }) => judgeLane(db, { laneId: samples.lanes.mail }),
  },
  {
    name: 'lane: counted',
    poll: 'countLane',
    limitMs,
    run: ({ db, samples }) => countLane(db, samples.lanes.mail, { sent: 10, refused: 1 }),
  },
  {
    name: 'lane: taken over',
    poll: 'takeOverLane',
    limitMs,
    run: ({ db, docs, samples }) => takeOverLane(db, docs, samples.lanes.mail),
  },
  {
    name: 'lane: proofs taken over',
    poll: 'takeOverProofs',
    limitMs,
    run: ({ db, samples }) => takeOverProofs(db, { laneId: samples.lanes.mail, fence: 0 }, false),
  },
  {
    name: 'lane: next proof',
    poll: 'claimProof',
    limitMs,
    run: ({ db, docs, samples }) => claimProof(db, docs, { laneId: samples.lanes.mail, fence: 0 }),
  },
  {
    name: 'lane: orphaned claims',
    poll: 'releaseOrphanedClaims',
    limitMs,
    run: ({ db, samples }) => releaseOrphanedClaims(db, { laneId: samples.lanes.mail, fence: 1, known: [] }),
  },
  {
    name: 'lane: a message marked and recorded as handed over',
    poll: 'markHandingOver',
    limitMs,
    prepare: async (bench) => (await claimed(bench, 'mail', 1))[0],
    run: async ({ db, docs }, _, prepared) => {
      const message = prepared as Awaited<ReturnType<typeof claimed>>[number];
      await markHandingOver(db, message);
      await recordDelivered(db, docs, [{ ...message, kind: 'handed_over', ref: 'scale' }]);
    },
  },
  {
    name: 'post lane: taken over',
    poll: 'takeOverPostLane',
    limitMs,
    run: ({ db, samples }) => takeOverPostLane(db, samples.lanes.post),
  },
  {
    name: 'post lane: ten letters into a print run',
    poll: 'openPrintRuns',
    limitMs,
    prepare: async (bench) => {
      const { db, samples } = bench;
      const due = { not_before: new Date(0) };
      const customers = Array.from({ length: 10 }, (_, turn) => samples.running.first + 974 + 1_000 * turn);
      await db
        .updateTable('messages')
        .set(due)
        .where('journey_id', 'in', customers)
        .where('status', '=', 'queued')
        .execute();
      return claimed(bench, 'post', 10);
    },
    run: ({ db, docs, samples }, _, prepared) => {
      const messages = prepared as Awaited<ReturnType<typeof claimed>>;
      return openPrintRuns(db, docs, { laneId: samples.lanes.post, fence: messages[0]!.fence }, messages);
    },
  },
];

async function claimed({ db, docs, samples }: Bench, lane: 'mail' | 'post', limit: number) {
  const laneId = samples.lanes[lane];
  const { messages } = await claimMessages(db, docs, { laneId, fence: await raiseFence(db, laneId), limit });
  if (messages.length === 0) throw new Error(`nothing to claim in lane ${lane}`);
  return messages;
}

/** What a campaign's own workflow asks. */
const campaigns: Row[] = [
  ...(['large', 'starting', 'over', 'paused'] as const).map((name): Row => ({
    name: `campaign ${name}: review`,
    poll: 'reviewCampaign',
    limitMs,
    run: ({ db, samples }) => reviewCampaign(db, { campaignId: samples[name].campaignId, turn: 1 }),
  })),
  {
    name: 'campaign: daily look',
    poll: 'noteDay',
    limitMs: 2_000,
    report: 'counts once a day what falls due in the weeks ahead',
    run: ({ db, samples }) => noteDay(db, samples.large.campaignId),
  },
  {
    name: 'campaign: journeys to start',
    poll: 'journeysToStart',
    limitMs,
    run: ({ db, samples }) => journeysToStart(db, { campaignId: samples.starting.campaignId, limit: OUTBOX }),
  },
  {
    name: 'campaign: 2,000 journeys created',
    poll: 'createJourneys',
    limitMs: 200, // a write of 2,000 rows
    small: { audience: 'a batch of 2,000', journeys: 'a batch of 2,000', outcomes: 'a batch of 2,000' },
    prepare: ({ db, samples }) =>
      db
        .updateTable('campaigns')
        .set({ journeys_created_at: null })
        .where('id', '=', samples.starting.campaignId)
        .execute(),
    run: async ({ db, samples }) => {
      const cutOff = new Error('after the first batch');
      const reached = () => {
        throw cutOff;
      };
      const { campaignId, first } = samples.starting;
      const creating = createJourneys(db, campaignId, { after: first - 1, reached });
      await creating.catch((error: unknown) => (error === cutOff ? undefined : Promise.reject(error as Error)));
    },
  },
  {
    name: 'campaign: 500 journeys marked as started',
    poll: 'markStarted',
    limitMs: 50, // a write of 500 rows
    prepare: ({ db, samples }) => journeysToStart(db, { campaignId: samples.starting.campaignId, limit: OUTBOX }),
    run: ({ db }, _, page) => markStarted(db, page as { id: number; run: number }[]),
  },
  {
    name: 'campaign: which of 1,000 wait for their first step',
    poll: 'withoutFirstStep',
    limitMs,
    prepare: async ({ db, samples }) => {
      const page = await journeysToStart(db, { campaignId: samples.starting.campaignId, limit: 2 * OUTBOX });
      return page.map(({ id }) => id);
    },
    run: ({ db }, _, ids) => withoutFirstStep(db, ids as number[]),
  },
  ...(['large', 'paused'] as const).map((name): Row => ({
    name: `campaign ${name}: journeys to wake after steering`,
    poll: 'waitingJourneysToSignal',
    limitMs,
    run: ({ db, samples }) =>
      waitingJourneysToSignal(db, { campaignId: samples[name].campaignId, after: { epoch: -1, id: 0 }, limit: OUTBOX }),
  })),
  {
    name: 'workflows that must be there',
    job: 'restartLostWorkflows',
    limitMs,
    run: ({ db }) => expectedWorkflows(db),
  },
];

export const loopRows: Row[] = [...outbox, ...scans, ...lanes, ...campaigns];
