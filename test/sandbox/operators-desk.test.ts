import { mkdtempSync, rmSync } from 'node:fs';
import { type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import pino from 'pino';
import { Desks } from '../../sandbox/operators/desks';
import { type Desk, openDesk, TEN, itemsOf } from '../calls/calls-fixture';
import { type Api, openApi } from '../support/api';
import { listen, urlOf } from './operators-support';

const at = Date.parse(TEN);
let api: Api;
let desk: Desk;
let dir: string;
let servers: Server[];
let desks: Desks;
let dialled: { number: string; key: string }[];
let hear: (call: { name: string }) => object;

beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'operators-'));
  const customer = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
  desk = await openDesk(api, [{ ...customer, contracts: 2 }, customer, customer]);
  dialled = [];
  const phone = express();
  phone.post('/calls', express.json(), (request, response) => {
    const call = request.body as { name: string; number: string; key: string };
    dialled.push(call);
    response.json(hear(call));
  });
  servers = [await listen(api.app), await listen(phone)];
  const [apiUrl, phoneUrl] = servers.map(urlOf) as [string, string];
  const { operator, second: operator2, manager } = desk;
  const keys = JSON.stringify({ operator, operator2, manager, approver: manager });
  desks = new Desks(
    { host: '', port: 0, dir, apiUrl, phoneUrl, shopUrl: undefined, keys, seed: 1 },
    pino({ level: 'silent' }),
  );
});
afterEach(() => {
  desks.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(dir, { recursive: true });
});

const tasks = async () =>
  (await api.send('get', `/api/call-tasks?campaign=${desk.campaignId}`, desk.operator).expect(200)).body
    .items as object[];

it('makes every call that is due, once, and enters what came of it', async () => {
  const answers: Record<string, object> = {
    '見本 0': { says: 'completed', choices: { '-0': 'migrate', '-1': 'cancel' }, items: itemsOf(0) },
    '見本 1': { says: 'callback', callbackAt: '2027-02-02T05:00:00.000Z' },
    '見本 2': { says: 'refused' },
  };
  hear = ({ name }) => ({ heard: 'answered', who: 'customer', ...answers[name] });
  expect(await desks.passTime(at)).toBe(0);
  expect(await desks.passTime(at)).toBe(0);
  expect(dialled).toHaveLength(3);
  expect(await tasks()).toMatchObject([
    { status: 'done', result: 'completed' },
    { status: 'waiting', attempts: 0, nextAt: '2027-02-02T05:00:00.000Z' },
    { status: 'done', result: 'refused' },
  ]);
  expect(desks.account()).toMatchObject({ 'calls.completed': 1, 'calls.callback': 1, 'calls.refused': 1 });
});

it('tries again as the plan says, each attempt a call of its own', async () => {
  hear = () => ({ heard: 'no_answer' });
  expect(await desks.passTime(at)).toBe(0);
  expect(await tasks()).toMatchObject([{ attempts: 1 }, { attempts: 1 }, { attempts: 1 }]);
  expect(await desks.passTime(at)).toBe(0);
  expect(new Set(dialled.map(({ key }) => key)).size).toBe(3);
});

it('leaves to others whose line is busy', async () => {
  hear = () => ({ heard: 'no_answer' });
  await api.send('post', `/api/call-tasks/${desk.tasks[0]}/lease`, desk.second).send().expect(200);
  expect(await desks.passTime(at)).toBe(0);
  expect(dialled).toHaveLength(2);
});
