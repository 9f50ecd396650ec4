import { signalWorkflow } from '../../activities/outbox/signal';
import { startJourney } from '../../activities/campaign/start-journey';
import { type ArrivalKind } from '../../db/journeys/arrival-kind';
import { recordArrival } from '../../db/journeys/arrivals';
import { createJourneys } from '../../db/journeys/create-journeys';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { journeyWorkflowId } from '../../domain/ids';
import { seedCampaign, type SeedCustomer, type Seeded, stepClock } from './seed';
import { eventually, type TestWorker } from './test-worker';
import { type TestDb } from './test-db';
import { handOver } from './seeding/messages';

export const NOTICE_AT = '2027-02-01T09:00:00+09:00';
/** Fourteen virtual days pass in two real seconds. */
export const SPEED = (14 * 86_400) / 2;

export interface Running extends Seeded {
  journeyId: number;
  workflowId: string;
}

/** One journey at a time on the real engine; lanes and desks are played by the test. */
export function journeyRunner(parts: () => { t: TestDb; w: TestWorker }) {
  const idOf = (journey: Running, step: string, channel?: string) =>
    eventually('the message of the step', () =>
      parts()
        .t.db.selectFrom('messages')
        .select('id')
        .where('journey_id', '=', journey.journeyId)
        .where('step', '=', step)
        .$if(channel !== undefined, (query) => query.where('channel', '=', channel!))
        .orderBy('id', 'desc')
        .executeTakeFirst(),
    );
  const runner = {
    async begin(customer: SeedCustomer, doc?: CampaignDoc): Promise<Running> {
      const { t, w } = parts();
      await stepClock(t, NOTICE_AT);
      await t.db.updateTable('clock').set({ speed: SPEED, slack_ms: 0 }).execute();
      const seeded = await seedCampaign(t, { customers: [customer], ...(doc && { doc }) });
      await createJourneys(t.db, seeded.campaignId);
      const { id } = await t.db
        .selectFrom('journeys')
        .select('id')
        .where('campaign_id', '=', seeded.campaignId)
        .executeTakeFirstOrThrow();
      const journey = { id, campaignId: seeded.campaignId, customerId: seeded.customers[0]!.id, run: 1 };
      await startJourney(w.client, w.taskQueue, journey);
      await t.db.updateTable('journeys').set({ started_run: 1 }).where('id', '=', id).execute();
      return { ...seeded, journeyId: id, workflowId: journeyWorkflowId(journey) };
    },
    /** The newest message of a step, once it is queued. */
    message: async (journey: Running, step: string, channel?: string) => (await idOf(journey, step, channel)).id,
    /** Waits until the message of a step is queued, then hands its message over at that instant. */
    async handOver(journey: Running, step: string, at: string, channel?: string): Promise<number> {
      const { id } = await idOf(journey, step, channel);
      await handOver(parts().t, id, Date.parse(at));
      return id;
    },
    async arrive(journey: Running, kind: ArrivalKind, at: string, data: Record<string, unknown>): Promise<void> {
      const { t, w } = parts();
      const recorded = await t.db.transaction().execute((trx) =>
        recordArrival(trx, {
          campaignId: journey.campaignId,
          customerId: journey.customers[0]!.id,
          kind,
          at: Date.parse(at),
          source: 'web',
          data,
          dedupe: `${kind}:${at}`,
        }),
      );
      if (recorded.signal) await signalWorkflow(w.client, recorded.signal);
    },
    answer: (journey: Running, at: string, via?: string) =>
      runner.arrive(journey, 'answer', at, {
        receipt: 'R',
        choices: { [journey.customers[0]!.contracts[0]!]: 'migrate' },
        ...(via && { via }),
      }),
    /** A person looks in vain for a way to the customer and releases the journey's hold; then the last day passes. */
    async findNoWay(journey: Running): Promise<void> {
      const { t } = parts();
      const { id } = await eventually('the hold of a customer without a channel', () =>
        t.db
          .selectFrom('holds')
          .select('id')
          .where('source', '=', `no_channel:${journey.journeyId}:1`)
          .executeTakeFirst(),
      );
      await t.db
        .updateTable('clock')
        .set({ speed: SPEED * 4, slack_ms: 0 })
        .execute();
      await t.db.updateTable('holds').set({ released_at: new Date() }).where('id', '=', id).execute();
      await runner.arrive(journey, 'hold_released', '2027-03-01T09:00:00+09:00', { holdId: id });
      const waits = t.db.selectFrom('journeys').select('id').where('id', '=', journey.journeyId);
      await eventually('the release of the hold to be read', () =>
        waits.whereRef('read_seq', '=', 'arrival_seq').where('held_epoch', 'is', null).executeTakeFirst(),
      );
      await stepClock(t, '2027-04-17T00:00:00+09:00');
    },
    async outcome(journey: Running) {
      const { outcome } = await parts()
        .t.db.selectFrom('outcomes')
        .select('outcome')
        .where('campaign_id', '=', journey.campaignId)
        .executeTakeFirstOrThrow();
      return outcome;
    },
  };
  return runner;
}
