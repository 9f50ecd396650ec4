import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCarrierFile } from '../../../db/print/carrier/read-file';
import { type CarrierFile } from '../../../domain/print/carrier-file';
import { handIn, type RunningShop, startShop, testPieces } from '../print-shop-support';
import { testFolder } from '../support';

const september = (day: number) => new Date(`2026-09-${String(day).padStart(2, '0')}T12:00:00+09:00`).toISOString();
const folder = testFolder();
let shop: RunningShop;
beforeAll(async () => {
  const faults = join(folder.dir, 'faults.json');
  writeFileSync(faults, JSON.stringify({ slipShort: 1, spoil: 1 }));
  shop = await startShop(folder.dir, { SHOP_FAULTS: faults });
}, 60_000);
afterAll(async () => {
  await shop.process.stop();
  folder.remove();
});

const files = (): Record<string, CarrierFile> =>
  Object.fromEntries(
    readdirSync(join(shop.printDir, 'track'))
      .sort()
      .map((name) => [name, readCarrierFile(readFileSync(join(shop.printDir, 'track', name), 'utf8'))!]),
  );

test('tracked letters get numbers and results; the report has slips by class, here one piece short, and spoiled pieces', async () => {
  const pieces = testPieces(12).map((piece, index) => ({ ...piece, class: index < 4 ? 'ordinary' : 'recorded' }));
  await shop.clock(september(1));
  await handIn(shop.printDir, 'run-1', pieces);
  const [ack] = await shop.workThrough(september(1));
  expect(ack).toMatchObject({
    posted: 12,
    slips: [
      { class: 'ordinary', pieces: 3, postedOn: '2026-09-01' },
      { class: 'recorded', pieces: 8 },
    ],
  });
  expect(ack!.spoiled).toHaveLength(12);
  const numbers = files()['run-1-numbers.csv']!;
  expect(numbers).toMatchObject({ kind: 'tracking', findings: [] });
  expect(numbers.rows.map(({ piece }) => piece)).toEqual(pieces.slice(4).map(({ piece }) => piece));
  expect(numbers.rows.every(({ trackingNo }) => /^5\d{10}$/.test(trackingNo!))).toBe(true);
  for (let day = 2; day <= 12; day++) {
    await shop.clock(september(day));
    const { items } = await shop.get<{ items: { seq: number; taken: boolean }[] }>('/api/mailbag?limit=100&since=0');
    for (const { seq, taken } of items) if (!taken) await shop.post(`/api/mailbag/${seq}/taken`);
    await shop.workThrough(september(day));
  }
  const results = Object.entries(files()).flatMap(([name, file]) => (name.startsWith('results') ? [file] : []));
  expect(results.every(({ kind, findings }) => kind === 'results' && findings.length === 0)).toBe(true);
  const reported = results.flatMap(({ rows }) => rows.map(({ trackingNo }) => trackingNo));
  expect([...reported].sort()).toEqual(numbers.rows.map(({ trackingNo }) => trackingNo).sort());
  expect(existsSync(join(shop.printDir, 'track', 'run-2-numbers.csv'))).toBe(false);
}, 120_000);
