import { type KyselyPlugin } from 'kysely';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { finishAdoptions } from '../../../db/campaigns/finish-adoption';
import { takeSteps } from '../../../db/journeys/take-steps';
import { type Api, openApi } from '../../support/api';
import { stepClock, testDoc } from '../../support/seed';
import { adopt, handOver, inFlight, NOTICE_AT, runAllJourneys } from '../plan-versions-fixture';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

/** The database, and the number of statements sent through it. */
function counting() {
  let statements = 0;
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { db: api.t.db.withPlugin(counter), statements: () => statements };
}

const inAWeek = {
  plan: { steps: testDoc().plan.steps.map((step, n) => (n === 0 ? { ...step, wait: { days: 7 } } : step)) },
};
const rule = { default: 'migrate', segments: [], recall: [] };

/** A campaign of so many customers, all notified; a week later a new version that moves them all is adopted. */
async function moved(customers: number) {
  const flight = await inFlight(
    api,
    Array.from({ length: customers }, () => ({})),
  );
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
  await stepClock(api.t, '2027-02-09T10:00:00+09:00');
  return flight;
}

/** Statements of the steps by which so many moved journeys take up the new version, in one batch. */
async function statementsOfSteps(customers: number): Promise<number> {
  const flight = await moved(customers);
  await adopt(api, flight, inAWeek, rule);
  const journeys = await api.t.db.selectFrom('journeys').selectAll().where('campaign_id', '=', flight.id).execute();
  const { db, statements } = counting();
  const { id: lane } = await db.selectFrom('lanes').select('id').executeTakeFirstOrThrow();
  const deps = { db, vault: api.t.vault, docs: new CampaignDocs(), laneOf: async () => lane };
  const before = statements();
  const results = await takeSteps(
    deps,
    journeys.map(({ id, run, turn }) => ({ journeyId: id, run, turn: turn + 1 })),
  );
  expect(results.map(({ did }) => did)).toEqual(journeys.map(() => 'sent'));
  return statements() - before;
}

/** Statements by which an adopted version is carried over to so many journeys. */
async function statementsOfAdoption(customers: number): Promise<number> {
  const flight = await moved(customers);
  const version = await adopt(api, flight, inAWeek, rule);
  const again = { after_journey: 0, adoption_finished_at: null };
  await api.t.db
    .updateTable('plan_versions')
    .set(again)
    .where('campaign_id', '=', flight.id)
    .where('version', '=', version)
    .execute();
  await api.t.db.updateTable('journeys').set({ steps_version: 1 }).where('campaign_id', '=', flight.id).execute();
  const { db, statements } = counting();
  expect(await finishAdoptions(db)).toBe(customers);
  return statements();
}

test.each([
  ['the steps of journeys that take up a new version', statementsOfSteps],
  ['carrying a version over to the journeys', statementsOfAdoption],
])('%s read its rule once, not once per journey', async (_, statementsOf) => {
  expect(await statementsOf(7)).toBe(await statementsOf(2));
});
