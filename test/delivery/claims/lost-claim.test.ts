import { connectDb } from '../../../db/platform/connect';
import { testDb, type TestDb } from '../../support/test-db';
import { countOf, drainMail } from '../lanes-fixture';
import { queue, scene } from '../mail/mail-fixture';
import { smtpStub } from '../mail/smtp-stub';

let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

const CLAIM = 'for no key update of m skip locked';
const GIVE_UP_MS = 15_000;

/** A database of which the reply to the first commit of a claim is lost: what was claimed is, and no one knows. */
function losingOneReply(url: string) {
  const { db, pool } = connectDb({ url, max: 4 });
  let lost = false;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
    let claims = false;
    const losing = async (...parts: unknown[]) => {
      const text = typeof parts[0] === 'string' ? parts[0] : (parts[0] as { text: string }).text;
      claims ||= text.includes(CLAIM);
      const result = await query(...parts);
      if (text !== 'commit') return result;
      if (!claims || lost) return ((claims = false), result);
      lost = true;
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    };
    client.query = losing as typeof client.query;
  });
  return { db, lost: () => lost };
}

it('sends what it has claimed without knowing, once the lane is drained on', async () => {
  const at = await scene(test);
  for (let i = 0; i < 3; i++) await queue(test, at);
  const stub = await smtpStub();
  const { db, lost } = losingOneReply(test.url);
  const end = Date.now() + GIVE_UP_MS;
  const sent = async () => (await countOf(test, at, 'handed_over')) === 3 || Date.now() > end;
  await drainMail({ ...test, db }, at, stub.url, sent);
  await stub.close();
  await db.destroy();
  expect([lost(), await countOf(test, at, 'handed_over'), stub.mails.length]).toEqual([true, 3, 3]);
});
