import { recordArrival } from '../../db/journeys/arrivals';
import { testDoc } from '../support/seed';
import { type Api, openApi } from '../support/api';
import { adopt, type Flight, handOver, inFlight, messages, NOTICE_AT, runAllJourneys } from './plan-versions-fixture';
import { handOver as handOverMessage } from '../support/seeding/messages';

let api: Api;
let flight: Flight;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const { plan, notices } = testDoc();
const [notice, reminder] = plan.steps;
const text = (ja: string) => ({
  ja: `{{ name }} 様 ${ja} {{ link }} {{ optOutLink }}`,
  en: '{{ link }} {{ optOutLink }}',
});
/** The wrong amount is put right, and those who were sent it are notified of that, once and at once. */
const corrected = {
  notices: {
    ...notices,
    notice: { ...notices['notice']!, body: text('正しい金額') },
    correction: { ...notices['notice']!, body: text('お詫びと訂正') },
  },
  segments: { recipients: { holds: { notice: 'notice', version: 1 } } },
  plan: {
    steps: [
      notice!,
      {
        ...notice!,
        id: 'correction',
        notice: 'correction',
        only: ['recipients'],
        atOnce: true as const,
        wait: { days: 10 },
      },
      reminder!,
    ],
  },
};

const path = (version = 1, id = 'notice') => `/api/campaigns/${flight.id}/notices/${id}/versions/${version}/recipients`;
const auditor = () => flight.own.keys.auditor.key;
const recipients = async (version = 1) => (await api.send('get', path(version), auditor()).expect(200)).body;

/** Four customers: two were sent the notice, one of whose mails came back; one answered; two are still to be notified. */
async function twoNotified(): Promise<void> {
  flight = await inFlight(api, [{}, {}, {}, {}]);
  await runAllJourneys(api, flight, NOTICE_AT);
  const rows = await api.t.db
    .selectFrom('messages')
    .select('id')
    .where('campaign_id', '=', flight.id)
    .orderBy('journey_id')
    .execute();
  const notified = rows.slice(0, 3).map(({ id }) => id);
  for (const id of notified) await handOverMessage(api.t, id, Date.parse(NOTICE_AT));
  await api.t.db.updateTable('messages').set({ bounced_at: new Date() }).where('id', '=', notified[2]!).execute();
  await api.t.db
    .updateTable('contact_points')
    .set({ bad_at: new Date(), bad_reason: '5.1.1' })
    .where('customer_id', '=', flight.own.customers[2]!.id)
    .where('channel', '=', 'mail')
    .execute();
}

const answer = (index: number, at: string) =>
  api.t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      campaignId: flight.id,
      customerId: flight.own.customers[index]!.id,
      kind: 'answer',
      at: Date.parse(at),
      source: 'web',
      data: { receipt: `R-${flight.id}`, choices: { [flight.own.customers[index]!.contracts[0]!]: 'migrate' } },
      dedupe: `answer:${index}`,
    }),
  );

it('lists exactly who was sent a text, and flags answers given under it', async () => {
  await twoNotified();
  await answer(1, '2027-02-02T10:00:00+09:00');
  await runAllJourneys(api, flight, '2027-02-02T11:00:00+09:00');
  const body = await recipients();
  expect(body.counts).toEqual({ messages: 3, customers: 2, cameBack: 1, answered: 1, corrected: 0 });
  const [first, second, third] = flight.own.customers.map(({ id }) => id);
  expect(body.items).toMatchObject([
    { customerId: first, cameBack: false, answers: 0, journey: 'open', step: 'notice', channel: 'mail' },
    { customerId: second, cameBack: false, answers: 1, journey: 'closed' },
    { customerId: third, cameBack: true, answers: 0 },
  ]);
  const csv = await api.send('get', path(), auditor()).set('Accept', 'text/csv').expect(200);
  const lines = csv.text.replace('\uFEFF', '').trim().split('\r\n');
  expect(lines[0]).toMatch(/^messageId,customerId,journeyId,step/);
  expect(lines.slice(1).map((line) => Number(line.split(',')[1]))).toEqual([first, second, third]);
});

it('goes page by page, and knows no text that is not there', async () => {
  await twoNotified();
  const page = await api.send('get', `${path()}?limit=2`, auditor()).expect(200);
  expect(page.body.items).toHaveLength(2);
  const rest = await api.send('get', `${path()}?limit=2&cursor=${page.body.next}`, auditor()).expect(200);
  expect([rest.body.items.length, rest.body.next]).toEqual([1, null]);
  await api.send('get', path(9), auditor()).expect(404);
  await api.send('get', path(1, 'nothing'), auditor()).expect(404);
  await api.send('get', path(), flight.own.keys.client_viewer.key).expect(403);
});

it('a further version corrects it to exactly those: at once, and once; the others get the right text', async () => {
  await twoNotified();
  await adopt(api, flight, corrected, { default: 'migrate', recall: ['notice'] });
  await runAllJourneys(api, flight, '2027-02-03T10:00:00+09:00');
  expect(await messages(api, flight)).toEqual([
    'notice handed_over v1',
    'correction queued v2',
    'notice handed_over v1',
    'correction queued v2',
    'notice handed_over v1',
    'notice queued v2',
  ]);
  await handOver(api, flight);
  await runAllJourneys(api, flight, '2027-02-13T20:00:00+09:00');
  const then = await messages(api, flight);
  expect(then.filter((line) => line.startsWith('correction'))).toEqual(['correction handed_over v2', 'correction handed_over v2']); // prettier-ignore
  expect(then.filter((line) => line.startsWith('reminder'))).toHaveLength(2);
  expect((await recipients()).counts).toMatchObject({ customers: 2, corrected: 2 });
  expect((await recipients(2)).counts).toMatchObject({ customers: 1 });
});
