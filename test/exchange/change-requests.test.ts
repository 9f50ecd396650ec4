import { loadReplyContent } from '../../db/journeys/replies/content';
import { answerTexts } from '../../rendering/answer';
import { testDoc } from '../support/seed';
import { answer, closeLapsed, exchange, numberOf, runningClient } from './fixture';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let client: ReturnType<typeof exchange>;
let first: string;
let second: string;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

/** Both moves were taken over; then the first customer cancels, and the second takes the answer back. */
beforeEach(async () => {
  own = await runningClient(api, [{}, {}]);
  client = exchange(api, own);
  for (const customer of [0, 1]) await closeLapsed(api, own, customer);
  first = await answer(api, own, { customer: 0, choice: 'migrate', at: '2027-02-11T10:00:00+09:00' });
  await answer(api, own, { customer: 1, choice: 'migrate', at: '2027-02-11T11:00:00+09:00' });
  await acknowledge(await client.deliver());
  second = await answer(api, own, { customer: 0, choice: 'cancel', at: '2027-02-15T10:30:00+09:00' });
  await answer(api, own, { customer: 1, choice: 'take_back', at: '2027-02-15T11:30:00+09:00' });
});

type Delivery = Awaited<ReturnType<typeof client.deliver>>;

async function acknowledge({ fileId, totals }: Delivery, rejected: string[] = []): Promise<void> {
  const body = {
    accepted: totals.rows - rejected.length,
    controlTotal: totals.controlTotal,
    rejected: rejected.map((contractNumber) => ({ contractNumber, code: 'E201', reason: '手続きが進んでいる' })),
  };
  await client.acknowledge(fileId, body).expect(200);
}
const counted = async () => (await client.get(`/exchange?campaign=${own.campaignId}`)).changeRequests;
const outcomes = async () =>
  api.t.db
    .selectFrom('outcomes')
    .select(['outcome', 'reason'])
    .where('campaign_id', '=', own.campaignId)
    .orderBy('contract_id')
    .execute();

it('sends what customers ask for as lines of the delivery, once, while the outcomes stay', async () => {
  expect(await counted()).toEqual({ asked: 2, sent: 0, accepted: 0, refused: 0 });
  const { fileId } = await client.deliver();
  const { lines, sha256 } = await client.csv(fileId);
  expect(lines.slice(1, -1)).toEqual([
    `1,${numberOf(0)},変更依頼,解約への変更,2027-02-15 10:30,${second}`,
    expect.stringMatching(`^2,${numberOf(1)},変更依頼,申出の取消,2027-02-15 11:30,`),
  ]);
  expect((await client.deliver()).totals.rows).toBe(0);
  expect(await counted()).toEqual({ asked: 0, sent: 2, accepted: 0, refused: 0 });
  expect(await client.stages()).toEqual({ reflected: 2 });
  expect(await outcomes()).toEqual([1, 2].map(() => ({ outcome: 'migrated', reason: 'web' })));
  expect((await client.csv(fileId)).sha256).toBe(sha256);
});

it('books each decision once: agreed, it counts; refused, the first answer stands and the customer is notified', async () => {
  await api.t.db
    .insertInto('lanes')
    .values({ channel: 'mail', name: `changes-${own.campaignId}` })
    .execute();
  const delivery = await client.deliver();
  await acknowledge(delivery, [numberOf(0)]);
  await acknowledge(delivery, [numberOf(0)]);
  expect(await counted()).toEqual({ asked: 0, sent: 0, accepted: 1, refused: 1 });
  expect(await outcomes()).toEqual([{ outcome: 'migrated', reason: 'web' }]);
  expect(await client.stages()).toEqual({ reflected: 1, open: 1 });
  expect((await client.deliver()).totals.rows).toBe(0);
  const kinds = await ledgerKinds(api.t, own.campaignId);
  expect(kinds.filter((kind) => kind.startsWith('change_'))).toEqual([
    'change_requested',
    'change_requested',
    'change_refused',
    'change_agreed',
  ]);
  const [notified] = await api.t.db
    .selectFrom('messages')
    .select(['id', 'journey_id', 'step', 'occurrence', 'channel', 'reply'])
    .where('campaign_id', '=', own.campaignId)
    .where('step', '=', 'change-refused')
    .execute();
  expect(notified).toMatchObject({ channel: 'mail', reply: true });
  const message = { ...notified!, messageId: notified!.id, journeyId: notified!.journey_id };
  const content = (await loadReplyContent(api.t.db, api.t.vault, [message])).get(notified!.id)!;
  const texts = answerTexts(testDoc(), content, Date.parse('2027-02-16'));
  expect(texts.receipt.ja).toBe(second);
  expect(texts.choices.ja).toContain(testDoc().choices.find(({ id }) => id === 'cancel')!.label.ja);
  expect(texts.lateNote.ja).toContain(`先に承ったお手続き（受付番号 ${first}）のとおりに進めます`);
});

it('is said in the completeness statement: taken over as booked, with a change that the client has not decided', async () => {
  const { body } = await api
    .send('get', `/api/campaigns/${own.campaignId}/statement`, own.keys.auditor.key)
    .expect(200);
  expect(body.changesUndecided).toBe(2);
  expect(body.lines).toMatchObject(
    [1, 2].map(() => ({ outcome: 'migrated', class: 'migrated', reflectionText: { ja: '反映済（変更依頼中）' } })),
  );
  const delivery = await client.deliver();
  await acknowledge(delivery, [numberOf(0), numberOf(1)]);
  const after = await api.send('get', `/api/campaigns/${own.campaignId}/statement`, own.keys.auditor.key).expect(200);
  expect(after.body.changesUndecided).toBe(0);
  expect(after.body.lines).toMatchObject([1, 2].map(() => ({ reflection: 'reflected' })));
});
