import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { Exchange } from '../../sandbox/phone/exchange';
import { createHttpApp, ringAt } from '../../sandbox/phone/http';
import { listen, urlOf } from './operators-support';

const call = { number: '+81312345678', name: '坂本 良枝', key: '5/1' };
let dir: string;
let calls: object[];
let answer: { status: number; body: object };
let customers: Awaited<ReturnType<typeof listen>>;
let exchange: Exchange;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'phone-'));
  calls = [];
  answer = { status: 200, body: { heard: 'answered', who: 'customer', says: 'intent' } };
  const app = express();
  app.post('/ring', express.json(), (req, res) => {
    calls.push(req.body as object);
    res.status(answer.status).json(answer.body);
  });
  customers = await listen(app);
  exchange = new Exchange(dir, ringAt(urlOf(customers)));
});
afterEach(() => {
  exchange.close();
  customers.closeAllConnections();
  customers.close();
  rmSync(dir, { recursive: true });
});

const post = (path: string, body: object) => request(createHttpApp(exchange)).post(path).send(body);
const record = async () => (await request(createHttpApp(exchange)).get('/api/record')).body;

it('rings once for each key, and gives the same answer again', async () => {
  await post('/clock', { at: '2027-03-10T12:00:00+09:00' }).expect(200, { owed: 0 });
  const first = (await post('/calls', call).expect(200)).body;
  expect(first).toEqual({ ...answer.body, recording: expect.stringMatching(/^rec-/) });
  expect((await post('/calls', call).expect(200)).body).toEqual(first);
  expect(calls).toEqual([{ ...call, at: '2027-03-10T03:00:00.000Z' }]);
  const counts = { total: 1, repeated: 1, byHeard: { answered: 1 }, accepted: { '5/1': 1 }, duplicates: [] };
  expect(await record()).toEqual(counts);
});

it('rings once also when the same call comes twice at the same time', async () => {
  const both = await Promise.all([exchange.call(call), exchange.call(call)]);
  expect(both[0]).toEqual(both[1]);
  expect(calls).toHaveLength(1);
});

it('answers an unassigned number as not connected', async () => {
  answer = { status: 404, body: {} };
  await post('/calls', call).expect(200, { heard: 'not_in_use' });
});

it('records nothing while the line is down', async () => {
  answer = { status: 500, body: {} };
  await post('/calls', call).expect(503);
  expect(await record()).toMatchObject({ total: 0 });
  answer = { status: 200, body: { heard: 'busy' } };
  await post('/calls', call).expect(200, { heard: 'busy' });
});

it('goes on from its record, a torn line left out', async () => {
  const heard = await exchange.call(call);
  exchange.close();
  appendFileSync(join(dir, 'record.jsonl'), '{"type":"call","ke');
  exchange = new Exchange(dir, ringAt(urlOf(customers)));
  expect(await exchange.call(call)).toEqual(heard);
  expect(calls).toHaveLength(1);
  expect(readFileSync(join(dir, 'record.jsonl'), 'utf8')).not.toContain('"ke{');
});

it.each([{ number: '', key: 'k' }, { number: '03' }, {}])('refuses %j', async (body) => {
  await post('/calls', body).expect(400);
});

describe('the phone of a person', () => {
  const dial = (language = '') =>
    request(createHttpApp(exchange)).post(`/${language}`).type('form').send({ number: call.number, name: call.name });

  it('says what is heard in words, and rings anew at each press', async () => {
    expect((await dial().expect(200)).text).toContain('手続きはあとで自分でします');
    expect((await dial('?lang=en').expect(200)).text).toContain('I will do it myself later');
    expect(calls).toHaveLength(2);
  });

  it('says that the line is down, and keeps what was typed', async () => {
    answer = { status: 503, body: {} };
    const { text } = await dial().expect(200);
    expect(text).toContain('電話がつながりません');
    expect(text).toContain(`value="${call.number}"`);
  });
});

it('reports its calls as telephone systems do: in any order, some events twice, now and then one late, each with an id of its own', async () => {
  const events: { event: string; kind: string }[] = [];
  const product = express();
  product.post('/webhooks/phone', express.json(), (req, res) => {
    events.push(req.body as { event: string; kind: string });
    res.status(204).end();
  });
  const server = await listen(product);
  exchange.close();
  exchange = new Exchange(dir, ringAt(urlOf(customers)), { url: urlOf(server), secret: 'a-secret-of-the-exchange' });
  for (let n = 1; n <= 12; n++) await exchange.call({ ...call, key: `${n}/1` });
  const inTime = events.length;
  await exchange.setClock('2027-03-10T12:00:00+09:00');
  expect(events.length).toBeGreaterThan(inTime);
  server.closeAllConnections();
  server.close();
  const ids = new Set(events.map(({ event }) => event));
  expect(ids.size).toBe(12 * 4);
  expect(events.length).toBeGreaterThan(ids.size);
  const firsts = events.filter(({ event }, at) => events.findIndex((one) => one.event === event) === at);
  const begun = Array.from({ length: 12 }, (_, n) => firsts[n * 4]!.kind);
  expect(new Set(begun).size).toBeGreaterThan(1);
});
