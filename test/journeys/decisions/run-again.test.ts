import { stepAgain } from '../../../db/journeys/late-answers';
import { loadRepresented } from '../../../db/journeys/facts/customer-facts';
import { seedCampaign, stepClock } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';

const steps = [
  { id: 'notice', kind: 'notice' },
  { id: 'by-letter', kind: 'notice' },
  { id: 'reminder', kind: 'reminder' },
  { id: 'call', kind: 'call' },
];

it.each<[string, string[], string | null]>([
  ['nothing has been handed over', [], 'notice'],
  ['the notice has', ['notice'], 'reminder'],
  ['the notice and its reminder have', ['notice', 'reminder'], 'call'],
  ['the call alone has', ['call'], 'reminder'],
  ['all has', ['notice', 'by-letter', 'reminder', 'call'], null],
])('a further run begins where %s: %s → %s', (_, done, expected) => {
  expect(stepAgain(steps, done)).toBe(expected);
});

describe('a legal representative', () => {
  let t: TestDb;
  beforeAll(async () => void (t = await testDb()));
  afterAll(() => t.close());

  it.each([
    ['on the eve', '2027-01-31T23:59:59+09:00', false],
    ['from the first minute of the day in Japan, which is the day before in London', '2027-02-01T00:00:00+09:00', true],
    ['to the last minute of the last day', '2027-02-28T23:59:59+09:00', true],
    ['on the day after', '2027-03-01T00:00:00+09:00', false],
  ])('is in force %s: %s → %s', async (_, now, expected) => {
    const { clientId, customers } = await seedCampaign(t, { customers: [{}] });
    const { id } = customers[0]!;
    await t.db
      .insertInto('representatives')
      .values({
        client_id: clientId,
        customer_id: id,
        relation: 'guardian',
        may_decide: true,
        channels: ['post'],
        evidence: 'x',
        valid_from: '2027-02-01',
        valid_until: '2027-02-28',
        created_at: new Date(0),
      })
      .execute();
    await stepClock(t, now);
    const represented = await t.db.transaction().execute((trx) => loadRepresented(trx, [id]));
    expect(represented.has(id)).toBe(expected);
  });
});
