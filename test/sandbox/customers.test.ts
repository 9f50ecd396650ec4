import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Express } from 'express';
import pino from 'pino';
import { InboxClient } from '../../sandbox/customers/channels';
import { Knowledge } from '../../sandbox/customers/knowledge';
import { randomOf } from '../../sandbox/customers/seeded-random';
import { Simulation } from '../../sandbox/customers/simulation';
import { type Persona, personaOf } from '../../sandbox/customers/persona';
import { BounceSender } from '../../sandbox/inbox/dsn';
import { createHttpApp } from '../../sandbox/inbox/http';
import { Mailbox } from '../../sandbox/inbox/mailbox';
import { type CustomerInput, NOW, pagesTest, type PagesTest, type TestCustomer } from '../customers/page-fixture';

const DAY = 86_400_000;
const SEED = 7;
let test: PagesTest;
let mailbox: Mailbox;
let dir: string;
let pages: Server;
let inbox: Server;
const open: Simulation[] = [];

beforeAll(async () => void (test = await pagesTest()));
afterAll(() => test.close());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'customers-'));
  mailbox = await Mailbox.open(join(dir, 'inbox'));
  inbox = await serve(createHttpApp(mailbox, new BounceSender(mailbox, undefined)));
  pages = await serve(test.app);
  await test.setNow(NOW);
});
afterEach(async () => {
  for (const simulation of open.splice(0)) simulation.close();
  for (const server of [inbox, pages]) {
    server.closeAllConnections();
    server.close();
  }
  await mailbox.close();
  rmSync(dir, { recursive: true });
});

async function serve(app: Express): Promise<Server> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A customer with a fitting persona: mail addresses are tried until the seeded random numbers fit. */
function simulatedCustomer(name: string, itself: string, fits: (persona: Persona) => boolean): SimulatedCustomer {
  for (let i = 0; ; i++) {
    const row = (number: string) => `${number},${name},${itself},p${i}@example.jp`;
    const [self] = new Knowledge(Buffer.from([TITLES, row('MN1')].join('\n')), '2026-12-10').all;
    if (fits(personaOf(randomOf(SEED, self!), self!, { sms: false, post: false }))) {
      return { mail: `p${i}@example.jp`, name, row };
    }
  }
}

interface SimulatedCustomer {
  mail: string;
  name: string;
  row: (number: string) => string;
}

const TITLES = '契約番号,氏名,生年月日,固定電話,携帯電話,メールアドレス';

async function simulation(rows: string[], codes = ''): Promise<Simulation> {
  writeFileSync(join(dir, 'codes.csv'), `\ufeff契約番号,確認番号\r\n${codes}\r\n`);
  const knowledge = new Knowledge(Buffer.from([TITLES, ...rows].join('\r\n')), '2026-12-10');
  const made = new Simulation(
    {
      inboxUrl: urlOf(inbox),
      smsUrl: undefined,
      shopUrl: undefined,
      pagesUrl: urlOf(pages),
      seed: SEED,
      host: '',
      port: 0,
      dir: join(dir, 'record'),
      file: '',
      codesFile: join(dir, 'codes.csv'),
      dayMs: DAY,
    },
    {
      channels: { inbox: new InboxClient(urlOf(inbox)), sms: undefined, post: undefined },
      knowledge,
      log: pino({ level: 'silent' }),
    },
  );
  open.push(made);
  return made;
}

let keys = 0;
async function mailTo(self: { mail: string; name: string }, customer: TestCustomer, key = `k${keys++}`): Promise<void> {
  const text = `${self.name} 様\r\n\r\nhttp://page.example${customer.page}\r\nhttp://page.example${customer.optOut}\r\n`;
  const raw = Buffer.from(`Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`);
  const mail = { from: 'b@x', to: self.mail, messageId: '', key, subject: '', verdict: 'accepted' as const };
  await mailbox.accept({ ...mail, raw, bounceAfterMs: undefined });
}

const arrivalsOf = async ({ journeyId }: TestCustomer) => {
  const rows = await test.db
    .selectFrom('arrivals')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => row.kind);
};

async function days(of: Simulation, count: number): Promise<number> {
  let owed = 0;
  for (let day = 0; day <= count; day++) {
    await test.setNow(NOW + day * DAY);
    owed = await of.passTime(NOW + day * DAY);
  }
  return owed;
}

const answersSoon = (persona: Persona) => persona.answersTo === 1 && persona.afterwards === 'keeps';

