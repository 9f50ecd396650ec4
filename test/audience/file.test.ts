import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { importAudience } from '../../db/audience/import/import-audience';
import { testDoc } from '../support/seed';
import { AudienceFixture, type CampaignFixture, csvOf } from './fixture';

let f: AudienceFixture;
let campaign: CampaignFixture;
beforeAll(async () => {
  f = await AudienceFixture.open();
});
beforeEach(async () => {
  campaign = await f.campaign();
});
afterAll(() => f.t.close());

const TEXT = csvOf([{ 氏名: '髙橋　﨑子' }, { 氏名カナ: 'ﾔﾏﾀﾞ ｼﾞﾛｳ' }]);
const utf16 = (text: string, encoding: 'utf-16le' | 'utf-16be') => iconv.encode(text, encoding, { addBOM: true });

it.each([
  ['cp932', iconv.encode(TEXT, 'cp932')],
  ['utf-8', Buffer.from(TEXT)],
  ['utf-8-bom', Buffer.from(`\ufeff${TEXT}`)],
  ['utf-16le', utf16(TEXT, 'utf-16le')],
  ['utf-16be', utf16(TEXT, 'utf-16be')],
  ['utf-8', Buffer.from(TEXT.replaceAll('\r\n', '\n'))],
  ['utf-8', Buffer.from(TEXT.trimEnd())],
])('reads %s', async (encoding, file) => {
  expect(await f.put(campaign, file)).toMatchObject({ encoding, rows: 2, contracts: 2, customers: 2 });
  expect((await f.audience(campaign)).get('MN170000001')?.profile.name).toBe('髙橋　﨑子');
});

const eucJp = iconv.encode(TEXT, 'euc-jp');
const jis = Buffer.from('\u001b$B@.CJHV9f\u001b(B,x\r\n', 'latin1');

it.each<[string, string | Buffer, string]>([
  ['an empty file', '', 'file_empty'],
  ['a file of blank lines', '\ufeff\r\n \r\n', 'file_empty'],
  ['a workbook', Buffer.from('PK\u0003\u0004\u0014\u0000'), 'file_not_text'],
  ['NUL bytes', `${TEXT}\u0000`, 'file_not_text'],
  ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le'), 'file_not_text'],
  ['bytes of no encoding', Buffer.from('ff83a0fd0dff83fd0dff'.repeat(9), 'hex'), 'file_encoding_unknown'],
  ['a broken UTF-8 file with a mark', Buffer.from([0xef, 0xbb, 0xbf, 0x41, 0xe3, 0x81]), 'file_encoding_unknown'],
  ['EUC-JP', eucJp, 'file_encoding_unknown'],
  ['ISO-2022-JP', jis, 'file_encoding_unknown'],
  ['a file without header', TEXT.split('\r\n').slice(1).join('\r\n'), 'file_without_header'],
  ['other delimiters', TEXT.replaceAll(',', '\t'), 'file_without_header'],
  ['a header and nothing else', TEXT.split('\r\n')[0]!, 'file_without_good_row'],
  ['no good row', csvOf([{ 氏名: '' }, { 契約番号: '' }]), 'file_without_good_row'],
])('refuses %s', async (_, file, code) => {
  expect((await f.refused(campaign, file)).code).toBe(code);
});

it('keeps the code of a file that failed with its import', async () => {
  await f.refused(campaign, csvOf([{ 氏名: '' }]));
  const { campaignId } = campaign;
  const rows = await f.t.db.selectFrom('imports').selectAll().where('campaign_id', '=', campaignId).execute();
  expect(rows).toMatchObject([{ status: 'failed', error: { code: 'file_without_good_row' } }]);
});

it('names the columns it misses and does not know, with the likely counterpart', async () => {
  const error = await f.refused(
    campaign,
    TEXT.replace('メールアドレス', 'メールアドレス1').replace('備考', '社内メモ'),
  );
  expect(error.code).toBe('file_column_missing');
  expect(error.issues.map(({ code, path }) => [code, path])).toEqual([
    ['column_missing', 'メールアドレス'],
    ['column_missing', '備考'],
    ['column_unknown', 'メールアドレス1'],
    ['column_unknown', '社内メモ'],
  ]);
  expect(error.issues[0]!.advice).toContain('メールアドレス1');
  expect(error.issues[1]!.advice).not.toContain('社内メモ');
});

