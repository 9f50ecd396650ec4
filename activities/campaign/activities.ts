import { type Client } from '@temporalio/client';
import { activityInfo, heartbeat } from '@temporalio/activity';
import pMap from 'p-map';
import { reviewCampaign, type CampaignReview } from '../../db/campaigns/review';
import {
  createJourneys,
  journeysToStart,
  markStarted,
  waitingJourneysToSignal,
} from '../../db/journeys/create-journeys';
import { restartJourney } from '../../db/platform/outbox';
import { journeyWorkflowId } from '../../domain/ids';
import { signalWorkflow } from '../outbox/signal';
import { asFailure } from '../failure';
import { startJourney } from './start-journey';
import { type Db } from '../../db/platform/types';

export interface CampaignDeps {
  db: Db;
  client: Client;
  taskQueue: string;
}

const PAGE = 500;
const PARALLEL = { concurrency: 20 };

/** Activities of the campaign workflow. */
export function createCampaignActivities({ db, client, taskQueue }: CampaignDeps) {
  return {
    /** Reviews the campaign and returns what it does next. Repeatable: the same `turn` again is simply a new review. */
    reviewCampaign: (input: { campaignId: number; turn: number }): Promise<CampaignReview> =>
      reviewCampaign(db, input).catch(asFailure),

    /** Creates a journey for every customer and starts those not yet started. Can be interrupted and called again. */
    async startJourneys({ campaignId }: { campaignId: number }): Promise<number> {
      await createJourneys(db, campaignId);
      let started = 0;
      for (;;) {
        heartbeat(started);
        const page = await journeysToStart(db, { campaignId, limit: PAGE });
        if (page.length === 0) return started;
        await pMap(page, (journey) => startJourney(client, taskQueue, journey), PARALLEL);
        await markStarted(db, page);
        started += page.length;
      }
    },

    /** Signals journeys that wait across a pause, resume or stop, at most 500 per call; returns their number. */
    async signalWaitingJourneys({ campaignId }: { campaignId: number }): Promise<number> {
      let signalled = 0;
      let after = (activityInfo().heartbeatDetails as number | undefined) ?? 0;
      for (;;) {
        heartbeat(after);
        const page = await waitingJourneysToSignal(db, { campaignId, after, limit: PAGE });
        if (page.length === 0) return signalled;
        await pMap(
          page,
          async (journey) => {
            const taken = await signalWorkflow(client, {
              workflowId: journeyWorkflowId(journey),
              name: 'campaignSteered',
              turn: journey.turn,
            });
            if (!taken && journey.startedRun >= journey.run) await restartJourney(db, journey.id, journey.run);
          },
          PARALLEL,
        );
        signalled += page.length;
        after = page.at(-1)!.id;
      }
    },
  };
}

export type CampaignActivities = ReturnType<typeof createCampaignActivities>;
