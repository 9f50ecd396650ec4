import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bookAcknowledged } from '../../../activities/print/posted';
import { renderRun } from '../../../activities/print/render';
import { createApiKey } from '../../../db/access/api-keys';
import { campaignCosts } from '../../../db/print/campaign-costs';
import { keepAcknowledgement } from '../../../db/print/posted';
import { findQuick } from '../../../db/platform/alerts/causes';
import { PUBLIC_PRICES } from '../../../domain/print/price-lists';
import { type Acknowledgement } from '../../../domain/print/print-run';
import { type Api, makePerson, openApi } from '../../support/api';
import { channelsDoc, stepClock } from '../../support/seed';
import { queueMessage } from '../../support/seeding/messages';
import {
  acknowledge,
  handOver,
  openRun,
  printScene,
  type PrintScene,
  removeScene,
  runOf,
  secondCampaign,
} from '../fixture';
import { seenPages } from '../letter-fixture';

let api: Api;
let scene: PrintScene;
let runId: number;
let key: string;
beforeAll(async () => void (api = await openApi()));
afterEach(() => removeScene(scene));
afterAll(() => api.t.close());

/** Three customers; the second campaign's letter to the first goes by registered mail, in an envelope of its own. */
async function handedOver(): Promise<void> {
  scene = await printScene(api.t, [{}, {}, {}]);
  const doc = channelsDoc();
  const second = await secondCampaign(api.t, scene, { ...doc, post: { ...doc.post!, mailClass: 'simple_registered' } });
  expect(second.letters).toHaveLength(1);
  const personId = await makePerson(api.t, 'operator');
  key = (await createApiKey(api.t.db, { personId, clientId: scene.clientId, role: 'operator' })).key;
  runId = await openRun(api.t, scene);
  await renderRun(scene.deps, runId);
  await handOver(api.t, scene, runId);
  await stepClock(api.t, Date.parse('2027-02-03T03:00:00Z'));
}
const report = async (change: Partial<Acknowledgement> = {}) => {
  await keepAcknowledgement(api.t.db, acknowledge(scene, (await runOf(api.t, runId)).key, change));
  return bookAcknowledged(scene.deps, runId);
};

interface Run {
  balance: Record<string, unknown> & { open: string[]; balanced: boolean };
  postings: { id: number; office: string; pieces: number; bookedBy: number | null; withdrawnAt: string | null }[];
  costs: { postal: { class: string }; pieces: number; yen: number; unpriced: number }[];
  prices: string | null;
  envelopes: { items: { code: string; reprinted: number; yen: number | null; notes: string[] }[] };
}
const run = async () => (await api.send('get', `/api/print-runs/${runId}`, key).expect(200)).body as Run;
const ordinary = { class: 'ordinary', express: false, noForwarding: false, pieces: 3 };
const registered = { class: 'simple_registered', express: false, noForwarding: false, pieces: 1 };
const book = (lines: object[], change: object = {}) =>
  api.act(`/api/print-runs/${runId}/postings`, key, { office: '銀座郵便局', slipNo: '12', postedOn: '2027-02-02', lines, ...change }); // prettier-ignore
const alerts = async () => (await findQuick(api.t.db)).filter(({ kind }) => kind === 'postings_differ').length;

it('balances data, printed, inserted, posted and the slips; a spoiled piece keeps its number', async () => {
  await handedOver();
  expect((await run()).balance).toMatchObject({ data: 4, printed: null, posted: null, slips: null, balanced: false });
  const [spoiled] = (await run()).envelopes.items;
  expect(await report({ spoiled: [{ piece: spoiled!.code, reprinted: true }] })).toBe('posted');
  const before = await run();
  expect(before.balance).toMatchObject({ printed: 4, inserted: 4, posted: 4, spoiled: 1, reprinted: 1, slips: null });
  expect(before.balance.open).toEqual(['slips_missing']);
  expect(before.envelopes.items[0]).toMatchObject({ code: spoiled!.code, reprinted: 1 });
  expect(await alerts()).toBe(0);
  expect((await book([ordinary, registered]).expect(201)).body).toMatchObject({ open: [] });
  expect((await run()).balance).toMatchObject({ slips: 4, balanced: true, open: [] });
});

