import pino from 'pino';
import { smsSender } from '../../activities/delivery/sms';
import { TwilioSms } from '../../activities/delivery/providers/twilio';
import { querySmsReceipts } from '../../activities/delivery/sms-receipt-queries';
import { claimMessages } from '../../db/delivery/claims';
import { markHandingOver } from '../../db/delivery/handovers';
import { takeOverLane } from '../../db/delivery/lane-health';
import { smsParts } from '../../domain/delivery/sms-parts';
import { recordOptOut } from '../../db/customers/opt-out';
import { type RunningSms, SMS_ACCOUNT, SMS_TOKEN, startSms } from '../sandbox/sms-support';
import { testDb, type TestDb } from '../support/test-db';
import { DAY, ledgerKinds, messageOf, queue, sampleDoc, scene, type Scene, setClock, START } from './mail/mail-fixture';
import { arrivalsOf, drainSms, startReceiver, statusesOf } from './sms-fixture';

let test: TestDb;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let sms: RunningSms;
beforeAll(async () => {
  test = await testDb();
  receiver = await startReceiver(test);
  sms = await startSms();
});
afterAll(async () => {
  await sms.close();
  await receiver.close();
  await test.close();
});

const MOBILE = '090-1234-5678';
const open = async (faults: object = {}, honoursKeys = true): Promise<Scene> => {
  await sms.behave(faults, honoursKeys);
  await sms.clock(START);
  return scene(test, { lane: { channel: 'sms' } });
};
const drain = (at: Scene, options: Partial<Parameters<typeof drainSms>[2]> = {}, done?: () => Promise<boolean>) =>
  drainSms(test, at, { url: sms.url, publicUrl: receiver.url, ...options }, done);
const HOUR = 3_600_000;

/** One run of the job that asks the provider for receipts. */
async function askProvider(at: Scene) {
  const account = { accountSid: SMS_ACCOUNT, authToken: SMS_TOKEN, from: 'TSUNAGI' };
  const provider = new TwilioSms({ url: sms.url, ...account, honoursKeys: false, private: '127.0.0.0/8' });
  const { db, vault } = test;
  const log = pino({ level: 'silent' });
  await db.updateTable('messages').set({ receipt_query_at: null }).where('campaign_id', '<>', at.campaignId).execute();
  return querySmsReceipts({ db, vault, docs: at.docs, config: { PUBLIC_URL: receiver.url }, provider, log }).finally(
    () => provider.close(),
  );
}

const keyOf = (at: Scene, customerId: number) => `${at.campaignId}/${customerId}/1/notice/0/sms`;

it('sends each SMS once, to the number as the world writes it, with links of its own', async () => {
  const at = await open();
  const people = [];
  for (let i = 0; i < 12; i++) people.push(await queue(test, at, `０90-1234-56${10 + i}`));
  await drain(at);
  expect(await statusesOf(test, at)).toEqual(Array(12).fill('handed_over'));
  const { accepted, duplicates } = await sms.record();
  expect(accepted).toEqual(Object.fromEntries(people.map(({ customerId }) => [keyOf(at, customerId), 1])));
  expect(duplicates).toEqual([]);
  const { messages } = await sms.get<{ messages: { to: string; body: string; from: string }[] }>(
    '/api/messages?to=%2B819012345610',
  );
  const { customerId } = people[0]!;
  const token = (kind: 'page' | 'optout') =>
    test.vault.linkToken({ campaignId: at.campaignId, customerId, kind, version: 1 });
  expect(messages).toMatchObject([{ to: '+819012345610', from: 'TSUNAGI' }]);
  expect(messages[0]!.body).toContain(`${receiver.url}/m/${token('page')} `);
  expect(messages[0]!.body).toContain(`${receiver.url}/s/${token('optout')}?c=sms`);
  const { provider_ref: reference, sms_parts: parts } = await messageOf(test, people[0]!.messageId);
  expect(parts).toBe(smsParts(messages[0]!.body).parts);
  expect(reference).toMatch(/^SM[0-9a-f]{32}$/);
});

