import { IdleWait } from '../../../activities/delivery/idle-wait';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { ensureLane } from '../../../db/delivery/lanes';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { takeSteps } from '../../../db/journeys/take-steps';
import { ALL_LANES, laneTopic } from '../../../db/platform/notifications/announce';
import { listenForNotifications, type Notifications } from '../../../db/platform/notifications/listen';
import { stepClock } from '../../../db/platform/stepped-clock';
import { eventually } from '../../support/eventually';
import { seedCampaign, stepClock as slotClock } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';
import { drainMail } from '../lanes-fixture';
import { messageOf, queue, scene } from '../mail/mail-fixture';
import { smtpStub } from '../mail/smtp-stub';

/** The queue of an idle lane is read at once when something is put there, and now and then all the same. */
let test: TestDb;
let notifications: Notifications;
beforeEach(async () => {
  test = await testDb();
  notifications = listenForNotifications(test.url);
  await eventually('the connection that listens', () => notifications.heard);
});
afterEach(async () => {
  await notifications.stop();
  await test.close();
});

const NOTICE_AT = '2027-02-01T09:00:00+09:00';

function heardTopics(): string[] {
  const topics: string[] = [];
  notifications.subscribe({ notified: (topic) => topics.push(topic), connected: () => undefined });
  return topics;
}

/** Everything announced before this is heard once this is. */
async function announce(topic: string): Promise<void> {
  await test.pool.query('select pg_notify($1, $2)', ['tsunagi', topic]);
}

it('the lane of a message that a step queues hears of it, and no other', async () => {
  const lane = await ensureLane(test.db, { clientId: null, channel: 'mail', name: 'own' });
  await ensureLane(test.db, { clientId: null, channel: 'sms', name: 'other' });
  const seeded = await seedCampaign(test, { customers: [{}] });
  await createJourneys(test.db, seeded.campaignId);
  const { id } = await test.db.selectFrom('journeys').select('id').executeTakeFirstOrThrow();
  await slotClock(test, NOTICE_AT);
  const topics = heardTopics();
  const deps = { db: test.db, vault: test.vault, docs: new CampaignDocs(), laneOf: async () => lane };
  await takeSteps(deps, [{ journeyId: id, run: 1, turn: 0 }]);
  await announce('end');
  await eventually('what follows', (see) => see(topics).includes('end'));
  expect(topics.filter((topic) => topic.startsWith('lane'))).toEqual([laneTopic(lane)]);
});

it('all lanes hear of a step of the clock', async () => {
  const topics = heardTopics();
  await stepClock(test.db, Date.parse(NOTICE_AT));
  await eventually('the topic of all lanes', (see) => see(topics).includes(ALL_LANES));
});

describe('a wait', () => {
  const waits: IdleWait[] = [];
  const waitOf = (
    laneId: number,
    signal = new AbortController().signal,
    heard: Notifications | undefined = notifications,
  ) => {
    const wait = new IdleWait(laneId, signal, heard);
    waits.push(wait);
    wait.reading();
    return wait;
  };
  afterEach(() => waits.splice(0).forEach((wait) => wait.end()));

  it.each([
    ['of its lane', laneTopic(7)],
    ['of all lanes', ALL_LANES],
  ])('ends at an announcement %s', async (_, topic) => {
    const waiting = waitOf(7).wait(true);
    await announce(topic);
    expect(await waiting).toBe(true);
  });

  it('ends by itself where only others are announced', async () => {
    const waiting = waitOf(7).wait(true);
    await announce(laneTopic(77));
    await announce('outbox');
    expect(await waiting).toBe(false);
  });

  it('does not begin where something was announced since the queue was read', async () => {
    const topics = heardTopics();
    const wait = waitOf(7);
    await announce(laneTopic(7));
    await eventually('the announcement', () => topics.length > 0);
    expect(await wait.wait(true)).toBe(true);
    wait.reading();
    expect(await wait.wait(false)).toBe(false);
  });

  it('ends when its drain is to end', async () => {
    const stop = new AbortController();
    const waiting = waitOf(7, stop.signal).wait(true);
    stop.abort();
    await waiting;
    expect(await waitOf(7, stop.signal).wait(true)).toBe(false);
  });
});

it.each([
  ['that was not announced', async () => undefined],
  ['while nothing is heard', () => notifications.stop()],
])('an idle lane sends a mail %s', async (_, before) => {
  const stub = await smtpStub({});
  const at = await scene(test);
  const sent = async ({ messageId }: { messageId: number }) =>
    (await messageOf(test, messageId)).status === 'handed_over';
  const first = await queue(test, at);
  let second: typeof first | undefined;
  await drainMail(
    test,
    at,
    stub.url,
    async () => {
      if (!(await sent(first))) return false;
      if (!second) await before();
      second ??= await queue(test, at);
      return sent(second);
    },
    { notifications },
  );
  await stub.close();
  expect(stub.mails).toHaveLength(2);
});