it('keeps a run open, with an alert, whose slips say otherwise, until the mistake is withdrawn', async () => {
  await handedOver();
  await report();
  expect((await book([{ ...ordinary, pieces: 4 }, registered]).expect(201)).body).toMatchObject({
    open: ['slips', 'slip_classes'],
  });
  expect(await alerts()).toBe(1);
  const [wrong] = (await run()).postings;
  const path = `/api/print-runs/${runId}/postings/${wrong!.id}/withdraw`;
  await api.act(path, key, { reason: '通数の書き誤り' }).expect(200);
  await api.act(path, key, { reason: '二度目' }).expect(404);
  expect((await book([ordinary]).expect(201)).body).toMatchObject({ open: [] });
  expect(await alerts()).toBe(0);
  const { postings, balance } = await run();
  expect(postings.map(({ pieces, withdrawnAt }) => [pieces, withdrawnAt !== null])).toEqual([[4, true], [1, false], [3, false]]); // prettier-ignore
  expect(balance.balanced).toBe(true);
});

it('takes the slips of the shop’s report, and a wrong day is an open item', async () => {
  await handedOver();
  const slip = { office: '銀座郵便局', no: '7', postedOn: '2027-02-01', class: 'ordinary' as const, express: false };
  const line = { ...slip, noForwarding: false, pieces: 3 };
  await report({ slips: [line, { ...line, class: 'simple_registered', pieces: 1 }] });
  const { postings, balance } = await run();
  expect(postings).toMatchObject([
    { office: '銀座郵便局', pieces: 3, bookedBy: null },
    { pieces: 1, bookedBy: null },
  ]);
  expect(balance.open).toEqual(['slip_day']);
});

it.each([
  ['a future day', { postedOn: '2027-02-04' }, 422],
  ['a day before the hand-over', { postedOn: '2027-01-31' }, 422],
])('books no slip of %s', async (_, change, status) => {
  await handedOver();
  await book([ordinary], change).expect(status);
  expect((await run()).postings).toEqual([]);
});

it('books nothing as posted that differs, and no slip can change that', async () => {
  await handedOver();
  expect(await report({ spoiled: [{ piece: 'UNKNOWN', reprinted: true }] })).toBe('differs');
  expect(await report({ printed: 3 })).toBe('differs');
  await book([ordinary, registered]).expect(201);
  const { balance, costs } = await run();
  expect(balance).toMatchObject({ printed: 3, open: ['printed'], balanced: false });
  expect(costs).toEqual([]);
});

it('keeps what each piece cost by the prices of the day, with the sums of run and campaign', async () => {
  await handedOver();
  await report();
  const { envelopes, costs, prices } = await run();
  expect(envelopes.items.filter(({ yen }) => yen !== null).map(({ yen }) => yen)).toEqual([110, 110, 110, 460]);
  expect(costs).toMatchObject([
    { postal: { class: 'ordinary' }, pieces: 3, yen: 330, unpriced: 0 },
    { postal: { class: 'simple_registered' }, pieces: 1, yen: 460, unpriced: 0 },
  ]);
  expect(prices).toContain('2024年10月1日');
  const { body } = await api.send('get', `/api/campaigns/${scene.campaignId}/costs`, key).expect(200);
  expect(body).toMatchObject({
    postYen: 330,
    unpriced: 0,
    mail: { yen: null },
    sms: { yen: null },
    calls: { yen: null },
  });
});

