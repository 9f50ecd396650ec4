import { takeSteps } from '../../db/journeys/take-steps';
import { statementRoutes } from '../../api/campaigns/contract/statement';
import { recordArrival } from '../../db/journeys/arrivals';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { stepClock } from '../support/seed';
import { type Api, type ApiClient, openApi } from '../support/api';
import { handOverQueued } from '../support/seeding/messages';

let api: Api;
let own: ApiClient;
let journeys: number[];

/** Three customers on the first dispatch day: one answers, one has no address and is held, one (two contracts) waits. */
beforeAll(async () => {
  api = await openApi({ TEMPORAL_UI_URL: 'https://ui.example/temporal/' });
  const { t } = api;
  own = await api.client({ customers: [{}, { mail: null }, { contracts: 2 }], status: 'running' });
  await createJourneys(t.db, own.campaignId);
  const rows = await t.db.selectFrom('journeys').select('id').orderBy('customer_id').execute();
  journeys = rows.map((row) => row.id);
  const lane = await t.db
    .insertInto('lanes')
    .values({ channel: 'mail', name: 'x' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const deps = { db: t.db, vault: t.vault, docs: new CampaignDocs(), laneOf: async () => lane.id };
  const place = (turn: number, ids: number[]) =>
    takeSteps(
      deps,
      ids.map((journeyId) => ({ journeyId, run: 1, turn })),
    );
  const now = await stepClock(t, '2027-02-01T09:00:00+09:00');
  await place(0, journeys);
  await handOverQueued(t, now, { journeyId: journeys[0]! });
  const customer = own.customers[0]!;
  await t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      campaignId: own.campaignId,
      customerId: customer.id,
      kind: 'answer',
      at: now,
      source: 'web',
      data: { choices: { [customer.contracts[0]!]: 'migrate' }, receipt: 'R-1' },
      dedupe: 'answer:1',
    }),
  );
  await place(1, [journeys[0]!]);
});
afterAll(() => api.t.close());

const read = async (path: string, role: keyof ApiClient['keys'] = 'auditor') =>
  (await api.send('get', path, own.keys[role].key).expect(200)).body;
const base = () => `/api/campaigns/${own.campaignId}`;

it("links each run of a journey to its history in Temporal's UI, where the installation has one", async () => {
  const customer = own.customers[0]!.id;
  const workflow = `journey%3A${own.campaignId}%3A${customer}%3A1`;
  expect((await read(`/api/journeys/${journeys[0]}`)).histories).toEqual([
    { run: 1, url: `https://ui.example/temporal/namespaces/tsunagi/workflows/${workflow}` },
  ]);
  const without = await openApi();
  const other = await without.client({ status: 'running' });
  await createJourneys(without.t.db, other.campaignId);
  const { id } = await without.t.db.selectFrom('journeys').select('id').limit(1).executeTakeFirstOrThrow();
  const { body } = await without.send('get', `/api/journeys/${id}`, other.keys.auditor.key).expect(200);
  expect(body.histories).toEqual([]);
  await without.t.close();
});

it('counts that add up: customers by state, contracts by outcome, messages by status', async () => {
  const body = await read(base(), 'client_viewer');
  const total = (tally: Record<string, number>) => Object.values(tally).reduce((sum, count) => sum + count, 0);
  expect(total(body.customers.byState)).toBe(body.customers.total);
  expect(total(body.contracts.byOutcome) + body.contracts.open).toBe(body.contracts.total);
  expect(body).toMatchObject({
    customers: { total: 3, byState: { closed: 1, scheduled: 2 } },
    contracts: { total: 4, open: 3, byOutcome: { migrated: 1, unreachable: 0, lapsed: 0 } },
    // the notice, the reminder, and the receipt of the answer
    messages: { total: 3, byChannel: [{ channel: 'mail', total: 3, byStatus: { handed_over: 1, queued: 2 } }] },
    doubtful: 0,
  });
});

it.each([
  ['', [0, 1, 2]],
  ['?state=closed', [0]],
  ['?outcome=migrated', [0]],
  ['?outcome=unreachable', []],
  ['?outcome=open', [1, 2]],
  ['?state=closed&outcome=open', []],
])('lists journeys%s', async (query, expected) => {
  const { items, next } = await read(`${base()}/journeys${query}`);
  expect(items.map((item: { id: number }) => journeys.indexOf(item.id))).toEqual(expected);
  expect(next).toBeNull();
});

it('pages through journeys and finds them by the id of journey, customer or contract', async () => {
  const first = await read(`${base()}/journeys?limit=2`);
  const second = await read(`${base()}/journeys?limit=2&cursor=${first.next}`);
  expect([...first.items, ...second.items].map((item) => item.id)).toEqual(journeys);
  const contract = own.customers[2]!.contracts[1]!;
  const found = await read(`${base()}/journeys?q=${contract}`);
  expect(found.items.map((item: { id: number }) => item.id)).toContain(journeys[2]);
  expect(second.items[0].contracts).toEqual(
    own.customers[2]!.contracts.map((contractId) => ({ contractId, outcome: null, reason: null })),
  );
});

it('says what comes next for a customer, by journey and by customer', async () => {
  const { items } = await read(`/api/customers/${own.customers[0]!.id}/journeys`);
  expect(items).toMatchObject([
    { id: journeys[0], campaignId: own.campaignId, state: 'closed', next: { kind: 'over', at: null } },
  ]);
  const unreached = await read(`/api/journeys/${journeys[1]}`);
  expect(unreached.next).toMatchObject({ kind: 'hold', text: { ja: expect.stringContaining('住所調査') } });
  expect(unreached.campaign).toMatchObject({ zone: 'Asia/Tokyo' });
});

