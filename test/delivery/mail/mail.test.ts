import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import PostalMime from 'postal-mime';
import pino from 'pino';
import { createMailActivities, type MailDeps } from '../../../activities/delivery/mail';
import { SmtpProvider } from '../../../activities/delivery/providers/smtp';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { markInAddress } from '../../../domain/delivery/return-path';
import { messageIdOf } from '../../../rendering/mail/compose';
import { testDb, type TestDb } from '../../support/test-db';
import { addMessage, DAY, messageOf, queue, scene, type Scene, setClock, START } from './mail-fixture';
import { type Behaviour, smtpStub } from './smtp-stub';
import { eventually } from '../../support/eventually';

let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

type Stub = Awaited<ReturnType<typeof smtpStub>>;
let stub: Stub;
const providers: SmtpProvider[] = [];
afterEach(async () => {
  providers.splice(0).forEach((provider) => provider.close());
  await stub.close();
});

function deps(at: Scene, changes: Partial<MailDeps> = {}): MailDeps {
  const provider = new SmtpProvider(stub.url);
  providers.push(provider);
  return {
    db: test.db,
    vault: test.vault,
    docs: at.docs,
    config: { PUBLIC_URL: 'http://page.example', BOUNCE_DOMAIN: 'bounce.example' },
    provider,
    connections: 3,
    log: pino({ level: 'silent' }),
    ...changes,
  };
}

/** Drains until `done` says so, then asks the drain to stop. */
async function drain(at: Scene, done: () => Promise<boolean>, changes: Partial<MailDeps> = {}) {
  const stop = new AbortController();
  const { drainMailLane } = createMailActivities({ ...deps(at, changes), stopping: stop.signal });
  const environment = new MockActivityEnvironment();
  const running = environment.run(drainMailLane, { laneId: at.laneId }) as Promise<{ ended: string }>;
  const watch = () => eventually(`what ends the drain: ${String(done)}`, done).finally(() => stop.abort());
  const [result] = await Promise.all([running, watch()]);
  return result;
}

const statuses = async (at: Scene) => {
  const rows = await test.db
    .selectFrom('messages')
    .select('status')
    .where('campaign_id', '=', at.campaignId)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.status);
};
const noneLeft = (at: Scene) => async () =>
  !(await statuses(at)).some((status) => ['queued', 'claimed', 'handing_over'].includes(status));

async function open(behaviour: Behaviour = {}, options: Parameters<typeof scene>[1] = {}): Promise<Scene> {
  stub = await smtpStub(behaviour);
  return scene(test, options);
}

it('sends each mail once, with text, HTML, links, and the headers that providers want', async () => {
  const at = await open();
  const queued = await Promise.all(Array.from({ length: 20 }, (_, i) => queue(test, at, `to${i}@example.jp`)));
  expect(await drain(at, noneLeft(at))).toEqual({ ended: 'asked' });
  expect(await statuses(at)).toEqual(Array(20).fill('handed_over'));
  expect(stub.mails.map((mail) => mail.to).sort()).toEqual(queued.map((one) => one.mail).sort());
  const first = stub.mails.find((mail) => mail.to === 'to0@example.jp')!;
  const mail = await PostalMime.parse(first.raw);
  const header = (name: string) => mail.headers.find((one) => one.key === name)?.value;
  const { customerId } = queued[0]!;
  const token = (kind: 'page' | 'optout') =>
    test.vault.linkToken({ campaignId: at.campaignId, customerId, kind, version: 1 });
  const key = `${at.campaignId}/${customerId}/1/notice/0/mail`;
  expect(first.raw).not.toContain(key);
  expect(first.raw).not.toMatch(/^X-/im);
  expect(first.from).toMatch(/^b\+[0-9A-Z]{12}\.[0-9a-f]{20}@bounce\.example$/);
  const mark = markInAddress(first.from, 'bounce.example')!;
  expect(mark.tag).toBe(test.vault.mailTag(mark.pieceCode));
  expect(header('message-id')).toBe(messageIdOf(key, mark, 'bounce.example'));
  expect(header('list-unsubscribe')).toBe(`<http://page.example/s/${token('optout')}>`);
  expect(header('auto-submitted')).toBe('auto-generated');
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(mail.from).toMatchObject({ name: 'サンプル株式会社', address: 'notice@sample.example' });
  expect(mail.text).toContain(`http://page.example/m/${token('page')}`);
  expect(mail.html).toContain('高橋 &lt;舞&gt; &amp; 子');
  expect(mail.date).toBe(new Date(START).toISOString());
});

