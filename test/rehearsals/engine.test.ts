import { sql } from 'kysely';
import { openRehearsalDatabase, prepareRehearsalDatabase } from '../../db/rehearsals/engine/database';
import { connectRehearsals } from '../../temporal/rehearsal';
import { TEST_NAMESPACE } from '../support/base';
import { rehearsalStage, type RehearsalStage } from './stage';
import { makePerson } from '../support/api';
import { FORM_DEFECTS } from '../../domain/returns/return-rules';
import { behaving, sure } from './made';
import { channelsDoc, seedCampaign, testDoc } from '../support/seed';
import { testBase, testDb, type TestDb } from '../support/test-db';

let t: TestDb;
let stage: RehearsalStage;
beforeAll(async () => {
  t = await testDb();
  stage = await rehearsalStage(t);
}, 60_000);
afterAll(async () => {
  await stage.close();
  await t.close();
});

const SEED = 20_261_130;

test('every journey of a rehearsal ends, each contract with its outcome', async () => {
  const doc = channelsDoc();
  const customers = Array.from({ length: 40 }, (_, n) => ({
    channels: ['sms', 'post', 'phone'] as ('sms' | 'post' | 'phone')[],
    ...(n % 7 === 0 && { mail: null }),
    ...(n % 5 === 0 && { ageFrom: 80 }),
    contracts: 1 + (n % 3 === 0 ? 1 : 0),
  }));
  const seeded = await seedCampaign(t, { doc, customers, status: 'draft' });
  const place = { clientId: seeded.clientId, campaignId: seeded.campaignId, doc };
  const journeys = await stage.run({ ...place, sample: null, seed: SEED, startsAt: doc.dates.firstDispatch });
  expect(journeys).toHaveLength(customers.length);
  for (const [index, { contracts, states }] of journeys.entries()) {
    expect(contracts).toHaveLength(customers[index]!.contracts);
    expect(states[0]!.state).toBe('scheduled');
    expect(states.at(-1)!.state).toBe('closed');
  }
  const kinds = new Set(journeys.flatMap(({ events }) => events.map(({ kind }) => kind)));
  expect([...kinds]).toEqual(expect.arrayContaining(['sent', 'waits', 'closed', 'call_missed', 'answered_online']));
  const inOrder = ({ events }: (typeof journeys)[number]) =>
    events.every(({ at }, index) => index === 0 || at >= events[index - 1]!.at);
  expect(journeys.filter((one) => !inOrder(one))).toEqual([]);
}, 120_000);

test('a customer with an approved override is contacted despite a refusal, one without is not', async () => {
  const doc = testDoc();
  const customers = [{ consent: false }, { consent: false }, { consent: false }];
  const seeded = await seedCampaign(t, { doc, customers, status: 'draft' });
  const place = { clientId: seeded.clientId, campaignId: seeded.campaignId };
  const [asked_by, decided_by] = [await makePerson(t, 'manager'), await makePerson(t, 'approver')];
  const override = (nth: number, more: { confirmed: boolean; withdrawn_at?: Date }) => ({
    ...{ client_id: place.clientId, campaign_id: place.campaignId, customer_id: seeded.customers[nth]!.id },
    ...{
      channel: 'mail' as const,
      reason: '港区役所からの依頼',
      evidence: '文書12',
      asked_by,
      asked_at: new Date(),
      decided_by,
    },
    ...more,
  });
  const given = [override(1, { confirmed: true }), override(2, { confirmed: true, withdrawn_at: new Date() })];
  await t.db.insertInto('consent_overrides').values(given).execute();
  const run = { ...place, doc, sample: null, seed: SEED, startsAt: doc.dates.firstDispatch };
  const journeys = await stage.run(run);
  const contacts = journeys.map(({ events }) => events.filter(({ kind }) => kind === 'sent').length);
  expect(contacts).toEqual([0, expect.any(Number), 0]);
  expect(contacts[1]).toBeGreaterThan(0);
  // its words are about a real customer, and stay where they are
  const { rows } = await sql<{ all: string }>`select json_agg(o)::text as all from consent_overrides o`.execute(
    stage.own.db,
  );
  expect(rows[0]!.all).toContain('rehearsal');
  expect(rows[0]!.all).not.toMatch(/港区|文書/);
}, 60_000);

test.each([
  ['no_signature', 'post'],
  ['none_ticked', 'phone'],
] as const)(
  'a form with the defect %s is answered as the campaign does it: by %s',
  async (defect, channel) => {
    const base = channelsDoc();
    const onDefect = { ...base.plan.onDefect!, first: ['phone', 'post'] as ('phone' | 'post')[], notice: { post: 'defect', phone: 'script' } }; // prettier-ignore
    const doc = { ...base, plan: { ...base.plan, onDefect } };
    const customers = Array.from({ length: 6 }, () => ({ mail: null, channels: ['post', 'phone'] as ('post' | 'phone')[] })); // prettier-ignore
    const seeded = await seedCampaign(t, { doc, customers, status: 'draft' });
    const kinds = Object.fromEntries(FORM_DEFECTS.map((one) => [one, sure(one === defect ? 1 : 0)]));
    const behaviour = behaving({
      paper: [sure(1)],
      form: { defective: sure(1), mended: sure(0), kinds: kinds as never },
    });
    const place = { clientId: seeded.clientId, campaignId: seeded.campaignId, doc, behaviour };
    const journeys = await stage.run({ ...place, sample: null, seed: SEED, startsAt: doc.dates.firstDispatch });
    const answers = journeys.flatMap(({ events }) => events.filter(({ kind, step }) => kind === 'sent' && step === 'defect').slice(0, 1)); // prettier-ignore
    expect(journeys.flatMap(({ events }) => events.filter(({ kind }) => kind === 'form_defective')).every(({ why }) => why === defect)).toBe(true); // prettier-ignore
    expect(answers.length).toBeGreaterThan(0);
    expect([...new Set(answers.map((event) => event.channel))]).toEqual([channel]);
  },
  60_000,
);

test('time is skipped in the namespace of rehearsals only', async () => {
  const TEMPORAL_ADDRESS = testBase().temporalAddress;
  const real = await connectRehearsals({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: TEST_NAMESPACE });
  const start = real.workflow.start('journeyWorkflow', { workflowId: `skips:${Date.now()}`, taskQueue: 'none' });
  await expect(start).rejects.toMatchObject({ cause: { details: expect.stringMatching(/not enabled/) } });
  await real.connection.close();
});

test("the product's own database is refused", async () => {
  await expect(openRehearsalDatabase({ url: t.url, main: t.db })).rejects.toMatchObject({
    code: 'rehearsal_database_in_use',
  });
  await seedCampaign(t, { customers: [{}] });
  await expect(prepareRehearsalDatabase({ ownerUrl: t.ownerUrl })).rejects.toMatchObject({
    code: 'rehearsal_database_in_use',
  });
});
