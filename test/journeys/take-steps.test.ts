import { CampaignDocs } from '../../db/campaigns/campaigns';
import { recordArrival } from '../../db/journeys/arrivals';
import { createJourneys } from '../../db/journeys/create-journeys';
import { takeSteps } from '../../db/journeys/take-steps';
import { type StepDeps } from '../../db/journeys/record-steps';
import { type StepRequest } from '../../domain/journeys/story';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { seedCampaign, type SeedCustomer, type Seeded, stepClock, testDoc } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { handOverQueued } from '../support/seeding/messages';

let t: TestDb;
let deps: StepDeps;
beforeEach(async () => {
  t = await testDb();
  const lane = await t.db
    .insertInto('lanes')
    .values({ channel: 'mail', name: 'test' })
    .returning('id')
    .executeTakeFirstOrThrow();
  deps = { db: t.db, vault: t.vault, docs: new CampaignDocs(), laneOf: async () => lane.id };
});
afterEach(() => t.close());

const NOTICE_AT = '2027-02-01T09:00:00+09:00';

async function start(customers: SeedCustomer[], doc?: CampaignDoc): Promise<Seeded & { journeys: number[] }> {
  const seeded = await seedCampaign(t, { customers, ...(doc && { doc }) });
  await createJourneys(t.db, seeded.campaignId);
  const rows = await t.db.selectFrom('journeys').select('id').orderBy('customer_id').execute();
  return { ...seeded, journeys: rows.map((row) => row.id) };
}

const place = async (request: Partial<StepRequest> & { journeyId: number }) =>
  (await takeSteps(deps, [{ run: 1, turn: 0, ...request }]))[0]!;

const handOver = (at: string) => handOverQueued(t, Date.parse(at));

async function arrive(
  seeded: Seeded,
  kind: 'answer' | 'answer_withdrawn' | 'bounce' | 'opt_out' | 'hold_released' | 'contact_changed',
  at: string,
  data: Record<string, unknown>,
) {
  return t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      campaignId: seeded.campaignId,
      customerId: seeded.customers[0]!.id,
      kind,
      at: Date.parse(at),
      source: 'web',
      data: { receipt: 'R-1', ...data },
      dedupe: `${kind}:${at}`,
    }),
  );
}

const outcomes = async () =>
  (await t.db.selectFrom('outcomes').select(['outcome', 'reason']).orderBy('contract_id').execute()).map(
    (row) => `${row.outcome}: ${row.reason}`,
  );
/** Contacts of the plan; receipts are held by test/journeys/orders. */
const statuses = async () =>
  (
    await t.db
      .selectFrom('messages')
      .select(['run', 'step', 'status'])
      .where('reply', '=', false)
      .orderBy('id')
      .execute()
  ).map((row) => `${row.run} ${row.step} ${row.status}`);

test('the same turn again gives the stored result and no second message', async () => {
  const { journeys } = await start([{}]);
  await stepClock(t, NOTICE_AT);
  const first = await place({ journeyId: journeys[0]! });
  expect(first).toMatchObject({
    did: 'sent',
    step: 'notice',
    on: 'mail',
    why: 'consent_unknown_allowed',
    next: 'reminder',
  });
  expect(await place({ journeyId: journeys[0]! })).toEqual(first);
  expect(await statuses()).toEqual(['1 notice queued']);
});

test.each<[string, SeedCustomer, string, string]>([
  ['no e-mail', { mail: null }, 'address_research', 'unreachable: tried:mail=no_contact'],
  ['refused', { consent: false }, 'client_question', 'unreachable: tried:mail=refused'],
])(
  'with %s and no other channel a person is asked, and unreachable waits for the end',
  async (_, customer, ...given) => {
    const [reason, expected] = given;
    const seeded = await start([customer]);
    const [journeyId] = seeded.journeys;
    await stepClock(t, NOTICE_AT);
    expect(await place({ journeyId: journeyId! })).toMatchObject({ did: 'held', why: `hold:${reason}` });
    const hold = await t.db.selectFrom('holds').selectAll().executeTakeFirstOrThrow();
    expect(hold).toMatchObject({ reason, source: `no_channel:${journeyId}:1`, released_at: null });
    expect(hold.note).toMatch(/^メール: .+ \/ mail: /);
    await t.db
      .updateTable('holds')
      .set({ released_at: new Date(NOTICE_AT) })
      .execute();
    await arrive(seeded, 'hold_released', NOTICE_AT, { holdId: hold.id });
    expect(await place({ journeyId: journeyId!, turn: 1 })).toMatchObject({ did: 'waits', why: 'no_channel_left' });
    expect(await outcomes()).toEqual([]);
    await stepClock(t, '2027-04-17T00:00:00+09:00');
    await place({ journeyId: journeyId!, turn: 2 });
    expect(await outcomes()).toEqual([expected]);
  },
);

