import { mkdtempSync, rmSync } from 'node:fs';
import { type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import pino from 'pino';
import { InboxClient, PostClient, SmsClient } from '../../sandbox/customers/channels';
import { Knowledge } from '../../sandbox/customers/knowledge';
import { type SeededRandom, randomOf, wishFor } from '../../sandbox/customers/seeded-random';
import { Simulation } from '../../sandbox/customers/simulation';
import { type Persona, personaOf } from '../../sandbox/customers/persona';
import { readForm } from '../../sandbox/operators/form-reading';
import { NOW, pagesTest, type PagesTest, type TestCustomer } from '../customers/page-fixture';
import { listen, printForm, urlOf } from './operators-support';

const DAY = 86_400_000;
const SEED = 5;
const TITLES = '契約番号,氏名,生年月日,都道府県,番地・建物,固定電話,携帯電話,メールアドレス';
const NUMBER = 'MN170000123';
let test: PagesTest;
let dir: string;
let servers: Server[];
let sms: object[];
let letters: { seq: number; piece: string }[];
let posted: { piece: string; pages: Buffer[] }[];
const open: Simulation[] = [];

beforeAll(async () => void (test = await pagesTest()));
afterAll(() => test.close());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'customers-'));
  [sms, letters, posted] = [[], [], []];
  servers = [await listen(standIns()), await listen(test.app)];
  await test.setNow(NOW);
});
afterEach(async () => {
  for (const simulation of open.splice(0)) simulation.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(dir, { recursive: true });
});

/** Inbox, phones and post at one address; the inbox stays empty. */
function standIns() {
  const app = express();
  const later = <Item>(items: Item[], since: unknown) => items.slice(Number(since));
  app.get('/inbox/api/messages', (_request, response) => void response.json({ messages: [] }));
  app.get('/api/messages', ({ query }, response) => void response.json({ messages: later(sms, query.since) }));
  app.get('/api/letters', ({ query }, response) => void response.json({ letters: later(letters, query.since) }));
  app.get('/api/letters/:seq/pages/2.png', async (request, response) => {
    const { piece } = letters[Number(request.params.seq) - 1]!;
    response.type('png').send((await printForm(piece, 1))[0]);
  });
  app.post('/api/postbox', express.json({ limit: '20mb' }), (request, response) => {
    const { pages } = request.body as { pages: string[] };
    posted.push({ piece: String(request.query.piece), pages: pages.map((page) => Buffer.from(page, 'base64')) });
    response.status(201).json({});
  });
  return app;
}

/** A row of a customer with a fitting persona: mail addresses are tried until the seeded random numbers fit. */
function rowOf(fits: (persona: Persona, random: SeededRandom) => boolean): string {
  for (let i = 0; ; i++) {
    const row = `${NUMBER},坂本　良枝,1948/03/07,東京都,港区1-2-3,,090-1111-2222,p${i}@example.jp`;
    const [self] = new Knowledge(Buffer.from(`${TITLES}\n${row}`), '2026-12-10').all;
    const random = randomOf(SEED, self!);
    if (fits(personaOf(random, self!, { sms: true, post: true }), random)) return row;
  }
}

async function simulation(row: string): Promise<Simulation> {
  const [channels, pages] = servers.map(urlOf) as [string, string];
  class Nothing extends InboxClient {
    override after = () => Promise.resolve([]);
  }
  const made = new Simulation(
    {
      inboxUrl: channels,
      smsUrl: channels,
      shopUrl: channels,
      pagesUrl: pages,
      seed: SEED,
      host: '',
      port: 0,
      dir: join(dir, 'record'),
      file: '',
      codesFile: undefined,
      dayMs: DAY,
    },
    {
      channels: { inbox: new Nothing(channels), sms: new SmsClient(channels), post: new PostClient(channels) },
      knowledge: new Knowledge(Buffer.from(`${TITLES}\n${row}`), '2026-12-10'),
      log: pino({ level: 'silent' }),
    },
  );
  open.push(made);
  return made;
}

function textTo({ page, optOut }: TestCustomer): void {
  const body = `終了のご案内 http://page.example${page} 停止 http://page.example${optOut}`;
  sms.push({ seq: sms.length + 1, key: `k${sms.length}`, to: '+819011112222', body });
}

function letterTo({ page }: TestCustomer): void {
  const lines = ['〒105-0001', '東京都港区1-2-3', '坂本　良枝 様'];
  const link = `http://page.example${page}`;
  const seq = letters.length + 1;
  const letter = { seq, piece: `7K3M9Q2RT5W${seq}`, addressee: { lines }, link, pages: 2, formPages: [2] };
  letters.push(letter);
}

