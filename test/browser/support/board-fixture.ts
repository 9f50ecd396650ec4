import { noteDay } from '../../../db/campaigns/board/days';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { type Api, type ApiClient } from '../../support/api';
import { channelsDoc, stepClock } from '../../support/seed';
import { atShop, cameBack, ended, journeysAre, livesIn, posted } from '../../support/seeding/board';

/** JIS X 0401. */
export const [TOKYO, OSAKA, KAGAWA] = [13, 27, 37];
const CUSTOMERS = 40;

/** A campaign that has run for four days: letters out, answers in, calls ahead, all customers with an address in 港区. */
export async function runningCampaign(api: Api, name = 'みなとADSL 終了のご案内'): Promise<ApiClient> {
  const { db } = api.t;
  await stepClock(api.t, '2027-02-01T10:00:00+09:00');
  const own = await api.client({
    status: 'running',
    customers: Array.from({ length: CUSTOMERS }, () => ({ channels: ['post' as const, 'phone' as const] })),
    doc: channelsDoc(),
  });
  await db.updateTable('campaigns').set({ name }).where('id', '=', own.campaignId).execute();
  const lane = await laneFor(api, own);
  const { customers } = own;
  await livesIn(db, KAGAWA, customers.slice(0, 4));
  await livesIn(db, OSAKA, customers.slice(4, 18));
  await livesIn(db, TOKYO, customers.slice(18));
  await createJourneys(db, own.campaignId);
  for (const [day, from] of [0, 10, 20, 30].entries()) {
    await stepClock(api.t, `2027-02-0${day + 1}T11:00:00+09:00`);
    const today = customers.slice(from, from + 8);
    await posted(db, own, lane, today);
    await journeysAre(db, own, today, { state: 'notified' });
    await ended(db, own, today[1]!, 'migrated');
    await journeysAre(db, own, [today[1]!], { state: 'closed', status: 'closed' });
    if (day === 1) await cameBack(db, own, today[0]!);
    if (day === 2) await journeysAre(db, own, today.slice(3, 6), { state: 'call_due' });
    if (day < 3) await dayEnds(api, own, day + 2);
  }
  await journeysAre(db, own, customers.slice(10, 34), { wake_at: new Date('2027-02-08T11:00:00+09:00'), step: 'call' });
  await stepClock(api.t, '2027-02-04T14:00:00+09:00');
  await posted(db, own, lane, customers.slice(20, 26), { status: 'queued' });
  await atShop(db, own, lane, customers.slice(28, 30));
  return own;
}

async function dayEnds(api: Api, own: ApiClient, next: number): Promise<void> {
  await journeysAre(api.t.db, own, own.customers.slice(10, 34), {
    wake_at: new Date('2027-02-08T11:00:00+09:00'),
    step: 'call',
  });
  await stepClock(api.t, `2027-02-0${next}T00:00:01+09:00`);
  await noteDay(api.t.db, own.campaignId);
}

/** The client's lanes: calls have a capacity that the days ahead exceed. */
async function laneFor(api: Api, { clientId }: ApiClient): Promise<number> {
  const lanes = [
    { client_id: clientId, channel: 'post', name: 'post', daily_capacity: 3_000 },
    { client_id: clientId, channel: 'phone', name: 'phone', daily_capacity: 18 },
  ];
  const rows = await api.t.db.insertInto('lanes').values(lanes).returning('id').execute();
  return rows[0]!.id;
}
