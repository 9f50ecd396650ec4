import PostalMime from 'postal-mime';
import { claimMessages } from '../../../db/delivery/claims';
import { markHandingOver, recordDelivered } from '../../../db/delivery/handovers';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { addressees, composeMail } from '../../../rendering/mail/compose';
import { addMessage, messageOf, queue, scene, type Scene } from '../mail/mail-fixture';
import { testDb, type TestDb } from '../../support/test-db';

let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

/** The next claim of the lane, as after a crash of the one before, and the subject of the mail made of it. */
async function claimed(at: Scene) {
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  const { messages } = await claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit: 10 });
  const [message] = messages;
  const config = { PUBLIC_URL: 'http://page.example', BOUNCE_DOMAIN: 'bounce.example' };
  const deps = { db: test.db, vault: test.vault, docs: at.docs, config };
  const people = await addressees(deps, messages);
  const mail = await composeMail(deps, message!, people.get(message!.customerId));
  const { subject } = await PostalMime.parse(mail!.raw);
  return { message: message!, subject };
}

const JAPANESE = 'サンプル通信終了のお知らせ';
const ENGLISH = 'Sample Mobile is ending';

it('a notice claimed again is in the language of its first claim, and the next one in the language chosen since', async () => {
  const at = await scene(test);
  const queued = await queue(test, at);
  const { customerId, messageId } = queued;
  expect((await messageOf(test, messageId)).language).toBeNull();
  expect((await claimed(at)).subject).toBe(JAPANESE);
  await test.db.updateTable('customers').set({ language: 'en' }).where('id', '=', customerId).execute();
  const { message, subject } = await claimed(at);
  expect([message.messageId, subject]).toEqual([messageId, JAPANESE]);
  await markHandingOver(test.db, message);
  await recordDelivered(test.db, at.docs, [{ ...message, kind: 'doubtful' }]);
  const reminder = await addMessage(test, at, queued, 'reminder');
  const next = await claimed(at);
  expect([next.message.messageId, next.subject]).toEqual([reminder, ENGLISH]);
});
