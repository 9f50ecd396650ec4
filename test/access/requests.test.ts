import { createApiKey } from '../../db/access/api-keys';
import { createJourneys } from '../../db/journeys/create-journeys';
import { type Role } from '../../domain/access/access';
import { stepClock } from '../support/seed';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let journeys: number[];
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

beforeEach(async () => {
  own = await api.client({ status: 'running', customers: [{}, {}] });
  await stepClock(api.t, '2027-02-01T09:00:00+09:00');
  await createJourneys(api.t.db, own.campaignId);
  const rows = await api.t.db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', own.campaignId)
    .orderBy('customer_id')
    .execute();
  journeys = rows.map(({ id }) => id);
});

const item = (index: number, outcome = 'excluded') => ({
  journeyId: journeys[index],
  contractId: own.customers[index]!.contracts[0],
  outcome,
});
const ask = (items = [item(0), item(1)], key = own.keys.manager.key) =>
  api.act(`/api/campaigns/${own.campaignId}/corrections`, key, { items, reason: '取り込みの誤り' });
const decide = (id: number, what: 'approve' | 'refuse', key: string) =>
  api.act(`/api/requests/${id}/${what}`, key, { comment: '確認しました' });
/** How many journeys have heard of a correction that counts. */
const corrected = async () =>
  (
    await api.t.db
      .selectFrom('arrivals')
      .select('journey_id')
      .where('campaign_id', '=', own.campaignId)
      .where('kind', '=', 'contracts_removed')
      .execute()
  ).length;
/** Another key of the person who asked. */
const secondKey = async (role: Role) =>
  (await createApiKey(api.t.db, { personId: own.keys.manager.personId, clientId: own.clientId, role })).key;

test('many corrections count once another person has approved, each with both names in the ledger', async () => {
  const asked = await ask().expect(201);
  expect(asked.body).toMatchObject({ action: 'correction', decision: null, askedBy: own.keys.manager.personId });
  expect(await corrected()).toBe(0);
  const approved = await decide(asked.body.id, 'approve', own.keys.approver.key).expect(200);
  expect(approved.body).toMatchObject({ decision: 'approved', result: { done: 2, refused: [] } });
  expect(await corrected()).toBe(2);
  const kinds = await ledgerKinds(api.t, own.campaignId);
  expect(kinds.filter((kind) => kind === 'correction_confirmed')).toHaveLength(2);
  expect(kinds).toEqual(expect.arrayContaining(['request_asked', 'request_approved']));
  const { body } = await api.send('get', `/api/journeys/${journeys[0]}/corrections`, own.keys.auditor.key).expect(200);
  const { personId: by } = own.keys.approver;
  expect(body.items).toMatchObject([{ status: 'confirmed', proposedBy: own.keys.manager.personId, decidedBy: by }]);
});

test.each<[string, Role]>([
  ['the same key', 'manager'],
  ['a second key', 'manager'],
  ['a key in the role of an approver', 'approver'],
])('no person can decide their own request with %s', async (how, role) => {
  const asked = await ask().expect(201);
  const key = how === 'the same key' ? own.keys.manager.key : await secondKey(role);
  for (const what of ['approve', 'refuse'] as const) {
    const { body } = await decide(asked.body.id, what, key).expect(403);
    expect(body.code).toBe('own_request');
  }
  expect(await corrected()).toBe(0);
});

test('the database itself refuses the asker as the decider', async () => {
  const asked = await ask().expect(201);
  const change = { decided_by: own.keys.manager.personId, decided_at: new Date(), decision: 'approved' as const };
  const update = api.t.db.updateTable('requests').set(change).where('id', '=', asked.body.id);
  await expect(update.execute()).rejects.toThrow(/check constraint/);
  const rewrite = api.t.db.updateTable('requests').set({ payload: '{}' }).where('id', '=', asked.body.id);
  await expect(rewrite.execute()).rejects.toThrow(/permission denied/);
});

test('a person who may not decide the action may not decide a request for it', async () => {
  const asked = await ask().expect(201);
  const { body } = await decide(asked.body.id, 'approve', own.keys.client_approver.key).expect(403);
  expect(body.code).toBe('forbidden');
});

test('refused, nothing changes, and a decision stands', async () => {
  const asked = await ask().expect(201);
  await decide(asked.body.id, 'refuse', own.keys.approver.key).expect(200);
  const { body } = await decide(asked.body.id, 'approve', own.keys.approver.key).expect(409);
  expect(body.code).toBe('request_decided');
  expect(await corrected()).toBe(0);
});

test('an approval after fourteen days is too late; refusing is not', async () => {
  const asked = await ask().expect(201);
  await stepClock(api.t, '2027-02-15T09:00:00+09:00');
  const { body } = await decide(asked.body.id, 'approve', own.keys.approver.key).expect(409);
  expect(body.code).toBe('request_expired');
  await decide(asked.body.id, 'refuse', own.keys.approver.key).expect(200);
});

test('what has changed since is left as it is and listed', async () => {
  const asked = await ask().expect(201);
  const single = { ...item(1), reason: '先に' };
  await api.act(`/api/journeys/${journeys[1]}/corrections`, own.keys.manager.key, single).expect(201);
  const { body } = await decide(asked.body.id, 'approve', own.keys.approver.key).expect(200);
  expect(body.result).toEqual({ done: 1, refused: [{ item: 1, why: 'correction_open' }] });
});

test("a list with an impossible item is refused whole, and another campaign's journey is not found", async () => {
  const { body } = await ask([item(0), item(0), item(1, 'lapsed')]).expect(409);
  expect(body.issues.map((issue: { path: string; code: string }) => [issue.path, issue.code])).toEqual([
    ['body.items.1', 'twice'],
    ['body.items.2', 'no_outcome_yet'],
  ]);
  const other = await api.client({ status: 'running', customers: [{}] });
  await createJourneys(api.t.db, other.campaignId);
  const foreign = await api.t.db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', other.campaignId)
    .executeTakeFirstOrThrow();
  await ask([{ ...item(0), journeyId: foreign.id }]).expect(404);
});

test('requests are listed for their client, open ones alone where wanted', async () => {
  const asked = await ask().expect(201);
  await decide(asked.body.id, 'refuse', own.keys.approver.key).expect(200);
  const open = await ask().expect(201);
  const list = (query: string) => api.send('get', `/api/requests${query}`, own.keys.auditor.key).expect(200);
  const ids = async (query: string) => (await list(query)).body.items.map(({ id }: { id: number }) => id);
  expect(await ids('')).toEqual([open.body.id, asked.body.id]);
  expect(await ids('?open=true')).toEqual([open.body.id]);
});