test('an address found while it was looked for lets the notice go, and releases the hold', async () => {
  const seeded = await start([{ mail: null }]);
  const [journeyId] = seeded.journeys;
  await stepClock(t, NOTICE_AT);
  expect(await place({ journeyId: journeyId! })).toMatchObject({ did: 'held' });
  await t.db
    .insertInto('contact_points')
    .values({
      customer_id: seeded.customers[0]!.id,
      client_id: seeded.clientId,
      channel: 'mail',
      hash: Buffer.alloc(16),
    })
    .execute();
  await arrive(seeded, 'contact_changed', '2027-02-03T09:00:00+09:00', { channels: ['mail'] });
  expect(await place({ journeyId: journeyId!, turn: 1 })).toMatchObject({ did: 'sent', step: 'notice', on: 'mail' });
  expect(await t.db.selectFrom('holds').select('released_at').execute()).not.toEqual([{ released_at: null }]);
});

test('nothing goes out under a hold; released, the journey goes on', async () => {
  const { journeys } = await start([{ hold: 'lawyer' }]);
  await stepClock(t, NOTICE_AT);
  expect(await place({ journeyId: journeys[0]! })).toMatchObject({ did: 'held', why: 'hold:lawyer' });
  await t.db
    .updateTable('holds')
    .set({ released_at: new Date(NOTICE_AT) })
    .execute();
  expect(await place({ journeyId: journeys[0]!, turn: 1 })).toMatchObject({ did: 'sent', step: 'notice' });
});

test('a paused campaign keeps everyone at their step, a stopped one ends them', async () => {
  const { journeys, campaignId } = await start([{}]);
  await stepClock(t, NOTICE_AT);
  const steer = (status: 'paused' | 'running' | 'stopped') =>
    t.db.updateTable('campaigns').set({ status }).where('id', '=', campaignId).execute();
  await steer('paused');
  const held = await place({ journeyId: journeys[0]! });
  expect(held).toMatchObject({ did: 'held', why: 'campaign_paused', next: 'notice' });
  expect(held.timer).toBeUndefined();
  await steer('running');
  expect(await place({ journeyId: journeys[0]!, turn: 1 })).toMatchObject({ did: 'sent', step: 'notice' });
  await steer('stopped');
  expect(await place({ journeyId: journeys[0]!, turn: 2 })).toMatchObject({ did: 'closed', why: 'campaign_stopped' });
  expect(await statuses()).toEqual(['1 notice withdrawn']);
  expect(await outcomes()).toEqual(['stopped: campaign_stopped']);
});

test('the reminder waits for the notice to be handed over and then its fourteen days', async () => {
  const { journeys } = await start([{}]);
  await stepClock(t, NOTICE_AT);
  await place({ journeyId: journeys[0]! });
  await stepClock(t, '2027-02-15T09:00:00+09:00');
  expect(await place({ journeyId: journeys[0]!, turn: 1 })).toMatchObject({
    did: 'waits',
    why: 'predecessor_not_handed_over',
  });
  await handOver('2027-02-15T10:00:00+09:00');
  await stepClock(t, '2027-03-01T09:00:00+09:00');
  expect(await place({ journeyId: journeys[0]!, turn: 2 })).toMatchObject({ did: 'sent', step: 'reminder' });
});

test('an unread answer beats the planned step, and what was queued is taken back', async () => {
  const seeded = await start([{ contracts: 2 }]);
  const [one, two] = seeded.customers[0]!.contracts;
  await stepClock(t, NOTICE_AT);
  await place({ journeyId: seeded.journeys[0]! });
  await arrive(seeded, 'answer', '2027-02-01T10:00:00+09:00', { choices: { [one!]: 'migrate' } });
  expect(await place({ journeyId: seeded.journeys[0]!, turn: 1 })).toMatchObject({ did: 'waits', read: 1 });
  await arrive(seeded, 'answer', '2027-02-01T11:00:00+09:00', { choices: { [two!]: 'cancel' } });
  expect(await place({ journeyId: seeded.journeys[0]!, turn: 2 })).toMatchObject({
    did: 'closed',
    why: 'answered',
    read: 2,
  });
  expect(await outcomes()).toEqual(['migrated: web', 'cancelled: web']);
  expect(await statuses()).toEqual(['1 notice withdrawn']);
});

test('the latest valid choice counts by its own time, also after the close and in any order of arrival', async () => {
  const seeded = await start([{}]);
  const [contract] = seeded.customers[0]!.contracts;
  await stepClock(t, NOTICE_AT);
  await place({ journeyId: seeded.journeys[0]! });
  await arrive(seeded, 'answer', '2027-02-03T10:00:00+09:00', { choices: { [contract!]: 'cancel' } });
  await place({ journeyId: seeded.journeys[0]!, turn: 1 });
  const older = await arrive(seeded, 'answer', '2027-02-02T10:00:00+09:00', { choices: { [contract!]: 'migrate' } });
  expect(older.signal).toBeUndefined();
  expect(await outcomes()).toEqual(['cancelled: web']);
  await arrive(seeded, 'answer', '2027-02-04T10:00:00+09:00', { choices: { [contract!]: 'migrate' } });
  expect(await outcomes()).toEqual(['migrated: web']);
});

