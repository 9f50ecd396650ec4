import { reconcile } from '../../audit/reconcile';
import { contactKey } from '../../domain/ids';
import { queue, scene, type Scene } from '../delivery/mail/mail-fixture';
import { testDb, type TestDb } from '../support/test-db';
import { type MessageStatus } from '../../domain/journeys/states';

let t: TestDb;
let at: Scene;
beforeAll(async () => {
  t = await testDb();
});
beforeEach(async () => {
  at = await scene(t);
});
afterAll(() => t.close());

type Case = [ours: MessageStatus | 'none', accepted: number, found: string];

test.each<Case>([
  ['handed_over', 1, 'agreed'],
  ['handed_over', 0, 'missing'],
  ['handed_over', 2, 'doubled'],
  ['doubtful', 0, 'doubtful'],
  ['doubtful', 1, 'doubtful'],
  ['doubtful', 2, 'doubtful and doubled'],
  ['handing_over', 1, 'agreed'],
  ['handing_over', 0, 'agreed'],
  ['queued', 0, 'agreed'],
  ['queued', 1, 'unknown'],
  ['claimed', 1, 'unknown'],
  ['failed', 1, 'unknown'],
  ['withdrawn', 1, 'unknown'],
  ['withdrawn', 0, 'agreed'],
  ['none', 1, 'unknown'],
  ['none', 2, 'unknown and doubled'],
])('%s with us and accepted %i times: %s', async (ours, accepted, expected) => {
  const message = await queue(t, at);
  if (ours !== 'none') await setStatus(message.messageId, ours);
  const customerId = ours === 'none' ? 999 : message.customerId;
  const key = contactKey({
    campaignId: at.campaignId,
    customerId,
    run: 1,
    step: 'notice',
    occurrence: 0,
    channel: 'mail',
  });
  const record = { accepted: accepted === 0 ? {} : { [key]: accepted } };
  const { messages, ...lists } = await reconcile({ db: t.db, campaignId: at.campaignId, record });
  const named = Object.entries(lists).filter(([, keys]) => keys.includes(key));
  expect(named.map(([name]) => name).sort()).toEqual(
    expected
      .split(' and ')
      .filter((name) => name !== 'agreed')
      .sort(),
  );
  expect(messages).toEqual(ours === 'handed_over' || ours === 'doubtful' ? { mail: 1 } : {});
});

test('what the provider accepted of another campaign is not ours, whatever its number begins with', async () => {
  const record = { accepted: { [`${at.campaignId}1/5/1/notice/0/mail`]: 1, 'no key at all': 2 } };
  const found = await reconcile({ db: t.db, campaignId: at.campaignId, record });
  expect(found).toEqual({ messages: {}, doubled: [], missing: [], doubtful: [], unknown: [] });
});

test.each<[title: string, ours: MessageStatus, posted: number, found: string]>([
  ['posted', 'handed_over', 1, ''],
  ['in a print run', 'claimed', 1, ''],
  ['posted twice', 'handed_over', 2, 'doubled'],
  ['never posted', 'handed_over', 0, 'missing'],
  ['posted after it was taken out', 'withdrawn', 1, 'unknown'],
])('two letters in one envelope, %s', async (_, status, posted, expected) => {
  const first = await queue(t, at);
  const second = await queue(t, at);
  const ids = [first.messageId, second.messageId];
  const { piece_id: pieceId } = await t.db
    .selectFrom('messages')
    .select('piece_id')
    .where('id', '=', ids[0]!)
    .executeTakeFirstOrThrow();
  const changes = { channel: 'post', status, piece_id: pieceId };
  await t.db.updateTable('messages').set(changes).where('id', 'in', ids).execute();
  const { code } = await t.db.selectFrom('pieces').select('code').where('id', '=', pieceId).executeTakeFirstOrThrow();
  const record = { accepted: {}, pieces: posted === 0 ? {} : { [code]: posted } };
  const { messages, ...lists } = await reconcile({ db: t.db, campaignId: at.campaignId, record });
  const named = Object.entries(lists).filter(([, keys]) => keys.includes(`piece:${code}`));
  expect(named.map(([name]) => name)).toEqual(expected ? [expected] : []);
  expect(messages).toEqual(status === 'handed_over' ? { post: 2 } : {});
});

const setStatus = (id: number, status: MessageStatus) =>
  t.db.updateTable('messages').set({ status }).where('id', '=', id).execute();
