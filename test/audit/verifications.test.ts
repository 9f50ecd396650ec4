import { pino } from 'pino';
import { runVerification } from '../../activities/maintenance/verifications';
import { createApiKey } from '../../db/access/api-keys';
import { type Role } from '../../domain/access/access';
import { type Api, ledgerKinds, makePerson, openApi } from '../support/api';
import { type Seeded } from '../support/seed';
import { asOwner, playedCampaign } from './fixture';

let api: Api;
let campaign: Seeded;
let keys: Record<'auditor' | 'client_viewer' | 'operator', string>;
let auditor: number;
beforeEach(async () => {
  api = await openApi();
  campaign = await playedCampaign(api.t, [{}, { mail: null }, { consent: false }]);
  const keyOf = async (role: Role) => {
    const personId = await makePerson(api.t, role);
    if (role === 'auditor') auditor = personId;
    return (await createApiKey(api.t.db, { personId, clientId: campaign.clientId, role })).key;
  };
  keys = {
    auditor: await keyOf('auditor'),
    client_viewer: await keyOf('client_viewer'),
    operator: await keyOf('operator'),
  };
});
afterEach(() => api.t.close());

const base = () => `/api/campaigns/${campaign.campaignId}/verifications`;
const ask = (body: object = {}, key = keys.auditor) => api.act(base(), key, body);
const read = async (id: number) => (await api.send('get', `${base()}/${id}`, keys.client_viewer).expect(200)).body;
const run = (signal?: AbortSignal) =>
  runVerification({ db: api.t.db, log: pino({ level: 'silent' }), ...(signal && { signal }) });

test('what is asked for is made by a worker, read by all, and noted in the ledger', async () => {
  const { body: asked } = await ask().expect(201);
  expect(asked).toMatchObject({ status: 'waiting', matches: null, progress: null, finishedAt: null });
  expect(await run()).toBe(1);
  expect(await run()).toBe(0);
  const made = await read(asked.id);
  expect(made).toMatchObject({
    status: 'done',
    matches: true,
    progress: null,
    askedBy: { id: auditor },
    decisions: { ok: true, made: 9, amiss: 0 },
    rows: { ok: true, journeys: 3, amiss: 0 },
    completeness: { ok: true, ended: true, contracts: 3, open: 0, statements: [] },
  });
  const own = made.ledger.chains.find(({ chain }: { chain: string }) => chain.startsWith('campaign:'));
  expect(own).toMatchObject({ entries: 15, ok: true, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await ledgerKinds(api.t, campaign.campaignId)).at(-1)).toBe('verified');
  await ask().expect(201);
  await run();
  const { items } = (await api.send('get', base(), keys.auditor).expect(200)).body;
  expect(items.map(({ matches }: { matches: boolean }) => matches)).toEqual([true, true]);
});

test('only what was asked for is verified, and one verification at a time', async () => {
  const { body: asked } = await ask({ what: ['completeness', 'ledger'] }).expect(201);
  expect((await ask().expect(200)).body).toMatchObject({ id: asked.id, what: ['ledger', 'completeness'] });
  await run();
  const { ledger, rows, decisions, completeness } = await read(asked.id);
  expect([ledger.ok, rows, decisions, completeness.ok]).toEqual([true, undefined, undefined, true]);
});

test.each([
  [
    'an entry of the ledger',
    `update ledger set body = replace(body, 'mail', 'Mail') where chain like 'campaign:%' and seq = 3`,
    {
      ledger: {
        ok: false,
        chains: expect.arrayContaining([
          expect.objectContaining({
            ok: false,
            firstBad: expect.objectContaining({
              seq: 3,
              why: 'hash_wrong',
              text: expect.objectContaining({ ja: expect.stringContaining('書き換え') }),
            }),
          }),
        ]),
      },
    },
  ],
  [
    'the time of a message',
    `update messages set handed_over_at = handed_over_at + interval '1 day'`,
    { rows: { ok: false, faults: expect.arrayContaining([expect.objectContaining({ table: 'messages' })]) } },
  ],
  [
    'an outcome',
    `update outcomes set outcome = 'cancelled' where outcome = 'lapsed'`,
    { completeness: { ok: false, contradicted: expect.arrayContaining([expect.any(Number)]) } },
  ],
])('it does not match when %s was changed in the database', async (_name, change, found) => {
  await asOwner(api.t, change);
  const { body: asked } = await ask().expect(201);
  await run();
  expect(await read(asked.id)).toMatchObject({ status: 'done', matches: false, ...found });
});

test('one that is cut off is taken up again, until it was attempted too often', async () => {
  const { body: asked } = await ask({ what: ['ledger'] }).expect(201);
  const stopped = AbortSignal.abort();
  await expect(run(stopped)).rejects.toThrow();
  expect(await read(asked.id)).toMatchObject({ status: 'running', matches: null });
  await run();
  expect(await read(asked.id)).toMatchObject({ status: 'done', matches: true });

  const { body: second } = await ask({ what: ['ledger'] }).expect(201);
  for (let attempt = 0; attempt < 5; attempt++) await expect(run(stopped)).rejects.toThrow();
  expect(await run()).toBe(0);
  expect(await read(second.id)).toMatchObject({ status: 'failed', matches: null });
  await ask().expect(201);
});

test('an operator may not have it verified', async () => {
  await ask({}, keys.operator).expect(403);
});
