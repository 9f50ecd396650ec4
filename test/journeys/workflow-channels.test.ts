import { journeyRunner, NOTICE_AT, type Running } from '../support/journey-run';
import { channelsDoc, stepClock } from '../support/seed';
import { eventually, testWorker, type TestWorker } from '../support/test-worker';
import { finishedHistory } from '../support/histories';
import { testDb, type TestDb } from '../support/test-db';

let t: TestDb;
let w: TestWorker;
beforeAll(async () => {
  t = await testDb();
  w = await testWorker(t);
});
afterAll(async () => {
  await w.close();
  await t.close();
});

const { begin, handOver, arrive, answer, outcome, message, findNoWay } = journeyRunner(() => ({ t, w }));
const doc = channelsDoc();

/** Moves the clock on and back to the pace of the test: what is due by then is sent within moments. */
async function goTo(at: string): Promise<void> {
  await stepClock(t, at);
  await t.db
    .updateTable('clock')
    .set({ speed: (60 * 86_400) / 2, slack_ms: 0 })
    .execute();
}

const stateOf = (journey: Running, state: string) =>
  eventually('the state of the journey', () =>
    t.db
      .selectFrom('journeys')
      .select('id')
      .where('id', '=', journey.journeyId)
      .where('state', '=', state as 'notified')
      .executeTakeFirst(),
  );

test('bounced mail, undelivered SMS, letter, answer on the form: 27 events', async () => {
  const journey = await begin({ channels: ['sms', 'post'] }, doc);
  const mail = await handOver(journey, 'notice', NOTICE_AT, 'mail');
  await arrive(journey, 'bounce', NOTICE_AT, { messageId: mail, hard: true, reason: '5.1.1' });
  const sms = await handOver(journey, 'notice', NOTICE_AT, 'sms');
  await arrive(journey, 'bounce', '2027-02-01T10:00:00+09:00', { messageId: sms, hard: true, reason: '30005' });
  await handOver(journey, 'notice', '2027-02-01T14:00:00+09:00', 'post');
  await answer(journey, '2027-02-08T12:00:00+09:00', 'form');
  const history = await finishedHistory(w.client, journey.workflowId, 'fall-through-form');
  expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } }, events: 27 });
  expect(await outcome(journey)).toBe('migrated');
});

test('mail and letter at once for the elderly, one answer: 13 events', async () => {
  const journey = await begin({ channels: ['post'], ageFrom: 80 }, doc);
  await handOver(journey, 'notice-elderly', NOTICE_AT, 'mail');
  await handOver(journey, 'notice-elderly', '2027-02-01T14:00:00+09:00', 'post');
  await answer(journey, '2027-02-03T12:00:00+09:00', 'form');
  const history = await finishedHistory(w.client, journey.workflowId, 'all-channels-answer');
  expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } }, events: 13 });
  const codes = await t.db
    .selectFrom('messages as m')
    .innerJoin('pieces as p', 'p.id', 'm.piece_id')
    .select('p.code')
    .where('m.journey_id', '=', journey.journeyId)
    .where('m.reply', '=', false)
    .execute();
  expect(new Set(codes.map((row) => row.code)).size).toBe(2);
});

test('a form with a defect: a letter about it, then the corrected form: 20 events', async () => {
  const journey = await begin({ mail: null, channels: ['post'] }, doc);
  await handOver(journey, 'notice', NOTICE_AT, 'post');
  await arrive(journey, 'form_defect', '2027-02-08T12:00:00+09:00', { returnId: 1, defects: ['no_signature'] });
  await handOver(journey, 'defect', '2027-02-08T14:00:00+09:00');
  await stateOf(journey, 'awaiting_reply');
  await answer(journey, '2027-02-15T12:00:00+09:00', 'form');
  const history = await finishedHistory(w.client, journey.workflowId, 'defect-corrected');
  expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } }, events: 20 });
});

test('silent, called, completed on the phone: 19 events', async () => {
  const journey = await begin({ channels: ['phone'] }, doc);
  await handOver(journey, 'notice', NOTICE_AT);
  await goTo('2027-02-15T10:00:00+09:00');
  await stateOf(journey, 'call_due');
  const task = await t.db
    .selectFrom('call_tasks')
    .select(['max_attempts', 'status'])
    .where('journey_id', '=', journey.journeyId)
    .executeTakeFirstOrThrow();
  expect(task).toEqual({ max_attempts: 2, status: 'waiting' });
  await handOver(journey, 'call', '2027-02-15T11:00:00+09:00');
  await answer(journey, '2027-02-15T11:00:00+09:00', 'phone');
  const history = await finishedHistory(w.client, journey.workflowId, 'called-completed');
  expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } }, events: 19 });
});

test('calls used up, letter not deliverable: unreachable only after every attempt, and not before the end', async () => {
  const journey = await begin({ mail: null, channels: ['phone', 'post'] }, doc);
  const letter = await handOver(journey, 'notice', NOTICE_AT, 'post');
  await arrive(journey, 'undeliverable', '2027-02-08T12:00:00+09:00', {
    messageIds: [letter],
    hard: true,
    reason: 'moved',
  });
  await eventually('the arrival to be read', () =>
    t.db
      .selectFrom('journeys')
      .select('id')
      .where('id', '=', journey.journeyId)
      .where('read_seq', '=', 1)
      .executeTakeFirst(),
  );
  await goTo('2027-02-17T10:00:00+09:00');
  const call = await message(journey, 'call');
  await t.db.updateTable('messages').set({ status: 'failed', failure: 'no_answer' }).where('id', '=', call).execute();
  await arrive(journey, 'not_sent', '2027-02-19T10:00:00+09:00', { messageId: call, reason: 'no_answer' });
  await findNoWay(journey);
  const history = await finishedHistory(w.client, journey.workflowId, 'letter-back-calls-used-up');
  expect(history).toMatchObject({ result: { why: 'deadline_passed', outcomes: { unreachable: 1 } } });
  expect(await outcome(journey)).toBe('unreachable');
});