it.each<[string, object, object]>([
  ['cut off', { acceptThenTimeout: 1 }, {}],
  ['left without an answer', { acceptThenTimeout: 1, hangMs: 60_000 }, { timeoutMs: 150 }],
])('repeats a message that was accepted and %s under its key, and it is there once', async (_, faults, options) => {
  const at = await open(faults);
  const people = [await queue(test, at, MOBILE), await queue(test, at, '090-1234-5679')];
  await drain(at, options);
  for (const { messageId } of people) {
    expect(await messageOf(test, messageId)).toMatchObject({ status: 'handed_over', attempts: 1 });
  }
  const record = await sms.record();
  expect(record).toMatchObject({ total: 2, dropped: 2, duplicates: [], refused: { '409': 2 } });
  expect(Object.keys(record.accepted).sort()).toEqual(people.map(({ customerId }) => keyOf(at, customerId)).sort());
});

it('calls it doubtful where the provider knows no keys, never repeats it, and believes the receipt', async () => {
  const at = await open({ acceptThenTimeout: 1 }, false);
  const { messageId } = await queue(test, at, MOBILE);
  await drain(at, { honoursKeys: false });
  expect((await messageOf(test, messageId)).status).toBe('doubtful');
  await takeOverLane(test.db, at.docs, at.laneId);
  await drain(at, { honoursKeys: false });
  expect(await sms.clock(START + DAY)).toEqual({ owed: 0 });
  expect(await messageOf(test, messageId)).toMatchObject({ status: 'handed_over', delivered_at: START });
  expect(await ledgerKinds(test, at)).toEqual(['doubtful', 'handed_over', 'delivered']);
  expect(await sms.record()).toMatchObject({ total: 1, dropped: 1, duplicates: [] });
});

it.each<[string, object, string, string]>([
  ['429', { tooMany: 1 }, 'sms_20429', '429'],
  ['503', { unavailable: 1 }, 'sms_20503', '503'],
])('comes back later after %s', async (_, faults, reason, status) => {
  const at = await open(faults);
  const { messageId, customerId } = await queue(test, at, MOBILE);
  await drain(at, {}, async () => (await messageOf(test, messageId)).deferrals === 1);
  const row = await messageOf(test, messageId);
  expect(row).toMatchObject({ status: 'queued', attempts: 1, deferred_reason: reason });
  expect(row.not_before).toBe(START + 15 * 60_000);
  await setClock(test, row.not_before);
  await drain(at);
  expect(await messageOf(test, messageId)).toMatchObject({ status: 'handed_over', attempts: 2 });
  const record = await sms.record();
  expect(record.accepted).toEqual({ [keyOf(at, customerId)]: 1 });
  expect(record.refused).toEqual({ [status]: 1 });
});

it('fails for good on a landline, and says that the number is no use', async () => {
  const at = await open();
  const { messageId, journeyId } = await queue(test, at, '03-1234-0000');
  await drain(at);
  expect(await messageOf(test, messageId)).toMatchObject({ status: 'failed', failure: 'sms_21614' });
  const data = { messageId, reason: 'sms_21614', hard: true };
  expect(await arrivalsOf(test, journeyId)).toEqual([{ kind: 'not_sent', data }]);
  expect((await sms.record()).total).toBe(0);
});

it.each([['なし'], ['12']])('withdraws what has no number that can be written to (%s)', async (mobile) => {
  const at = await open();
  const { messageId } = await queue(test, at, mobile);
  await drain(at);
  expect(await messageOf(test, messageId)).toMatchObject({ status: 'withdrawn', failure: 'no_contact' });
});

it.each<[string, string, boolean, string]>([
  ['an unknown phone', '090-1234-0001', true, '30005'],
  ['a phone that is switched off', '090-1234-0002', false, '30003'],
])('learns from the receipt that %s was not reached', async (_, mobile, hard, code) => {
  const at = await open({ doubleReceipt: 1 });
  const { messageId, journeyId } = await queue(test, at, mobile);
  await drain(at);
  await sms.clock(START + DAY);
  const data = { messageId, code, hard, reason: `sms_${code}` };
  expect(await arrivalsOf(test, journeyId)).toEqual([{ kind: 'bounce', data }]);
  expect(await ledgerKinds(test, at)).toEqual(['handed_over', 'arrival', 'bounced']);
  expect(await sms.get('/api/messages')).toEqual({ messages: [] });
});

