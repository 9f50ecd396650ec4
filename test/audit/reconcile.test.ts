import { reconcile } from '../../audit/reconcile';
import { messageIdOf } from '../../rendering/mail/compose';
import { newPieceCode } from '../../db/journeys/step-writes';
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
  const code = ours === 'none' ? newPieceCode() : await codeOf(message.messageId);
  const key = `mail:${code}`;
  const record = { mails: accepted === 0 ? {} : { [localPart(code)]: accepted } };
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
  const other = await queue(t, await scene(t));
  const accepted = { [`${at.campaignId}1/5/1/notice/0/sms`]: 1, 'no key at all': 2 };
  const record = { accepted, mails: { [localPart(await codeOf(other.messageId))]: 1 } };
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
  const pieceId = await pieceOf(ids[0]!);
  const changes = { channel: 'post', status, piece_id: pieceId };
  await t.db.updateTable('messages').set(changes).where('id', 'in', ids).execute();
  const code = await codeOf(ids[0]!);
  const record = { pieces: posted === 0 ? {} : { [code]: posted } };
  const { messages, ...lists } = await reconcile({ db: t.db, campaignId: at.campaignId, record });
  const named = Object.entries(lists).filter(([, keys]) => keys.includes(`post:${code}`));
  expect(named.map(([name]) => name)).toEqual(expected ? [expected] : []);
  expect(messages).toEqual(status === 'handed_over' ? { post: 2 } : {});
});

/** What the provider keeps of a mail. */
const localPart = (code: string) =>
  messageIdOf('1/1/1/notice/0/mail', { pieceCode: code, tag: t.vault.mailTag(code) }, 'x.example')
    .slice(1)
    .split('@')[0]!;

async function pieceOf(messageId: number): Promise<number> {
  const message = t.db.selectFrom('messages').select('piece_id').where('id', '=', messageId);
  return (await message.executeTakeFirstOrThrow()).piece_id;
}

async function codeOf(messageId: number): Promise<string> {
  const piece = t.db
    .selectFrom('pieces')
    .select('code')
    .where('id', '=', await pieceOf(messageId));
  return (await piece.executeTakeFirstOrThrow()).code;
}

const setStatus = (id: number, status: MessageStatus) =>
  t.db.updateTable('messages').set({ status }).where('id', '=', id).execute();
