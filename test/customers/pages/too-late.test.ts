import { type Link } from '../../../db/customers/links';
import { submitAnswer } from '../../../db/customers/page';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { seedCampaign, stepClock } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';

let t: TestDb;
beforeAll(async () => void (t = await testDb()));
afterAll(() => t.close());

// the page itself says so before; here the form was sent just before the end, or the stop
it.each<[string, string, 'running' | 'stopped', string | undefined]>([
  ['to the last instant of grace', '2027-04-16T23:59:59.999', 'running', undefined],
  ['after it', '2027-04-17T00:00:00', 'running', 'answer_too_late'],
  ['after a stop', '2027-02-10T10:00:00', 'stopped', 'answer_too_late'],
])('an answer is booked %s, at %s, of a campaign that is %s: %s', async (_, now, status, code) => {
  const { clientId, campaignId, customers } = await seedCampaign(t, { customers: [{}] });
  await createJourneys(t.db, campaignId);
  await t.db.updateTable('campaigns').set({ status }).where('id', '=', campaignId).execute();
  await stepClock(t, `${now}+09:00`);
  const [customer] = customers;
  const link: Link = { clientId, campaignId, customerId: customer!.id, kind: 'page', version: 1 };
  const choices = new Map([[customer!.contracts[0]!, 'migrate' as const]]);
  const sent = submitAnswer(t.db, link, { basis: 0, dedupe: 'answer:1', choices });
  if (code) await expect(sent).rejects.toMatchObject({ code });
  else expect(await sent).toMatchObject({ seq: 1, duplicate: false });
});
