import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { outcomeOf } from '../../sandbox/print-shop/delivery-outcome';
import { type ShopAccount } from '../../sandbox/print-shop/record';
import { handIn, linkOf, pieceCode, type RunningShop, startShop, testPieces } from './print-shop-support';
import { testFolder } from './support';
import { eventually } from '../support/eventually';

interface Letter {
  seq: number;
  piece: string;
  at: string;
  addressee: { lines: string[] };
  link: string;
  pages: number;
  formPages: number[];
}
interface MailbagItem {
  seq: number;
  at: string;
  kind: 'form' | 'undeliverable';
  reason?: string;
  postmarkOn?: string;
  piece: string;
  image: string;
  type: string;
  taken: boolean;
}

/** An instant in Japan in September 2026; the 1st is a Tuesday, the 21st to 23rd are holidays. */
const september = (day: number, time = '12:00') =>
  new Date(`2026-09-${String(day).padStart(2, '0')}T${time}:00+09:00`).toISOString();

const record = (shop: RunningShop) => shop.get<ShopAccount>('/api/record');
const lettersOf = async (shop: RunningShop, since = 0) =>
  (await shop.get<{ letters: Letter[] }>(`/api/letters?limit=1000&since=${since}`)).letters;
const mailbagOf = async (shop: RunningShop, since = 0) =>
  (await shop.get<{ items: MailbagItem[] }>(`/api/mailbag?limit=1000&since=${since}`)).items;
const pngOf = (shade: number) =>
  sharp({ create: { width: 40, height: 60, channels: 3, background: { r: shade, g: shade, b: shade } } })
    .png()
    .toBuffer();

/** The code a scanner reads on an image. */
async function codeOn(image: Buffer): Promise<string | undefined> {
  const bytes = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  prepareZXingModule({ overrides: { wasmBinary } });
  return (await readBarcodes(new Uint8Array(image), { formats: ['QRCode'], tryHarder: true }))[0]?.text;
}

/** Goes on day by day, the desk taking everything at once. */
async function passDays(shop: RunningShop, from: number, to: number): Promise<void> {
  for (let day = from; day <= to; day++) {
    await shop.clock(september(day));
    for (const { seq, taken } of await mailbagOf(shop)) if (!taken) await shop.post(`/api/mailbag/${seq}/taken`);
    await shop.workThrough(september(day));
  }
}

