import pino from 'pino';
import { LaneHealth } from '../../../activities/delivery/lane-health';
import { LaneMonitor } from '../../../activities/delivery/lane-monitor';
import { MessageDelivery } from '../../../activities/delivery/message-delivery';
import { type LaneSender } from '../../../activities/delivery/providers/sender';
import { type ClaimedMessage, claimMessages } from '../../../db/delivery/claims';
import { hasDue } from '../../../db/delivery/due-messages';
import { markLeaving } from '../../../db/delivery/handovers';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { connectDb } from '../../../db/platform/connect';
import { type Db } from '../../../db/platform/types';
import { AppError } from '../../../domain/errors';
import { testDb, type TestDb } from '../../support/test-db';
import { addCampaign, messageOf, queue, sampleDoc, scene, type Scene, START } from '../mail/mail-fixture';
import { statusesOf } from '../sms-fixture';

/** What the connections of a lane do at the same time costs the database once. */
let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

async function claimed(at: Scene, count: number): Promise<ClaimedMessage[]> {
  for (let i = 0; i < count; i++) await queue(test, at);
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  return (await claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit: count })).messages;
}

/** A database that lists the statements it is given. */
function listing() {
  const statements: string[] = [];
  const { db, pool } = connectDb({ url: test.url, max: 8 });
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
    client.query = ((...parts: unknown[]) => {
      statements.push(String(parts[0]));
      return query(...parts);
    }) as typeof client.query;
  });
  return { db, statements };
}

type Sender = Pick<LaneSender<unknown, string>, 'repeatable' | 'send'>;

const provider: Sender = {
  repeatable: false,
  send: async (_, begin) => ((await begin()) ? { kind: 'accepted', ref: 'ok' } : { kind: 'not_begun' }),
};

function delivery(at: Scene, db: Db, sender: Sender = provider): MessageDelivery<string> {
  const log = pino({ level: 'silent' });
  const monitor = new LaneMonitor({ db, log }, { laneId: at.laneId, fence: 1 }, new LaneHealth(8));
  const until = new AbortController().signal;
  return new MessageDelivery({ db, docs: at.docs, log, laneId: at.laneId, sender, monitor, until });
}

const ready = (message: ClaimedMessage) => ({ message, outgoing: Promise.resolve('mail') });
const FIRST = { recorded: Promise.resolve() };

it.each([1, 8])('marks and records %d mails in two statements', async (count) => {
  const at = await scene(test);
  const messages = await claimed(at, count);
  for (const { version } of messages) await at.docs.get(test.db, at.campaignId, version);
  const { db, statements } = listing();
  const lane = delivery(at, db);
  const outcomes = await Promise.all(messages.map((message) => lane.deliver(ready(message), FIRST)));
  await Promise.all(outcomes.map(({ recorded }) => recorded));
  await db.destroy();
  expect(await statusesOf(test, at)).toEqual(messages.map(() => 'handed_over'));
  expect(statements).toEqual([
    expect.stringContaining("set status = 'handing_over'"),
    expect.stringMatching(/update messages .*ledger_append/s),
  ]);
});

it('asks an idle lane whether anything is due in one statement', async () => {
  const at = await scene(test);
  const { db, statements } = listing();
  expect(await hasDue(db, at.laneId)).toBe(false);
  expect(statements).toHaveLength(1);
  await queue(test, at);
  expect(await hasDue(db, at.laneId)).toBe(true);
  await db.destroy();
});

/** Tells when a mail is about to begin. */
function asking(): { sender: Sender; asked: Promise<void> } {
  let ask = () => {};
  const asked = new Promise<void>((resolve) => (ask = resolve));
  return { asked, sender: { ...provider, send: (mail, begin) => (ask(), provider.send(mail, begin)) } };
}

it.each<[string, (() => Promise<string | undefined>)[]]>([
  ['', []],
  ['; one between that has no address hides nothing', [() => Promise.resolve(undefined)]],
  ['; nor does one that cannot be composed', [() => Promise.reject(new AppError('notice_invalid'))]],
])('begins a mail only once what its connection sent last is recorded%s', async (_, between) => {
  const at = await scene(test);
  const messages = await claimed(at, 1 + between.length);
  const { sender, asked } = asking();
  const lane = delivery(at, test.db, sender);
  let store = () => {};
  const recorded = new Promise<void>((resolve) => (store = resolve));
  let last: { recorded: Promise<void> } = { recorded };
  for (const outgoing of between) last = await lane.deliver({ message: messages.pop()!, outgoing: outgoing() }, last);
  const [message] = messages;
  const delivering = lane.deliver(ready(message!), last);
  await asked;
  let known = false;
  void last.recorded.then(() => (known = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(known).toBe(false);
  expect(await messageOf(test, message!.messageId)).toMatchObject({ status: 'claimed' });
  store();
  await (
    await delivering
  ).recorded;
  expect(await messageOf(test, message!.messageId)).toMatchObject({ status: 'handed_over' });
});

it('sends nothing more on a connection whose last outcome cannot be recorded', async () => {
  const at = await scene(test);
  const [message] = await claimed(at, 1);
  const lost = Promise.reject(new Error('not recorded'));
  const sender: Sender = { ...provider, send: (mail, begin) => provider.send(mail, begin).catch(() => ({ kind: 'not_begun' })) }; // prettier-ignore
  const delivering = delivery(at, test.db, sender).deliver(ready(message!), { recorded: lost });
  await expect(delivering).rejects.toThrow('not recorded');
  expect(await messageOf(test, message!.messageId)).toMatchObject({ status: 'claimed' });
});

it('marks the others where one may not leave any more, of whatever campaign they are', async () => {
  const at = await scene(test);
  const { client_id } = await test.db
    .selectFrom('campaigns')
    .select('client_id')
    .where('id', '=', at.campaignId)
    .executeTakeFirstOrThrow();
  const paused = { ...at, campaignId: await addCampaign(test, client_id, sampleDoc()) };
  const steered = { ...at, campaignId: await addCampaign(test, client_id, sampleDoc()) };
  for (const campaign of [at, at, paused, steered]) await queue(test, campaign);
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  const { messages } = await claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit: 10 });
  const [held] = messages.filter(({ campaignId }) => campaignId === at.campaignId);
  const hold = { client_id, customer_id: held!.customerId, reason: 'lawyer', source: 'x', opened_at: new Date(START) };
  await test.db.insertInto('holds').values(hold).execute();
  await test.db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', paused.campaignId).execute();
  await test.db.updateTable('campaigns').set({ epoch: 9 }).where('id', '=', steered.campaignId).execute();
  const marked = await markLeaving(test.db, messages);
  const leaving = messages.filter((_, index) => marked[index]);
  const expected = messages.filter(({ campaignId, messageId }) => campaignId === at.campaignId && messageId !== held!.messageId); // prettier-ignore
  expect(leaving).toEqual(expected);
  expect(expected).toHaveLength(1);
});
