import { createHmac } from 'node:crypto';
import { type Express } from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { isSigned } from '../../api/webhooks/twilio-signature';
import { applyArrivals } from '../../db/journeys/arrival-effects';
import { loadConfig } from '../../config/settings';
import { addMessage, ledgerKinds, messageOf, queue, scene, type Scene, START } from './mail/mail-fixture';
import { testDb, type TestDb } from '../support/test-db';

const TOKEN = 'a token of the test';
const PUBLIC_URL = 'https://tsunagi.example';
let test: TestDb;
let app: Express;
let at: Scene;
const appWith = (env: Record<string, string>) => {
  const config = loadConfig({ DATABASE_URL: test.url, MASTER_KEY_FILE: '/unused', PUBLIC_URL, ...env });
  return createApp({
    config,
    db: test.db,
    pool: test.pool,
    scoped: test.scoped,
    vault: test.vault,
    log: pino({ level: 'silent' }),
  });
};
beforeAll(async () => {
  test = await testDb();
  app = appWith({ SMS_TOKEN: TOKEN });
});
beforeEach(async () => void (at = await scene(test, { lane: { channel: 'sms' } })));
afterAll(() => test.close());

type Fields = Record<string, string>;
const receipt = (status: string, more: Fields = {}): Fields => ({
  MessageSid: 'SM0123456789abcdef0123456789abcdef',
  MessageStatus: status,
  To: '+819012345678',
  ...more,
});

function sign(path: string, fields: Fields, token = TOKEN): string {
  const names = Object.keys(fields).sort();
  const text = PUBLIC_URL + path + names.map((name) => name + fields[name]).join('');
  return createHmac('sha1', token).update(text).digest('base64');
}

const send = (path: string, fields: Fields, signature: string | null = sign(path, fields)) => {
  const post = request(app).post(path).type('form');
  return (signature === null ? post : post.set('X-Twilio-Signature', signature)).send(fields);
};
const tell = (messageId: number, status: string, more?: Fields) =>
  send(`/webhooks/sms?m=${messageId}`, receipt(status, more)).expect(204);

/** A message in this state, as a drain of fence 1 would have left it. */
async function message(status: 'queued' | 'handing_over' | 'handed_over' | 'doubtful' | 'withdrawn') {
  const queued = await queue(test, at, '090-1234-5678');
  await test.db.updateTable('messages').set({ status, fence: 1 }).where('id', '=', queued.messageId).execute();
  return queued;
}
/** Applies what has arrived and is not read, as the journey's next step does. */
async function readArrivals(journeyId: number): Promise<void> {
  const rows = await test.db
    .selectFrom('arrivals as a')
    .innerJoin('journeys as j', 'j.id', 'a.journey_id')
    .select(['a.id', 'a.seq', 'a.kind', 'a.at', 'a.source', 'a.data', 'j.customer_id as customerId'])
    .select(['a.campaign_id as campaignId', 'a.client_id as clientId'])
    .where('a.journey_id', '=', journeyId)
    .where('a.read_at', 'is', null)
    .orderBy('a.seq')
    .execute();
  await test.db.transaction().execute((trx) => applyArrivals(trx, rows.map((row) => ({ ...row, journeyId })))); // prettier-ignore
  await test.db
    .updateTable('arrivals')
    .set({ read_at: new Date(START) })
    .where('journey_id', '=', journeyId)
    .execute();
}
const arrivals = async (journeyId: number) => {
  const query = test.db.selectFrom('arrivals').select(['kind', 'data']).where('journey_id', '=', journeyId);
  return (await query.orderBy('seq').execute()).map(({ kind, data }) => ({ kind, ...data }));
};

