import { createApiKey } from '../../db/access/api-keys';
import { type Role } from '../../domain/access/access';
import { type Api, type ApiClient, openApi } from '../support/api';
import { makeUser, signIn } from './sign-in-fixture';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client();
});

/** A key of that person in another role. */
const keyFor = async (personId: number, role: Role) =>
  (await createApiKey(api.t.db, { personId, clientId: own.clientId, role })).key;
const submit = async (key = own.keys.manager.key) =>
  (await api.act(`/api/campaigns/${own.campaignId}/submit`, key).expect(200)).body.contentHash as string;
const approve = (key: string, contentHash: string) =>
  api.act(`/api/campaigns/${own.campaignId}/approve`, key, { contentHash });

describe('a person who wrote or submitted a campaign cannot approve it', () => {
  test.each<Role>(['approver', 'client_approver'])('with a second key, as %s', async (role) => {
    const hash = await submit();
    const { body } = await approve(await keyFor(own.keys.manager.personId, role), hash).expect(403);
    expect(body.code).toBe('self_approval');
  });

  test('with a session', async () => {
    const user = await makeUser(api, [{ clientId: own.clientId, role: 'approver' }]);
    const hash = await submit(await keyFor(user.personId, 'manager'));
    const browser = await signIn(api, user);
    const { status, body } = await browser.post(`/api/campaigns/${own.campaignId}/approve`, { contentHash: hash });
    expect([status, body.code]).toEqual([403, 'self_approval']);
  });

  test.each([
    ['wrote an earlier version', 'versions'],
    ['imported the audience', 'imports'],
    ['decided on a held row', 'decisions'],
  ])('nor who %s', async (_what, how) => {
    const { personId, key } = own.keys.approver;
    const ids = { client_id: own.clientId, campaign_id: own.campaignId };
    if (how === 'versions') {
      const doc = await api.t.db
        .selectFrom('campaign_versions')
        .select('doc')
        .where('campaign_id', '=', own.campaignId)
        .executeTakeFirstOrThrow();
      const row = { ...ids, version: 0, doc: JSON.stringify(doc.doc), created_by: personId };
      await api.t.db.insertInto('campaign_versions').values(row).execute();
    }
    if (how === 'imports') {
      const row = { ...ids, file_hash: 'x', encoding: 'utf-8', status: 'done' as const, created_by: personId };
      await api.t.db.insertInto('imports').values(row).execute();
    }
    if (how === 'decisions') {
      const decided = { decided_by: personId, decided_at: new Date() };
      await api.t.db.updateTable('audience').set(decided).where('campaign_id', '=', own.campaignId).execute();
    }
    const hash = await submit();
    const { body } = await approve(key, hash).expect(403);
    expect(body.code).toBe('self_approval');
  });
});

test('one person does not open both gates, and nothing starts with one', async () => {
  const hash = await submit();
  await approve(own.keys.approver.key, hash).expect(200);
  const second = await keyFor(own.keys.approver.personId, 'client_approver');
  expect((await approve(second, hash).expect(403)).body.code).toBe('self_approval');
  const start = await api.act(`/api/campaigns/${own.campaignId}/start`, own.keys.manager.key).expect(409);
  expect(start.body.code).toBe('not_approved');
});

test('no person can confirm their own override with a second key or a session', async () => {
  const user = await makeUser(api, [{ clientId: own.clientId, role: 'approver' }]);
  const row = await api.t.db
    .insertInto('consent_overrides')
    .values({
      client_id: own.clientId,
      campaign_id: own.campaignId,
      customer_id: own.customers[0]!.id,
      channel: 'mail',
      reason: 'x',
      evidence: 'x',
      asked_by: user.personId,
      asked_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await api.t.db
    .insertInto('journeys')
    .values({ client_id: own.clientId, campaign_id: own.campaignId, customer_id: own.customers[0]!.id })
    .execute();
  const path = `/api/campaigns/${own.campaignId}/overrides/${row.id}/decision`;
  for (const role of ['approver', 'client_approver'] as const) {
    const { body } = await api.act(path, await keyFor(user.personId, role), { confirm: true }).expect(403);
    expect(body.code).toBe('override_self');
  }
  const browser = await signIn(api, user);
  const { status, body } = await browser.post(path, { confirm: true });
  expect([status, body.code]).toEqual([403, 'override_self']);
});