describe('a print shop without faults', () => {
  const folder = testFolder();
  let shop: RunningShop;

  beforeAll(async () => {
    shop = await startShop(folder.dir);
  });

  afterAll(async () => {
    await shop.process.stop();
    folder.remove();
  });

  test('a run is read, posted and acknowledged on the day it is found', async () => {
    const pieces = testPieces(40);
    await handIn(shop.printDir, 'run-1', pieces);
    const acks = await shop.workThrough(september(1));
    expect(acks).toEqual([
      {
        key: 'run-1',
        received: { pieces: 40, pages: 80 },
        printed: 40,
        inserted: 40,
        posted: 40,
        slips: [expect.objectContaining({ class: 'ordinary', pieces: 40, postedOn: '2026-09-01' })],
        spoiled: [],
        postedOn: '2026-09-01',
        postedAt: september(1),
        pieces: pieces.map(({ piece }) => piece),
      },
    ]);
    expect(await record(shop)).toMatchObject({
      pages: 80,
      legible: 40,
      codesRead: 40,
      linksRead: 40,
      unreadable: [],
      duplicates: [],
    });
    expect(existsSync(join(shop.printDir, 'out', 'run-1'))).toBe(false);
  });

  test('letters come on the next one to three postal days with addressee, link and pages', async () => {
    expect(await lettersOf(shop)).toEqual([]);
    await passDays(shop, 2, 4);
    const letters = await lettersOf(shop);
    expect(letters.map(({ seq }) => seq)).toEqual(letters.map((_, i) => i + 1));
    expect(new Set(letters.map(({ at }) => at))).toEqual(new Set([2, 3, 4].map((day) => september(day, '10:00'))));
    const [letter] = letters;
    expect(letter).toMatchObject({ link: linkOf(letter?.piece ?? ''), pages: 2, formPages: [2] });
    expect(letter?.addressee.lines).toEqual([
      '〒100-0001',
      expect.stringContaining('東京都千代田区') as string,
      expect.stringMatching(/^試験 太郎\d+ 様$/) as string,
    ]);
    const image = await fetch(`${shop.url}/api/letters/1/pages/2.png`);
    expect(await sharp(Buffer.from(await image.arrayBuffer())).metadata()).toMatchObject({ width: 1240, height: 1754 });
    expect((await fetch(`${shop.url}/api/letters/1/pages/3.png`)).status).toBe(404);
  });

  test('what cannot be delivered comes back within a week and is owed until the desk takes it', async () => {
    const owed = await shop.clock(september(14));
    const returned = (await mailbagOf(shop)).filter(({ taken }) => !taken);
    const account = await record(shop);
    expect(account.letters).toEqual({
      delivered: 40 - account.letters.returned,
      returned: account.letters.returned,
      onTheWay: 0,
    });
    expect(owed).toBe(returned.length);
    const scan = await fetch(shop.url + returned[0]?.image);
    expect(await codeOn(Buffer.from(await scan.arrayBuffer()))).toBe(returned[0]?.piece);
    await passDays(shop, 14, 14);
    expect(await shop.clock(september(14))).toBe(0);
  });

  test('a form reaches the desk two to four days after it was posted, once', async () => {
    const piece = pieceCode(1);
    const before = (await mailbagOf(shop)).length;
    const form = await pngOf(200);
    const first = await shop.post<{ id: number }>(`/api/postbox?piece=${piece}`, form);
    expect(first.status).toBe(201);
    expect((await shop.post<{ id: number }>(`/api/postbox?piece=${piece}`, form)).body).toEqual(first.body);
    expect(await shop.clock(september(15))).toBe(0);
    expect(await shop.clock(september(18))).toBe(1);
    const [item, ...others] = await mailbagOf(shop, before);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ kind: 'form', piece, type: 'image/png', taken: false });
    expect(Buffer.from(await (await fetch(shop.url + item?.image)).arrayBuffer())).toEqual(form);
    await shop.post(`/api/mailbag/${item?.seq}/taken`);
    expect(await shop.clock(september(18))).toBe(0);
  });

  test('a form of several pages is scanned into one PDF', async () => {
    const before = (await mailbagOf(shop)).length;
    const pages = (await Promise.all([pngOf(10), pngOf(20)])).map((page) => page.toString('base64'));
    await shop.post(`/api/postbox?piece=${pieceCode(2)}`, { pages });
    await shop.clock(september(25));
    const [item] = await mailbagOf(shop, before);
    const scan = await fetch(shop.url + item?.image);
    expect(scan.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await scan.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    await shop.post(`/api/mailbag/${item?.seq}/taken`);
  });

  test.each([
    ['no image', Buffer.from('hello')],
    ['no pages', { pages: [] }],
  ])('the postbox takes no form with %s', async (_, body) => {
    expect((await shop.post(`/api/postbox?piece=${pieceCode(3)}`, body)).status).toBe(400);
  });

  test('a run handed in again is not printed again, only acknowledged', async () => {
    await handIn(shop.printDir, 'run-1', testPieces(40));
    const acks = await shop.workThrough(september(25));
    expect(acks).toMatchObject([{ key: 'run-1', posted: 40, postedAt: september(1) }]);
    expect(await record(shop)).toMatchObject({ duplicates: [], pages: 80 });
  });

  test('a piece in two runs is a duplicate', async () => {
    await handIn(shop.printDir, 'run-2', testPieces(2));
    await shop.workThrough(september(25));
    expect((await record(shop)).duplicates).toEqual([1, 2].map((n) => ({ piece: pieceCode(n), count: 2 })));
  });

  test('a run whose file is not the one of the manifest is refused, and can be handed in again', async () => {
    await handIn(shop.printDir, 'run-3', testPieces(3, 100));
    writeFileSync(join(shop.printDir, 'out', 'run-3', 'letters-001.pdf'), '%PDF-1.7 torn');
    expect(await shop.workThrough(september(25))).toMatchObject([{ posted: 0, problem: 'sha256 of letters-001.pdf' }]);
    await handIn(shop.printDir, 'run-3', testPieces(3, 100));
    expect(await shop.workThrough(september(25))).toMatchObject([{ posted: 3 }]);
  });

  test('the code of another envelope is noticed', async () => {
    const [first, second] = testPieces(2, 200);
    await handIn(shop.printDir, 'run-4', [{ ...first!, printedCode: second!.piece }, second!]);
    await shop.workThrough(september(25));
    const wrong = (await record(shop)).unreadable.filter(({ key }) => key === 'run-4');
    expect(wrong.map(({ piece, page, what }) => [piece, page, what])).toEqual([
      [first!.piece, 2, 'foreign'],
      [first!.piece, 2, 'code'],
    ]);
  });

  test('a letter without a form needs no code, a form does', async () => {
    const [receipt, form] = testPieces(2, 300);
    await handIn(shop.printDir, 'run-5', [
      { ...receipt!, formless: true },
      { ...form!, printedCode: '' },
    ]);
    const before = (await record(shop)).legible;
    await shop.workThrough(september(25));
    const { legible, unreadable } = await record(shop);
    expect(legible - before).toBe(1);
    expect(unreadable.filter(({ key }) => key === 'run-5')).toEqual([
      { key: 'run-5', piece: form!.piece, page: 2, what: 'code' },
    ]);
  });

  test('the page lists runs and letters, finds one by name and shows its pages', async () => {
    const list = await (await fetch(`${shop.url}/?q=${encodeURIComponent('太郎7 ')}`)).text();
    expect(list).toContain('試験 太郎7 様');
    expect(list).not.toContain('試験 太郎8 様');
    const path = /\/letters\/run-1\/\d+/.exec(list)?.[0] ?? '';
    const letter = await (await fetch(`${shop.url}${path}?lang=en`)).text();
    expect(letter).toContain('return form');
    expect((await fetch(`${shop.url}${path}/pages/1.png`)).headers.get('content-type')).toBe('image/png');
  });
});

