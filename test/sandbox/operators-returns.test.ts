import { mkdtempSync, rmSync } from 'node:fs';
import { type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import pino from 'pino';
import { fillForm } from '../../sandbox/customers/form-filling';
import { SeededRandom } from '../../sandbox/customers/seeded-random';
import { type Slip } from '../../sandbox/customers/persona';
import { Desks } from '../../sandbox/operators/desks';
import { type Api, type ApiClient, openApi } from '../support/api';
import { another, arrivalsOf, type Letter, postLetter } from '../returns/returns-fixture';
import { type FormRules } from '../../domain/returns/form-rules';
import { stepClock, testDoc } from '../support/seed';
import { listen, printForm, urlOf } from './operators-support';

const NOW = '2027-02-15T10:00:00+09:00';
const at = Date.parse(NOW);
const MISREADING_SEED = 11;

interface Item {
  seq: number;
  at: string;
  kind: 'form' | 'undeliverable';
  reason?: string;
  piece: string;
  image: string;
  type: string;
  taken: boolean;
}

let api: Api;
let own: ApiClient;
let keys: string;
let dir: string;
let servers: Server[];
let urls: [string, string];
let items: Item[];
let images: Buffer[];
const open: Desks[] = [];

beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'operators-'));
  await stepClock(api.t, NOW);
  await openClient();
  [items, images] = [[], []];
  servers = [await listen(api.app), await listen(mailbag())];
  urls = servers.map(urlOf) as [string, string];
});

/** A client with its people, whose campaign asks for this on the form. */
async function openClient(form?: FormRules): Promise<void> {
  const doc = form && { doc: testDoc({ form }) };
  own = await api.client({ status: 'running', customers: [{ contracts: 2 }, { contracts: 1 }], ...doc });
  const { operator, manager, approver } = own.keys;
  const second = await another(api, own);
  keys = JSON.stringify({
    operator: operator.key,
    operator2: second.key,
    manager: manager.key,
    approver: approver.key,
  });
}
afterEach(() => {
  for (const desks of open.splice(0)) desks.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(dir, { recursive: true });
});

function mailbag() {
  const app = express();
  app.get('/api/mailbag', (request, response) => {
    response.json({ items: items.filter(({ seq }) => seq > Number(request.query.since)) });
  });
  app.get('/api/mailbag/:seq/image', (request, response) => {
    response.type('png').send(images[Number(request.params.seq) - 1]);
  });
  app.post('/api/mailbag/:seq/taken', (request, response) => {
    items[Number(request.params.seq) - 1]!.taken = true;
    response.json({ taken: true });
  });
  return app;
}

function arrives(piece: string, image: Buffer, more: Partial<Item> = {}): void {
  const seq = items.length + 1;
  const own = { piece, image: `/api/mailbag/${seq}/image`, type: 'image/png', taken: false };
  items.push({ seq, at: '2027-02-15T01:00:00.000Z', kind: 'form', ...own, ...more });
  images.push(image);
}

async function formOf(letter: Letter, slip?: Slip, asks?: FormRules): Promise<Buffer> {
  const choices = letter.contracts.map(() => 'migrate' as const);
  const blank = await printForm(letter.code, letter.contracts.length, asks);
  const [page] = await fillForm(blank, { choices, writtenOn: '2027-02-12', slip }, new SeededRandom(1, 'operator'));
  return page!;
}

function desks(seed = 1): Desks {
  const [apiUrl, shopUrl] = urls;
  const settings = { host: '', port: 0, dir: join(dir, 'record'), apiUrl, shopUrl, phoneUrl: undefined, keys, seed };
  const made = new Desks(settings, pino({ level: 'silent' }));
  open.push(made);
  return made;
}

const kindsOf = async (letter: Letter) => (await arrivalsOf(api, letter)).map(({ kind, data }) => [kind, data]);

it('books, enters twice and takes out of the mailbag what customers have filled in', async () => {
  const letter = await postLetter(api, own);
  arrives(letter.code, await formOf(letter));
  const desk = desks();
  expect(await desk.passTime(at)).toBe(0);
  expect(items[0]!.taken).toBe(true);
  const choices = Object.fromEntries(letter.contracts.map((contract) => [contract, 'migrate']));
  expect(await kindsOf(letter)).toEqual([['answer', expect.objectContaining({ choices, via: 'form' })]]);
  expect(desk.account()).toEqual({ 'returns.booked': 1, 'returns.entered': 2 });
  expect(await desk.passTime(at)).toBe(0);
  expect(desk.account()['returns.entered']).toBe(2);
});

it.each<[Slip, string]>([
  ['unsigned', 'no_signature'],
  ['both', 'both_ticked'],
  ['none', 'none_ticked'],
])('sees what is missing: %s', async (slip, defect) => {
  const letter = await postLetter(api, own, { index: 1 });
  arrives(letter.code, await formOf(letter, slip));
  expect(await desks().passTime(at)).toBe(0);
  expect((await kindsOf(letter)).at(-1)).toEqual(['form_defect', expect.objectContaining({ defects: [defect] })]);
});

it('accepts a form with the hanko that a campaign asks for', async () => {
  const asks = { hanko: 'required', account: 'none' } as const;
  await openClient(asks);
  const letter = await postLetter(api, own);
  arrives(letter.code, await formOf(letter, undefined, asks));
  expect(await desks().passTime(at)).toBe(0);
  expect((await kindsOf(letter)).map(([kind]) => kind)).toEqual(['answer']);
});

it('lets the manager decide where two people have read differently', async () => {
  const letter = await postLetter(api, own);
  arrives(letter.code, await formOf(letter));
  const desk = desks(MISREADING_SEED);
  expect(await desk.passTime(at)).toBe(0);
  expect(desk.account()['returns.entered']).toBe(3);
  expect((await kindsOf(letter)).map(([kind]) => kind)).toEqual(['answer']);
});

it('books letters that came back, and types the code where the image does not show it', async () => {
  const [back, typed] = [await postLetter(api, own), await postLetter(api, own, { index: 1 })];
  const [blank] = await printForm(back.code, 2);
  const [spoiled] = await printForm('0000', 1);
  arrives(back.code, blank!, { kind: 'undeliverable', reason: 'moved' });
  arrives(typed.code, spoiled!, { kind: 'undeliverable', reason: 'refused' });
  const desk = desks();
  expect(await desk.passTime(at)).toBe(0);
  expect(desk.account()).toEqual({ 'returns.booked': 2 });
  expect(await kindsOf(back)).toEqual([['undeliverable', expect.objectContaining({ reason: 'moved', hard: true })]]);
  expect(await kindsOf(typed)).toEqual([['undeliverable', expect.objectContaining({ reason: 'refused' })]]);
});

it('puts aside what belongs to no customer, owes while nothing can be booked, and goes on after a restart', async () => {
  const letter = await postLetter(api, own);
  arrives('ZZZZZZZZZZZZ', (await printForm('0000', 1))[0]!);
  arrives(letter.code, await formOf(letter));
  const { port } = servers[0]!.address() as { port: number };
  servers[0]!.closeAllConnections();
  await new Promise((resolve) => servers[0]!.close(resolve));
  expect(await desks().passTime(at)).toBeGreaterThan(0);
  expect(items.map(({ taken }) => taken)).toEqual([false, false]);
  servers[0] = await listen(api.app, port);
  const again = desks();
  expect(await again.passTime(at)).toBe(0);
  expect(items.map(({ taken }) => taken)).toEqual([true, true]);
  expect((await kindsOf(letter)).map(([kind]) => kind)).toEqual(['answer']);
});
