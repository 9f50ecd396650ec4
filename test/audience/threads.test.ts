import { AudienceFixture, csvOf } from './fixture';

let f: AudienceFixture;
beforeAll(async () => {
  f = await AudienceFixture.open();
});
afterAll(() => f.t.close());

const ROWS = 3000;
/** Large enough to be read by several threads. */
const LARGE = csvOf(Array.from({ length: ROWS }, () => ({ 契約プラン: 'ライト'.repeat(100) })));

it('takes every row of a large file once', async () => {
  const campaign = await f.campaign();
  const seen: number[] = [];
  const summary = await f.put(campaign, LARGE, f.columns, (rows) => seen.push(rows));
  expect(summary).toMatchObject({ rows: ROWS, refused: 0, doubles: 0, contracts: ROWS, customers: ROWS });
  expect(seen.at(-1)).toBe(ROWS);
  const lines = [...(await f.audience(campaign)).values()].map((row) => row.line).sort((a, b) => a - b);
  expect(lines).toEqual(Array.from({ length: ROWS }, (_, at) => at + 2));
});

it('finds known customers from every thread', async () => {
  const campaign = await f.campaign();
  await f.put(campaign, LARGE);
  const before = await f.counts(campaign);
  expect(await f.put(campaign, LARGE.replaceAll('090-1234-5678', '090-8765-4321'))).toMatchObject({ unchanged: false });
  const { consents, ...counts } = await f.counts(campaign);
  expect({ consents, ...counts }).toEqual(before);
  expect((await f.audience(campaign)).get('MN170002999')!.profile.mobile).toBe('+819087654321');
});

it('refuses a large file with an open quote and leaves nothing behind', async () => {
  const campaign = await f.campaign();
  const error = await f.refused(campaign, LARGE.replace('MN170002500,', 'MN170002500,"'));
  expect([error.code, error.detail]).toEqual(['file_quote_unclosed', { line: 2501 }]);
  expect(await f.put(campaign, csvOf([{}]))).toMatchObject({ contracts: 1 });
});
