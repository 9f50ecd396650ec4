import { verifyCompleteness } from '../../audit/completeness';
import { type Seeded } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { asOwner, playedCampaign } from './fixture';

let t: TestDb;
let campaign: Seeded;
beforeEach(async () => {
  t = await testDb();
  campaign = await playedCampaign(t, [{ contracts: 2 }, { mail: null }, { consent: false }]);
});
afterEach(() => t.close());

test('every contract has one outcome, and they add up', async () => {
  expect(await verifyCompleteness(t.db, campaign.campaignId)).toEqual({
    ok: true,
    ended: true,
    contracts: 4,
    outcomes: { lapsed: 2, unreachable: 1, pending: 1 },
    open: 0,
    unexpected: 0,
    journeysAmiss: 0,
    contradicted: [],
  });
});

test.each<[string, string, object]>([
  ['an outcome was taken away', `delete from outcomes where outcome = 'unreachable'`, { open: 1 }],
  ['what is left to a person was taken away', `delete from outcomes where outcome = 'pending'`, { open: 1 }],
  ['an outcome belongs to no contract', `delete from audience where line = 4`, { unexpected: 1, journeysAmiss: 1 }],
  ['an excluded contract says otherwise', `update audience set state = 'excluded' where line = 3`, { unexpected: 1 }],
  [
    'a journey is open',
    `update journeys set status = 'open' where id = (select min(id) from journeys)`,
    { journeysAmiss: 1 },
  ],
  ['the campaign goes on', `update campaigns set ended_at = null`, { ended: false }],
])('not complete when %s', async (_, statement, expected) => {
  await asOwner(t, statement);
  expect(await verifyCompleteness(t.db, campaign.campaignId)).toMatchObject({ ok: false, ...expected });
});

test('an outcome that is not in the ledger is named by its contract', async () => {
  const contract = campaign.customers[0]!.contracts[1]!;
  await asOwner(t, `update outcomes set outcome = 'migrated' where contract_id = $1`, [contract]);
  const found = await verifyCompleteness(t.db, campaign.campaignId);
  expect(found).toMatchObject({ ok: false, open: 0, contradicted: [contract] });
});
