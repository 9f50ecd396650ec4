import { mkdtempSync, rmSync } from 'node:fs';
import { type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import pino from 'pino';
import { Desks } from '../../sandbox/operators/desks';
import { listen, urlOf } from './operators-support';

const at = Date.parse('2027-03-10T03:00:00Z');

interface Task {
  id: number;
  customerId: number;
  status: string;
  nextAt: string;
}

/** What the API was asked, and what it is to answer. */
let tasks: Task[];
let refuse: Record<string, { code: string; params?: object } | undefined>;
let outcomes: Record<string, unknown>[];
let calls: { number: string; name: string; key: string }[];
let hears: object[];
let files: { fileId: number; status: string; totalsHash: string; needsSecondPerson: boolean }[];
let applied: [number, string][];
let dir: string;
let servers: Server[];
let urls: string[];
const open: Desks[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'operators-'));
  [tasks, outcomes, calls, files, applied] = [[], [], [], [], []];
  refuse = {};
  hears = [];
  servers = [await listen(api()), await listen(phone())];
  urls = servers.map(urlOf);
});
afterEach(() => {
  for (const desks of open.splice(0)) desks.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(dir, { recursive: true });
});

function api() {
  const app = express();
  app.use(express.json());
  app.get('/api/campaigns', (_request, response) => void response.json({ items: [{ id: 1 }], next: null }));
  app.get('/api/client-data', (_request, response) => void response.json({ items: files, next: null }));
  app.post('/api/client-data/:id/apply', (request, response) => {
    const file = files.find(({ fileId }) => fileId === Number(request.params.id))!;
    file.status = 'applied';
    applied.push([file.fileId, request.get('authorization')!]);
    response.json(file);
  });
  app.get('/api/call-tasks', ({ query }, response) => {
    const wanted = query.state === 'due' ? 'waiting' : 'leased';
    response.json({ items: tasks.filter(({ status }) => status === wanted), next: null });
  });
  app.post('/api/call-tasks/:id/lease', (request, response) => {
    const problem = refuse[`lease ${request.params.id}`];
    if (problem) return void response.status(409).json(problem);
    tasks.find(({ id }) => id === Number(request.params.id))!.status = 'leased';
    const contracts = [
      { contractId: 71, number: '0001' },
      { contractId: 72, number: '0002' },
    ];
    response.json({ name: '坂本 良枝', number: '+81312345678', contracts });
  });
  app.post('/api/customers/:id/identity-checks', (_request, response) => void response.json({ enough: true }));
  app.post('/api/call-tasks/:id/outcome', (request, response) => {
    const body = request.body as { result: string };
    const problem = refuse[body.result];
    if (problem) return void response.status(422).json(problem);
    outcomes.push({ id: Number(request.params.id), ...body });
    tasks.find(({ id }) => id === Number(request.params.id))!.status = 'done';
    response.json({});
  });
  return app;
}

function phone() {
  const app = express();
  app.post('/calls', express.json(), (request, response) => {
    calls.push(request.body as (typeof calls)[number]);
    const heard = hears.length > 1 ? hears.shift() : hears[0];
    if (heard) response.json(heard);
    else response.status(503).json({});
  });
  return app;
}

const due = (id: number, customerId = id): void =>
  void tasks.push({ id, customerId, status: 'waiting', nextAt: new Date(at).toISOString() });

function desks(): Desks {
  const keys = JSON.stringify({ operator: 'o', operator2: 'p', manager: 'm', approver: 'a' });
  const [apiUrl, phoneUrl] = urls as [string, string];
  const settings = { host: '', port: 0, dir: join(dir, 'record'), apiUrl, phoneUrl, shopUrl: undefined, keys, seed: 1 };
  const made = new Desks(settings, pino({ level: 'silent' }));
  open.push(made);
  return made;
}

const spoken = { heard: 'answered', who: 'customer', recording: 'rec-1' };
const whole = { '0001': 'migrate', '0002': 'cancel' };
const later = '2027-03-11T05:00:00.000Z';

