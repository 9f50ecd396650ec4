import { type ArrivalKind } from '../../db/journeys/arrival-kind';
import { recordArrival } from '../../db/journeys/arrivals';
import { createJourneys } from '../../db/journeys/create-journeys';
import { takeUnsignalled } from '../../db/platform/outbox';
import { seedCampaign, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';

let t: TestDb;
beforeEach(async () => (t = await testDb()));
afterEach(() => t.close());

const AT = '2027-02-01T09:00:00+09:00';

test.each<[string, [ArrivalKind, object][], { name: string; seq: number }]>([
  [
    'the newest of one rank',
    [
      ['opt_out', {}],
      ['hold_opened', {}],
    ],
    { name: 'holdChanged', seq: 2 },
  ],
  [
    'an answer before what came later',
    [
      ['answer', { via: 'form' }],
      ['form_defect', {}],
    ],
    { name: 'formReturned', seq: 1 },
  ],
  [
    'a defect before a bounce',
    [
      ['bounce', {}],
      ['form_defect', {}],
      ['bounce', {}],
    ],
    { name: 'formDefective', seq: 2 },
  ],
  [
    'a bounce before the rest',
    [
      ['form_received', {}],
      ['bounce', {}],
      ['opt_out', {}],
    ],
    { name: 'messageBounced', seq: 2 },
  ],
])('of several unread arrivals, the outbox signals %s', async (_, arrivals, expected) => {
  const seeded = await seedCampaign(t, { customers: [{}] });
  await createJourneys(t.db, seeded.campaignId);
  await t.db.updateTable('journeys').set({ started_run: 1 }).execute();
  const at = await stepClock(t, AT);
  const base = { campaignId: seeded.campaignId, customerId: seeded.customers[0]!.id, at, source: 'test' };
  for (const [index, [kind, data]] of arrivals.entries())
    await t.db
      .transaction()
      .execute((trx) => recordArrival(trx, { ...base, kind, data: { ...data }, dedupe: String(index) }));
  expect(await takeUnsignalled(t.db, 10)).toMatchObject([expected]);
});
