import fc from 'fast-check';
import { type CsvRecord, CsvSplitter } from '../../db/audience/import/csv';
import { runs } from '../property/runs';

function split(text: string, pieceLength = text.length || 1): CsvRecord[] {
  const splitter = new CsvSplitter();
  const records: CsvRecord[] = [];
  for (let at = 0; at < text.length; at += pieceLength)
    records.push(...splitter.push(text.slice(at, at + pieceLength)));
  return [...records, ...splitter.end()];
}

test.each<[string, string, [number, string[]][]]>([
  [
    'plain rows',
    'a,b\r\n1,2\r\n',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'no line break at the end',
    'a,b\n1,2',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'old Mac line breaks',
    'a,b\r1,2\r',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'blank lines',
    'a,b\n\n\r\n1,2\n',
    [
      [1, ['a', 'b']],
      [4, ['1', '2']],
    ],
  ],
  [
    'empty fields, and rows of nothing else',
    ',\na,,\n, ,　\n,b\n"",""\n',
    [
      [2, ['a', '', '']],
      [4, ['', 'b']],
    ],
  ],
  [
    'quoted fields',
    '"a","b,c"\n"d""e",""\n',
    [
      [1, ['a', 'b,c']],
      [2, ['d"e', '']],
    ],
  ],
  [
    'line breaks in fields',
    '"a\r\nb\nc",d\n1,2\n',
    [
      [1, ['a\r\nb\nc', 'd']],
      [4, ['1', '2']],
    ],
  ],
  [
    'an unexpected quote inside a field',
    'a"b,c"\n5",x\n',
    [
      [1, ['a"b', 'c"']],
      [2, ['5"', 'x']],
    ],
  ],
  [
    'text after a closing quote',
    '"a"b,c\n1,2\n',
    [
      [1, ['"a"b', 'c']],
      [2, ['1', '2']],
    ],
  ],
  [
    'spaces around quotes',
    'a, "b"\n\t"c,d" , "e""f"\n "g\nh",i\n',
    [
      [1, ['a', 'b']],
      [2, ['c,d', 'e"f']],
      [3, ['g\nh', 'i']],
    ],
  ],
  ['a quote inside a field that begins with a space', 'a, b"c"\n', [[1, ['a', ' b"c"']]]],
  ['text after a quote that a space precedes', 'a, "b"c\n', [[1, ['a', ' "b"c']]]],
  [
    'the end-of-file mark of old systems',
    'a,b\r\n1,2\r\n\u001a',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'the same mark behind the last field',
    'a,b\n1,2\u001a',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'the same mark on a line of its own',
    'a,b\n\u001a\n1,2\n',
    [
      [1, ['a', 'b']],
      [3, ['1', '2']],
    ],
  ],
  ['nothing', '', []],
])('splits %s, however it is cut', (_, text, expected) => {
  for (const length of [1, 2, 3, 7, text.length || 1]) {
    expect(split(text, length).map(({ line, fields }) => [line, fields])).toEqual(expected);
  }
});

test.each([
  ['at the end of the file', 'a,b,c\n1,2,3\n4,"5,6\n7,8,9\n', 3],
  ['in a later row', 'a,b,c\n1,"2,3\n4,5,6\n7,"8,9\n', 2],
  ['nowhere near', `a,b,c\n1,"2,3\n${'x\n'.repeat(100_000)}`, 2],
])('reports the line of a quote that ends %s', (_, text, line) => {
  expect(() => split(text, 64 * 1024)).toThrow(
    expect.objectContaining({ code: 'file_quote_unclosed', detail: { line } }),
  );
});

test('reads back whatever was written, in pieces of any length', () => {
  const field = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', '山', ' ') });
  const rows = fc.array(fc.tuple(field, field), { minLength: 1 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 9 }), fc.constantFrom('\n', '\r\n', '\r'), (fields, length, end) => {
      const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
      const text = fields.map((row) => row.map(quoted).join(',') + end).join('');
      expect(split(text, length).map((record) => record.fields)).toEqual(fields.filter((row) => row.join('').trim()));
    }),
    runs(100),
  );
});
