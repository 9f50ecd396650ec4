import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lifecycleHandlers } from '../../../api/campaigns/handlers/lifecycle';
import { askFourEyes, decideFourEyes } from '../../../db/access/requests';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { openPause } from '../../../db/campaigns/pauses';
import { askOverride, decideOverride } from '../../../db/customers/overrides';
import { type ClaimedMessage, claimMessages } from '../../../db/delivery/claims';
import { markHandingOver } from '../../../db/delivery/handovers';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { ensureLane } from '../../../db/delivery/lanes';
import { recordArrival } from '../../../db/journeys/arrivals';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { takeSteps } from '../../../db/journeys/take-steps';
import { wholeClient } from '../../../db/platform/scope';
import { type Db, type Trx } from '../../../db/platform/types';
import { executeRequest, openErasure, openErasures } from '../../../db/privacy/erasure';
import { ErasureRegister } from '../../../db/privacy/erasure-register';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../../support/api';
import { meet } from '../../support/barrier';
import { stepClock } from '../../support/seed';

const NOTICE_AT = '2027-02-01T09:00:00+09:00';

let api: Api;
let own: ApiClient;
let docs: CampaignDocs;
let lane: number;
let journeyId: number;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client({ status: 'running', customers: [{}] });
  docs = new CampaignDocs();
  lane = await ensureLane(api.t.db, { clientId: own.clientId, channel: 'mail', name: 'mail', burst: 100 });
  await stepClock(api.t, NOTICE_AT);
  await createJourneys(api.t.db, own.campaignId);
  const { id } = await api.t.db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', own.campaignId)
    .executeTakeFirstOrThrow();
  journeyId = id;
});

const scope = () => wholeClient(own.clientId);
const asTrx = (db: Db) => db as Trx;
const step = async (db: Db, turn = 0) => {
  const deps = { db, vault: api.t.vault, docs, laneOf: async () => lane };
  return (await takeSteps(deps, [{ journeyId, run: 1, turn }]))[0]!;
};
const mark = (db: Db, message: ClaimedMessage) => markHandingOver(db, message);
async function claimed(): Promise<ClaimedMessage> {
  await step(api.t.db);
  const { fence } = await takeOverLane(api.t.db, docs, lane);
  return (await claimMessages(api.t.db, docs, { laneId: lane, fence, limit: 1 })).messages[0]!;
}
const answer = (db: Db, choice: string, no: number) =>
  recordArrival(asTrx(db), {
    campaignId: own.campaignId,
    customerId: own.customers[0]!.id,
    kind: 'answer',
    at: Date.parse(NOTICE_AT) + no,
    source: 'web',
    data: { choices: { [own.customers[0]!.contracts[0]!]: choice } },
    dedupe: `answer:${no}`,
  });

const steering =
  (action: 'pauseCampaign' | 'stopCampaign') =>
  (db: Db): Promise<unknown> => {
    const actor = { personId: own.keys.manager.personId, role: 'manager', clientId: own.clientId };
    const call = { trx: db, scope: scope(), actor, params: { id: own.campaignId }, body: { reason: '指示' } };
    return lifecycleHandlers[action](call as never) as Promise<unknown>;
  };
const pauseMail = (db: Db) =>
  openPause(asTrx(db), scope(), {
    campaignId: own.campaignId,
    scope: { channel: 'mail' },
    extendWaits: false,
    fallThrough: false,
    until: null,
    reason: '文面の確認',
    personId: own.keys.manager.personId,
  });

describe.each<[string, (db: Db) => Promise<unknown>, string, unknown]>([
  ['a pause', steering('pauseCampaign'), 'held', 'campaign_paused'],
  ['a pause of the channel', pauseMail, 'held', expect.stringMatching(/^paused:\d/)],
  ['a stop', steering('stopCampaign'), 'closed', 'campaign_stopped'],
])('%s', (_what, steer, did, why) => {
  test('holds a message back that is about to be marked', async () => {
    const message = await claimed();
    expect((await meet(api.t, steer, () => mark(api.t.db, message))).second).toBe(false);
  });

  test('waits for the mark of a message that is leaving', async () => {
    const message = await claimed();
    const both = await meet(
      api.t,
      (db) => mark(db, message),
      () => api.t.db.transaction().execute(steer),
    );
    expect(both.first).toBe(true);
  });

  test('holds a step back that is about to decide', async () => {
    expect((await meet(api.t, steer, () => step(api.t.db))).second).toMatchObject({ did, why });
  });

  test('waits for the step that is deciding', async () => {
    const both = await meet(api.t, step, () => api.t.db.transaction().execute(steer));
    expect(both.first).toMatchObject({ did: 'sent' });
  });
});

