import { takeSteps } from '../../db/journeys/take-steps';
import { type StepDeps } from '../../db/journeys/record-steps';
import { type ArrivalKind } from '../../db/journeys/arrival-kind';
import { recordArrival } from '../../db/journeys/arrivals';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { releaseHold } from '../../db/customers/holds';
import { redecide } from '../../audit/verify';
import { type Plan } from '../../domain/campaigns/campaign';
import { channelsDoc, seedCampaign, type Seeded, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';

let t: TestDb;
let deps: StepDeps;
let seeded: Seeded;
let turn: number;
let manager: number;
beforeEach(async () => {
  t = await testDb();
  const rows = await t.db
    .insertInto('lanes')
    .values((['mail', 'sms', 'post', 'phone'] as const).map((channel) => ({ channel, name: channel })))
    .returning(['id', 'channel'])
    .execute();
  const lanes = new Map(rows.map((row) => [row.channel as string, row.id]));
  deps = { db: t.db, vault: t.vault, docs: new CampaignDocs(), laneOf: async (_, __, channel) => lanes.get(channel)! };
});
afterEach(() => t.close());

/** A letter that has been handed over, under a plan with these handlers. */
async function posted(handlers: Partial<Plan>): Promise<void> {
  const doc = channelsDoc();
  const customers = [{ mail: null, channels: ['post' as const, 'phone' as const] }];
  const person = { login: 'manager', name: '管理 花子' };
  const { id } = await t.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow();
  manager = id;
  seeded = await seedCampaign(t, { doc: { ...doc, plan: { ...doc.plan, ...handlers } }, customers });
  await t.db.updateTable('campaigns').set({ created_by: manager }).execute();
  await createJourneys(t.db, seeded.campaignId);
  await stepClock(t, '2027-02-01T15:00:00+09:00');
  turn = -1;
  expect(await place()).toMatchObject({ did: 'sent', step: 'notice', on: 'post' });
  await t.db
    .updateTable('messages')
    .set({
      status: 'handed_over',
      claimed_at: new Date('2027-02-01T14:00:00+09:00'),
      handed_over_at: new Date('2027-02-01T14:00:00+09:00'),
    })
    .execute();
}

const journeyOf = () => t.db.selectFrom('journeys').select('id').executeTakeFirstOrThrow();
const place = async () => (await takeSteps(deps, [{ journeyId: (await journeyOf()).id, run: 1, turn: ++turn }]))[0]!;

async function arrive(kind: ArrivalKind, at: string, data: Record<string, unknown>): Promise<void> {
  await stepClock(t, `${at}+09:00`);
  const [customer] = seeded.customers;
  const arrival = { campaignId: seeded.campaignId, customerId: customer!.id, kind, source: 'test', data };
  await t.db
    .transaction()
    .execute((trx) => recordArrival(trx, { ...arrival, at: Date.parse(`${at}+09:00`), dedupe: `${kind}:${at}` }));
}
async function comesBack(reason: string, hard = true): Promise<void> {
  const { id } = await t.db.selectFrom('messages').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  await arrive('undeliverable', '2027-02-09T12:00:00', { messageIds: [id], reason, hard });
}
/** As the client's file does: the address is good again, and the journeys hear of it. */
async function addressChanged(at: string): Promise<void> {
  await t.db.updateTable('contact_points').set({ bad_at: null, bad_reason: null }).execute();
  await arrive('contact_changed', at, { channels: ['post'], fileId: 1 });
}
const holds = () => t.db.selectFrom('holds').selectAll().execute();
const messages = async () =>
  (await t.db.selectFrom('messages').selectAll().orderBy('id').execute()).map(
    ({ step, occurrence, channel, status }) => `${step}/${occurrence} ${channel} ${status}`,
  );
const hold: Partial<Plan> = { onUndeliverable: { reasons: { moved: 'hold' }, reviewAfter: 10 } };

async function released(): Promise<void> {
  const [row] = await holds();
  const release = {
    customerId: row!.customer_id,
    holdId: row!.id,
    note: '調査済み',
    personId: manager,
    role: 'manager' as const,
  };
  const scope = { clientId: seeded.clientId, campaigns: null };
  await t.db.transaction().execute((trx) => releaseHold(trx, scope, release));
}

test('a letter that came back opens a hold with an owner and a day, once', async () => {
  await posted(hold);
  await comesBack('moved');
  expect(await place()).toMatchObject({ did: 'held', why: 'hold:address_research' });
  expect(await place()).toMatchObject({ did: 'held', why: 'hold:address_research' });
  const [row, ...others] = await holds();
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    reason: 'address_research',
    review_on: '2027-02-19',
    owner_id: manager,
    released_at: null,
  });
  const entries = await t.db.selectFrom('ledger').select('body').execute();
  expect(JSON.stringify(entries)).toContain('hold_opened');
});

test('the address was found: the letter goes there, as an occurrence of its own', async () => {
  await posted(hold);
  await comesBack('moved');
  await place();
  await addressChanged('2027-02-12T12:00:00');
  await released();
  expect(await place()).toMatchObject({ did: 'sent', step: 'notice', on: 'post' });
  expect(await messages()).toEqual(['notice/0 post handed_over', 'notice/1 post queued']);
});

test('it was not found: the plan goes on without letters', async () => {
  await posted(hold);
  await comesBack('moved');
  await place();
  await stepClock(t, '2027-02-20T12:00:00+09:00');
  await released();
  expect(await place()).toMatchObject({ step: 'call', on: 'phone' });
});

test('an answer meanwhile ends it without a hold', async () => {
  await posted(hold);
  await arrive('answer', '2027-02-08T12:00:00', {
    choices: { [seeded.customers[0]!.contracts[0]!]: 'migrate' },
    receipt: 'R-1',
  });
  await comesBack('moved');
  expect(await place()).toMatchObject({ did: 'closed', why: 'answered' });
  expect(await holds()).toEqual([]);
});

test.each<[string, Partial<Plan>, [string, boolean], string]>([
  [
    'a call with its own text',
    { onUndeliverable: { reasons: { moved: 'call' }, notice: 'script', reviewAfter: 14 } },
    ['moved', true],
    'notice/0 phone queued',
  ],
  [
    'the same letter again',
    { onUndeliverable: { reasons: { unclaimed: 'again' }, reviewAfter: 14 } },
    ['unclaimed', false],
    'notice/1 post queued',
  ],
])('a letter that came back brings %s', async (_, handlers, [reason, hard], expected) => {
  await posted(handlers);
  await comesBack(reason, hard);
  expect(await place()).toMatchObject({ did: 'sent', step: 'notice' });
  expect((await messages()).at(-1)).toBe(expected);
});

test('a new address gets the present step again, and only once', async () => {
  await posted({ onAddressChange: { send: 'again', rounds: 1 } });
  await addressChanged('2027-02-03T12:00:00');
  expect(await place()).toMatchObject({ did: 'sent', step: 'notice', on: 'post' });
  await addressChanged('2027-02-05T12:00:00');
  expect(await place()).toMatchObject({ did: 'waits' });
  expect(await messages()).toEqual(['notice/0 post handed_over', 'notice/1 post queued']);
});

test('every decision comes out the same when it is made again from its recorded inputs', async () => {
  await posted({ ...hold, onAddressChange: { send: 'again', rounds: 2 } });
  await comesBack('moved');
  await place();
  await addressChanged('2027-02-12T12:00:00');
  await released();
  await place();
  expect(await redecide(t.db, seeded.campaignId)).toEqual({ decisions: 3, differing: [] });
});