it('adds the minutes of our calls, begun ones whole, by the agreed price; what came in costs nothing', async () => {
  await handedOver();
  const call = (event: string, direction: 'in' | 'out', seconds: number | null) =>
    ({ client_id: scene.clientId, campaign_id: scene.campaignId, event, kind: 'ended' as const, direction, seconds, at: new Date() }); // prettier-ignore
  await api.t.db
    .insertInto('phone_events')
    .values([call('a', 'out', 61), call('b', 'out', 60), call('c', 'out', null), call('d', 'in', 600)])
    .execute();
  const lists = [{ ...PUBLIC_PRICES[0]!, callMinute: 10.5 }];
  const costs = await campaignCosts(api.t.db, { id: scene.campaignId, client_id: scene.clientId }, { lists, day: '2027-02-03' }); // prettier-ignore
  expect(costs.calls).toEqual({ calls: 3, minutes: 3, each: 10.5, yen: 31.5 });
  expect(costs.pricesFrom).toBe('2024-10-01');
});

it('counts an SMS by its parts, one that left before they were kept as one', async () => {
  await handedOver();
  for (const [index, parts] of [3, 1, null].entries()) {
    const { journeyId, customerId } = scene.letters[index]!;
    const sms = { channel: 'sms' as const, step: 'sms', notice: 'sms', laneId: scene.laneId, dueAt: Date.now() };
    const { messageId } = await queueMessage(api.t, scene, { ...sms, journeyId, customerId });
    const left = { status: 'handed_over' as const, handed_over_at: new Date(), sms_parts: parts };
    await api.t.db.updateTable('messages').set(left).where('id', '=', messageId).execute();
  }
  const lists = [{ ...PUBLIC_PRICES[0]!, smsPart: 8 }];
  const costs = await campaignCosts(api.t.db, { id: scene.campaignId, client_id: scene.clientId }, { lists, day: '2027-02-03' }); // prettier-ignore
  expect(costs.sms).toEqual({ messages: 3, parts: 5, each: 8, yen: 40 });
});

it('puts the control sheet beside the data, the same bytes each time, and gives it and the posting slip as files', async () => {
  await handedOver();
  const { key: name, manifest_hash: hash } = await runOf(api.t, runId);
  const folder = join(scene.dir, 'out', name);
  expect(readdirSync(folder).sort()).toEqual(['control-sheet.csv', 'control-sheet.pdf', 'letters-001.pdf', 'manifest.csv', 'manifest.json']); // prettier-ignore
  const pdf = readFileSync(join(folder, 'control-sheet.pdf'));
  const [page] = await seenPages(pdf);
  for (const said of ['管理票', name, '普通郵便', '簡易書留', '返信用封筒', '抜取']) expect(page!.text).toContain(said);
  expect(page!.text.replace(/\s/g, '')).toContain(hash);
  const rows = readFileSync(join(folder, 'control-sheet.csv'), 'utf8')
    .trim()
    .split('\r\n')
    .map((row) => row.split(','));
  expect(rows.slice(1).map((row) => [row[2], row[7], row[11]])).toEqual([
    ['ordinary', '3', '110'],
    ['simple_registered', '1', '460'],
  ]);
  const file = (path: string) =>
    api.send('get', `/api/print-runs/${runId}/${path}`, key).responseType('blob').expect(200);
  expect(Buffer.compare((await file('control-sheet')).body as Buffer, pdf)).toBe(0);
  const csv = readFileSync(join(folder, 'control-sheet.csv'));
  expect(Buffer.compare((await file('control-sheet?format=csv')).body as Buffer, csv)).toBe(0);
  await report();
  await book([ordinary, registered]).expect(201);
  const [slip] = await seenPages((await file('posting-slip')).body as Buffer);
  for (const said of ['差出票', '銀座郵便局', '2027-02-02', '330', '460', '790']) expect(slip!.text).toContain(said);
});

it('adds up the runs of a day, and names those that are open', async () => {
  await handedOver();
  const day = async () =>
    (await api.send('get', '/api/print-runs/daybook?date=2027-02-01', key).expect(200)).body as Record<string, unknown>;
  expect(await day()).toMatchObject({ runs: 1, data: 4, printed: null, balanced: false });
  await report();
  expect(await day()).toMatchObject({
    printed: 4,
    posted: 4,
    slips: null,
    open: [{ id: runId, open: ['slips_missing'] }],
  });
  await book([ordinary, registered]).expect(201);
  expect(await day()).toMatchObject({ posted: 4, slips: 4, balanced: true, open: [] });
});