test('an answer taken back reopens the journey at the next reminder, on the next day at the earliest', async () => {
  const seeded = await start([{}]);
  const [contract] = seeded.customers[0]!.contracts;
  await stepClock(t, NOTICE_AT);
  await place({ journeyId: seeded.journeys[0]! });
  await handOver(NOTICE_AT);
  await arrive(seeded, 'answer', '2027-02-20T10:00:00+09:00', { choices: { [contract!]: 'migrate' } });
  await place({ journeyId: seeded.journeys[0]!, turn: 1 });
  await stepClock(t, '2027-02-25T10:00:00+09:00');
  await arrive(seeded, 'answer_withdrawn', '2027-02-25T10:00:00+09:00', { contracts: [contract] });
  expect(await outcomes()).toEqual([]);
  expect(await place({ journeyId: seeded.journeys[0]!, run: 1, turn: 2 })).toEqual({
    did: 'superseded',
    why: 'another_run',
    read: 0,
  });
  expect(await place({ journeyId: seeded.journeys[0]!, run: 2 })).toMatchObject({ did: 'waits', next: 'reminder' });
  await stepClock(t, '2027-02-26T09:00:00+09:00');
  expect(await place({ journeyId: seeded.journeys[0]!, run: 2, turn: 1 })).toMatchObject({
    did: 'sent',
    step: 'reminder',
  });
  expect(await statuses()).toEqual(['1 notice handed_over', '2 reminder queued']);
});

test.each<[string, string, string]>([
  ['notice', 'held', 'pending: address_research'],
  ['reminder', 'waits', 'lapsed: notified_and_silent'],
])('when the %s bounces the journey goes to %s and ends %s', async (bounced, did, expected) => {
  const seeded = await start([{}]);
  await stepClock(t, NOTICE_AT);
  await place({ journeyId: seeded.journeys[0]! });
  await handOver(NOTICE_AT);
  let turn = 1;
  if (bounced === 'reminder') {
    await stepClock(t, '2027-02-15T09:00:00+09:00');
    await place({ journeyId: seeded.journeys[0]!, turn: turn++ });
    await handOver('2027-02-15T09:00:00+09:00');
  }
  const message = await t.db.selectFrom('messages').select('id').where('step', '=', bounced).executeTakeFirstOrThrow();
  await arrive(seeded, 'bounce', '2027-02-16T09:00:00+09:00', { messageId: message.id, hard: true, reason: '5.1.1' });
  expect(await place({ journeyId: seeded.journeys[0]!, turn: turn++ })).toMatchObject({ did });
  await stepClock(t, '2027-04-17T00:00:00+09:00');
  expect(await place({ journeyId: seeded.journeys[0]!, turn })).toMatchObject({
    did: 'closed',
    why: 'deadline_passed',
  });
  expect(await outcomes()).toEqual([expected]);
});

test('an opt-out stops the next message; the customer who was informed and stays silent is lapsed', async () => {
  const seeded = await start([{ consent: true }]);
  await stepClock(t, NOTICE_AT);
  await place({ journeyId: seeded.journeys[0]! });
  await handOver(NOTICE_AT);
  await arrive(seeded, 'opt_out', '2027-02-05T09:00:00+09:00', { channel: 'mail', purpose: 'service_notice' });
  await stepClock(t, '2027-02-15T09:00:00+09:00');
  expect(await place({ journeyId: seeded.journeys[0]!, turn: 1 })).toMatchObject({
    did: 'waits',
    why: 'all_steps_done',
  });
  await stepClock(t, '2027-04-17T00:00:00+09:00');
  await place({ journeyId: seeded.journeys[0]!, turn: 2 });
  expect(await outcomes()).toEqual(['lapsed: notified_and_silent']);
});

test('an answer in grace counts and says so; a batch decides each of its journeys for itself', async () => {
  const seeded = await start([{}, { mail: null }, { consent: true }], testDoc());
  await stepClock(t, NOTICE_AT);
  const results = await takeSteps(
    deps,
    seeded.journeys.map((journeyId) => ({ journeyId, run: 1, turn: 0 })),
  );
  expect(results.map((result) => result.why)).toEqual([
    'consent_unknown_allowed',
    'hold:address_research',
    'consent_yes',
  ]);
  await stepClock(t, '2027-04-12T10:00:00+09:00');
  await arrive(seeded, 'answer', '2027-04-12T10:00:00+09:00', {
    choices: { [seeded.customers[0]!.contracts[0]!]: 'migrate' },
  });
  await place({ journeyId: seeded.journeys[0]!, turn: 1 });
  expect((await outcomes())[0]).toBe('migrated: web_in_grace');
});