it.each<[string, (persona: Persona) => boolean, CustomerInput, string, string[]]>([
  ['answers', (t) => answersSoon(t) && !t.mistypes, { birth: '1948-03-07' }, 'S230307,,', ['answer']],
  ['mistypes and answers', (t) => answersSoon(t) && t.mistypes, { birth: '1948-03-10' }, '1948/3/10,,', ['answer']],
  ['answers by phone', answersSoon, { phone4: '5678' }, ',03-1111-1234,090-1234-5678', ['answer']],
  ['answers in English', (t) => answersSoon(t) && t.english, {}, '1948/03/07,,', ['answer']],
  [
    'changes the answer',
    (t) => t.answersTo === 1 && t.afterwards === 'changes',
    {},
    '1948/03/07,,',
    ['answer', 'answer'],
  ],
  [
    'takes it back',
    (t) => t.answersTo === 1 && t.afterwards === 'takes_back' && t.againAfter === null,
    {},
    '1948/03/07,,',
    ['answer', 'answer_withdrawn'],
  ],
  [
    'answers again',
    (t) => t.answersTo === 1 && t.afterwards === 'takes_back' && t.againAfter !== null,
    {},
    '1948/03/07,,',
    ['answer', 'answer_withdrawn', 'answer'],
  ],
  ['stops the mails', (t) => t.optsOut === 'mail', {}, '1948/03/07,,', ['opt_out']],
  ['never reacts', (t) => t.answersTo === 0 && !t.optsOut, {}, '1948/03/07,,', []],
  ['waits for the reminder', (t) => t.answersTo === 2, {}, '1948/03/07,,', []],
])('a customer who %s', async (_, fits, input, itself, kinds) => {
  const self = simulatedCustomer('坂本 良枝', itself, fits);
  const number = `MN17000${keys}`.padEnd(12, '5');
  const customer = await test.addCustomer({ ...input, contracts: [{ number, product: 'みなとADSL' }] });
  const sim = await simulation([self.row(number)]);
  await mailTo(self, customer);
  expect(await days(sim, 30)).toBe(0);
  expect(await arrivalsOf(customer)).toEqual(kinds);
  const { answers } = sim.report();
  const stands = kinds.at(-1) === 'answer';
  expect(answers.map((answer) => [answer.mail, answer.contract])).toEqual(stands ? [[self.mail, number]] : []);
});

it('chooses for each contract, and knows what was declared', async () => {
  const self = simulatedCustomer('株式会社 港', ',,', answersSoon);
  const numbers = Array.from({ length: 23 }, (_, i) => `MN1700${i + 1000}`);
  const contracts = numbers.map((number) => ({ number, product: 'みなとADSL' }));
  const customer = await test.addCustomer({ name: self.name, kind: 'company', code: '12345678', contracts });
  const companies = await simulation(numbers.map(self.row), `${numbers[9]},12345678`);
  await mailTo(self, customer);
  await days(companies, 14);
  const [arrival] = await test.db
    .selectFrom('arrivals')
    .select('data')
    .where('journey_id', '=', customer.journeyId)
    .execute();
  const choices = Object.values(arrival!.data.choices as Record<string, string>);
  expect(choices).toHaveLength(23);
  expect(new Set(choices)).toEqual(new Set(['migrate', 'cancel']));
  const { answers } = companies.report();
  expect(answers.map((answer) => answer.contract).sort()).toEqual(numbers);
  expect(answers.map((answer) => answer.choice).sort()).toEqual(choices.sort());
  expect(answers[0]).toMatchObject({ receipt: arrival!.data.receipt });
});

it('goes on from its record after a restart, and does nothing twice', async () => {
  const self = simulatedCustomer('坂本 良枝', '1948/03/07,,', (t) => answersSoon(t) && t.answersAfter > 2);
  const customer = await test.addCustomer({ contracts: [{ number: 'MN170000777' }] });
  const rows = [self.row('MN170000777')];
  await mailTo(self, customer, 'same');
  await mailTo(self, customer, 'same'); // a doubled mail is one mail
  await days(await simulation(rows), 1);
  await days(await simulation(rows), 20);
  const last = await simulation(rows);
  await days(last, 20);
  expect(await arrivalsOf(customer)).toEqual(['answer']);
  expect(last.report().customers).toMatchObject([
    { mail: self.mail, contacts: ['mail'], acts: [{ act: 'answer', page: 'receipt' }] },
  ]);
});

it('owes what the pages could not take, and does it later', async () => {
  const self = simulatedCustomer('坂本 良枝', '1948/03/07,,', (t) => answersSoon(t) && t.answersAfter < 1);
  const customer = await test.addCustomer({ contracts: [{ number: 'MN170000778' }] });
  const sim = await simulation([self.row('MN170000778')]);
  await mailTo(self, customer);
  const { port } = pages.address() as AddressInfo;
  pages.closeAllConnections();
  await new Promise((resolve) => pages.close(resolve));
  await sim.passTime(NOW);
  expect(await sim.passTime(NOW + DAY)).toBe(1);
  pages = createServer(test.app).listen(port, '127.0.0.1');
  await once(pages, 'listening');
  expect(await sim.passTime(NOW + DAY)).toBe(0);
  expect(await arrivalsOf(customer)).toEqual(['answer']);
});
