import { redecide } from '../../../audit/verify';
import { measureTrial } from '../../../db/campaigns/trial/measure-trial';
import { waitingJourneysToSignal } from '../../../db/journeys/create-journeys';
import { type Wave } from '../../../domain/campaigns/campaign';
import { type Api, ledgerKinds, openApi } from '../../support/api';
import { stepClock } from '../../support/seed';
import { draft, type Flight, handOver, inFlight, NOTICE_AT, runAllJourneys } from '../plan-versions-fixture';
import { listedWaves, on, wave } from './in-waves';

let api: Api;
let flight: Flight;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const waves: Wave[] = [wave('trial', '02-01', { size: 2, trial: true }), wave('rest', '02-08')];
beforeEach(async () => {
  flight = await inFlight(api, [{}, {}, {}, {}], { waves });
});

const key = (role: 'manager' | 'client_viewer' | 'approver') => flight.own.keys[role].key;
type Listed = { id: string; customers: number; awaits: string | null; trial: Record<string, unknown> | null };
const listed = async () => ({ items: await listedWaves<Listed>(api, flight) });
const go = (trial: string, body: object, role: 'manager' | 'client_viewer' | 'approver' = 'manager') =>
  api.act(`/api/campaigns/${flight.id}/waves/${trial}/go`, key(role), body);
const toSignal = async () =>
  (await waitingJourneysToSignal(api.t.db, { campaignId: flight.id, after: { epoch: 0, id: 0 }, limit: 10 })).length;
const reported = (results: { did: string; why: string }[]) =>
  results.map(({ did, why }) => (did === 'sent' ? did : why)).toSorted();

it('keeps the next wave waiting until a manager lets it go, then starts it in turn', async () => {
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
  const { items } = await listed();
  expect(items.map(({ id, awaits }) => [id, awaits])).toEqual([['trial', null], ['rest', 'trial']]); // prettier-ignore
  expect(items[0]!.trial).toMatchObject({
    go: null,
    enough: false,
    goBy: '2027-02-07T15:00:00.000Z',
    measured: { customers: 2, contacted: 2, observed: 0, first: { mail: { sent: 2, lost: 0 } }, answered: 0 },
    assumed: { rehearsal: null, lost: { mail: expect.closeTo(0.06) }, reached: expect.any(Number) },
    compared: [
      { rate: 'lost', channel: 'mail', of: 2, assumed: expect.closeTo(0.03), measured: 0, differs: null },
      { rate: 'answered', of: 2, measured: 0 },
      { rate: 'inquiries', of: 2, measured: 0 },
    ],
  });
  const held = await runAllJourneys(api, flight, '2027-02-08T20:00:00+09:00');
  expect(reported(held)).toEqual(['awaits_go', 'awaits_go', 'waiting_for_reply', 'waiting_for_reply']);
  expect(await toSignal()).toBe(0);
  expect((await listed()).items[0]!.trial).toMatchObject({ enough: true, measured: { observed: 2 } });

  const { body } = await go('trial', { reason: '問い合わせは見込みの範囲内' }).expect(200);
  expect(body).toMatchObject({ reason: '問い合わせは見込みの範囲内', early: false });
  expect(await toSignal()).toBe(2);
  const begun = await runAllJourneys(api, flight, '2027-02-10T20:00:00+09:00');
  expect(reported(begun)).toEqual(['sent', 'sent', 'waiting_for_reply', 'waiting_for_reply']);
  expect((await listed()).items.map(({ awaits }) => awaits)).toEqual([null, null]);
  expect(await ledgerKinds(api.t, flight.id)).toContain('wave_go');
  expect(await redecide(api.t.db, flight.id)).toMatchObject({ differing: [] });
});