it('refuses a column it does not know unless the mapping ignores it', async () => {
  const file = csvOf([{}, {}]).replaceAll(/\r\n/g, ',x\r\n').replace(',x\r\n', ',社内メモ\r\n');
  expect((await f.refused(campaign, file)).code).toBe('file_column_unknown');
  const columns = { ...f.columns, ignored: '社内メモ' };
  expect(await f.put(campaign, file, columns)).toMatchObject({ contracts: 2 });
});

it('refuses a column that stands twice', async () => {
  const error = await f.refused(campaign, TEXT.replace('契約プラン', '備考').replace('契約開始日', '契約プラン'));
  expect(error.issues.map(({ code }) => code)).toContain('column_missing');
  const twice = csvOf([{}], [...Object.values(f.columns), '備考']);
  expect((await f.refused(campaign, twice)).issues).toMatchObject([{ code: 'column_doubled', path: '備考' }]);
});

it('finds columns in any order and spelling width', async () => {
  const titles = Object.values(f.columns).reverse();
  const file = csvOf([{}], titles).replace('SMS通知同意', 'ＳＭＳ通知同意');
  await f.put(campaign, file);
  expect((await f.audience(campaign)).get('MN170000001')?.profile.mail).toBe('user1@example.jp');
});

const rows = csvOf([{}, {}, {}, {}]).split('\r\n');
const open = (line: string) => line.replace('山田', '"山田');

it.each([
  ['swallows the rest of the file', [rows[0], rows[1], open(rows[2]!), rows[3], rows[4]], 3],
  ['ends in a later row by chance', [rows[0], open(rows[1]!), rows[2], rows[3]!.replace('山田', '"山田'), rows[4]], 2],
  ['is the last field', [rows[0], rows[1], `${rows[2]!}"`, rows[3]], 3],
])('refuses a file in which an open quote %s, with its line', async (_, lines, line) => {
  const error = await f.refused(campaign, lines.join('\r\n'));
  expect([error.code, error.detail]).toEqual(['file_quote_unclosed', { line }]);
});

it('takes a quote inside a field as a character', async () => {
  await f.put(campaign, rows.join('\r\n').replace('山田　1郎', '山田"1"郎'));
  expect((await f.audience(campaign)).get('MN170000001')?.profile.name).toBe('山田"1"郎');
});

it('counts physical lines, over line breaks in fields and blank lines', async () => {
  const file = csvOf([{ 備考: '一\r\n二\n三' }, { 氏名: '' }]).replace('\r\nMN170000002', '\r\n\r\nMN170000002');
  await f.put(campaign, file);
  const found = await f.findings(campaign);
  expect(found.map(({ line, code }) => [line, code])).toEqual([
    [2, 'line_break'],
    [2, 'remark_present'],
    [6, 'name_missing'],
  ]);
});

it('leaves no file behind and closes the import when the sender breaks off', async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from(TEXT);
      throw new Error('connection lost');
    })(),
  );
  await expect(f.put(campaign, broken)).rejects.toThrow('connection lost');
  expect(await f.counts(campaign)).toMatchObject({ customers: 0, audience: 0 });
  expect(await f.put(campaign, TEXT)).toMatchObject({ contracts: 2 });
});

it('a row without end, and more rows than are taken, refuse the file', async () => {
  const head = csvOf([]);
  const long = await f.refused(campaign, `${head}${'x'.repeat(200_000)}`);
  expect([long.code, long.detail]).toEqual(['file_row_too_long', { line: 2 }]);
  const { db, pool, vault } = f.t;
  const body = Readable.from([Buffer.from(csvOf([{}, {}, {}]))]);
  const doc = testDoc({ columns: f.columns });
  const input = { db, pool, vault, ...campaign, doc, body, maxRows: 2 };
  await expect(importAudience(input)).rejects.toMatchObject({ code: 'file_too_many_rows', detail: { limit: 2 } });
});
