import { sql } from 'kysely';
import { type Claim, claimMessages } from '../../../db/delivery/claims';
import {
  markHandingOver,
  recordDelivered,
  recordFailed,
  recordRefusedForNow,
  releaseOrphanedClaims,
  withdraw,
} from '../../../db/delivery/handovers';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { eventually } from '../../support/eventually';
import { testDb, type TestDb } from '../../support/test-db';
import {
  addCampaign,
  addMessage,
  DAY,
  ledgerKinds,
  messageOf,
  MINUTE,
  queue,
  sampleDoc,
  scene,
  type Scene,
  setClock,
  START,
} from './mail-fixture';

let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

const take = async (at: Scene) => (await takeOverLane(test.db, at.docs, at.laneId)).fence;
const claim = (at: Scene, fence: number, limit = 100): Promise<Claim> =>
  claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit });
const idsOf = (claimed: Claim) => claimed.messages.map((message) => message.messageId);

describe('the claim', () => {
  it('gives a due message once and hands it over with journey and ledger', async () => {
    const at = await scene(test);
    const queued = await queue(test, at);
    const fence = await take(at);
    const [message] = (await claim(at, fence)).messages;
    expect(message).toMatchObject({ messageId: queued.messageId, step: 'notice', fence });
    expect(idsOf(await claim(at, fence))).toEqual([]);
    expect(await markHandingOver(test.db, message!)).toBe(true);
    expect(await markHandingOver(test.db, message!)).toBe(false);
    expect(await recordDelivered(test.db, at.docs, [{ ...message!, kind: 'handed_over', ref: 'ok' }])).toBe(1);
    expect(await messageOf(test, queued.messageId)).toMatchObject({
      status: 'handed_over',
      handed_over_at: START,
      attempts: 1,
    });
    const journey = await test.db
      .selectFrom('journeys')
      .select('state')
      .where('id', '=', queued.journeyId)
      .executeTakeFirst();
    expect(journey?.state).toBe('notified');
    expect(await ledgerKinds(test, at)).toEqual(['handed_over']);
  });

  it('takes turns between campaigns, then goes by due time', async () => {
    const at = await scene(test);
    const { client_id } = await test.db
      .selectFrom('campaigns')
      .select('client_id')
      .where('id', '=', at.campaignId)
      .executeTakeFirstOrThrow();
    const other = { ...at, campaignId: await addCampaign(test, client_id, sampleDoc()) };
    const mine = [
      await queue(test, at, 'a', START - 9),
      await queue(test, at, 'b', START - 8),
      await queue(test, at, 'c', START - 7),
    ];
    const theirs = await queue(test, other, 'd', START - 1);
    const fence = await take(at);
    expect(idsOf(await claim(at, fence, 2))).toEqual([mine[0]!.messageId, theirs.messageId]);
    expect(idsOf(await claim(at, fence, 2))).toEqual([mine[1]!.messageId, mine[2]!.messageId]);
  });

  it('never lets a reminder overtake its notice', async () => {
    const at = await scene(test);
    const queued = await queue(test, at);
    const reminder = await addMessage(test, at, queued, 'reminder');
    const fence = await take(at);
    const [notice] = (await claim(at, fence)).messages;
    expect(idsOf(await claim(at, fence))).toEqual([]);
    await markHandingOver(test.db, notice!);
    expect(idsOf(await claim(at, fence))).toEqual([]);
    await recordDelivered(test.db, at.docs, [{ ...notice!, kind: 'doubtful' }]);
    expect(idsOf(await claim(at, fence))).toEqual([reminder]);
  });

  it('does not wait for a call that is still to be made', async () => {
    const at = await scene(test);
    const queued = await queue(test, at);
    await test.db
      .updateTable('messages')
      .set({ channel: 'phone', not_before: new Date(START + DAY) })
      .where('id', '=', queued.messageId)
      .execute();
    const defect = await addMessage(test, at, queued, 'defect');
    expect(idsOf(await claim(at, await take(at)))).toEqual([defect]);
  });

  it('waits for a hold, a pause and an unread arrival, without counting a deferral', async () => {
    const at = await scene(test);
    const held = await queue(test, at);
    const unread = await queue(test, at);
    const fence = await take(at);
    const { client_id } = await messageOf(test, held.messageId);
    await test.db
      .insertInto('holds')
      .values({ client_id, customer_id: held.customerId, reason: 'lawyer', source: 'test', opened_at: new Date(START) })
      .execute();
    await test.db.updateTable('journeys').set({ arrival_seq: 1 }).where('id', '=', unread.journeyId).execute();
    expect(idsOf(await claim(at, fence))).toEqual([]);
    await test.db
      .updateTable('holds')
      .set({ released_at: new Date(START) })
      .where('customer_id', '=', held.customerId)
      .execute();
    await test.db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', at.campaignId).execute();
    expect(idsOf(await claim(at, fence))).toEqual([]);
    await test.db.updateTable('campaigns').set({ status: 'running' }).where('id', '=', at.campaignId).execute();
    expect(idsOf(await claim(at, fence))).toEqual([held.messageId]);
    expect(await messageOf(test, held.messageId)).toMatchObject({ deferrals: 0, deferred_reason: null });
  });

  it('puts off when it is quiet hours', async () => {
    const [now, until, reason] = [START + 12 * 60 * MINUTE, START + 22 * 60 * MINUTE, 'quiet_hours'];
    const at = await scene(test);
    const queued = await queue(test, at);
    await setClock(test, now);
    const fence = await take(at);
    expect(await claim(at, fence)).toMatchObject({ messages: [], deferred: 1 });
    const row = await messageOf(test, queued.messageId);
    expect(row).toMatchObject({ status: 'queued', deferrals: 1, deferred_reason: reason, not_before: until });
    await setClock(test, until);
    expect(idsOf(await claim(at, fence))).toEqual([queued.messageId]);
  });

  it.each([
    ['what exceeds the daily capacity', START, 2],
    ['what is due while the lane is closed', START + 8 * 60 * MINUTE, 0],
  ])('keeps %s in the queue until the next opening, and drops nothing', async (_, now, first) => {
    const at = await scene(test, { lane: { dailyCapacity: 2, opens: '09:00', closes: '18:00' } });
    const ids: number[] = [];
    for (let i = 0; i < 3; i++) ids.push((await queue(test, at)).messageId);
    const fence = await take(at);
    await setClock(test, now);
    expect(idsOf(await claim(at, fence))).toEqual(ids.slice(0, first));
    expect(idsOf(await claim(at, fence))).toEqual([]);
    const row = await messageOf(test, ids[2]!);
    expect(row).toMatchObject({ status: 'queued', deferred_reason: null, deferrals: 0, not_before: START });
    const opening = START + 23 * 60 * MINUTE;
    await setClock(test, opening - 1);
    expect(idsOf(await claim(at, fence))).toEqual([]);
    await setClock(test, opening);
    expect(idsOf(await claim(at, fence))).toEqual(ids.slice(first, first + 2));
  });

  it.each([
    [0, 3],
    [DAY, 5],
  ])('keeps to the rate; a slot of %d ms lets %d of 5 through', async (slotMs, count) => {
    const at = await scene(test, { lane: { ratePerMinute: 1, burst: 3 }, slotMs });
    for (let i = 0; i < 5; i++) await queue(test, at);
    const fence = await take(at);
    expect(idsOf(await claim(at, fence))).toHaveLength(count);
    expect(idsOf(await claim(at, fence))).toHaveLength(0);
    await setClock(test, START + 2 * MINUTE, slotMs);
    expect(idsOf(await claim(at, fence))).toHaveLength(5 - count);
  });

  it('returns what may not leave any more, and notifies the journey', async () => {
    const at = await scene(test);
    const bad = await queue(test, at);
    const refused = await queue(test, at);
    const over = await queue(test, at);
    await test.db
      .updateTable('contact_points')
      .set({ bad_at: new Date(START), bad_reason: '5.1.1' })
      .where('customer_id', '=', bad.customerId)
      .execute();
    const { client_id } = await messageOf(test, bad.messageId);
    const no = {
      client_id,
      customer_id: refused.customerId,
      channel: 'mail',
      purpose: 'service_notice' as const,
      value: false,
    };
    await test.db
      .insertInto('consents')
      .values({ ...no, source: 'test', at: new Date(START) })
      .execute();
    await test.db.updateTable('journeys').set({ run: 2 }).where('id', '=', over.journeyId).execute();
    const fence = await take(at);
    const { messages, refused: back } = await claim(at, fence);
    expect(messages).toEqual([]);
    expect(back.map(({ reason }) => reason)).toEqual(['contact_bad:5.1.1', 'refused', 'journey_over']);
    for (const { message, reason } of back) await withdraw(test.db, message, reason);
    expect(await messageOf(test, refused.messageId)).toMatchObject({ status: 'withdrawn', failure: 'refused' });
    const arrivals = await test.db
      .selectFrom('arrivals')
      .select(['kind', 'data'])
      .where('journey_id', '=', refused.journeyId)
      .execute();
    expect(arrivals).toEqual([{ kind: 'not_sent', data: { messageId: refused.messageId, reason: 'refused' } }]);
  });

  it('is too late after the last dispatch', async () => {
    const at = await scene(test);
    await queue(test, at);
    await setClock(test, START + 41 * DAY);
    const { refused } = await claim(at, await take(at));
    expect(refused.map(({ reason }) => reason)).toEqual(['last_dispatch_passed']);
  });
});