it('is refused before the trial has shown enough, unless the manager goes on without waiting; given once', async () => {
  await runAllJourneys(api, flight, NOTICE_AT);
  const early = await go('trial', { reason: '急ぐため' }).expect(409);
  expect(early.body).toMatchObject({ code: 'trial_unmeasured', detail: expect.stringContaining('2 人のうち 0 人') });
  const { body } = await go('trial', { reason: '急ぐため', early: true }).expect(200);
  expect(body).toMatchObject({ early: true, reason: '急ぐため' });
  const again = await go('trial', { reason: 'もう一度', early: true }).expect(200);
  expect(again.body).toEqual(body);
  const results = await runAllJourneys(api, flight, '2027-02-08T20:00:00+09:00');
  expect(reported(results).filter((one) => one === 'sent')).toHaveLength(2);
});

it.each([
  ['a wave that is no trial', 'rest', 'manager', 404],
  ['a wave that the campaign does not have', 'none', 'manager', 404],
  ['an approver', 'trial', 'approver', 403],
  ['a client', 'trial', 'client_viewer', 403],
] as const)('is no matter of %s', async (_, trial, role, status) => {
  await go(trial, { reason: '続行', early: true }, role).expect(status);
});

it('measures who answered, what bounced, and who called', async () => {
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
  const { db } = api.t;
  const [first, second] = await db
    .selectFrom('journeys')
    .select(['id', 'customer_id as customer'])
    .where('campaign_id', '=', flight.id)
    .where('wave', '=', 'trial')
    .orderBy('id')
    .execute();
  const bounced = { bounced_at: new Date('2027-02-01T12:00:00+09:00') };
  await db.updateTable('messages').set(bounced).where('journey_id', '=', second!.id).execute();
  const { id: contract } = await db
    .selectFrom('contracts')
    .select('id')
    .where('customer_id', '=', first!.customer)
    .executeTakeFirstOrThrow();
  const own = { campaign_id: flight.id, client_id: flight.own.clientId, customer_id: first!.customer };
  const at = new Date('2027-02-03T20:00:00+09:00');
  await db
    .insertInto('outcomes')
    .values({ ...own, contract_id: contract, outcome: 'migrated', reason: 'web', at })
    .execute();
  await db
    .insertInto('inquiries')
    .values({ ...own, channel: 'web', received_at: at, due_at: at, matched_by: 'page' })
    .execute();
  await stepClock(api.t, '2027-02-04T10:00:00+09:00');
  const { measured } = (await listed()).items[0]!.trial as { measured: { answeredByDay: number[] } };
  expect(measured).toMatchObject({ first: { mail: { sent: 2, lost: 1 } }, answered: 1, inquiries: 1, observed: 0 });
  expect(measured.answeredByDay.findIndex((count) => count === 1)).toBe(2);
});

it('measures a trial that is larger by some of its customers, drawn evenly and always the same', async () => {
  flight = await inFlight(api, Array.from({ length: 20 }, () => ({})), { waves: [wave('trial', '02-01', { size: 16, trial: true }), wave('rest', '02-08')] }); // prettier-ignore
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
  await api.t.db
    .updateTable('messages')
    .set({ bounced_at: new Date('2027-02-01T12:00:00+09:00') })
    .where('campaign_id', '=', flight.id)
    .execute();
  const campaign = { id: flight.id, client_id: flight.own.clientId };
  const some = await measureTrial(api.t.db, campaign, 'trial', 5);
  const { customers } = some.measured;
  expect(customers).toBeGreaterThan(2);
  expect(some.measured).toMatchObject({ contacted: customers, first: { mail: { sent: customers, lost: customers } } });
  expect(customers).toBeLessThanOrEqual(5);
  expect(await measureTrial(api.t.db, campaign, 'trial', 5)).toEqual(some);
  expect((await measureTrial(api.t.db, campaign, 'trial', 16)).measured.customers).toBe(16);
});

it.each<[string, Wave[], RegExp]>([
  ['a trial that no wave follows', [{ ...waves[0]!, trial: undefined }, { ...waves[1]!, trial: true }] as Wave[], /trial_last/], // prettier-ignore
  ['a wave before the trial it waits for', [waves[0]!, { ...waves[1]!, begins: on('02-01') }], /before_trial/],
])('a file with %s is refused', async (_, changed, finding) => {
  const { body } = await draft(api, flight, { waves: changed }).expect(422);
  expect(JSON.stringify(body)).toMatch(finding);
});
