import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type ClientLedger } from '../../sandbox/client-system/ledger';
import { eventsOf, judge } from '../../sandbox/client-system/events';
import { type ResultRow } from '../../sandbox/client-system/entries';
import { readResults } from '../../sandbox/client-system/files';
import { type AudienceRow } from '../../sandbox/customers/audience-file';
import { freePort } from '../../embedded/ports';
import { type SupervisedProcess, superviseProcess, typescriptCommand } from '../../embedded/process';
import { releaseExport } from '../privacy/exports-support';
import { answer, closeLapsed, exchange, numberOf, runningClient } from '../exchange/fixture';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';
import { testFolder } from './support';
import { eventually } from '../support/eventually';

const CUSTOMERS = 40;
const folder = testFolder();
let api: Api;
let own: ApiClient;
let server: Server;
let system: SupervisedProcess;
let url: string;

beforeAll(async () => {
  api = await openApi();
  own = await runningClient(
    api,
    Array.from({ length: CUSTOMERS }, () => ({})),
  );
  server = createServer(api.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const rows = own.customers.map((_, index) =>
    [numberOf(index), `見本 ${index}`, '1970/01/02', '090-1111-2222', `c${index}@customers.example`, '1-1'].join(','),
  );
  const file = join(folder.dir, 'customers.csv');
  writeFileSync(file, ['契約番号,氏名,生年月日,携帯電話,メールアドレス,番地', ...rows].join('\r\n'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  system = await superviseProcess({
    name: 'client-system',
    ...typescriptCommand(join(__dirname, '../../sandbox/client-system/main.ts')),
    env: {
      CLIENT_HTTP_PORT: String(port),
      CLIENT_DIR: join(folder.dir, 'client'),
      API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      CLIENT_KEY: own.keys.client_approver.key,
      CLIENT_CAMPAIGN: join(folder.dir, 'campaign'),
      CUSTOMERS_FILE: file,
      SEED: '4',
    },
    dir: folder.dir,
    log: () => undefined,
    ready: async () => (await fetch(`${url}/healthz`)).ok,
  });
});
afterAll(async () => {
  await system.stop();
  server.closeAllConnections();
  server.close();
  await api.t.close();
  folder.remove();
});

/** A noon passes on the installation's clock and at the client's. */
async function noon(date: string): Promise<number> {
  await stepClock(api.t, `${date}T12:00:00+09:00`);
  const response = await fetch(`${url}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ at: new Date(`${date}T12:00:00+09:00`).toISOString() }),
  });
  return ((await response.json()) as { owed: number }).owed;
}

const record = async () => (await (await fetch(`${url}/api/record`)).json()) as ReturnType<ClientLedger['summary']>;

it('waits for its campaign, reports changes, takes each result once and rejects some the first time', async () => {
  expect(await noon('2027-02-10')).toBe(0);
  expect(await record()).toMatchObject({ deliveries: 0 });
  writeFileSync(join(folder.dir, 'campaign'), String(own.campaignId));
  await releaseExport(api, own, 'results', own.campaignId);
  const client = exchange(api, own);
  for (let customer = 0; customer < CUSTOMERS; customer++) await closeLapsed(api, own, customer);
  for (let customer = 0; customer < 30; customer++) {
    await answer(api, own, { customer, choice: 'migrate', at: `2027-02-10T14:${10 + customer}:00+09:00` });
  }
  expect(await noon('2027-02-11')).toBe(0);
  const first = await record();
  expect(first).toMatchObject({ deliveries: 1, contracts: CUSTOMERS, doubled: [], unknown: [], withoutResult: [] });
  expect(await noon('2027-02-11')).toBe(0); // the same day again changes nothing
  await system.kill();
  await eventually('the client system to be back', () =>
    fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    ),
  );
  expect(await record()).toEqual(first);
  for (let day = 12; day <= 20; day++) expect(await noon(`2027-02-${day}`)).toBe(0);
  const later = await record();
  expect(later.reportedByKind).toMatchObject({ 逝去: 1, 番号変更: 1, メール変更: 1, 転居: 1 });
  const { items } = await client.get(`?campaign=${own.campaignId}`);
  expect(items.reduce((sum: number, file: { totals: { rows: number } }) => sum + file.totals.rows, 0)).toBe(
    later.changes.length,
  );
  expect(later).toMatchObject({ deliveries: 10, doubled: [], unanswered: 0, unreadable: [], refused: [] });
  expect(later.rejected).toBe(later.rejectedOpen.length);
  expect(await client.stages()).toMatchObject({ reflected: CUSTOMERS - later.rejected });
});

it('decides each requested change for good, and keeps what it took over where it refuses', async () => {
  const before = (await record()).standing as { contract: string; outcome: string }[];
  const chosen = own.customers.flatMap((_, index) => {
    const known = before.find(({ contract }) => contract === numberOf(index));
    return known?.outcome === '移行受付' ? [index] : [];
  });
  expect(chosen.length).toBeGreaterThan(0);
  for (const customer of chosen)
    await answer(api, own, { customer, choice: 'cancel', at: '2027-02-20T15:00:00+09:00' });
  for (const day of [21, 22]) expect(await noon(`2027-02-${day}`)).toBe(0);
  const { changeRequests, standing, doubled, unanswered, rejectedOpen } = await record();
  const { accepted = 0, refused = 0 } = changeRequests as { accepted?: number; refused?: number };
  expect([accepted + refused, accepted > 0, refused > 0]).toEqual([chosen.length, true, true]);
  const numbers = new Set(chosen.map((index) => numberOf(index)));
  const now = (standing as { contract: string; outcome: string }[]).filter(({ contract }) => numbers.has(contract));
  expect(now.filter(({ outcome }) => outcome === '解約受付')).toHaveLength(accepted);
  expect(now.filter(({ outcome }) => outcome === '移行受付')).toHaveLength(refused);
  expect({ doubled, unanswered, rejectedOpen: rejectedOpen.length }).toMatchObject({ doubled: [], unanswered: 0 });
  const outcomes = await api.t.db.selectFrom('outcomes').select('outcome').where('campaign_id', '=', own.campaignId);
  expect((await outcomes.execute()).filter(({ outcome }) => outcome === 'cancelled').length).toBe(accepted);
});

it('owes its day while the API is away', async () => {
  server.closeAllConnections();
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await noon('2027-02-21')).toBe(1);
  server = createServer(api.app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await noon('2027-02-21')).toBe(0);
});

it('shows its record to people', async () => {
  const page = await (await fetch(`${url}/?lang=en`)).text();
  expect(page).toContain('Received twice');
});

const row = (contract: string, outcome: string): ResultRow => ({
  no: 1,
  contract,
  outcome,
  reason: '',
  declaredAt: '',
  receipt: 'R',
});
const numbers = Array.from({ length: 1000 }, (_, i) => `MN${100000 + i}`);

it('rejects about three of a hundred that it carries out, once, and unknown contracts always', () => {
  const knows = { seed: 1, isKnown: true, rejectedBefore: false };
  const rejected = numbers.filter((number) => judge(row(number, '移行受付'), knows));
  expect(rejected.length).toBeGreaterThan(15);
  expect(rejected.length).toBeLessThan(50);
  expect(rejected.filter((number) => judge(row(number, '移行受付'), { ...knows, rejectedBefore: true }))).toEqual([]);
  expect(numbers.filter((number) => judge(row(number, '連絡不能'), knows))).toEqual([]);
  expect(judge(row('X', '連絡不能'), { ...knows, isKnown: false })).toMatchObject({ code: 'E404' });
});

it('knows what happens from seed and file alone, nothing twice to one customer', () => {
  const person = (number: string): AudienceRow => {
    const base = { kind: '', prefecture: '', city: '', town: '', phone: '', kana: '', postal: '' };
    return { ...base, number, name: number, birth: 'x', street: 'x', mobile: 'x', mail: 'x' };
  };
  const rows = numbers.slice(0, 300).map(person);
  const all = eventsOf(3, rows);
  expect(eventsOf(3, rows)).toEqual(all);
  expect(eventsOf(4, rows)).not.toEqual(all);
  expect(new Set(all.map(({ contract }) => contract)).size).toBe(all.length);
  expect(all.filter(({ kind }) => kind === '解約済')).toHaveLength(3);
});

const HEAD = '連番,契約番号,結果,理由,申出日時,受付番号';
it.each([
  ['a missing row', [HEAD, '1,MN12,移行受付,,,R', '合計,2,12'], 'totals'],
  ['a swapped number', [HEAD, '1,MN13,移行受付,,,R', '合計,1,12'], 'totals'],
  ['a gap', [HEAD, '2,MN12,移行受付,,,R', '合計,1,12'], 'gap'],
  ['another header', ['x', '合計,0,0'], 'header'],
])('does not believe a delivery with %s', (_, lines, why) => {
  expect(() => readResults(lines.join('\r\n'))).toThrow(why);
});