describe('the signature', () => {
  const path = '/webhooks/sms?m=1';
  const fields = receipt('delivered');
  it.each<[string, () => request.Test]>([
    ['none', () => send(path, fields, null)],
    ['an empty one', () => send(path, fields, '')],
    ['one of another token', () => send(path, fields, sign(path, fields, 'guessed'))],
    ['one for another message', () => send('/webhooks/sms?m=2', fields, sign(path, fields))],
    ['one for a message, about a proof', () => send('/webhooks/sms?p=1', fields, sign(path, fields))],
    ['one for another status', () => send(path, receipt('undelivered'), sign(path, fields))],
    ['one with a parameter more', () => send(path, { ...fields, ErrorCode: '30005' }, sign(path, fields))],
  ])('refuses %s', async (_, sent) => {
    const { status, body } = await sent();
    expect([status, (body as { code: string }).code]).toEqual([403, 'forbidden']);
  });

  it('trusts no caller while no token is set', async () => {
    const post = request(appWith({}))
      .post(path)
      .type('form')
      .set('X-Twilio-Signature', sign(path, fields, ''));
    expect((await post.send(fields)).status).toBe(403);
  });

  it.each([
    ['https://go.example.jp/webhooks/sms?m=1', 'https://go.example.jp:8443'],
    ['https://go.example.jp:443/webhooks/sms?m=1', 'https://go.example.jp'],
    ['https://go.example.jp/webhooks/sms?m=1', 'https://Go.Example.jp'],
    ['https://go.example.jp/webhooks/sms?m=1', 'https://go.example.jp/'],
    ['https://go.example.jp/webhooks/sms?m=1#rc=5&rp=all', 'https://go.example.jp'],
  ])('is believed over %s where PUBLIC_URL is %s', async (signed, PUBLIC_URL) => {
    const text = signed + Object.keys(fields).sort().map((name) => name + fields[name]).join(''); // prettier-ignore
    const signature = createHmac('sha1', TOKEN).update(text).digest('base64');
    const post = request(appWith({ SMS_TOKEN: TOKEN, PUBLIC_URL }))
      .post(path)
      .type('form');
    expect((await post.set('X-Twilio-Signature', signature).send(fields)).status).toBe(204);
  });

  it('is that of the protocol (example of its documentation)', () => {
    const parameters = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+12349013030',
      Digits: '1234',
      From: '+12349013030',
      To: '+18005551212',
    };
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    const signature = '0/KCTR6DLpKmkAf8muzZqo1nDgQ=';
    expect(isSigned('12345', { url, parameters, signature })).toBe(true);
    expect(isSigned('12345', { url, parameters: { ...parameters, Digits: '1235' }, signature })).toBe(false);
  });
});

it.each<[string, string]>([
  ['a message that is none of ours', '999999999'],
  ['no number', 'abc'],
  ['a number too many', '99999999999999999999'],
])('answers 204 about %s, so that it is not repeated', async (_, m) => {
  await send(`/webhooks/sms?m=${m}`, receipt('delivered')).expect(204);
});

it('is no place for mails, nor for messages that were never claimed', async () => {
  const { messageId } = await queue(test, at, '090-1234-5678');
  await tell(messageId, 'delivered');
  expect(await messageOf(test, messageId)).toMatchObject({ status: 'queued', delivered_at: null });
  const mails = await scene(test);
  const mail = await queue(test, mails);
  await test.db.updateTable('messages').set({ fence: 1 }).where('id', '=', mail.messageId).execute();
  await tell(mail.messageId, 'delivered');
  expect(await messageOf(test, mail.messageId)).toMatchObject({ status: 'queued', delivered_at: null });
});

it('takes a small form and nothing else', async () => {
  await request(app)
    .post('/webhooks/sms?m=1')
    .type('form')
    .send(`a=${'x'.repeat(20_000)}`)
    .expect(413);
  await request(app).get('/webhooks/sms?m=1').expect(404);
});

it.each<['handing_over' | 'doubtful' | 'queued' | 'withdrawn', string]>([
  ['handing_over', 'before the answer to the sending is recorded'],
  ['doubtful', 'ends the doubt'],
  ['queued', 'comes before the repetition'],
  ['withdrawn', 'proves that it left after all'],
])('a receipt for a message %s: %s', async (status) => {
  const { messageId, journeyId } = await message(status);
  await tell(messageId, 'sent');
  expect(await messageOf(test, messageId)).toMatchObject({
    status: 'handed_over',
    handed_over_at: START,
    provider_ref: 'SM0123456789abcdef0123456789abcdef',
  });
  const journey = await test.db.selectFrom('journeys').select('state').where('id', '=', journeyId).executeTakeFirst();
  expect(journey?.state).toBe('notified');
  await tell(messageId, 'queued');
  expect(await ledgerKinds(test, at)).toEqual(['handed_over']);
});

