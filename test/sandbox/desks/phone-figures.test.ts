import { mkdtempSync, rmSync } from 'node:fs';
import { type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { DeskClient } from '../../../sandbox/operators/desk-client';
import { PhoneFiguresDesk } from '../../../sandbox/operators/phone-figures-desk';
import { WorkSession } from '../../../sandbox/operators/work-session';
import { Exchange } from '../../../sandbox/phone/exchange';
import { createHttpApp } from '../../../sandbox/phone/http';
import { IntervalFiles, intervalCsv } from '../../../sandbox/phone/intervals';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { stepClock } from '../../support/seed';
import { listen, urlOf } from '../operators-support';

let api: Api;
let own: ApiClient;
let product: Server;
let phone: Server;
let exchange: Exchange;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'phone-'));
  api = await openApi();
  own = await api.client();
  product = await listen(api.app);
  exchange = new Exchange(dir, () => Promise.resolve(undefined));
  phone = await listen(createHttpApp(exchange, new IntervalFiles(join(dir, 'intervals'), 5)));
});
afterAll(async () => {
  for (const server of [product, phone]) {
    server.closeAllConnections();
    server.close();
  }
  exchange.close();
  await api.t.close();
  rmSync(dir, { recursive: true });
});

async function timeComes(at: string): Promise<void> {
  await stepClock(api.t, at);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ at }) };
  await fetch(`${urlOf(phone)}/clock`, init);
}

const notes: string[] = [];
async function deskWorks(): Promise<number> {
  const session = new WorkSession({
    log: pino({ level: 'silent' }),
    put: ({ what, id }) => notes.push(`${id} ${what}`),
  });
  session.begin(60_000);
  const manager = new DeskClient(urlOf(product), own.keys.manager.key);
  return new PhoneFiguresDesk({ manager, phone: new DeskClient(urlOf(phone)), session }).work(0);
}

it('the telephone system writes a file for each day that is over, and the desk imports it without a finding', async () => {
  await timeComes('2027-02-01T12:00:00+09:00');
  expect(await deskWorks()).toBe(0);
  expect(notes).toEqual([]);
  await timeComes('2027-02-03T00:00:00+09:00');
  expect(await deskWorks()).toBe(0);
  expect(notes).toEqual(['20270201 imported', '20270202 imported']);
  const path = '/api/phone/days?from=2027-02-01&to=2027-02-03';
  const { items } = (await api.send('get', path, own.keys.manager.key).expect(200)).body;
  expect(items.map(({ day }: { day: string }) => day)).toEqual(['2027-02-01', '2027-02-02']);
  const total = intervalCsv(5, '2027-02-01').trimEnd().split('\r\n').at(-1)!.split(',');
  expect([items[0].offered, items[0].answered, items[0].abandoned]).toEqual(total.slice(3, 6).map(Number));
});

it('another desk takes the same files again, and nothing is counted twice', async () => {
  const path = '/api/phone/days?from=2027-02-01&to=2027-02-03';
  const days = async () => (await api.send('get', path, own.keys.manager.key).expect(200)).body;
  const before = await days();
  await deskWorks();
  expect(await days()).toEqual(before);
});
