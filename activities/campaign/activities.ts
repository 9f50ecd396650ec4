import { type Client } from '@temporalio/client';
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import pMap from 'p-map';
import { noteDay } from '../../db/campaigns/board/days';
import { reviewCampaign, type CampaignReview } from '../../db/campaigns/review';
import { createJourneys, type Waiting, waitingJourneysToSignal } from '../../db/journeys/create-journeys';
import { restartJourney } from '../../db/platform/outbox';
import { journeyWorkflowId } from '../../domain/ids';
import { signalWorkflow } from '../outbox/signal';
import { asFailure } from '../failure';
import { startAll } from './start-all';
import { type Db } from '../../db/platform/types';

export interface CampaignDeps {
  db: Db;
  client: Client;
  taskQueue: string;
  /** Customers per transaction while journeys are created. */
  batch?: number;
}

const PAGE = 500;
const PARALLEL = { concurrency: 20 };

/** What the attempt before this one has reached; undefined in the first, and where it was cut off at once. */
function heartbeatOf<Details extends object>(): Details | undefined {
  const details: unknown = activityInfo().heartbeatDetails;
  return typeof details === 'object' && details !== null ? (details as Details) : undefined;
}

/** Activities of the campaign workflow. */
export function createCampaignActivities({ db, client, taskQueue, batch }: CampaignDeps) {
  return {
    /** Reviews the campaign and returns what it does next. Repeatable: the same `turn` again is simply a new review. */
    async reviewCampaign(input: { campaignId: number; turn: number }): Promise<CampaignReview> {
      try {
        const review = await reviewCampaign(db, input);
        if (review.next === 'wait') await noteDay(db, input.campaignId);
        return review;
      } catch (error) {
        return asFailure(error);
      }
    },

    /** Creates a journey for every customer and starts those not yet started. Cut off, it goes on where it was. */
    async startJourneys({ campaignId }: { campaignId: number }): Promise<number> {
      const after = heartbeatOf<{ after: number }>()?.after ?? 0;
      const beat = (details?: { after: number }) => {
        heartbeat(details);
        cancellationSignal().throwIfAborted(); // another attempt has taken over
      };
      const reached = (through: number) => beat({ after: through });
      await createJourneys(db, campaignId, { after, reached, ...(batch && { batch }) });
      return startAll({ db, client, taskQueue }, campaignId, () => beat());
    },

    /** Signals journeys that wait across a pause, resume or stop, page by page; returns their number. */
    async signalWaitingJourneys({ campaignId }: { campaignId: number }): Promise<number> {
      let signalled = 0;
      let after = heartbeatOf<Waiting>() ?? { epoch: -1, id: 0 };
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
            heartbeat(after);
          },
          PARALLEL,
        );
        signalled += page.length;
        const { epoch, id } = page.at(-1)!;
        after = { epoch, id };
      }
    },
  };
}

export type CampaignActivities = ReturnType<typeof createCampaignActivities>;