it('takes doubled and disordered receipts once', async () => {
  const at = await open({ doubleReceipt: 1 });
  const { messageId, journeyId } = await queue(test, at, MOBILE);
  await drain(at);
  await sms.clock(START + DAY);
  expect(await messageOf(test, messageId)).toMatchObject({ status: 'handed_over', delivered_at: START });
  expect(await ledgerKinds(test, at)).toEqual(['handed_over', 'delivered']);
  expect(await arrivalsOf(test, journeyId)).toEqual([]);
});

it('takes late receipts when they come', async () => {
  const at = await open({ lateReceipt: 1 });
  const { messageId } = await queue(test, at, MOBILE);
  await drain(at);
  expect(await sms.clock(START + DAY)).toEqual({ owed: 0 });
  expect((await messageOf(test, messageId)).delivered_at).toBeNull();
  await setClock(test, START + 3 * DAY);
  await sms.clock(START + 3 * DAY);
  expect((await messageOf(test, messageId)).delivered_at).toBe(START + 3 * DAY);
});

it('keeps owing receipts while no one takes them', async () => {
  const at = await open();
  await queue(test, at, MOBILE);
  await drain(at, { publicUrl: 'http://127.0.0.1:9' });
  expect(await sms.clock(START + DAY)).toEqual({ owed: 1 });
});

it('repeats what a killed drain was handing over, and it is there once', async () => {
  const at = await open();
  const { messageId } = await queue(test, at, MOBILE);
  const provider = new TwilioSms({
    url: sms.url,
    accountSid: SMS_ACCOUNT,
    authToken: SMS_TOKEN,
    from: 'TSUNAGI',
    honoursKeys: true,
    private: '127.0.0.0/8',
  });
  const { db, vault } = test;
  const sender = smsSender({ db, vault, docs: at.docs, config: { PUBLIC_URL: receiver.url }, provider });
  const { fence } = await takeOverLane(db, at.docs, at.laneId, true);
  const [message] = (await claimMessages(db, at.docs, { laneId: at.laneId, fence, limit: 1 })).messages;
  const recipient = (await sender.recipients([message!])).get(message!.customerId);
  const outgoing = (await sender.compose(message!, recipient))!;
  expect(await sender.send(outgoing, () => markHandingOver(db, message!))).toMatchObject({ kind: 'accepted' });
  provider.close(); // and dies before it has recorded that
  await drain(at);
  expect((await messageOf(test, messageId)).status).toBe('handed_over');
  expect(await sms.record()).toMatchObject({ total: 1, refused: { '409': 1 }, duplicates: [] });
});

it('lets nothing out once the customer has stopped SMS, also of what was claimed before', async () => {
  const at = await open();
  const queued = await queue(test, at, MOBILE);
  const claimed = await queue(test, at, '090-1234-5679');
  const clientId = (await messageOf(test, queued.messageId)).client_id;
  const link = { clientId, campaignId: at.campaignId, kind: 'optout' as const, version: 1 };
  const stop = (customerId: number) =>
    recordOptOut(test.db, { ...link, customerId }, { channel: 'sms', undo: false, source: 'web' });
  await stop(queued.customerId);
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  const { messages } = await claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit: 10 });
  expect(messages.map((message) => message.messageId)).toEqual([claimed.messageId]);
  // the journey has read the refusal between claim and hand-over
  const refusal = { client_id: clientId, channel: 'sms', purpose: 'service_notice' as const, value: false };
  await test.db
    .insertInto('consents')
    .values({ ...refusal, customer_id: claimed.customerId, source: 'web', at: new Date(START) })
    .execute();
  expect(await markHandingOver(test.db, messages[0]!)).toBe(false);
  await drain(at, {}, async () => (await messageOf(test, claimed.messageId)).status === 'withdrawn');
  expect(await messageOf(test, claimed.messageId)).toMatchObject({ failure: 'refused' });
  expect(await messageOf(test, queued.messageId)).toMatchObject({ status: 'withdrawn', failure: 'refused' });
  expect((await sms.record()).total).toBe(0);
});

