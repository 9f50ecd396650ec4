import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handIn, type RunningShop, startShop, testPieces } from './print-shop-support';

let dir: string;
let shop: RunningShop | undefined;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'tsunagi-recall-'))));
afterEach(async () => {
  await shop?.process.stop();
  shop = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const MONDAY = '2026-09-07T03:00:00.000Z';
const TUESDAY = '2026-09-08T03:00:00.000Z';
const WEDNESDAY = '2026-09-09T03:00:00.000Z';
const KEY = '20260907-c1-l1-1';

async function open(faults: object): Promise<RunningShop> {
  const file = join(dir, 'faults.json');
  writeFileSync(file, JSON.stringify({ seed: 7, ...faults }));
  return (shop = await startShop(dir, { SHOP_FAULTS: file }));
}

/** Puts a list where the shop finds it; answers its name. */
function ask(pieces: string[], change: object = {}): string {
  const key = `${KEY}-r1`;
  const list = {
    key,
    run: KEY,
    asked: pieces.length,
    pieces,
    pieceCodesSha256: createHash('sha256').update(pieces.join('\n')).digest('hex'),
    askedAt: MONDAY,
    ...change,
  };
  mkdirSync(join(dir, 'print', 'recall'), { recursive: true });
  writeFileSync(join(dir, 'print', 'recall', `${key}.json.part`), JSON.stringify(list));
  renameSync(join(dir, 'print', 'recall', `${key}.json.part`), join(dir, 'print', 'recall', `${key}.json`));
  return key;
}

/** Takes the shop's answer out of the folder. */
function answer(key: string): Record<string, unknown> | undefined {
  const file = join(dir, 'print', 'recall-ack', `${key}.json`);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Tells the instant until the shop has done what it can. */
async function day(at: string): Promise<void> {
  for (let before = -1, owed = 0; before !== owed;) {
    before = owed;
    owed = await shop!.clock(at);
  }
}

it('takes envelopes out of a run that is printed and not posted; the report says what was pulled', async () => {
  await open({ postLate: 1 });
  const pieces = testPieces(3).map(({ piece }) => piece);
  await handIn(join(dir, 'print'), KEY, testPieces(3));
  await day(MONDAY);
  expect(shop!.fetchAck(KEY)).toBeUndefined();
  const key = ask(pieces.slice(0, 2));
  await day(MONDAY);
  const pulled = pieces.slice(0, 2);
  const expected = { key, run: KEY, asked: 2, pulled: 2, tooLate: 0, pieces: { pulled, tooLate: [] } };
  expect(answer(key)).toMatchObject(expected);
  await day(TUESDAY);
  expect(shop!.fetchAck(KEY)).toMatchObject({ printed: 3, inserted: 3, posted: 1, pieces: pieces.slice(2), pulled });
  expect(await shop!.get('/api/record')).toMatchObject({
    pieces: { posted: [{ piece: pieces[2], count: 1 }] },
    pulled,
    lists: [{ key, pulled: 2, tooLate: 0, answered: 1 }],
  });
});

it('says of what is posted that it was too late, and answers a list that comes again alike', async () => {
  await open({});
  const [piece] = testPieces(1).map((one) => one.piece);
  await handIn(join(dir, 'print'), KEY, testPieces(1));
  await day(MONDAY);
  const key = ask([piece!]);
  await day(MONDAY);
  const expected = { pulled: 0, tooLate: 1, pieces: { pulled: [], tooLate: [piece] } };
  expect(answer(key)).toMatchObject(expected);
  ask([piece!]);
  await day(MONDAY);
  expect(answer(key)).toMatchObject(expected);
});

it('leaves a list that is not whole where it is', async () => {
  await open({ postLate: 1 });
  await handIn(join(dir, 'print'), KEY, testPieces(1));
  await day(MONDAY);
  const key = ask([testPieces(1)[0]!.piece], { asked: 2 });
  await day(MONDAY);
  expect(answer(key)).toBeUndefined();
});

it.each<[string, object, (number | undefined)[]]>([
  ['late', { recallLate: 1 }, [undefined, 1, undefined]],
  ['twice', { recallTwice: 1 }, [1, 1, undefined]],
  ['with a wrong total first', { recallMiscount: 1 }, [0, 1, undefined]],
])('answers %s where its fault file says so', async (_, faults, totals) => {
  await open({ postLate: 1, ...faults });
  await handIn(join(dir, 'print'), KEY, testPieces(2));
  await day(MONDAY);
  const key = ask([testPieces(2)[1]!.piece]);
  const pulled = [];
  for (const at of [MONDAY, TUESDAY, WEDNESDAY]) {
    await day(at);
    pulled.push(answer(key)?.['pulled']);
    shop!.fetchAck(KEY);
  }
  expect(pulled).toEqual(totals);
});
