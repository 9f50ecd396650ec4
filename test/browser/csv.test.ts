import iconv from 'iconv-lite';
import { csvOf } from '../../console/api/csv';

const ROWS = [
  ['氏名', '件数', '備考'],
  ['髙橋　①', 12, null],
  ['=HYPERLINK("http://x")', -3, '改行\nと"引用"と,読点'],
  ['𠮷野家 👪', 0, '～－∥ ｶﾅ'],
] as const;

const bytesOf = async (blob: Blob): Promise<Buffer> => Buffer.from(await blob.arrayBuffer());

test('a table is exported in UTF-8 with a byte order mark, quoted, and never as a formula', async () => {
  const bytes = await bytesOf(csvOf(ROWS, 'utf-8'));
  expect(bytes.toString('utf8')).toBe(
    '\uFEFF氏名,件数,備考\r\n髙橋　①,12,\r\n"\'=HYPERLINK(""http://x"")",-3,"改行\nと""引用""と,読点"\r\n𠮷野家 👪,0,～－∥ ｶﾅ\r\n',
  );
});

test('in CP932 the signs of Japanese spreadsheets stay, and what it cannot write is marked', async () => {
  const bytes = await bytesOf(csvOf(ROWS, 'cp932'));
  const text = iconv.decode(bytes, 'cp932');
  expect(text).toContain('髙橋　①,12,');
  expect(text).toContain('〓野家 〓,0,～－∥ ｶﾅ');
});
