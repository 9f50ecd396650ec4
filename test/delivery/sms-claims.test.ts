import { composeSms } from '../../rendering/sms/compose';
import { smsSender } from '../../activities/delivery/sms';
import { type SmsProvider } from '../../activities/delivery/providers/sms-provider';
import { type Claim, claimMessages } from '../../db/delivery/claims';
import { takeOverLane } from '../../db/delivery/lane-health';
import { ensureLane } from '../../db/delivery/lanes';
import { testDb, type TestDb } from '../support/test-db';
import { addMessage, messageOf, queue, scene, type Scene } from './mail/mail-fixture';

let test: TestDb;
let at: Scene;
beforeAll(async () => void (test = await testDb()));
beforeEach(async () => void (at = await scene(test, { lane: { channel: 'sms' } })));
afterAll(() => test.close());

async function claim(lane: Scene): Promise<Claim> {
  const { fence } = await takeOverLane(test.db, lane.docs, lane.laneId);
  return claimMessages(test.db, lane.docs, { laneId: lane.laneId, fence, limit: 10 });
}

it('lets the messages of one step leave on their own, and the next step wait for all of them', async () => {
  const sms = await queue(test, at, '090-1234-5678');
  const { client_id: clientId } = await messageOf(test, sms.messageId);
  const laneId = await ensureLane(test.db, { clientId, channel: 'mail', name: 'mail' });
  const mails: Scene = { ...at, channel: 'mail', laneId };
  const contact = { customer_id: sms.customerId, client_id: clientId, channel: 'mail' as const };
  await test.db
    .insertInto('contact_points')
    .values({ ...contact, hash: Buffer.alloc(16) })
    .execute();
  const mail = await addMessage(test, mails, sms, 'notice');
  const reminder = await addMessage(test, mails, sms, 'reminder');
  const ids = async () => (await claim(mails)).messages.map((message) => message.messageId);
  expect(await ids()).toEqual([mail]);
  await test.db.updateTable('messages').set({ status: 'handed_over' }).where('id', '=', mail).execute();
  expect(await ids()).toEqual([]);
  await test.db.updateTable('messages').set({ status: 'handed_over' }).where('id', '=', sms.messageId).execute();
  expect(await ids()).toEqual([reminder]);
});

describe('with a representative in force', () => {
  const deps = () => ({ db: test.db, vault: test.vault, docs: at.docs, config: { PUBLIC_URL: 'http://page.example' } });
  const provider = { honoursKeys: true } as SmsProvider;

  async function represented(channels: string[], validUntil?: string) {
    const queued = await queue(test, at, '090-1234-5678');
    const { client_id } = await messageOf(test, queued.messageId);
    const own = { customer_id: queued.customerId, client_id };
    const acting = { ...own, relation: 'guardian' as const, channels, evidence: 'seen', valid_from: '2026-04-01' };
    const { id } = await test.db
      .insertInto('representatives')
      .values({ ...acting, valid_until: validUntil ?? null, created_at: new Date(0) })
      .returning('id')
      .executeTakeFirstOrThrow();
    const keys = test.db.selectFrom('vault_keys').select('wrapped_key').where('customer_id', '=', queued.customerId);
    const key = test.vault.unwrap((await keys.executeTakeFirstOrThrow()).wrapped_key);
    const data = test.vault.encrypt(key, { name: '後見 花子', relation: 'guardian', mobile: '+819099998888' });
    await test.db
      .insertInto('vault_items')
      .values({ ...own, item: `representative:${id}`, data })
      .execute();
    return queued;
  }

  it.each<[string, string[], string | undefined, string | undefined]>([
    ['writes to who acts on SMS', ['post', 'sms'], undefined, '+819099998888'],
    ['writes to the customer once that has ended', ['post', 'sms'], '2026-12-31', '+819012345678'],
    ['sends nothing where the representative is not written to by SMS', ['post'], undefined, undefined],
  ])('%s', async (_, channels, validUntil, number) => {
    const { messageId } = await represented(channels, validUntil);
    const { messages, refused } = await claim(at);
    if (number === undefined) {
      expect(refused).toMatchObject([{ reason: 'no_contact', message: { messageId } }]);
      return;
    }
    const [message] = messages;
    const recipients = await smsSender({ ...deps(), provider }).recipients(messages);
    const sms = await composeSms(deps(), message!, recipients.get(message!.customerId));
    expect(sms).toMatchObject({ to: number, statusCallback: `http://page.example/webhooks/sms?m=${messageId}` });
  });
});
