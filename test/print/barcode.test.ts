import bwipjs from 'bwip-js/node';
import { addressNumber, BARCODE_MM, customerBarcode } from '../../domain/print/barcode';
import { vectors } from './barcode-vectors.json';

describe('the examples of the manual', () => {
  it.each(vectors)('$postalCode $address', ({ postalCode, address, expected }) => {
    const barcode = customerBarcode(postalCode, address)!;
    expect(barcode.symbols.join('')).toBe(expected);
    expect(barcode.bars).toHaveLength(67);
  });
});

describe('bars', () => {
  const code = (postalCode: string, address: string) => postalCode + addressNumber(address);
  // The other program takes no more than 13 places, and draws a check symbol 0 as something else.
  const shared = vectors.filter(({ expected }) => !expected.endsWith('0') && /CC4.$/.test(expected));
  it.each(shared)('of $postalCode $address are as another program draws them', ({ postalCode, address }) => {
    const [drawn] = bwipjs.raw({ bcid: 'japanpost', text: code(postalCode, address) }) as unknown as [
      { bbs: number[]; bhs: number[] },
    ];
    const theirs = drawn.bbs.map((base, index) => kindOf(base, drawn.bhs[index]!, drawn.bhs));
    expect(customerBarcode(postalCode, address)!.bars).toEqual(theirs);
  });

  it.each([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'])('of letter %s too', (letter) => {
    const [drawn] = bwipjs.raw({ bcid: 'japanpost', text: `1234567${letter}12` }) as unknown as [
      { bbs: number[]; bhs: number[] },
    ];
    const ours = customerBarcode('1234567', `${letter}12`)!;
    const theirs = drawn.bbs.map((base, index) => kindOf(base, drawn.bhs[index]!, drawn.bhs));
    if (ours.symbols.at(-1) !== '0') expect(ours.bars).toEqual(theirs);
  });

  function kindOf(base: number, height: number, heights: number[]) {
    const full = Math.max(...heights);
    if (height === full) return 'long';
    if (height < full / 2) return 'timing';
    return base > 0.01 ? 'up' : 'down';
  }

  it('fill the width that the manual gives for 10 points', () => {
    expect(66 * BARCODE_MM.pitch + BARCODE_MM.bar).toBeCloseTo(79.8, 0);
  });
});

describe('an address as customers write it', () => {
  it.each([
    ['１－２－３', '1-2-3'],
    ['1ー2ー3 メゾンさくら２０１号室', '1-2-3-201'],
    ['百五番地', '105'],
    ['二〇三番地', '203'],
    ['三丁目ノ5', '3-5'],
    ['', ''],
    ['無番地', ''],
  ])('%s → %s', (address, number) => expect(addressNumber(address)).toBe(number));
});

it.each([
  ['a code of a whole municipality', '1000000'],
  ['a code ending in 00', '0613200'],
  ['a foreign code', 'SW1A 1AA'],
  ['nothing', ''],
])('prints none for %s', (_, postalCode) => expect(customerBarcode(postalCode, '1-2-3')).toBeNull());

it('reads a postal code with 〒, hyphen or wide digits', () => {
  expect(customerBarcode('〒２６３-００２３', '3丁目30-8　郵便ビル403号')).toEqual(
    customerBarcode('2630023', '3丁目30-8　郵便ビル403号'),
  );
});
