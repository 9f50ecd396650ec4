import { parseBirthDate } from '../../domain/customers/birth-date';

const today = '2026-11-22';
const parse = (year: string, month: string, day: string) => parseBirthDate({ year, month, day }, today);

describe('a birth date as people type it', () => {
  it.each([
    ['western', '1948', '3', '7', '1948-03-07'],
    ['with leading zeros', '1948', '03', '07', '1948-03-07'],
    ['full width', '１９４８', '１２', '０７', '1948-12-07'],
    ['with units', '1948年', '3月', '7日', '1948-03-07'],
    ['era by name', '昭和23', '3', '7', '1948-03-07'],
    ['era in full width', '昭和２３年', '３', '７', '1948-03-07'],
    ['era with a blank', '昭和 23', '3', '7', '1948-03-07'],
    ['era by letter', 's23', '3', '7', '1948-03-07'],
    ['era by full-width letter and point', 'Ｓ．23', '3', '7', '1948-03-07'],
    ['era by one character', '昭23', '3', '7', '1948-03-07'],
    ['era as one square character', '㍼23', '3', '7', '1948-03-07'],
    ['first year of an era', '平成元', '1', '8', '1989-01-08'],
    ['an era before its first day', '平成1', '1', '5', '1989-01-05'],
    ['an era after its last day', '昭和64', '1', '10', '1989-01-10'],
    ['Taisho', '大正15', '12', '24', '1926-12-24'],
    ['Meiji', '明治45', '7', '29', '1912-07-29'],
    ['Reiwa', '令和元', '5', '1', '2019-05-01'],
    ['a leap day', '2000', '2', '29', '2000-02-29'],
    ['born today', '2026', '11', '22', '2026-11-22'],
  ])('%s', (_name, year, month, day, date) => {
    expect(parse(year, month, day)).toEqual({ date });
  });

  it.each([
    ['nothing in one field', '1948', '', '7', 'missing'],
    ['blanks only', '1948', '3', '　', 'missing'],
    ['two digits without an era', '48', '3', '7', 'year'],
    ['an era that never had the year', '昭和65', '1', '1', 'year'],
    ['an unknown era', '慶応3', '1', '1', 'year'],
    ['year zero of an era', '昭和0', '1', '1', 'year'],
    ['before there were such customers', '1211', '1', '1', 'year'],
    ['words', 'abc', '1', '1', 'year'],
    ['month 13', '1948', '13', '7', 'month'],
    ['month 0', '1948', '0', '7', 'month'],
    ['day 32', '1948', '3', '32', 'day'],
    ['a negative day', '1948', '3', '-1', 'day'],
    ['30 February', '1948', '2', '30', 'date'],
    ['29 February outside a leap year', '1900', '2', '29', 'date'],
    ['31 April', '1948', '4', '31', 'date'],
    ['tomorrow', '2026', '11', '23', 'date'],
  ])('refuses %s', (_name, year, month, day, problem) => {
    expect(parse(year, month, day)).toEqual({ problem });
  });
});
