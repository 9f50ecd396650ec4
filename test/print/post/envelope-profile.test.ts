import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BARCODE_MM } from '../../../domain/print/barcode';
import {
  addressArea,
  BARCODE_WIDTH,
  type EnvelopeProfile,
  profileFaults,
  PROFILES,
  sheetsOf,
} from '../../../domain/print/envelope-profile';
import { omrBars } from '../../../rendering/letter/insert-marks';
import { testSheetPdf } from '../../../rendering/letter/test-sheet';
import { CODE, LINK, print, sampleContent, seenPages } from '../letter-fixture';

const long3 = PROFILES.long3;
const profile = (change: Partial<EnvelopeProfile>): EnvelopeProfile => ({ ...long3, ...change });

it.each(['long3', 'kaku2'] as const)(
  'the address stays in the window of %s wherever the sheet slips to',
  (envelope) => {
    const { window, slip } = PROFILES[envelope];
    const { x, y, width, barcode } = addressArea(PROFILES[envelope]);
    for (const dx of [-slip.x, slip.x]) {
      expect(x + dx - window.x).toBeGreaterThanOrEqual(BARCODE_MM.clear);
      expect(window.x + window.width - (x + width + dx)).toBeGreaterThanOrEqual(BARCODE_MM.clear);
    }
    const foot = barcode.top + (BARCODE_MM.long * barcode.points) / 10;
    for (const dy of [-slip.y, slip.y]) {
      expect(y + dy - window.y).toBeGreaterThanOrEqual(BARCODE_MM.clear);
      expect(window.y + window.height - (foot + dy)).toBeGreaterThanOrEqual(BARCODE_MM.clear);
    }
    expect((BARCODE_WIDTH * barcode.points) / 10).toBeLessThanOrEqual(width);
    expect(profileFaults(PROFILES[envelope])).toEqual([]);
  },
);

it.each<[why: string, change: Partial<EnvelopeProfile>, fault: string]>([
  ['a window at the edge of the sheet', { window: { ...long3.window, x: 2 } }, 'window_off_sheet'],
  ['a window over the first fold', { window: { ...long3.window, y: 60 } }, 'window_below_fold'],
  ['a window in which the barcode does not fit', { window: { ...long3.window, width: 70 } }, 'window_too_small'],
  ['a sheet that slips too far', { slip: { x: 15, y: 2 } }, 'window_too_small'],
  ['a window that leaves no room for the sender', { window: { ...long3.window, width: 120 } }, 'no_room_beside_window'],
  ['marks that show in the window', { marks: 'code', marksAt: { edge: 'left', y: 40 } }, 'marks_in_window'],
  ['marks on a fold', { marks: 'omr', marksAt: { edge: 'left', y: 180 } }, 'marks_on_fold'],
])('refuses %s', (_, change, fault) => expect(profileFaults(profile(change))).toContain(fault));

describe('a letter for other envelopes', () => {
  it('has its address where their window is', async () => {
    const window = { x: 20, y: 30, width: 95, height: 50 };
    const content = sampleContent({ profile: { ...PROFILES.kaku2, window } });
    const [page] = await seenPages(await print([content]));
    let [inside, above] = [0, 0];
    for (let y = 10; y < 80; y += 0.5) {
      for (let x = 25; x < 110; x += 0.5) {
        if (page!.ink(x, y) < 0.5) continue;
        if (y > window.y) inside += 1;
        else above += 1;
      }
    }
    expect(inside).toBeGreaterThan(200);
    expect(above).toBe(0);
  });

  it.each([
    ['code on every sheet', { marks: 'code' as const }, ['1/2', '2/2']],
    [
      'code on the front of a sheet that is printed on both sides',
      { marks: 'code' as const, duplex: true },
      ['1/1', undefined],
    ],
  ])('bears a %s', async (_, change, sheets) => {
    const pages = await seenPages(await print([sampleContent({ profile: profile(change) })]));
    const marks = pages.map(({ codes }) => codes.filter((code) => code !== CODE && code !== LINK));
    expect(marks).toEqual(sheets.map((sheet) => (sheet ? [`${CODE} ${sheet}`] : [])));
  });

  it('begins a new sheet for each envelope where both sides are printed', async () => {
    const content = sampleContent({ profile: profile({ duplex: true, marks: 'code' }), contracts: [] });
    const pages = await seenPages(await print([content, content]));
    expect(pages).toHaveLength(4);
    expect(sheetsOf(3, true)).toBe(2);
  });
});

it('marks the last sheet for a machine that reads bars, always with an even number of them', () => {
  for (let of = 1; of <= 12; of++) {
    for (let sheet = 1; sheet <= of; sheet++) {
      const bars = omrBars({ sheet, of });
      expect([bars[0], bars.at(-1)]).toEqual([true, true]);
      expect(bars[1]).toBe(sheet === of);
      expect(bars.filter(Boolean).length % 2).toBe(0);
      expect(Number(bars[2]) + 2 * Number(bars[3]) + 4 * Number(bars[4])).toBe(sheet % 8);
    }
  }
});

describe('the test sheet', () => {
  it('is in millimetres: window, ruler and the line to measure are where they say', async () => {
    const [page] = await seenPages(await testSheetPdf({ ...long3, marks: 'code' }, 'ja'));
    const dark = (x: number, y: number) => Math.max(...[-0.3, -0.15, 0, 0.15, 0.3].map((off) => page!.ink(x + off, y)), ...[-0.3, -0.15, 0, 0.15, 0.3].map((off) => page!.ink(x, y + off))); // prettier-ignore
    const { x, y, width, height } = long3.window;
    for (const [atX, atY] of [
      [x, y + 20],
      [x + width, y + 20],
      [x + 40, y],
      [x + 40, y + height],
    ] as const) {
      expect(dark(atX, atY)).toBeGreaterThan(0.3);
    }
    for (const mm of [50, 100, 150, 200]) expect(dark(mm, 4.5)).toBeGreaterThan(0.3);
    expect(page!.text).toContain('100 mm');
    expect(page!.codes).toContain(`${'0'.repeat(12)} 1/2`);
  });

  it('is made on the command line, which refuses a window that cannot be', () => {
    const dir = mkdtempSync(join(tmpdir(), 'tsunagi-sheet-'));
    const run = (...more: string[]) =>
      execFileSync(
        process.execPath,
        ['--import', 'tsx', 'cli/main.ts', 'print', 'test-sheet', '--out', join(dir, 'sheet.pdf'), ...more],
        { stdio: 'pipe', encoding: 'utf8' },
      );
    try {
      run('--envelope', 'kaku2', '--window', '20,30,95,50');
      expect(readFileSync(join(dir, 'sheet.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
      expect(() => run('--window', '2,2,20,20', '--lang', 'en')).toThrow(/too near its edge/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