async function days(of: Simulation, from: number, to: number): Promise<number> {
  let owed = 0;
  for (let day = from; day <= to; day++) {
    await test.setNow(NOW + day * DAY);
    owed = await of.passTime(NOW + day * DAY);
  }
  return owed;
}

const customer = () => test.addCustomer({ birth: '1948-03-07', contracts: [{ number: NUMBER }] });
const kindsOf = async ({ journeyId }: TestCustomer) => {
  const rows = test.db.selectFrom('arrivals').select('kind').where('journey_id', '=', journeyId).orderBy('seq');
  return (await rows.execute()).map(({ kind }) => kind);
};
const web = ({ way, answersTo, afterwards, optsOut }: Persona) =>
  way === 'web' && answersTo === 1 && afterwards === 'keeps' && !optsOut;
const paper = (persona: Persona) => persona.way === 'form' && persona.answersTo === 1 && !persona.optsOut;

it.each<[string, (to: TestCustomer) => void]>([
  ['a text message', textTo],
  ['a letter', letterTo],
])('answers on the page that %s links to', async (_, send) => {
  const recipient = await customer();
  const people = await simulation(rowOf(web));
  send(recipient);
  expect(await days(people, 0, 14)).toBe(0);
  expect(await kindsOf(recipient)).toEqual(['answer']);
  expect(posted).toEqual([]);
});

it('stops text messages by their link', async () => {
  const recipient = await customer();
  const people = await simulation(rowOf((persona) => persona.optsOut === 'sms' && persona.answersTo === 0));
  textTo(recipient);
  await days(people, 0, 3);
  expect(await kindsOf(recipient)).toEqual(['opt_out']);
});

it('fills in the form of a letter and posts it, whatever came by phone before', async () => {
  const recipient = await customer();
  const row = rowOf((persona) => paper(persona) && !persona.slip);
  const people = await simulation(row);
  textTo(recipient);
  await days(people, 0, 13);
  expect(posted).toEqual([]);
  letterTo(recipient);
  expect(await days(people, 14, 28)).toBe(0);
  expect(posted.map(({ piece }) => piece)).toEqual(['7K3M9Q2RT5W1']);
  const [answer] = people.report().answers;
  const read = await readForm(posted[0]!.pages, 1);
  expect(read).toEqual({ choices: [answer!.choice], writtenOn: expect.stringMatching(/^202[67]-/), signed: true });
  expect(await kindsOf(recipient)).toEqual([]);
});

it('forgets to sign, and signs when asked', async () => {
  const recipient = await customer();
  const people = await simulation(rowOf((persona) => paper(persona) && persona.slip === 'unsigned' && persona.mends));
  letterTo(recipient);
  await days(people, 0, 14);
  expect(people.report().answers).toEqual([]);
  letterTo(recipient);
  await days(people, 15, 20);
  expect(posted.map(({ piece }) => piece)).toEqual(['7K3M9Q2RT5W1', '7K3M9Q2RT5W2']);
  const signed = await Promise.all(posted.map(async ({ pages }) => (await readForm(pages, 1))?.signed));
  expect(signed).toEqual([false, true]);
  expect(people.report().answers).toHaveLength(1);
});

const ringing = { number: '+819011112222', name: '坂本 良枝' };
const willing = (persona: Persona, random: SeededRandom) =>
  persona.way === 'call' &&
  random.draw('missed calls') < 0.5 &&
  random.draw('mood') > 0.2 &&
  random.draw('busy now') > 0.2;

it('says on the phone what he wishes, the same to the same call, also after a restart', async () => {
  const row = rowOf(willing);
  const people = await simulation(row);
  const call = { ...ringing, at: NOW, key: '5/1' };
  const reply = await people.ring(call);
  const [self] = new Knowledge(Buffer.from(`${TITLES}\n${row}`), '2026-12-10').all;
  const choice = wishFor(randomOf(SEED, self!), NUMBER);
  const items = [{ item: 'contractNumber', said: expect.stringMatching(/0123$/) }, expect.anything()];
  expect(reply).toEqual({ heard: 'answered', who: 'customer', says: 'completed', choices: { '0123': choice }, items });
  expect(await people.ring({ ...call, at: NOW + DAY })).toEqual(reply);
  const again = await simulation(row);
  expect(await again.ring(call)).toEqual(reply);
  expect(again.report().customers[0]!.calls).toHaveLength(1);
});

it('finds no one at a number that is not in use', async () => {
  const people = await simulation(rowOf(willing));
  expect(await people.ring({ number: '+81399998888', name: '', at: NOW, key: 'k' })).toBeUndefined();
});