describe('the post', () => {
  const folder = testFolder();

  afterAll(() => folder.remove());

  async function play(name: string) {
    const shop = await startShop(join(folder.dir, name), { SEED: '5' });
    try {
      await shop.clock(september(17));
      await handIn(shop.printDir, 'run', testPieces(60));
      await passDays(shop, 17, 30);
      return { letters: await lettersOf(shop), mailbag: await mailbagOf(shop) };
    } finally {
      await shop.process.stop();
    }
  }

  test('is the same for the same seed and rests on weekends and holidays', async () => {
    const first = await play('one');
    const days = (at: string) => new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 10);
    // posted on Thursday the 17th; the 19th and 20th are a weekend, then three holidays
    expect(new Set(first.letters.map(({ at }) => days(at)))).toEqual(
      new Set(['2026-09-18', '2026-09-24', '2026-09-25']),
    );
    expect(new Set(first.mailbag.map(({ at }) => days(at)))).toEqual(new Set(['2026-09-24']));
    expect(first.letters.length + first.mailbag.length).toBe(60);
    expect(await play('two')).toEqual(first);
  });

  const outcomes = (seed: number, nth: number) =>
    Array.from({ length: 4_000 }, (_, no) =>
      outcomeOf(seed, { no, address: `東京都千代田区${no}`, nth, at: Date.parse(september(1)) }),
    );
  const returned = (seed: number, nth = 0) =>
    outcomes(seed, nth).flatMap(({ no, reason }) => (reason ? [`${no} ${reason}`] : []));

  test('brings back about six of a hundred, for every reason, from the same addresses each time', () => {
    const share = returned(1).length / 4_000;
    expect(share).toBeGreaterThan(0.045);
    expect(share).toBeLessThan(0.075);
    expect(new Set(returned(1).map((text) => text.split(' ')[1]))).toEqual(
      new Set(['unknown', 'moved', 'incomplete', 'refused']),
    );
    expect(returned(1, 1)).toEqual(returned(1));
    expect(returned(2)).not.toEqual(returned(1));
  });
});

