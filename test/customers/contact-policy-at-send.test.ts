import { takeSteps } from '../../db/journeys/take-steps';
import { redecide } from '../../audit/verify';
import { applyArrivals } from '../../db/journeys/arrival-effects';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { ensureLane } from '../../db/delivery/lanes';
import { clearRun } from '../../db/print/handover';
import { claimMessages } from '../../db/delivery/claims';
import { recordConsent } from '../../db/customers/consents';
import { loadContacts } from '../../db/customers/contacts';
import { markHandingOver } from '../../db/delivery/handovers';
import { openHold } from '../../db/customers/holds';
import { takeOverLane } from '../../db/delivery/lane-health';
import { renderRun } from '../../activities/print/render';
import { makePerson } from '../support/api';
import { wholeClient } from '../../db/platform/scope';
import { seedCampaign, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { print, sampleContent, seenPages } from '../print/letter-fixture';
import { queue, type Queued, scene, START } from '../delivery/mail/mail-fixture';
import { handOver, messageOf, openRun, printScene, removeScene, runOf } from '../print/fixture';
import { type Trx } from '../../db/platform/types';

let t: TestDb;
let personId: number;
beforeAll(async () => {
  t = await testDb();
  personId = await makePerson(t, 'operator');
});
afterAll(() => t.close());

interface To {
  clientId: number;
  customerId: number;
  channel: 'mail' | 'sms' | 'post';
}

const inTransaction = (act: (trx: Trx) => Promise<unknown>) => t.db.transaction().execute(act);
const refuse = ({ clientId, customerId, channel }: To, at = START) =>
  inTransaction((trx) =>
    recordConsent(trx, wholeClient(clientId), {
      customerId,
      channel,
      purpose: 'service_notice',
      value: false,
      source: '問い合わせ 12',
      at,
      evidence: '録音 12',
      campaignId: null,
      personId,
    }),
  );
const hold = ({ clientId, customerId }: To) =>
  inTransaction((trx) =>
    openHold(trx, wholeClient(clientId), {
      customerId,
      reason: 'lawyer',
      source: '受任通知',
      reviewOn: '2027-03-01',
      note: null,
      personId,
    }),
  );
const acts = [
  ['a refusal', refuse],
  ['a hold', hold],
] as const;

/** Lets the journey have read everything, so that only the record itself can stop what is under way. */
const read = (customerId: number) =>
  t.db
    .updateTable('journeys')
    .set(({ ref }) => ({ read_seq: ref('arrival_seq') }))
    .where('customer_id', '=', customerId)
    .execute();

describe.each(['mail', 'sms'] as const)('%s', (channel) => {
  async function queued() {
    const at = await scene(t, { lane: { channel } });
    const message = await queue(t, at, channel === 'sms' ? '+819012345678' : undefined);
    const { client_id: clientId } = await messageOf(t, message.messageId);
    const { fence } = await takeOverLane(t.db, at.docs, at.laneId);
    const claim = () => claimMessages(t.db, at.docs, { laneId: at.laneId, fence, limit: 10 });
    return { to: { clientId, customerId: message.customerId, channel }, claim, message };
  }
  const leaves = async (message: Awaited<ReturnType<typeof claimMessages>>['messages'][number]) =>
    markHandingOver(t.db, message);

  it.each(acts)('is not claimed after %s', async (_what, act) => {
    const { to, claim } = await queued();
    await act(to);
    expect((await claim()).messages).toEqual([]);
    await read(to.customerId);
    expect((await claim()).messages).toEqual([]);
  });

  it.each(acts)('does not leave after %s between claim and hand-over', async (_what, act) => {
    const { to, claim } = await queued();
    const [message] = (await claim()).messages;
    await act(to);
    expect(await leaves(message!)).toBe(false);
    await read(to.customerId);
    expect(await leaves(message!)).toBe(false);
  });

  it('leaves when a newer word than the refusal is known, and notes the instant', async () => {
    const { to, claim, message } = await queued();
    await inTransaction((trx) =>
      recordConsent(trx, wholeClient(to.clientId), {
        customerId: to.customerId,
        channel,
        purpose: 'service_notice',
        value: true,
        source: '窓口',
        at: START - 1,
        evidence: '同意書 7',
        campaignId: null,
        personId,
      }),
    );
    await refuse(to, START - 3); // reported late, but older
    await read(to.customerId);
    const [claimed] = (await claim()).messages;
    expect(await leaves(claimed!)).toBe(true);
    expect(await instantOf(message)).toBe(START);
  });

  const instantOf = async ({ messageId }: Queued) => (await messageOf(t, messageId)).handing_over_at;
});

describe('a letter in a print run that the shop has not got', () => {
  it.each(acts)('does not leave after %s', async (what, act) => {
    const print = await printScene(t);
    try {
      const run = await openRun(t, print);
      await renderRun(print.deps, run);
      const [letter] = print.letters;
      const to = { clientId: print.clientId, customerId: letter!.customerId, channel: 'post' as const };
      await act(to);
      expect(await handOver(t, print, run)).toBe('again');
      await read(to.customerId);
      expect(await handOver(t, print, run)).toBe('again');
      await clearRun(t.db, print.deps.docs, await runOf(t, run));
      const { status } = await messageOf(t, letter!.messageId);
      expect(status).toBe(what === 'a hold' ? 'queued' : 'withdrawn');
    } finally {
      removeScene(print);
    }
  });
});

describe('an override', () => {
  it('names its approvers in the ledger', async () => {
    await stepClock(t, '2027-02-01T10:00:00+09:00');
    const seeded = await seedCampaign(t, { customers: [{ consent: false }] });
    const { clientId: client_id, campaignId: campaign_id } = seeded;
    const confirmedBy = await makePerson(t, 'approver');
    const at = new Date('2027-01-30');
    const own = { client_id, campaign_id, customer_id: seeded.customers[0]!.id };
    const asked = { reason: '約款第28条', evidence: '稟議 7', asked_by: personId, asked_at: at };
    const decided = { decided_by: confirmedBy, decided_at: at, confirmed: true };
    await t.db
      .insertInto('consent_overrides')
      .values({ ...own, channel: 'mail', ...asked, ...decided })
      .execute();
    const gate = { client_id, campaign_id, gate: 'client' as const, content_hash: 'h', person_id: confirmedBy, at };
    await t.db.insertInto('approvals').values(gate).execute();
    await createJourneys(t.db, campaign_id);
    const laneId = await ensureLane(t.db, { clientId: client_id, channel: 'mail', name: 'm' });
    const { id } = await t.db
      .selectFrom('journeys')
      .select('id')
      .where('campaign_id', '=', campaign_id)
      .executeTakeFirstOrThrow();
    const deps = { db: t.db, vault: t.vault, docs: new CampaignDocs(), laneOf: async () => laneId };
    const [result] = await takeSteps(deps, [{ journeyId: id, run: 1, turn: 0 }]);
    expect(result).toMatchObject({ did: 'sent', on: 'mail', why: 'override' });
    const { body } = await t.db
      .selectFrom('ledger')
      .select('body')
      .where('chain', '=', `campaign:${campaign_id}`)
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    const by = `person:${confirmedBy}`;
    expect(JSON.parse(body).approvedBy).toMatchObject([
      { gate: 'client', by, contentHash: 'h' },
      { askedBy: `person:${personId}`, by },
    ]);
    expect((await redecide(t.db, campaign_id)).differing).toEqual([]);
  });
});

describe('the envelope of a representative', () => {
  const content = (relation: string) => {
    const own = sampleContent();
    const acting = { relation, for: '見本 太郎', forKind: 'person' as const };
    return { ...own, addressee: { ...own.addressee, name: '後見 花子', representative: acting } };
  };

  it('names both, and mentions no death', async () => {
    const pages = await seenPages(await print([content('guardian'), content('heir')]));
    const letters = pages.map(({ text }) => text.replace(/\s/g, '')).filter((text) => text.includes('後見花子'));
    expect(letters).toHaveLength(2);
    expect(letters[0]).toContain('見本太郎様');
    expect(letters[0]).toContain('成年後見人後見花子様');
    expect(letters[1]).toContain('後見花子様');
    expect(letters[1]).not.toMatch(/見本太郎|故|遺族|相続/);
  });
});

describe('a hard failure', () => {
  it.each([
    ['at a representative leaves the own address alone', true],
    ['at the customer marks the own address', false],
  ])('%s', async (_what, represented) => {
    const at = await scene(t);
    const { messageId, journeyId, customerId } = await queue(t, at);
    const { client_id } = await messageOf(t, messageId);
    const acting = { client_id, customer_id: customerId, relation: 'agent' as const, channels: ['mail', 'post'] };
    const inForce = { evidence: '委任状', valid_from: '2027-01-01', created_at: new Date(START - 1) };
    if (represented) {
      await t.db
        .insertInto('representatives')
        .values({ ...acting, ...inForce })
        .execute();
    }
    const { fence } = await takeOverLane(t.db, at.docs, at.laneId);
    const [message] = (await claimMessages(t.db, at.docs, { laneId: at.laneId, fence, limit: 1 })).messages;
    expect(await markHandingOver(t.db, message!)).toBe(true);
    const bounce = { id: 1, journeyId, customerId, campaignId: at.campaignId, clientId: client_id, seq: 1, at: START };
    const data = { messageId, hard: true, reason: '5.1.1' };
    await inTransaction((trx) => applyArrivals(trx, [{ ...bounce, kind: 'bounce', source: 'dsn', data }]));
    const point = await t.db
      .selectFrom('contact_points')
      .select('bad_reason')
      .where('customer_id', '=', customerId)
      .executeTakeFirstOrThrow();
    expect(point.bad_reason).toBe(represented ? null : '5.1.1');
    const contacts = (await loadContacts(t.db, [customerId], START)).get(customerId)!;
    const bad = ['mail', 'contact_bad:5.1.1'];
    expect([...contacts].sort()).toEqual(represented ? [bad, ['post', 'ok']] : [bad]);
  });
});
