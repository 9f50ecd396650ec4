import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDINGS } from '../../domain/audience/finding';
import { makeCustomers } from '../../examples/make-customers';
import { AudienceFixture } from './fixture';

let f: AudienceFixture;
beforeAll(async () => {
  f = await AudienceFixture.open();
});
afterAll(() => f.t.close());

const EXAMPLE = readFileSync(join(__dirname, '..', '..', 'examples', 'customers.csv'));

it('is what the generator makes', () => {
  expect(makeCustomers({ seed: 1, rows: 300 }).equals(EXAMPLE)).toBe(true);
  expect(makeCustomers({ seed: 2, rows: 300 }).equals(EXAMPLE)).toBe(false);
});

/** Shown by field-cases.test.ts, overseas.test.ts and rows.test.ts: rarer ones, and those that this shape of file cannot have. */
const ELSEWHERE = [
  'customer_number_conflict',
  'customer_protected',
  'address_overseas',
  'country_unknown',
  'address_looks_like_date',
  'character_common_form',
  'character_invisible',
  'character_reference',
  'empty_word',
  'header_repeated',
  'language_differs',
  'language_unknown',
  'name_title',
  'name_web_address',
  'number_rounded',
  'phone_service_number',
  'postal_code_other_city',
  'row_undecodable',
];

it('shows every usual kind of finding and hold', async () => {
  const campaign = await f.campaign();
  const summary = await f.put(campaign, EXAMPLE);
  const kinds = Object.keys(FINDINGS).filter((code) => !ELSEWHERE.includes(code));
  expect(Object.keys(summary.findings.byCode).sort()).toEqual(kinds.sort());
  expect(summary).toMatchObject({ encoding: 'cp932', rows: 300 });
  const audience = [...(await f.audience(campaign)).values()];
  const sizes = new Map<number, number>();
  for (const { customer_id: id } of audience) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  expect([...sizes.values()].filter((size) => size > 1).length).toBeGreaterThanOrEqual(15);
  const withMail = audience.filter((row) => row.profile.mail).length / audience.length;
  expect(withMail).toBeGreaterThan(0.75);
  expect(withMail).toBeLessThan(0.9);
  for (const user of ['unknown', 'late-bounce']) {
    expect(audience.filter((row) => row.profile.mail?.startsWith(user)).length).toBeGreaterThanOrEqual(2);
  }
});

it.each(['MN170000811', 'MN170000812', 'MN170000813'])('has %s refuse mail', async (number) => {
  const campaign = await f.campaign();
  await f.put(campaign, EXAMPLE);
  const row = (await f.audience(campaign)).get(number)!;
  const consents = await f.t.db.selectFrom('consents').selectAll().where('customer_id', '=', row.customer_id).execute();
  expect(row).toMatchObject({ state: 'included', profile: { mail: expect.stringMatching(/^user/) } });
  expect(consents).toContainEqual(expect.objectContaining({ channel: 'mail', value: false }));
});

it.each([1, 7])('makes 40 rows with seed %s, most of them good', async (seed) => {
  const campaign = await f.campaign();
  expect(await f.put(campaign, makeCustomers({ seed, rows: 40 }))).toMatchObject({
    rows: 40,
    refused: 2,
    held: 2,
    doubles: 1,
  });
});
