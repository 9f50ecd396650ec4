import { sql } from 'kysely';
import { asAppError } from '../../api/http/problem';
import { eventually } from '../support/eventually';
import { AudienceFixture, type CampaignFixture, csvOf } from './fixture';

let f: AudienceFixture;
let campaign: CampaignFixture;
beforeAll(async () => void (f = await AudienceFixture.open()));
beforeEach(async () => void (campaign = await f.campaign()));
afterAll(() => f.t.close());

/** Ends the session of this database that does what is asked for; waits until there is one. */
async function cut(condition: string): Promise<void> {
  await eventually(`a session to cut: ${condition}`, async () => {
    const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and ${sql.raw(condition)}`.execute(f.t.db);
    return rows.length > 0;
  });
}

const outcome = (put: Promise<unknown>) =>
  put.then(
    () => 'imported',
    (error: unknown) => asAppError(error).code,
  );

/** A file that the database takes some time to read. */
const many = csvOf(Array.from({ length: 8_000 }, () => ({})));

it('an import cut off while the database reads it can be repeated, and left nothing', async () => {
  const before = await f.counts(campaign);
  const put = outcome(f.put(campaign, many));
  await cut("query like 'copy staged%' and state = 'active'");
  expect(await put).toBe('database_unavailable');
  expect(await f.counts(campaign)).toEqual(before);
  expect(await f.put(campaign, csvOf([{}]))).toMatchObject({ contracts: 1 });
});

it('an import cut off while it merges can be repeated, and left nothing', async () => {
  const before = await f.counts(campaign);
  await f.t.db.transaction().execute(async (trx) => {
    await trx.selectFrom('campaigns').select('id').where('id', '=', campaign.campaignId).forNoKeyUpdate().execute();
    const put = outcome(f.put(campaign, csvOf([{}, {}])));
    await cut("wait_event_type = 'Lock'");
    expect(await put).toBe('database_unavailable');
  });
  expect(await f.counts(campaign)).toEqual(before);
  const { rows } = await sql`select status, error ->> 'code' as code from imports where campaign_id = ${campaign.campaignId}`.execute(f.t.db); // prettier-ignore
  expect(rows).toEqual([{ status: 'failed', code: expect.any(String) }]);
  expect(await f.put(campaign, csvOf([{}]))).toMatchObject({ contracts: 1 });
});

it.each([
  ['a statement past its time', { code: '57014', message: 'canceling statement due to statement timeout' }],
  ['a server that became a standby', { code: '25006' }],
  ['a refused connection', { code: '08006' }],
  ['no connection left', { code: '53300' }],
  ['a connection that was cut before', { message: 'Client has encountered a connection error and is not queryable' }],
])('%s is a database that is away, no fault of ours', (_what, error: { code?: string; message?: string }) => {
  expect(asAppError(Object.assign(new Error(error.message), error)).status).toBe(503);
});