it('distinguishes a wrong account from a bad message', async () => {
  await open();
  const provider = (authToken: string) =>
    new TwilioSms({
      url: sms.url,
      accountSid: SMS_ACCOUNT,
      authToken,
      from: 'TSUNAGI',
      honoursKeys: false,
      private: '127.0.0.0/8',
    });
  const message = { key: 'k', to: '+819012345678', body: 'a', statusCallback: '' };
  const wrong = provider('guessed');
  expect(await wrong.send(message, async () => true)).toEqual({ kind: 'unreachable', reason: 'sms_20003' });
  expect(await wrong.reachable()).toBe(false);
  const right = provider(SMS_TOKEN);
  expect(await right.reachable()).toBe(true);
  expect(await right.send(message, async () => false)).toEqual({ kind: 'not_begun' });
  expect(await right.send({ ...message, body: '' }, async () => true)).toMatchObject({
    kind: 'refused',
    forGood: true,
  });
  expect((await sms.record()).total).toBe(0);
});

it.each<[string, object]>([
  ['answered 500 after it was accepted', { acceptThenFail: 1, loseReceipt: 1 }],
  ['cut off, its receipts lost', { acceptThenTimeout: 1, loseReceipt: 1 }],
])('never repeats what was %s, and finds it at the provider by number, text and time', async (_, faults) => {
  const at = await open(faults, false);
  const { messageId } = await queue(test, at, `090-1234-56${(at.laneId % 90) + 10}`);
  await drain(at, { honoursKeys: false });
  expect((await messageOf(test, messageId)).status).toBe('doubtful');
  await setClock(test, START + 11 * 60_000);
  await sms.clock(START + 11 * 60_000);
  expect(await askProvider(at)).toEqual({ asked: 1, found: 1 });
  const row = await messageOf(test, messageId);
  expect(row).toMatchObject({ status: 'handed_over', provider_ref: expect.stringMatching(/^SM/), attempts: 1 });
  expect(row.delivered_at).not.toBeNull();
  expect(await sms.record()).toMatchObject({ total: 1 });
});

it('leaves in doubt what the provider does not know', async () => {
  const at = await open({ acceptThenTimeout: 1 }, false);
  const { messageId } = await queue(test, at, MOBILE);
  await drain(at, { honoursKeys: false });
  await sms.behave({}, false); // an empty record
  await setClock(test, START + 11 * 60_000);
  expect(await askProvider(at)).toEqual({ asked: 1, found: 0 });
  expect(await messageOf(test, messageId)).toMatchObject({ status: 'doubtful', receipt_query_at: START + 6 * HOUR });
});

it('asks for receipts that were lost in an outage, after some hours, until there is a final one', async () => {
  const at = await open({ loseReceipt: 1 });
  const { messageId } = await queue(test, at, MOBILE);
  await drain(at);
  expect(await askProvider(at)).toEqual({ asked: 0, found: 0 });
  await setClock(test, START + 6 * HOUR);
  await sms.clock(START + 6 * HOUR);
  expect(await askProvider(at)).toEqual({ asked: 1, found: 1 });
  expect(await messageOf(test, messageId)).toMatchObject({ delivered_at: START + 6 * HOUR, receipt_query_at: null });
});

it('believes the delivery that comes after a failure', async () => {
  const at = await open({ deliverLate: 1 });
  const { messageId, journeyId } = await queue(test, at, MOBILE);
  await drain(at);
  await sms.clock(START + DAY);
  expect(await messageOf(test, messageId)).toMatchObject({ delivered_at: START, bounced_at: null });
  expect((await arrivalsOf(test, journeyId)).map(({ kind }) => kind)).toEqual(['bounce']);
});

it('says by when an SMS must be delivered, and hands none over in the last minutes before quiet hours', async () => {
  await open();
  const quietHours = { sms: { from: '21:00', until: '08:00' } };
  const at = await scene(test, { lane: { channel: 'sms' }, doc: sampleDoc({ quietHours }) });
  const evening = START + 10.5 * HOUR; // 20:30 in Tokyo
  await setClock(test, evening);
  await queue(test, at, MOBILE);
  await drain(at);
  const { messages } = await sms.get<{ messages: { validity: string }[] }>('/api/messages');
  expect(messages.map(({ validity }) => validity)).toEqual(['1800']);
  await setClock(test, evening + 26 * 60_000);
  const late = await queue(test, at, '090-1234-5679');
  await drain(at, {}, async () => (await messageOf(test, late.messageId)).deferrals === 1);
  expect(await messageOf(test, late.messageId)).toMatchObject({
    status: 'queued',
    not_before: START + 22 * HOUR,
    deferred_reason: 'quiet_hours',
  });
});
