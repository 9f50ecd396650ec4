import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { handIn, pieceCode, type RunningShop, startShop, testPieces } from '../print-shop-support';
import { testFolder } from '../support';

const folder = testFolder();
let shop: RunningShop;
let page: string;

/** A day in September 2026, at noon in Japan. */
const september = (day: number) => new Date(`2026-09-${String(day).padStart(2, '0')}T12:00:00+09:00`).toISOString();
const html = async (path: string) => (await fetch(shop.url + path)).text();
const form = () =>
  sharp({ create: { width: 40, height: 60, channels: 3, background: 'white' } })
    .png()
    .toBuffer();

beforeAll(async () => {
  shop = await startShop(folder.dir);
  await shop.clock(september(1));
  await handIn(shop.printDir, 'run-1', testPieces(3));
  await shop.workThrough(september(1));
  for (const n of [1, 2]) await shop.post(`/api/postbox?piece=${pieceCode(n)}`, await form());
  await shop.clock(september(10));
  page = await html('/mailbag');
}, 60_000);
afterAll(() => shop.process.stop());

it('lists the envelopes that arrived with code and image', () => {
  expect(page).toContain('届いた封書');
  for (const n of [1, 2]) expect(page).toContain(`<code>${pieceCode(n)}</code>`);
  expect(page).not.toContain(pieceCode(3));
  expect(page).toMatch(/href="\/api\/mailbag\/1\/image" download/);
});

it('gives all unopened envelopes as one scan, a page each', async () => {
  const stack = Buffer.from(await (await fetch(`${shop.url}/mailbag/stack.pdf`)).arrayBuffer());
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(stack);
  expect(document.getPageCount()).toBe(2);
  document.destroy();
  library.destroy();
});

it('takes an opened envelope out of what waits, in the language of the page', async () => {
  const done = await fetch(`${shop.url}/mailbag/1/taken?lang=en`, { method: 'POST', redirect: 'manual' });
  expect([done.status, done.headers.get('location')]).toEqual([303, '/mailbag?lang=en']);
  expect(await html('/mailbag?lang=en')).toContain('opened');
  expect(await shop.get<{ items: { taken: boolean }[] }>('/api/mailbag')).toMatchObject({
    items: [{ taken: true }, { taken: false }],
  });
});