test('who steers a campaign while it is steered sees what became of it', async () => {
  const pausing = () => api.act(`/api/campaigns/${own.campaignId}/pause`, own.keys.manager.key, { reason: '確認' });
  const { second } = await meet(api.t, steering('stopCampaign'), async () => pausing());
  expect(second).toMatchObject({ status: 409, body: { code: 'campaign_wrong_state' } });
});

describe('while an arrival is written', () => {
  test('a further one waits and gets the next number', async () => {
    const both = await meet(
      api.t,
      (db) => answer(db, 'migrate', 1),
      () => api.t.db.transaction().execute((trx) => answer(trx, 'cancel', 2)),
    );
    expect([both.first.seq, both.second.seq]).toEqual([1, 2]);
  });

  test('the step waits, reads it, and sends nothing', async () => {
    const { second } = await meet(
      api.t,
      (db) => answer(db, 'migrate', 1),
      () => step(api.t.db),
    );
    expect(second).toMatchObject({ did: 'closed', why: 'answered', read: 1 });
  });
});

test('of two persons who decide a request, one decides', async () => {
  const asked = await api.t.db.transaction().execute((trx) =>
    askFourEyes(trx, {
      scope: scope(),
      action: 'correction',
      campaignId: own.campaignId,
      payload: { items: [] },
      reason: '誤り',
      askedBy: own.keys.manager.personId,
    }),
  );
  const decide = (db: Db, decision: 'approved' | 'refused', decidedBy: number) =>
    decideFourEyes(asTrx(db), { scope: scope(), id: asked.id, decision, decidedBy });
  const second = () =>
    api.t.db.transaction().execute((trx) => decide(trx, 'approved', own.keys.client_approver.personId));
  const both = meet(api.t, (db) => decide(db, 'refused', own.keys.approver.personId), second);
  await expect(both).rejects.toMatchObject({ code: 'request_decided' });
  const { decision } = await api.t.db.selectFrom('requests').selectAll().executeTakeFirstOrThrow();
  expect(decision).toBe('refused');
});

test('of two persons who decide an override, one decides', async () => {
  const override = await api.t.db.transaction().execute((trx) =>
    askOverride(trx, scope(), {
      campaignId: own.campaignId,
      customerId: own.customers[0]!.id,
      channel: 'mail',
      reason: 'legal_duty',
      evidence: '条項 12',
      personId: own.keys.manager.personId,
    }),
  );
  const decide = (db: Db, confirm: boolean, personId: number) =>
    decideOverride(asTrx(db), scope(), { campaignId: own.campaignId, overrideId: override.id, confirm, personId });
  const both = meet(
    api.t,
    (db) => decide(db, false, own.keys.approver.personId),
    () => api.t.db.transaction().execute((trx) => decide(trx, true, own.keys.client_approver.personId)),
  );
  await expect(both).rejects.toMatchObject({ code: 'override_decided' });
  const kinds = await ledgerKinds(api.t, own.campaignId);
  expect(kinds.filter((kind) => kind.startsWith('override_'))).toEqual(['override_asked', 'override_declined']);
});

test('an erasure that two workers have taken up is carried out once', async () => {
  await api.t.db.updateTable('campaigns').set({ status: 'stopped' }).where('id', '=', own.campaignId).execute();
  await api.t.db.updateTable('journeys').set({ status: 'closed' }).where('id', '=', journeyId).execute();
  const customerId = own.customers[0]!.id;
  await openErasure(api.t.db, { clientId: own.clientId, customerId, basis: 'asked_by_customer', now: 0 });
  const register = new ErasureRegister(join(mkdtempSync(join(tmpdir(), 'tsunagi-locks-')), 'register'));
  const [erasure] = await openErasures(api.t.db, 1);
  for (let worker = 0; worker < 2; worker++) expect(await executeRequest(api.t.db, register, erasure!)).toBe(null);
  expect(register.entries()).toHaveLength(1);
});

test('a second caller who does not wait is an error', async () => {
  const other = () => api.t.db.selectFrom('clients').select('id').execute();
  await expect(meet(api.t, step, other)).rejects.toThrow('did not wait');
});
