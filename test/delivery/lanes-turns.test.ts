import { claimMessages } from '../../db/delivery/claims';
import { takeOverLane } from '../../db/delivery/lane-health';
import { testDb, type TestDb } from '../support/test-db';
import { addCampaign, messageOf, queue, sampleDoc, scene, type Scene, START } from './mail/mail-fixture';

let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

/** Campaigns of these weights in one lane, each with so many messages due, the first campaign's first. */
async function lane(campaigns: { weight: number; due: number }[]): Promise<{ at: Scene; ids: number[] }> {
  const at = await scene(test);
  const client = await test.db.selectFrom('lanes').select('client_id').where('id', '=', at.laneId).executeTakeFirst();
  const client_id = client!.client_id!;
  const ids: number[] = [];
  for (const [index, { weight, due }] of campaigns.entries()) {
    const campaign_id = index === 0 ? at.campaignId : await addCampaign(test, client_id, sampleDoc());
    ids.push(campaign_id);
    await test.db.insertInto('lane_shares').values({ lane_id: at.laneId, campaign_id, client_id, weight }).execute();
    for (let i = 0; i < due; i++)
      await queue(test, { ...at, campaignId: campaign_id }, undefined, START - 1000 + index);
  }
  return { at, ids };
}

/** The campaigns of the messages claimed, in order, as indexes. */
async function claimed({ at, ids }: { at: Scene; ids: number[] }, limits: number[]): Promise<string> {
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  const order: number[] = [];
  for (const limit of limits) {
    const { messages } = await claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit });
    order.push(...messages.map((message) => ids.indexOf(message.campaignId)));
    // what was claimed is gone: a takeover would queue it again
    for (const { messageId } of messages) expect((await messageOf(test, messageId)).status).toBe('claimed');
  }
  return order.join('');
}

const single = (count: number) => Array<number>(count).fill(1);

it.each<[string, { weight: number; due: number }[], number[], string]>([
  [
    'equal weights take turns',
    [
      { weight: 1, due: 5 },
      { weight: 1, due: 3 },
    ],
    [8],
    '01010100',
  ],
  [
    'a higher weight goes first, and as often as it says',
    [
      { weight: 1, due: 3 },
      { weight: 3, due: 9 },
    ],
    [8],
    '11101110',
  ],
  [
    'claims of one message at a time starve no campaign either',
    [
      { weight: 4, due: 9 },
      { weight: 1, due: 2 },
    ],
    single(10),
    '0000100001',
  ],
  [
    'three share',
    [
      { weight: 1, due: 4 },
      { weight: 2, due: 4 },
      { weight: 1, due: 4 },
    ],
    [8],
    '11021102',
  ],
])('%s', async (_, campaigns, limits, order) => {
  expect(await claimed(await lane(campaigns), limits)).toBe(order);
});

it('lets a campaign that was away go first by one turn, not by all it has missed', async () => {
  const own = await lane([
    { weight: 1, due: 30 },
    { weight: 1, due: 30 },
    { weight: 2, due: 0 },
  ]);
  expect(await claimed(own, [20])).toHaveLength(20);
  const late = { ...own.at, campaignId: own.ids[2]! };
  for (let i = 0; i < 10; i++) await queue(test, late, undefined, START - 1);
  expect(await claimed(own, [12])).toBe('222201220122');
});