it('shows the newest entries of a timeline, older ones page by page, and the states so far', async () => {
  const whole = await read(`/api/journeys/${journeys[0]}`);
  expect(whole).toMatchObject({ entries: whole.timeline.length, older: null });
  expect(whole.states.map(({ state }: { state: string }) => state)).toEqual(['scheduled', 'notified', 'closed']);
  expect(whole.timeline.map(({ result }: { result: string }) => result)).toEqual([
    ...['decision', 'done', 'came_in', 'decision', 'done'],
  ]);
  const newest = await read(`/api/journeys/${journeys[0]}?limit=2`);
  expect(newest.timeline).toEqual(whole.timeline.slice(-2));
  const older = await read(`/api/journeys/${journeys[0]}?limit=200&before=${newest.older}`);
  expect([...older.timeline, ...newest.timeline]).toEqual(whole.timeline);
});

it('tells a journey with the reason of each decision, in both languages', async () => {
  const answered = await read(`/api/journeys/${journeys[0]}`);
  expect(answered.timeline.map((event: { kind: string; reason: string }) => [event.kind, event.reason])).toEqual([
    ['decision.send', 'consent_unknown_allowed'],
    ['handed_over', null],
    ['arrival.answer', null],
    ['decision.close', 'answered'],
    ['reply', null],
  ]);
  expect(answered.timeline[0].reasonText).toEqual({
    ja: '同意不明だが、規則により可',
    en: 'consent unknown, allowed by the table',
  });
  expect(answered.messages).toMatchObject([
    { step: 'notice', channel: 'mail', status: 'handed_over' },
    { step: 'receipt', channel: 'mail', status: 'queued', occurrence: 1 },
  ]);
  expect(answered.arrivals).toMatchObject([{ kind: 'answer', source: 'web', seq: 1 }]);
  const unreached = await read(`/api/journeys/${journeys[1]}`);
  expect(unreached.timeline.at(-1).refused).toContainEqual({
    step: 'notice',
    channel: 'mail',
    reason: 'no_contact',
    reasonText: { ja: '連絡先がない', en: 'no address for this channel' },
  });
  expect(unreached.timeline.at(-1)).toMatchObject({
    reason: 'hold:address_research',
    reasonText: { ja: '連絡留保中（住所調査）', en: 'on hold (address being looked for)' },
  });
  expect(unreached.contracts[0]).toMatchObject({ outcome: null, reason: null });
});

it('states every contract once with its outcome and every attempt', async () => {
  const body = await read(`${base()}/statement`, 'client_viewer');
  expect(statementRoutes.getStatement.reply.schema.parse(body)).toEqual(body);
  const contracts = own.customers.flatMap((customer) => customer.contracts).sort((a, b) => a - b);
  expect(body.lines.map((line: { contractId: number }) => line.contractId)).toEqual(contracts);
  expect(body.lines[0]).toMatchObject({
    outcome: 'migrated',
    reason: 'web',
    class: 'accepted',
    classText: { ja: '移行受付（反映待ち）' },
    attempts: [{ step: 'notice', channel: 'mail', result: 'handed_over', resultText: { ja: '送信済・不達なし' } }],
  });
  expect(body.lines[1]).toMatchObject({ outcome: null, attempts: [] });
  expect(body.contracts).toMatchObject({ total: 4, open: 3 });
  expect(body.byReason).toMatchObject([{ outcome: 'migrated', reason: 'web', text: { ja: 'Webで手続き' }, count: 1 }]);
  expect(body.balanced).toBe(false);
});

it('serves figures for Prometheus to an administrator, the clock and its own health without a key', async () => {
  await api.t.db
    .updateTable('messages')
    .set({ deferred_reason: 'rate', not_before: new Date('2027-02-01T08:59:00+09:00') })
    .where('status', '=', 'queued')
    .execute();
  const { text } = await api
    .send('get', '/metrics', own.keys.administrator.key)
    .expect(200)
    .expect('Content-Type', /text\/plain/);
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  expect(lines).toEqual(
    expect.arrayContaining([
      'tsunagi_messages_decided{channel="mail"} 3',
      'tsunagi_messages_sent{channel="mail"} 1',
      'tsunagi_messages_doubtful{channel="mail"} 0',
      'tsunagi_messages_deferred{channel="mail",reason="rate"} 2',
      'tsunagi_arrival_oldest_unread_seconds 0',
    ]),
  );
  expect(lines.find((line) => line.startsWith('tsunagi_lane_lag_seconds'))).toMatch(/ 60$/);
  expect((await api.send('get', '/api/clock').expect(200)).body).toEqual({
    now: '2027-02-01T00:00:00.000Z',
    speed: 86400,
  });
  expect((await api.send('get', '/healthz').expect(200)).body).toEqual({ status: 'ok' });
  expect((await api.send('get', '/readyz').expect(503)).body).toMatchObject({ database: 'up', temporal: 'down' });
});

it('waits on a stop for contacts in hand, and says what it cannot know', async () => {
  const inHand = api.t.db.updateTable('messages').where('journey_id', '=', journeys[2]!);
  await inHand.set({ status: 'handing_over' }).execute();
  const stopping = api.act(`${base()}/stop`, own.keys.manager.key, { reason: '指示' });
  const answer = stopping.then((response) => response.body);
  for (let status = ''; status !== 'stopped';) ({ status } = await read(base()));
  await inHand.set({ status: 'doubtful' }).execute();
  expect(await answer).toMatchObject({ settled: true, inFlight: 0, doubtful: 1, campaign: { status: 'stopped' } });
});
