import { Readable } from 'node:stream';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { readChangeFile } from '../../api/exchange/client-file';
import { importAudience } from '../../db/audience/import/import-audience';
import { CHANGE_COLUMNS } from '../../domain/exchange/change-findings';
import { AppError } from '../../domain/errors';
import { exampleColumns } from '../../examples/columns';
import { TITLES, type Title } from '../../examples/customer-rows';
import { AudienceFixture, type Change, csvOf } from '../audience/fixture';
import { testDoc } from '../support/seed';
import { mutated, nasty } from './mutations';
import { FUZZ_MS, runs } from './runs';

let f: AudienceFixture;
beforeAll(async () => {
  f = await AudienceFixture.open();
});
afterAll(() => f.t.close());

/** A file is taken with every row accounted for, or refused as a whole by a name of its own. */
async function taken(bytes: Buffer): Promise<{ rows: number } | null> {
  const campaign = await f.campaign();
  const { db, pool, vault } = f.t;
  const doc = testDoc({ columns: await exampleColumns() });
  try {
    const done = await importAudience({ db, pool, vault, ...campaign, doc, body: Readable.from([bytes]) });
    expect(done.contracts + done.refused + done.doubles).toBe(done.rows);
    const query = db.selectFrom('audience').select('state').where('campaign_id', '=', campaign.campaignId);
    const rows = await query.execute();
    expect(rows).toHaveLength(done.contracts);
    expect(rows.filter(({ state }) => state === 'held')).toHaveLength(done.held);
    return done;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toMatch(/^file_/);
    return null;
  }
}

const cell = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: nasty });
const row = fc.array(fc.tuple(fc.constantFrom<Title>(...TITLES), cell), { maxLength: 8 });
const changeOf = (cells: [Title, string | undefined][]): Change =>
  Object.fromEntries(cells.filter(([, value]) => value !== undefined));
const encoding = fc.constantFrom('utf-8', 'cp932', 'utf-16le');

describe('an audience', () => {
  it(
    'of any cells: rows in are accepted, refused, held or said twice',
    async () => {
      const file = fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 12 }), encoding });
      await fc.assert(
        fc.asyncProperty(file, async (made) => {
          const text = csvOf(made.rows.map(changeOf));
          const done = await taken(iconv.encode(text, made.encoding, { addBOM: made.encoding !== 'cp932' }));
          if (done) expect(done.rows).toBe(made.rows.length);
        }),
        runs(20),
      );
    },
    FUZZ_MS,
  );

  it(
    'of any bytes, or with any damage',
    async () => {
      const whole = iconv.encode(csvOf(Array.from({ length: 8 }, () => ({}))), 'cp932');
      const bytes = fc.oneof(mutated(whole), mutated(Buffer.from(csvOf([{}, {}]))), fc.uint8Array({ maxLength: 200 }));
      await fc.assert(
        fc.asyncProperty(bytes, async (made) => void (await taken(Buffer.from(made)))),
        runs(20),
      );
    },
    FUZZ_MS,
  );

  const wide = (change: Change) => iconv.encode(csvOf([change]), 'utf-16le', { addBOM: true });
  it.each<[string, Buffer]>([
    ['a cell of 90 KB', Buffer.from(csvOf([{ 備考: 'あ'.repeat(30_000) }, {}]))],
    ['NULs in UTF-16', wide({ 契約プラン: 'a\u0000b', 氏名: '山\u0000田', 備考: '\u0000' })],
    ['a lone surrogate', Buffer.from(`\ufeff${csvOf([{ 契約プラン: 'a\ud800b' }])}`, 'utf16le')],
    ['line breaks only', Buffer.from('\r\n'.repeat(1000))],
    ['a zip file', Buffer.from('PK\u0003\u0004....')],
    ['ten thousand columns', Buffer.from(`${'a,'.repeat(10_000)}\r\n1`)],
  ])(
    'with %s',
    async (_, bytes) => {
      await taken(bytes);
    },
    FUZZ_MS,
  );
});

const columns = Object.values(CHANGE_COLUMNS);
const CHANGES = Buffer.from(
  [
    columns.join(','),
    'MN1,メール変更,2027-02-01,,,a@example.jp,,,',
    'MN2,解約済,2027-02-01,,,,,,',
    '合計,2,3,,,,,,',
    '',
  ].join('\r\n'),
);

it(
  'a file of changes: every row is a change or a finding, or the file is refused',
  async () => {
    const bytes = fc.oneof(mutated(CHANGES), fc.uint8Array({ maxLength: 200 }));
    const context = { today: '2027-02-01', zone: 'Asia/Tokyo', language: 'ja' as const };
    await fc.assert(
      fc.asyncProperty(bytes, async (made) => {
        try {
          const read = await readChangeFile(Readable.from([Buffer.from(made)]), context);
          const found = new Set(read.findings.map(({ line }) => line));
          expect(read.rows.length).toBe(read.counted.rows);
          for (const one of read.rows) expect(one.change !== null || found.has(one.line)).toBe(true);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.code).toMatch(/^(file_|client_)/);
        }
      }),
      runs(150),
    );
  },
  FUZZ_MS,
);