describe('kill -9', () => {
  const folder = testFolder();
  let shop: RunningShop;

  beforeAll(async () => {
    shop = await startShop(folder.dir);
  });

  afterAll(async () => {
    await shop.process.stop();
    folder.remove();
  });

  async function kill(): Promise<void> {
    const { restarts } = shop.process;
    await shop.process.kill();
    await eventually('the restart of the print shop', () => shop.process.restarts === restarts + 1);
    await shop.process.whenReady();
  }

  test('in the middle of printing: the rest is printed, each piece once', async () => {
    await handIn(shop.printDir, 'killed', testPieces(150));
    const call = shop.clock(september(1)).catch(() => undefined);
    await eventually('the first printed pages', async (see) => see((await record(shop)).pages) > 0);
    await kill();
    await call;
    const midway = await record(shop);
    expect(midway.pages).toBeLessThan(300);
    expect(midway.runs).toMatchObject([{ postedAt: null }]);
    expect(await shop.workThrough(september(1))).toMatchObject([{ printed: 150, posted: 150 }]);
    const { pages, codesRead, linksRead, duplicates, runs } = await record(shop);
    expect({ pages, codesRead, linksRead, duplicates }).toEqual({
      pages: 300,
      codesRead: 150,
      linksRead: 150,
      duplicates: [],
    });
    expect(runs).toMatchObject([{ posted: 150, acknowledged: 1 }]);
  });

  test('afterwards everything is as it was: clock, letters, forms and mailbag', async () => {
    await shop.post(`/api/postbox?piece=${pieceCode(1)}`, await pngOf(99));
    await shop.clock(september(8));
    await shop.post('/api/mailbag/1/taken');
    const state = async () => [await record(shop), await lettersOf(shop), await mailbagOf(shop)];
    const before = await state();
    const owed = await shop.clock(september(8));
    await kill();
    expect(await state()).toEqual(before);
    expect(await shop.clock(september(8))).toBe(owed);
  });
});

describe('faults', () => {
  const folder = testFolder();
  const shops: RunningShop[] = [];

  afterAll(async () => {
    await Promise.all(shops.map((shop) => shop.process.stop()));
    folder.remove();
  });

  async function withFaults(name: string, faults: object): Promise<RunningShop> {
    const file = join(folder.dir, `${name}.json`);
    writeFileSync(file, JSON.stringify(faults));
    const shop = await startShop(join(folder.dir, name), { SHOP_FAULTS: file });
    shops.push(shop);
    await handIn(shop.printDir, 'run', testPieces(4));
    return shop;
  }

  test('a late acknowledgement comes on the next postal day and names the day of posting', async () => {
    const shop = await withFaults('late', { ackLate: 1 });
    expect(await shop.workThrough(september(4))).toEqual([]);
    await passDays(shop, 5, 6);
    expect(await shop.workThrough(september(7))).toMatchObject([{ posted: 4, postedOn: '2026-09-04' }]);
  });

  test.each([
    ['twice', { ackTwice: 1 }, [4, 4]],
    ['with wrong totals once', { miscount: 1 }, [3, 4]],
  ])('acknowledged %s', async (name, faults, posted) => {
    const shop = await withFaults(name, faults);
    const acks = [...(await shop.workThrough(september(1))), ...(await shop.workThrough(september(2)))];
    expect(acks.map((ack) => ack.posted)).toEqual(posted);
    expect(await shop.workThrough(september(3))).toEqual([]);
    expect(await record(shop)).toMatchObject({ duplicates: [], pages: 8 });
  });

  test('wrong totals are corrected some postal days later where the fault says so', async () => {
    const shop = await withFaults('slow', { miscount: 1, correctAfter: 2 });
    const acks = [...(await shop.workThrough(september(1))), ...(await shop.workThrough(september(2)))];
    expect(acks.map((ack) => ack.posted)).toEqual([3]);
    expect(await shop.workThrough(september(3))).toMatchObject([{ posted: 4 }]);
  });

  test('a spoiled piece is printed again and posted once', async () => {
    const shop = await withFaults('spoil', { spoil: 1 });
    const [ack] = await shop.workThrough(september(1));
    expect(ack).toMatchObject({ posted: 4, spoiled: testPieces(4).map(({ piece }) => ({ piece, reprinted: true })) });
    expect(await record(shop)).toMatchObject({ duplicates: [], runs: [{ posted: 4, spoiled: 4 }] });
  });
});
