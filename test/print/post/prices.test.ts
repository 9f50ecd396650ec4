import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceLists } from '../../../db/print/price-lists';
import { PUBLIC_PRICES } from '../../../domain/print/price-lists';
import { postage, type PriceList, priceListOn, weightOf, weightStep } from '../../../domain/print/prices';
import { postalOf, type PostalWish } from '../../../domain/print/postal-class';
import { sheetLines, totalYen } from '../../../domain/print/run-sheet';

const [list] = PUBLIC_PRICES as [PriceList];

// 料金表 of 2024-10-01: 定形 110, 特定記録 +210, 簡易書留 +350, 一般書留 +480, 速達 +300
test.each<[PostalWish, sheets: number, form: boolean, grams: number, yen: number | null]>([
  [{}, 2, true, 19, 110],
  [{}, 1, false, 10, 110],
  [{}, 11, false, 50, 110],
  [{}, 12, false, 54, 180],
  [{ class: 'recorded' }, 2, true, 19, 320],
  [{ class: 'simple_registered', noForwarding: true }, 2, true, 19, 460],
  [{ class: 'registered', express: true }, 2, true, 19, 890],
  [{}, 300, false, 1206, null],
])('%j with %i sheets (form %s) weighs %i g and costs %s yen', (wish, sheets, form, grams, yen) => {
  expect(weightOf({ sheets, form }, list)).toBe(grams);
  expect(postage(postalOf(wish), grams, list)).toBe(yen);
});

test('a large envelope pays by the steps of large ones', () => {
  expect(postage(postalOf({}), 19, list, 'large')).toBe(140);
  expect([weightStep(19, list), weightStep(54, list), weightStep(54, list, 'large'), weightStep(2_000, list)]).toEqual([50, 100, 100, null]); // prettier-ignore
});

test('the list that is valid on the day counts, a client’s own first, the newest of several', () => {
  const old = { ...list, source: 'old', validFrom: '2023-10-01', validUntil: '2024-09-30' };
  const own = { ...list, source: 'own', clientId: 7, validFrom: '2025-04-01', validUntil: '2026-03-31' };
  const newer = { ...list, source: 'newer', validFrom: '2026-01-01' };
  const on = (client: number, day: string) => priceListOn([old, list, own, newer], client, day)?.source;
  expect(on(1, '2023-09-30')).toBeUndefined();
  expect(on(1, '2024-09-30')).toBe('old');
  expect(on(1, '2024-10-01')).toBe(list.source);
  expect([on(7, '2025-03-31'), on(7, '2025-04-01'), on(7, '2026-04-01')]).toEqual([list.source, 'own', 'newer']);
});

test('a control sheet counts pieces of one class, weight and contents together, with the first and last number', () => {
  const ordinary = postalOf({});
  const recorded = postalOf({ class: 'recorded' });
  const lines = sheetLines(
    [
      { no: 1, sheets: 2, postal: ordinary, form: true },
      { no: 2, sheets: 2, postal: recorded, form: true },
      { no: 3, sheets: 3, postal: ordinary, form: true },
      { no: 4, sheets: 12, postal: ordinary, form: false },
    ],
    list,
  );
  expect(
    lines.map((one) => [one.class, one.upTo, one.form, one.pieces, one.sheets, one.firstNo, one.lastNo, one.yen]),
  ).toEqual([
    ['ordinary', 50, true, 2, 5, 1, 3, 110],
    ['ordinary', 100, false, 1, 12, 4, 4, 180],
    ['recorded', 50, true, 1, 2, 2, 2, 320],
  ]);
  expect(totalYen(lines)).toBe(110 * 2 + 180 + 320);
  expect(totalYen(sheetLines([{ no: 1, sheets: 2, postal: ordinary, form: true, abroad: true }], list))).toBeNull();
});

describe('the price file of an installation', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-prices-'));
  const file = (value: unknown, name: string) => {
    writeFileSync(join(dir, name), typeof value === 'string' ? value : JSON.stringify(value));
    return join(dir, name);
  };
  const { validUntil: _, clientId: __, ...needed } = { ...list, source: '契約料金 2026年4月', validFrom: '2026-04-01' };
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('stands beside the public list, and counts from its first day on', () => {
    const own = { ...needed, clientId: 7, standard: [{ upTo: 50, yen: 98.5 }], smsPart: 8, mail: 0.5, callMinute: 12 };
    const lists = priceLists({ PRICE_FILE: file([own], 'own.json') });
    const on = (client: number, day: string) => priceListOn(lists, client, day)!;
    expect(on(7, '2026-03-31').source).toBe(list.source);
    expect(postage(postalOf({ class: 'recorded' }), 19, on(7, '2026-04-01'))).toBe(98.5 + 210);
    expect([on(7, '2026-04-01').smsPart, on(8, '2026-04-01').smsPart]).toEqual([8, null]);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '[{', /JSON/],
    ['a price below nothing', [{ ...needed, standard: [{ upTo: 50, yen: -1 }] }], /standard/],
    ['no source', [{ ...needed, source: '' }], /source/],
    ['a day that does not exist', [{ ...needed, validFrom: '2026-02-30' }], /validFrom/],
    ['a name that is no price', [{ ...needed, fax: 3 }], /fax/],
  ])('is refused with %s', (what, value, why) => {
    expect(() => priceLists({ PRICE_FILE: file(value, `${what}.json`) })).toThrow(why);
  });
});