test('a contract that the client has cancelled meanwhile leaves the audience: 13 events, excluded', async () => {
  const journey = await begin({}, doc);
  const contracts = journey.customers[0]!.contracts;
  await message(journey, 'notice');
  await arrive(journey, 'contracts_removed', '2027-02-03T18:00:00+09:00', { contracts, reason: 'cancelled_at_client' });
  const history = await finishedHistory(w.client, journey.workflowId, 'removed-by-client');
  expect(history).toMatchObject({ result: { why: 'nothing_left', outcomes: { excluded: 1 } }, events: 13 });
  expect(await outcome(journey)).toBe('excluded');
  const left = await t.db
    .selectFrom('messages')
    .select('status')
    .where('journey_id', '=', journey.journeyId)
    .executeTakeFirstOrThrow();
  expect(left.status).toBe('withdrawn');
});

test('a hold stops the journey, its release lets it go on; a rejected result opens a second run: at most 24 events', async () => {
  const journey = await begin({}, doc);
  const [customer] = journey.customers;
  await handOver(journey, 'notice', NOTICE_AT);
  await answer(journey, '2027-02-03T12:00:00+09:00');
  await finishedHistory(w.client, journey.workflowId);
  const data = { contracts: customer!.contracts, reason: 'unknown_number' };
  await arrive(journey, 'result_rejected', '2027-02-05T18:00:00+09:00', data);
  await w.round();
  const second = journey.workflowId.replace(/1$/, '2');
  await eventually('the second run', () =>
    t.db
      .selectFrom('journeys')
      .select('id')
      .where('id', '=', journey.journeyId)
      .where('run', '=', 2)
      .where('turn', '>=', 0)
      .executeTakeFirst(),
  );
  await t.db
    .insertInto('holds')
    .values({
      customer_id: customer!.id,
      client_id: journey.clientId,
      reason: 'complaint',
      source: 'desk',
      opened_at: new Date('2027-02-06T09:00:00+09:00'),
    })
    .execute();
  await arrive(journey, 'hold_opened', '2027-02-06T09:00:00+09:00', { holdId: 1 });
  await eventually('the journey to be held', () =>
    t.db
      .selectFrom('journeys')
      .select('id')
      .where('id', '=', journey.journeyId)
      .where('held_epoch', 'is not', null)
      .executeTakeFirst(),
  );
  await t.db
    .updateTable('holds')
    .set({ released_at: new Date('2027-02-08T09:00:00+09:00') })
    .where('customer_id', '=', customer!.id)
    .execute();
  await arrive(journey, 'hold_released', '2027-02-08T09:00:00+09:00', { holdId: 1 });
  await answer(journey, '2027-02-08T12:00:00+09:00');
  const history = await finishedHistory(w.client, second, 'rejected-held-answered');
  expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } } });
  expect(await outcome(journey)).toBe('migrated');
});

test('a customer without any address is looked for; the address that is found gets the notice: 20 events', async () => {
  const journey = await begin({ mail: null }, doc);
  const own = { customer_id: journey.customers[0]!.id, client_id: journey.clientId };
  await eventually('the hold', () =>
    t.db.selectFrom('holds').select('id').where('customer_id', '=', own.customer_id).executeTakeFirst(),
  );
  await t.db
    .insertInto('contact_points')
    .values({ ...own, channel: 'post', hash: Buffer.from('new') })
    .execute();
  await arrive(journey, 'contact_changed', '2027-02-03T18:00:00+09:00', { channels: ['post'] });
  await handOver(journey, 'notice', '2027-02-08T14:00:00+09:00', 'post');
  await answer(journey, '2027-02-10T12:00:00+09:00', 'form');
  const history = await finishedHistory(w.client, journey.workflowId, 'reached-again');
  expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } } });
  expect(await outcome(journey)).toBe('migrated');
});

test('a letter that cannot be printed waits for a person, and goes out again once it is mended', async () => {
  const journey = await begin({ mail: null, channels: ['post'] }, doc);
  const letter = await message(journey, 'notice', 'post');
  await t.db
    .updateTable('messages')
    .set({ status: 'failed', failure: 'glyph_missing:U+1F600' })
    .where('id', '=', letter)
    .execute();
  await arrive(journey, 'not_sent', '2027-02-01T14:00:00+09:00', {
    messageId: letter,
    reason: 'glyph_missing:U+1F600',
  });
  const hold = await eventually('the hold of a letter that cannot be printed', () =>
    t.db
      .selectFrom('holds')
      .selectAll()
      .where('source', '=', `unprintable:${journey.journeyId}:1:notice:0:post`)
      .executeTakeFirst(),
  );
  expect(hold).toMatchObject({ reason: 'unprintable', released_at: null });
  expect(hold.note).toContain('印字できない文字がある（😀 U+1F600）');
  // the client's file of changes brings an address that can be printed
  await arrive(journey, 'contact_changed', '2027-02-03T18:00:00+09:00', { channels: ['post'] });
  const again = await eventually('the letter once more', async () => {
    const newest = await message(journey, 'notice', 'post');
    return newest === letter ? undefined : newest;
  });
  expect(await t.db.selectFrom('messages').select('occurrence').where('id', '=', again).executeTakeFirst()).toEqual({
    occurrence: 1,
  });
  await handOver(journey, 'notice', '2027-02-04T14:00:00+09:00', 'post');
  await answer(journey, '2027-02-10T12:00:00+09:00', 'form');
  const history = await finishedHistory(w.client, journey.workflowId, 'unprintable-mended');
  expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } } });
});
