import { sql } from 'kysely';
import request from 'supertest';
import { createApp } from '../../api/app';
import { knownSenders } from '../../db/campaigns/known-senders';
import { type AppDeps } from '../../api/http/deps';
import { loadConfig } from '../../config/settings';
import { pino } from 'pino';
import { doc, pageName, type PagesTest, pagesTest, type TestCustomer } from './page-fixture';

let test: PagesTest;
let customer: TestCustomer;
let deps: AppDeps;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  test = await pagesTest();
  customer = await test.addCustomer();
});
afterAll(() => test.close());
beforeEach(() => {
  const config = loadConfig({ DATABASE_URL: test.url, MASTER_KEY_FILE: '/unused' });
  const { db, pool, scoped, vault } = test;
  deps = { config, db, pool, scoped, vault, log: pino({ level: 'silent' }), limits: { pageMs: 300, callMs: 300 } };
  app = createApp(deps);
});

/** No statement on these tables is answered while `work` runs, as when the server hangs. */
const whileHanging = (work: () => Promise<void>) =>
  test.db.transaction().execute(async (trx) => {
    await sql`lock table links, campaigns, api_keys in access exclusive mode`.execute(trx);
    await work();
  });

it('a customer whose page opened before is shown whom to call, and the page opens again afterwards', async () => {
  const opened = await request(app).get(customer.page).expect(200);
  await whileHanging(async () => {
    for (const answer of [request(app).get(customer.page), request(app).post(customer.page).send('a=b')]) {
      const page = await answer.expect(503);
      expect([pageName(page), page.headers['retry-after']]).toEqual(['failed', '60']);
      expect(page.text).toContain(doc.sender.phone);
    }
  });
  const again = await request(app).get(customer.page).expect(200);
  expect(pageName(again)).toBe(pageName(opened));
});

it('a customer whose page was never opened is shown the only sender there is', async () => {
  await test.db
    .updateTable('campaigns')
    .set({ started_at: new Date(0) })
    .execute();
  await knownSenders(deps).refresh();
  await whileHanging(async () => {
    const page = await request(app).get(customer.optOut).expect(503);
    expect(page.text).toContain(doc.sender.phone);
    void knownSenders(deps).refresh(); // hangs too, and changes nothing
    expect((await request(app).get(customer.page).expect(503)).text).toContain(doc.sender.phone);
  });
});

it('a caller of the API is answered as well, and the health check at once', async () => {
  await whileHanging(async () => {
    const { body } = await request(app)
      .get('/api/campaigns')
      .set('Authorization', `Bearer tk_${'x'.repeat(43)}`);
    expect(body).toMatchObject({ status: 503, code: 'database_unavailable' });
    await request(app).get('/healthz').expect(200);
  });
});
