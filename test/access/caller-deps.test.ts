import { depsFor } from '../../api/http/caller-deps';
import { type AppDeps } from '../../api/http/deps';
import { type Actor } from '../../db/access/api-keys';
import { type Action } from '../../domain/access/access';
import { type Api, type ApiClient, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let other: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  other = await api.client();
});
afterAll(() => api.t.close());

/** Campaigns that a handler sees for this caller, if its query names neither client nor campaign. */
async function seen(
  action: Action,
  caller: { clientId: number | null; campaigns: number[] | null },
): Promise<number[]> {
  const { db, scoped } = api.t;
  const deps = { db, scoped } as unknown as AppDeps;
  const scope = { clientId: caller.clientId ?? 0, campaigns: caller.campaigns };
  const given = depsFor(deps, action, { actor: caller as Actor, scope });
  return (await given.db.selectFrom('campaigns').select('id').orderBy('id').execute()).map(({ id }) => id);
}

it('a handler that forgets the scope sees what its caller may, and no more', async () => {
  const [mine, theirs] = [own, other].map(({ clientId }) => ({ clientId, campaigns: null }));
  expect(await seen('campaign.read', mine!)).toEqual([own.campaignId]);
  expect(await seen('campaign.read', theirs!)).toEqual([other.campaignId]);
  expect(await seen('campaign.read', { clientId: own.clientId, campaigns: [] })).toEqual([]);
  expect(await seen('campaign.read', { clientId: null, campaigns: null })).toEqual([own.campaignId, other.campaignId]);
});