describe('the fencing number', () => {
  it('stops an old drainer, gives its claims back and calls what it was sending doubtful', async () => {
    const at = await scene(test, { lane: { dailyCapacity: 10 } });
    const all = [await queue(test, at), await queue(test, at)];
    const old = await take(at);
    const [sending, waiting] = (await claim(at, old)).messages;
    expect(await markHandingOver(test.db, sending!)).toBe(true);
    expect(await takeOverLane(test.db, at.docs, at.laneId)).toEqual({ fence: old + 1, requeued: 1, doubtful: 1 });
    expect(await claim(at, old)).toMatchObject({ lane: 'fenced', messages: [] });
    expect(await markHandingOver(test.db, waiting!)).toBe(false);
    expect(idsOf(await claim(at, old + 1))).toEqual([waiting!.messageId]);
    expect((await messageOf(test, all[0]!.messageId)).status).toBe('doubtful');
    // the old drainer was only slow: what it knows for sure counts
    await recordDelivered(test.db, at.docs, [{ ...sending!, kind: 'handed_over', ref: 'late' }]);
    expect((await messageOf(test, all[0]!.messageId)).status).toBe('handed_over');
    expect(await ledgerKinds(test, at)).toEqual(['doubtful', 'handed_over']);
    const lane = await test.db.selectFrom('lanes').select('used').where('id', '=', at.laneId).executeTakeFirstOrThrow();
    expect(lane.used).toBe(2);
  });

  it('keeps what an older drainer reports of a message that another has from changing it', async () => {
    const at = await scene(test);
    const { messageId } = await queue(test, at);
    const [stale] = (await claim(at, await take(at))).messages;
    const fence = await take(at);
    expect(idsOf(await claim(at, fence))).toEqual([messageId]);
    await recordFailed(test.db, stale!, { hard: true, reason: '5.1.1' });
    await withdraw(test.db, stale!, 'no_contact');
    expect(await recordDelivered(test.db, at.docs, [{ ...stale!, kind: 'handed_over', ref: 'x', proved: true }])).toBe(
      0,
    );
    expect(await messageOf(test, messageId)).toMatchObject({ status: 'claimed', fence, provider_ref: null });
    expect(await ledgerKinds(test, at)).toEqual([]);
  });

  it('proves a doubtful message later, which left when it was doubtful', async () => {
    const at = await scene(test);
    const { messageId } = await queue(test, at);
    const [message] = (await claim(at, await take(at))).messages;
    await markHandingOver(test.db, message!);
    await recordDelivered(test.db, at.docs, [{ ...message!, kind: 'doubtful' }]);
    await setClock(test, START + DAY);
    await recordDelivered(test.db, at.docs, [{ ...message!, kind: 'handed_over', ref: 'x', proved: true }]);
    expect(await messageOf(test, messageId)).toMatchObject({ status: 'handed_over', handed_over_at: START });
  });

  it('books a notice late without setting back a journey that has been reminded', async () => {
    const at = await scene(test);
    const { journeyId } = await queue(test, at);
    const [message] = (await claim(at, await take(at))).messages;
    await markHandingOver(test.db, message!);
    await test.db.updateTable('journeys').set({ state: 'reminded' }).where('id', '=', journeyId).execute();
    await recordDelivered(test.db, at.docs, [{ ...message!, kind: 'handed_over', ref: 'x' }]);
    const journey = test.db.selectFrom('journeys').select('state').where('id', '=', journeyId);
    expect(await journey.executeTakeFirst()).toEqual({ state: 'reminded' });
  });

  it('gives back a claim whose answer was lost, and only that', async () => {
    const at = await scene(test);
    const all = [await queue(test, at), await queue(test, at)];
    const fence = await take(at);
    const [known] = (await claim(at, fence, 1)).messages;
    await claim(at, fence, 1);
    await releaseOrphanedClaims(test.db, { laneId: at.laneId, fence, known: [known!.messageId] });
    expect((await messageOf(test, known!.messageId)).status).toBe('claimed');
    expect(idsOf(await claim(at, fence))).toEqual([all[1]!.messageId]);
  });

  it.each(['paused', 'stopped'] as const)('lets nothing out of a %s campaign, claimed or not', async (status) => {
    const at = await scene(test);
    await queue(test, at);
    const [message] = (await claim(at, await take(at))).messages;
    await test.db.updateTable('campaigns').set({ status }).where('id', '=', at.campaignId).execute();
    expect(await markHandingOver(test.db, message!)).toBe(false);
  });
});

