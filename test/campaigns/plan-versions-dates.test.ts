import { redecide } from '../../audit/verify';
import { recordArrival } from '../../db/journeys/arrivals';
import { stepClock, testDoc } from '../support/seed';
import { type Api, openApi } from '../support/api';
import {
  adopt,
  draft,
  type Flight,
  handOver,
  inFlight,
  NOTICE_AT,
  submit,
  runAllJourneys,
} from './plan-versions-fixture';

let api: Api;
let flight: Flight;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const DAY = 86_400_000;
const { dates } = testDoc();
const segments = { elderly: { ageFrom: 65 } };
const by = 30 * DAY;
const later = {
  ...dates,
  lastDispatch: dates.lastDispatch + by,
  applyBy: dates.applyBy + by,
  endOfService: dates.endOfService + by,
  graceUntil: dates.graceUntil! + by,
  claimsUntil: dates.claimsUntil! + by,
};
const rule = (reopenClosed: 'yes' | 'no') => ({
  default: 'migrate',
  reopenClosed,
  segments: [{ segment: 'elderly', rule: 'stay' }],
});

const journeys = () =>
  api.t.db
    .selectFrom('journeys as j')
    .innerJoin('outcomes as o', (join) =>
      join.onRef('o.campaign_id', '=', 'j.campaign_id').onRef('o.customer_id', '=', 'j.customer_id'),
    )
    .select(['j.status', 'j.run', 'j.plan_version', 'o.outcome', 'o.reason'])
    .where('j.campaign_id', '=', flight.id)
    .orderBy('j.id')
    .execute();
const standings = async () =>
  (await journeys()).map((j) => `${j.status} ${j.outcome}/${j.reason} v${j.plan_version ?? 'campaign'}`);

const answers = (n: number, when: string) =>
  api.t.db.transaction().execute((trx) => {
    const { id: customerId, contracts } = flight.own.customers[n]!;
    return recordArrival(trx, {
      campaignId: flight.id,
      customerId,
      kind: 'answer',
      at: Date.parse(when),
      source: 'web',
      data: { choices: { [contracts[0]!]: 'migrate' }, receipt: 'R-1' },
      dedupe: `web:${flight.id}:${n}:${when}`,
    });
  });

/** Silent; answered too late; lapsed by a person's word; elderly and silent. The campaign is over. */
beforeEach(async () => {
  flight = await inFlight(api, [{}, {}, {}, { ageFrom: 70 }], { segments });
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
  await runAllJourneys(api, flight, '2027-02-15T09:00:00+09:00');
  await handOver(api, flight);
  await runAllJourneys(api, flight, '2027-04-17T00:00:00+09:00');
  await stepClock(api.t, '2027-04-18T12:00:00+09:00');
  await answers(1, '2027-04-18T12:00:00+09:00');
  const { contracts } = flight.own.customers[2]!;
  await api.t.db
    .updateTable('outcomes')
    .set({ reason: 'corrected' })
    .where('contract_id', '=', contracts[0]!)
    .execute();
  await api.t.db
    .updateTable('campaigns')
    .set({ status: 'completed', ended_at: new Date(), launched: true })
    .where('id', '=', flight.id)
    .execute();
  expect(await standings()).toEqual([
    'closed lapsed/notified_and_silent vcampaign',
    'closed lapsed/arrived_late vcampaign',
    'closed lapsed/corrected vcampaign',
    'closed lapsed/notified_and_silent vcampaign',
  ]);
});

it('needs a rule for journeys closed for lateness, and counts what it would do', async () => {
  await draft(api, flight, { segments, dates: later }).expect(201);
  const { body } = await submit(api, flight, 2, { default: 'migrate' }).expect(422);
  expect(body.issues).toMatchObject([{ path: 'rule.reopenClosed', code: 'reopen_closed_missing' }]);
  const preview = async (yes: 'yes' | 'no') =>
    (
      await api
        .send('post', `${flight.path}/2/preview`, flight.own.keys.approver.key)
        .send({ rule: rule(yes) })
        .expect(200)
    ).body.closed;
  expect(await preview('yes')).toEqual({ journeys: 3, reopened: 1, answered: 1, unchanged: 0, stay: 1 });
  expect(await preview('no')).toEqual({ journeys: 3, reopened: 0, answered: 0, unchanged: 0, stay: 3 });
});

it('late answers count, the silent are open again until the new cut-off, and the campaign goes on', async () => {
  await adopt(api, flight, { segments, dates: later }, rule('yes'));
  const campaign = await api.t.db
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', flight.id)
    .executeTakeFirstOrThrow();
  expect(campaign).toMatchObject({ status: 'running', launched: false, ended_at: null, version: 2 });
  expect(await standings()).toEqual([
    'closed migrated/web vcampaign',
    'closed lapsed/corrected vcampaign',
    'closed lapsed/notified_and_silent v1',
  ]);
  expect(await runAllJourneys(api, flight, '2027-04-20T09:00:00+09:00')).toMatchObject([
    { did: 'waits', why: 'all_steps_done' },
  ]);
  await runAllJourneys(api, flight, '2027-05-18T00:00:00+09:00');
  expect((await journeys())[0]).toMatchObject({ run: 2, status: 'closed', outcome: 'lapsed' });
  expect((await redecide(api.t.db, flight.id)).differing).toEqual([]);
});

it('who stays closed goes by the dates it was closed by', async () => {
  await adopt(api, flight, { segments, dates: later }, rule('no'));
  await answers(0, '2027-04-18T12:00:00+09:00');
  expect(await standings()).toEqual([
    'closed lapsed/arrived_late v1',
    'closed lapsed/arrived_late v1',
    'closed lapsed/corrected vcampaign',
    'closed lapsed/notified_and_silent v1',
  ]);
});

it('links last as long as the claims of the version that a customer is in', async () => {
  await adopt(api, flight, { segments, dates: later }, rule('yes'));
  const rows = await api.t.db
    .selectFrom('links')
    .select('expires_at')
    .where('campaign_id', '=', flight.id)
    .where('kind', '=', 'page')
    .orderBy('customer_id')
    .execute();
  const end = dates.claimsUntil! + 30 * DAY;
  expect(rows.map((row) => row.expires_at - end)).toEqual([by, by, by, 0]);
});

it('is for dates that are still to come, where the campaign is over', async () => {
  await stepClock(api.t, '2027-06-01T00:00:00+09:00');
  expect((await draft(api, flight, { segments, dates: later })).body.code).toBe('campaign_wrong_state');
});
