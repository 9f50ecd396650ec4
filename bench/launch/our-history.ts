import { recordArrival } from '../../db/journeys/arrivals';
import { readClock } from '../../db/platform/clock';
import { journeyWorkflowId } from '../../domain/ids';
import { insertCampaign, release } from './campaign';
import { type Bed } from './bed';
import { sleep } from '../../config/sleep';

/** Events and bytes of a history. */
export interface HistorySize {
  events: number;
  bytes: number;
}

/** Real milliseconds that a wait of two weeks takes here. */
const WAIT_MS = 4_000;
const FORTNIGHT = 14 * 86_400_000;

/**
 * Plays one journey under the first `steps` of the example's plan (notice by mail, two weeks, reminder by mail,
 * answered on the web) and measures its history. Steps the clock forward and leaves it there, so run it after all
 * measurements on the real clock.
 */
export async function playOurJourney({ db, vault, client }: Bed, steps: number): Promise<HistorySize> {
  const clock = { speed: FORTNIGHT / WAIT_MS, slot_ms: 0, slack_ms: 0 };
  const stepTo = (at: number) =>
    db
      .updateTable('clock')
      .set({ ...clock, stepped_to: new Date(at) })
      .execute();
  await stepTo((await readClock(db)).now);
  const campaign = await insertCampaign(db, vault, 1, steps);
  await release(db, campaign);
  const { campaignId } = campaign;
  const handedOver = (step: 1 | 2) =>
    eventually(async () => {
      const sent = await db
        .selectFrom('messages as m')
        .innerJoin('journeys as j', 'j.id', 'm.journey_id')
        .select(['j.wake_at', 'm.handed_over_at', 'j.customer_id'])
        .where('m.campaign_id', '=', campaignId)
        .where('m.status', '=', 'handed_over')
        .orderBy('m.id')
        .execute();
      return sent.length === step ? sent.at(-1) : undefined;
    });
  const notice = await handedOver(1);
  await stepTo(notice.wake_at!);
  const { customer_id: customerId, handed_over_at: remindedAt } = await handedOver(2);
  const { contract_id: contractId } = await db
    .selectFrom('audience')
    .select('contract_id')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  // the outbox signals it
  await db.transaction().execute((trx) =>
    recordArrival(trx, {
      campaignId,
      customerId,
      kind: 'answer',
      at: remindedAt!,
      source: 'web',
      data: { choices: { [contractId]: 'migrate' }, receipt: 'BENCH' },
      dedupe: 'bench',
    }),
  );
  const handle = client.workflow.getHandle(journeyWorkflowId({ campaignId, customerId, run: 1 }));
  await handle.result();
  const { historyLength, historySize } = await handle.describe();
  return { events: historyLength, bytes: historySize ?? 0 };
}

async function eventually<Found>(read: () => Promise<Found | undefined>): Promise<Found> {
  for (const end = performance.now() + 30_000; performance.now() < end;) {
    const found = await read();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('the measured journey did not go on within 30 s');
}