it.each<[string, [string, Fields?][], { delivered: boolean; bounces: object[] }]>([
  ['delivered, twice', [['delivered'], ['delivered']], { delivered: true, bounces: [] }],
  ['sent after delivered', [['delivered'], ['sent']], { delivered: true, bounces: [] }],
  [
    'lost after delivered, which is not taken back',
    [['delivered'], ['undelivered', { ErrorCode: '30005' }]],
    { delivered: true, bounces: [] },
  ],
  [
    'lost, twice',
    [
      ['undelivered', { ErrorCode: '30005' }],
      ['undelivered', { ErrorCode: '30005' }],
    ],
    { delivered: false, bounces: [{ code: '30005', hard: true }] },
  ],
  [
    'a phone that is off',
    [['undelivered', { ErrorCode: '30003' }]],
    { delivered: false, bounces: [{ code: '30003', hard: false }] },
  ],
  ['lost without a code', [['failed']], { delivered: false, bounces: [{ code: 'failed', hard: false }] }],
  ['an unknown word', [['receiving']], { delivered: false, bounces: [] }],
])('%s', async (_, receipts, { delivered, bounces }) => {
  const { messageId, journeyId } = await message('handed_over');
  for (const [status, more] of receipts) await tell(messageId, status, more);
  expect((await messageOf(test, messageId)).delivered_at).toBe(delivered ? START : null);
  expect(await arrivals(journeyId)).toMatchObject(bounces.map((bounce) => ({ kind: 'bounce', messageId, ...bounce })));
  const kinds = bounces.flatMap(() => ['arrival', 'bounced']);
  expect(await ledgerKinds(test, at)).toEqual([...(delivered ? ['delivered'] : []), ...kinds]);
});

it('takes "unsubscribed" from the provider as the end of SMS to everyone with that number, and of nothing else', async () => {
  const { messageId, journeyId, customerId } = await message('handed_over');
  const number = await test.db
    .selectFrom('contact_points')
    .select(['client_id', 'hash'])
    .where('customer_id', '=', customerId)
    .where('channel', '=', 'sms')
    .executeTakeFirstOrThrow();
  const other = await queue(test, at, '090-1234-9999');
  const share = test.db.updateTable('contact_points').set({ hash: number.hash });
  await share.where('customer_id', '=', other.customerId).where('channel', '=', 'sms').execute();
  await tell(messageId, 'failed', { ErrorCode: '21610' });
  await tell(messageId, 'failed', { ErrorCode: '21610' });
  const refusals = ['service_notice', 'offer'].map((purpose) => ({ kind: 'opt_out', channel: 'sms', purpose }));
  const lost = { kind: 'bounce', messageId, code: '21610', hard: false, reason: 'sms_21610' };
  expect(await arrivals(journeyId)).toEqual([...refusals, lost]);
  expect(await arrivals(other.journeyId)).toEqual(refusals);
  const sources = await test.db
    .selectFrom('arrivals')
    .select('source')
    .where('journey_id', '=', other.journeyId)
    .execute();
  expect(new Set(sources.map(({ source }) => source))).toEqual(new Set(['sms:provider']));
});

it('takes a loss back when the message is delivered after it, and withdraws what has not left', async () => {
  const { messageId, journeyId, customerId } = await message('handed_over');
  await tell(messageId, 'undelivered', { ErrorCode: '30005' });
  await readArrivals(journeyId);
  expect((await messageOf(test, messageId)).bounced_at).toBe(START);
  const next = await addMessage(test, at, { customerId, journeyId }, 'next');
  const ofTheStep = { step: 'notice', channel: 'mail', occurrence: 0 };
  await test.db.updateTable('messages').set(ofTheStep).where('id', '=', next).execute();
  await tell(messageId, 'delivered');
  expect((await arrivals(journeyId)).at(-1)).toEqual({ kind: 'delivered', messageId });
  await readArrivals(journeyId);
  expect(await messageOf(test, messageId)).toMatchObject({ bounced_at: null, failure: null, delivered_at: START });
  expect(await messageOf(test, next)).toMatchObject({ status: 'withdrawn', failure: 'delivered_after_all' });
  const contact = await test.db
    .selectFrom('contact_points')
    .select('bad_at')
    .where('customer_id', '=', customerId)
    .where('channel', '=', 'sms')
    .executeTakeFirstOrThrow();
  expect(contact.bad_at).toBeNull();
});

it('takes many at once', async () => {
  const { messageId, journeyId } = await message('doubtful');
  const lost = { ErrorCode: '30005' };
  await Promise.all([
    tell(messageId, 'sent'),
    tell(messageId, 'undelivered', lost),
    tell(messageId, 'undelivered', lost),
    tell(messageId, 'sent'),
  ]);
  expect((await messageOf(test, messageId)).status).toBe('handed_over');
  expect(await arrivals(journeyId)).toHaveLength(1);
});