it.each<[string, object, object]>([
  ['nobody', { heard: 'no_answer' }, { result: 'no_answer' }],
  ['an engaged line', { heard: 'busy' }, { result: 'busy' }],
  ['a machine', { heard: 'voicemail' }, { result: 'voicemail' }],
  ['a number not in use', { heard: 'not_in_use' }, { result: 'invalid_number' }],
  ['the family', { heard: 'answered', who: 'other', says: 'third_party' }, { result: 'third_party' }],
  ['a stranger', { heard: 'answered', who: 'other', says: 'wrong_number' }, { result: 'wrong_number' }],
  ['a bereaved family', { heard: 'answered', who: 'other', says: 'deceased' }, { result: 'deceased' }],
  ['a no', { ...spoken, says: 'refused' }, { result: 'refused', recording: 'rec-1' }],
  ['a promise', { ...spoken, says: 'intent' }, { result: 'intent', recording: 'rec-1' }],
  [
    'a later hour',
    { ...spoken, says: 'callback', callbackAt: later },
    { result: 'callback', callbackAt: later, recording: 'rec-1' },
  ],
  [
    'a will for each contract',
    { ...spoken, says: 'completed', choices: whole },
    { result: 'completed', choices: { 71: 'migrate', 72: 'cancel' }, recording: 'rec-1' },
  ],
  [
    'a will for one contract of two',
    { ...spoken, says: 'completed', choices: { '0001': 'migrate' } },
    { result: 'intent', recording: 'rec-1' },
  ],
])('enters what was heard: %s', async (_, heard, outcome) => {
  due(5);
  hears = [heard];
  expect(await desks().passTime(at)).toBe(0);
  expect(outcomes).toEqual([{ id: 5, ...outcome }]);
  expect(calls).toEqual([{ number: '+81312345678', name: '坂本 良枝', key: `5/${at}` }]);
});

it.each<[string, object, string]>([
  ['a call-back that cannot be promised', { ...spoken, says: 'callback', callbackAt: later }, 'busy'],
  ['an answer that comes too late', { ...spoken, says: 'completed', choices: whole }, 'intent'],
])('enters less where the desk may not enter %s', async (_, heard, result) => {
  due(5);
  hears = [heard];
  refuse = { callback: { code: 'call_callback_unfit' }, completed: { code: 'answer_too_late' } };
  expect(await desks().passTime(at)).toBe(0);
  expect(outcomes).toMatchObject([{ id: 5, result }]);
});

it('leaves alone what may not be called now, until the clock has moved on', async () => {
  due(5);
  hears = [{ heard: 'no_answer' }];
  refuse = { 'lease 5': { code: 'call_not_now', params: { reason: 'capacity' } } };
  const desk = desks();
  expect(await desk.passTime(at)).toBe(0);
  refuse = {};
  expect(await desk.passTime(at)).toBe(0);
  expect(calls).toEqual([]);
  expect(await desk.passTime(at + 60_000)).toBe(0);
  expect(calls).toHaveLength(1);
});

it('owes a call while something that came in is not read yet', async () => {
  due(5);
  hears = [{ heard: 'no_answer' }];
  refuse = { 'lease 5': { code: 'call_not_now', params: { reason: 'unread' } } };
  const desk = desks();
  expect(await desk.passTime(at)).toBe(1);
  refuse = {};
  expect(await desk.passTime(at)).toBe(0);
  expect(calls).toHaveLength(1);
});

it('goes on with the same call after the line was down', async () => {
  due(5);
  expect(await desks().passTime(at)).toBe(1);
  hears = [{ heard: 'no_answer' }];
  expect(await desks().passTime(at)).toBe(0);
  expect(new Set(calls.map(({ key }) => key))).toEqual(new Set([`5/${at}`]));
  expect(outcomes).toHaveLength(1);
});

it('calls in the order of customers, whenever the tasks were created', async () => {
  due(9, 1);
  due(7, 3);
  due(8, 2);
  hears = [{ heard: 'no_answer' }];
  await desks().passTime(at);
  expect(outcomes.map(({ id }) => id)).toEqual([9, 8, 7]);
});

it('has small files of changes applied by the manager, large ones by the approver', async () => {
  files = [
    { fileId: 4, status: 'preview', totalsHash: 'x', needsSecondPerson: true },
    { fileId: 3, status: 'preview', totalsHash: 'y', needsSecondPerson: false },
    { fileId: 2, status: 'applied', totalsHash: 'z', needsSecondPerson: false },
  ];
  const desk = desks();
  expect(await desk.passTime(at)).toBe(0);
  expect(applied).toEqual([
    [3, 'Bearer m'],
    [4, 'Bearer a'],
  ]);
  expect(desk.account()).toEqual({ 'client_data.applied': 2 });
});

it('waits for its keys', async () => {
  const settings = { host: '', port: 0, dir: join(dir, 'r'), apiUrl: urls[0]!, seed: 1 };
  const none = { ...settings, phoneUrl: undefined, shopUrl: undefined, keys: join(dir, 'keys.json') };
  const desk = new Desks(none, pino({ level: 'silent' }));
  open.push(desk);
  expect(await desk.passTime(at)).toBe(0);
});
