import { insertPause } from '../../../db/campaigns/pauses';
import { recordOptOut } from '../../../db/customers/opt-out';
import { claimMessages } from '../../../db/delivery/claims';
import { markHandingOver } from '../../../db/delivery/handovers';
import { takeOverLane } from '../../../db/delivery/lane-health';
import { recordArrival } from '../../../db/journeys/arrivals';
import { takeSteps } from '../../../db/journeys/take-steps';
import { testDoc } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';
import { messageOf, type Queued, queue, sampleDoc, scene, type Scene, setClock, START } from '../mail/mail-fixture';
import { smtpStub } from '../mail/smtp-stub';
import { breakerOf, countOf, drainMail } from '../lanes-fixture';
import { statusesOf } from '../sms-fixture';

let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

async function answer(at: Scene, { customerId, journeyId }: Queued): Promise<void> {
  const { client_id } = await test.db
    .selectFrom('journeys')
    .select('client_id')
    .where('id', '=', journeyId)
    .executeTakeFirstOrThrow();
  const own = { client_id, customer_id: customerId };
  const { id } = await test.db
    .insertInto('contracts')
    .values({ ...own, number_hash: Buffer.from(`${journeyId}`), row_hash: Buffer.alloc(16) })
    .returning('id')
    .executeTakeFirstOrThrow();
  const included = { ...own, campaign_id: at.campaignId, contract_id: id, line: 2, state: 'included' as const };
  await test.db.insertInto('audience').values(included).execute();
  const arrival = {
    kind: 'answer' as const,
    at: START,
    source: 'web',
    dedupe: 'a',
    data: { choices: { [id]: 'migrate' } },
  };
  await test.db
    .transaction()
    .execute((trx) => recordArrival(trx, { ...arrival, campaignId: at.campaignId, customerId }));
}

async function optOut(at: Scene, { customerId, messageId }: Queued): Promise<void> {
  const clientId = (await messageOf(test, messageId)).client_id;
  const link = { clientId, campaignId: at.campaignId, customerId, kind: 'optout' as const, version: 1 };
  await recordOptOut(test.db, link, { channel: 'mail', undo: false, source: 'web' });
}

/** A refusal that is in force at once, as where another delivery of the client brings it. */
async function refuse(_: Scene, { customerId, messageId }: Queued): Promise<void> {
  const { client_id } = await messageOf(test, messageId);
  const no = { client_id, customer_id: customerId, channel: 'mail', purpose: 'service_notice' as const, value: false };
  await test.db
    .insertInto('consents')
    .values({ ...no, source: 'client', at: new Date(START) })
    .execute();
}

/** A consent that is recorded after a refusal, and was given before it. */
async function refuseLast(at: Scene, of: Queued): Promise<void> {
  await refuse(at, of);
  const { client_id } = await messageOf(test, of.messageId);
  const own = { client_id, customer_id: of.customerId, channel: 'mail', purpose: 'service_notice' as const };
  const yes = { ...own, value: true, source: 'paper', at: new Date(START - 86_400_000) };
  await test.db.insertInto('consents').values(yes).execute();
}

/** A hold that the journey has not heard of, as where another import of the client opens it. */
async function hold(_: Scene, { customerId, messageId }: Queued): Promise<void> {
  const { client_id } = await messageOf(test, messageId);
  const lawyer = { client_id, customer_id: customerId, reason: 'lawyer', source: 'import', opened_at: new Date(START) };
  await test.db.insertInto('holds').values(lawyer).execute();
}

/** A pause for this customer that no one has announced to the lane. */
async function pause(at: Scene, { customerId, messageId }: Queued): Promise<void> {
  const { client_id } = await messageOf(test, messageId);
  const person = { login: `p${messageId}`, name: 'p' };
  const { id: personId } = await test.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow();
  const why = { extendWaits: false, fallThrough: false, until: null, reason: 'x', personId };
  await test.db
    .transaction()
    .execute((trx) => insertPause(trx, { id: at.campaignId, client_id }, { scope: { customerId }, ...why }, START));
}

/** The journey reads what came in, and goes on. */
async function step(at: Scene, { journeyId }: Queued): Promise<void> {
  const deps = { db: test.db, vault: test.vault, docs: at.docs, laneOf: async () => at.laneId };
  await takeSteps(deps, [{ journeyId, run: 1, turn: 1 }]);
}

it.each<[string, (at: Scene, of: Queued) => Promise<void>, boolean]>([
  ['an answer', answer, false],
  ['an answer that the journey has read', answer, true],
  ['an opt-out', optOut, false],
  ['a refusal in force', refuse, false],
  ['a refusal that was declared last, though recorded first', refuseLast, false],
  ['a hold', hold, false],
  ['a pause for the customer', pause, false],
  ['an opt-out that the journey has read', optOut, true],
])('a claimed message does not leave after %s', async (_what, come, read) => {
  const at = await scene(test, { doc: sampleDoc({ policy: testDoc().policy }) });
  const queued = await queue(test, at);
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  const [message] = (await claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit: 1 })).messages;
  await come(at, queued);
  if (read) await step(at, queued);
  expect(await markHandingOver(test.db, message!)).toBe(false);
});

it('a lane that has stopped itself gives back what it holds: no more leaves than its limit and its connections', async () => {
  const refuse = { rcpt: () => '550 5.7.1 refused', tried: 0 };
  const stub = await smtpStub({ rcpt: () => (refuse.tried++, refuse.rcpt()) });
  const at = await scene(test);
  await setClock(test, START);
  const limits = { stop_volume: 5, stop_errors: 0.5, stop_bounces: null };
  await test.db.updateTable('lanes').set(limits).where('id', '=', at.laneId).execute();
  for (let i = 0; i < 30; i++) await queue(test, at);
  const noneHeld = async () =>
    !(await statusesOf(test, at)).some((status) => ['claimed', 'handing_over'].includes(status));
  await drainMail(test, at, stub.url, async () => (await breakerOf(test, at)).breaker === 'open' && noneHeld());
  await stub.close();
  expect((await breakerOf(test, at)).reason).toMatch(/^too_many_refused:/);
  expect(refuse.tried).toBeLessThanOrEqual(5 + 2); // connections of drainMail
  expect(await countOf(test, at, 'queued')).toBe(30 - refuse.tried);
});