it('calls a mail doubtful when the connection dies after the data, and never sends it again by itself', async () => {
  const at = await open({ data: () => 'drop' });
  const queued = await queue(test, at);
  await drain(at, noneLeft(at));
  expect(await messageOf(test, queued.messageId)).toMatchObject({ status: 'doubtful', handed_over_at: START });
  await takeOverLane(test.db, at.docs, at.laneId);
  await drain(at, noneLeft(at));
  expect(stub.mails).toHaveLength(1);
});

it.each<[string, Behaviour, string, object | undefined]>([
  ['an unknown recipient', { rcpt: () => '550 5.1.1 no such user' }, '5.1.1', { hard: true, reason: '5.1.1' }],
  ['a refusal by policy', { rcpt: () => '550 5.7.1 blocked' }, '5.7.1', { reason: '5.7.1' }],
  ['a refusal of the content', { data: () => '554 spam' }, 'smtp_554', { reason: 'smtp_554' }],
])('fails for good on %s', async (_, behaviour, failure, data) => {
  const at = await open(behaviour);
  const queued = await queue(test, at);
  await drain(at, noneLeft(at));
  expect(await messageOf(test, queued.messageId)).toMatchObject({ status: 'failed', failure });
  const arrivals = await test.db
    .selectFrom('arrivals')
    .select('data')
    .where('journey_id', '=', queued.journeyId)
    .execute();
  expect(arrivals).toEqual([{ data: { messageId: queued.messageId, ...data } }]);
});

it.each<[string, Behaviour, string]>([
  ['at the recipient', { rcpt: () => '452 4.2.2 mailbox full' }, '4.2.2'],
  ['at the recipient, said as for good', { rcpt: () => '552 5.2.2 mailbox full' }, '5.2.2'],
  ['after the data', { data: (_key, seen) => (seen === 0 ? '451 4.3.0 later' : undefined) }, '4.3.0'],
])('comes back later when refused for now %s', async (_, behaviour, reason) => {
  const at = await open(behaviour);
  const queued = await queue(test, at);
  const deferred = async () => (await messageOf(test, queued.messageId)).deferrals === 1;
  await drain(at, deferred);
  const row = await messageOf(test, queued.messageId);
  expect(row).toMatchObject({ status: 'queued', attempts: 1, deferred_reason: reason });
  expect(row.not_before).toBe(START + 15 * 60_000);
  if (!behaviour.data) return;
  await setClock(test, row.not_before);
  await drain(at, noneLeft(at));
  expect(await messageOf(test, queued.messageId)).toMatchObject({ status: 'handed_over', attempts: 2 });
});

it.each<[string, string, string]>([
  ['from a provider that is known to say so', '?duplicates=known', 'handed_over'],
  ['from no other', '', 'failed'],
])('takes "already have it" for success %s', async (_, known, status) => {
  const at = await open({ data: () => '554 duplicate message' });
  const queued = await queue(test, at);
  const provider = new SmtpProvider(`${stub.url}/${known}`);
  providers.push(provider);
  await drain(at, noneLeft(at), { provider });
  expect((await messageOf(test, queued.messageId)).status).toBe(status);
});

it('quotes a local part that is no dot-string, and takes a malformed address for no bad one', async () => {
  const at = await open({ rcpt: (to) => (to.includes('x..') ? '501 malformed address' : undefined) });
  const queued = await queue(test, at, '.a..b.@carrier.example');
  const refused = await queue(test, at, 'x..@carrier.example');
  await drain(at, noneLeft(at));
  expect((await messageOf(test, queued.messageId)).status).toBe('handed_over');
  expect(stub.mails.map(({ to }) => to)).toEqual(['".a..b."@carrier.example']);
  expect(await messageOf(test, refused.messageId)).toMatchObject({ status: 'failed', failure: 'smtp_501' });
  const contact = await test.db
    .selectFrom('contact_points')
    .select('bad_at')
    .where('customer_id', '=', refused.customerId)
    .where('channel', '=', 'mail')
    .executeTakeFirstOrThrow();
  expect(contact.bad_at).toBeNull();
});

