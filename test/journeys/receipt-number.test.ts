import { checkLetter, receiptNumber } from '../../domain/journeys/receipt-number';

describe('a receipt number', () => {
  it('is short, readable aloud and the same for the same arrival', () => {
    expect(receiptNumber(4402, 1)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(receiptNumber(4402, 1)).toBe(receiptNumber(4402, 1));
  });

  it('never repeats', () => {
    const seen = new Set<string>();
    for (let journey = 1; journey <= 4000; journey++) {
      for (let seq = 1; seq <= 10; seq++) seen.add(receiptNumber(journey, seq));
    }
    for (let journey = 2 ** 28 - 4000; journey < 2 ** 28; journey++) seen.add(receiptNumber(journey, 1));
    expect(seen.size).toBe(44_000);
  });

  it('shows a wrong letter by its check letter', () => {
    const number = receiptNumber(77, 3).replace('-', '');
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    for (let at = 0; at < 7; at++) {
      for (const letter of letters.replace(number[at]!, '')) {
        const wrong = number.slice(0, at) + letter + number.slice(at + 1, 7);
        expect(checkLetter(wrong)).not.toBe(number[7]);
      }
    }
  });
});