describe('a refusal by the provider', () => {
  it('that is permanent fails the message and reports the bad address to the journey', async () => {
    const at = await scene(test);
    const queued = await queue(test, at);
    const [message] = (await claim(at, await take(at))).messages;
    await markHandingOver(test.db, message!);
    await recordFailed(test.db, message!, { hard: true, reason: '5.1.1' });
    expect(await messageOf(test, queued.messageId)).toMatchObject({ status: 'failed', failure: '5.1.1' });
    const arrival = await test.db
      .selectFrom('arrivals')
      .select('data')
      .where('journey_id', '=', queued.journeyId)
      .executeTakeFirst();
    expect(arrival?.data).toEqual({ messageId: queued.messageId, hard: true, reason: '5.1.1' });
    expect(await ledgerKinds(test, at)).toEqual(['arrival', 'not_sent']);
  });

  it('for now waits for its journey before it touches the message, so that no step that holds the journey is broken off', async () => {
    const at = await scene(test);
    const queued = await queue(test, at);
    const [message] = (await claim(at, await take(at))).messages;
    await markHandingOver(test.db, message!);
    await recordDelivered(test.db, at.docs, [{ ...message!, kind: 'doubtful' }]);
    let refused: Promise<void> | undefined;
    await test.db.transaction().execute(async (trx) => {
      await trx.selectFrom('journeys').select('id').where('id', '=', queued.journeyId).forNoKeyUpdate().execute();
      refused = recordRefusedForNow(test.db, message!, 'smtp_452');
      await eventually('it to wait', async () => {
        const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database()
          and wait_event_type = 'Lock'`.execute(test.db);
        return rows.length > 0 ? true : undefined;
      });
      await trx.updateTable('messages').set({ deferrals: 1 }).where('id', '=', queued.messageId).execute();
    });
    await refused;
    expect(await messageOf(test, queued.messageId)).toMatchObject({ status: 'queued', deferrals: 2 });
    const row = await test.db.selectFrom('journeys').select('contacted').where('id', '=', queued.journeyId).executeTakeFirstOrThrow(); // prettier-ignore
    expect(row.contacted).toBe(false);
  });

  it('for now waits at least a slot, and fails after three days', async () => {
    const at = await scene(test, { slotMs: DAY });
    const queued = await queue(test, at);
    const fence = await take(at);
    for (let day = 0; day < 4; day++) {
      await setClock(test, START + day * DAY, DAY);
      const [message] = (await claim(at, fence)).messages;
      expect(message?.messageId).toBe(queued.messageId);
      await recordRefusedForNow(test.db, message!, 'smtp_452');
    }
    expect(await messageOf(test, queued.messageId)).toMatchObject({ status: 'failed', attempts: 4, deferrals: 3 });
  });
});