it('lets nothing out that was paused between claim and data', async () => {
  const at = await open({
    onRcpt: () => test.db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', at.campaignId).execute(),
  });
  await queue(test, at);
  await drain(at, async () => {
    const { status } = await test.db
      .selectFrom('campaigns')
      .select('status')
      .where('id', '=', at.campaignId)
      .executeTakeFirstOrThrow();
    return status === 'paused' && (await statuses(at))[0] === 'queued';
  });
  expect(stub.mails).toEqual([]);
  expect(await statuses(at)).toEqual(['queued']);
});

it('an old drainer sends nothing once another has the lane', async () => {
  const at = await open({ onRcpt: () => takeOverLane(test.db, at.docs, at.laneId) });
  await queue(test, at);
  await queue(test, at);
  const { drainMailLane } = createMailActivities(deps(at));
  const ended = await new MockActivityEnvironment().run(drainMailLane, { laneId: at.laneId });
  expect(ended).toEqual({ ended: 'superseded' });
  expect(stub.mails).toEqual([]);
  expect(await statuses(at)).toEqual(['queued', 'queued']);
});

it('waits for a provider that is away, counts no attempt, and goes on by itself', async () => {
  const at = await open();
  const { port } = stub;
  await stub.close();
  const queued = await queue(test, at);
  const comesBack = new Promise((resolve) => setTimeout(resolve, 300)).then(
    async () => (stub = await smtpStub({}, port)),
  );
  await drain(at, noneLeft(at));
  await comesBack;
  expect(await messageOf(test, queued.messageId)).toMatchObject({ status: 'handed_over', attempts: 1 });
});

it('opens the breaker after too many refusals, and sends again once a person closed it', async () => {
  let refusing = true;
  const lane = { burst: 1000 };
  const at = await open({ rcpt: () => (refusing ? '550 5.1.1 no such user' : undefined) }, { lane });
  await Promise.all(Array.from({ length: 210 }, () => queue(test, at)));
  const breaker = () =>
    test.db
      .selectFrom('lanes')
      .select(['breaker', 'breaker_reason'])
      .where('id', '=', at.laneId)
      .executeTakeFirstOrThrow();
  await drain(at, async () => (await breaker()).breaker === 'open');
  expect(await breaker()).toEqual({ breaker: 'open', breaker_reason: expect.stringMatching(/^too_many_refused:/) });
  const left = (await statuses(at)).filter((status) => status === 'queued').length;
  expect(left).toBeGreaterThan(0);
  refusing = false;
  await test.db
    .updateTable('lanes')
    .set({ breaker: 'closed', breaker_reason: null, health_epoch: 1 })
    .where('id', '=', at.laneId)
    .execute();
  await drain(at, noneLeft(at));
  expect(stub.mails).toHaveLength(left);
});

it('killed -9 while sending: one doubtful mail per connection, all others sent once, none twice', async () => {
  let stalled = 0;
  let goOn = () => {};
  const behaviour: Behaviour = { onMail: () => new Promise<void>((resolve) => (stalled++, (goOn = resolve))) };
  const at = await open(behaviour);
  for (let i = 0; i < 12; i++) await queue(test, at);
  const script = join(__dirname, 'drain-child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, test.url, stub.url, String(at.laneId)]);
  await eventually('three mails on their way', () => stalled >= 3);
  child.kill('SIGKILL');
  await once(child, 'exit');
  goOn();
  delete behaviour.onMail;
  await drain(at, noneLeft(at));
  const kinds = await statuses(at);
  expect(kinds.filter((status) => status === 'doubtful')).toHaveLength(3);
  expect(kinds.filter((status) => status === 'handed_over')).toHaveLength(9);
  expect(new Set(stub.mails.map((mail) => mail.key)).size).toBe(12);
  expect(stub.mails).toHaveLength(12);
});

it('sends a reminder after its notice, and moves the journey', async () => {
  const at = await open();
  const queued = await queue(test, at);
  await addMessage(test, at, queued, 'reminder', START + DAY);
  await drain(at, async () => (await statuses(at))[0] === 'handed_over');
  await setClock(test, START + DAY);
  await drain(at, noneLeft(at));
  const pieces = await test.db
    .selectFrom('pieces')
    .select('code')
    .where('campaign_id', '=', at.campaignId)
    .orderBy('id')
    .execute();
  expect(stub.mails.map((mail) => mail.key.split('.')[0])).toEqual(pieces.map(({ code }) => code));
  const journey = await test.db
    .selectFrom('journeys')
    .select('state')
    .where('id', '=', queued.journeyId)
    .executeTakeFirst();
  expect(journey?.state).toBe('reminded');
});
