import { verifyRows } from '../../audit/rows/verify-rows';
import { createJourneys } from '../../db/journeys/create-journeys';
import { AudienceFixture, type CampaignFixture, csvOf } from '../audience/fixture';
import { asOwner } from './fixture';

let f: AudienceFixture;
let campaign: CampaignFixture;
beforeEach(async () => {
  f = await AudienceFixture.open();
  campaign = await f.campaign();
  // a consent to mail for each, a refusal of letters, a hold by a remark
  await f.put(campaign, csvOf([{}, { 郵送停止: '1' }, { 備考: 'ご逝去' }]));
  await createJourneys(f.t.db, campaign.campaignId);
});
afterEach(() => f.t.close());

const verify = () => verifyRows(f.t.db, campaign.campaignId);

test('what an import has said of its customers agrees with the ledger, the next import too', async () => {
  expect(await verify()).toEqual({ journeys: 3, amiss: 0, faults: [], unproved: 0 });
  await f.put(campaign, csvOf([{ メール通知同意: '0' }, {}, {}]));
  expect(await verify()).toMatchObject({ amiss: 0, unproved: 0 });
});

test.each<[string, string, { table: string; field?: string; why?: string }]>([
  ['an imported refusal is deleted', 'delete from consents where not value', { table: 'consents', why: 'row_missing' }],
  ['it is turned into a consent', 'update consents set value = true', { table: 'consents', field: 'value' }],
  [
    'a consent is put among them',
    `insert into consents (customer_id, client_id, channel, purpose, value, source, at)
      select customer_id, client_id, 'sms', 'offer', true, source, at from consents where not value`,
    { table: 'consents', why: 'entry_missing' },
  ],
  ['a hold by a remark is deleted', 'delete from holds', { table: 'holds', why: 'row_missing' }],
  [
    'it is released behind the back of its owner',
    'update holds set released_at = now()',
    { table: 'holds', field: 'released_at' },
  ],
])('%s: found', async (_, statement, expected) => {
  await asOwner(f.t, statement);
  expect((await verify()).faults).toContainEqual({
    row: expect.stringMatching(/./) as string,
    why: 'differs',
    ...expected,
  });
});

test('rows of an import from before its consents were noted are counted, not found amiss', async () => {
  await asOwner(f.t, `delete from ledger where body::jsonb ->> 'kind' in ('hold_opened', 'consents_imported')`);
  await asOwner(f.t, `update ledger set body = replace(body, '"consents":', '"read":')`);
  const { amiss, unproved } = await verify();
  expect({ amiss, unproved }).toEqual({ amiss: 0, unproved: expect.any(Number) as number });
  expect(unproved).toBeGreaterThan(3);
});
