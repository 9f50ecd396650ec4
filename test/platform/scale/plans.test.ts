import pg from 'pg';
import { withBench } from '../../../bench/scale';
import { fullScans, MeasuredConnection, rowsByTable } from '../../../bench/scale/connection';
import { fillScale } from '../../../bench/scale/fill';
import { plansOf } from '../../../bench/scale/measure';
import { type Bench, type Row } from '../../../bench/scale/row';
import { ROWS } from '../../../bench/scale/rows';
import { findSamples } from '../../../bench/scale/samples';
import { type TestDb, testBase, testDb } from '../../support/test-db';

/** The largest campaign has 40 % of them: who reads it whole is seen by the rows that it reads. */
const JOURNEYS = 6_000;
/** More rows of one table than any batch has; less than half of the largest campaign. */
const MANY = 1_000;
/** Tables that grow with customers, or with every day on which the installation runs. */
const LARGE = [
  ...['customers', 'vault_keys', 'vault_items', 'search_keys', 'second_factors', 'contact_points', 'contracts'],
  ...['audience', 'journeys', 'step_results', 'arrivals', 'choices', 'outcomes', 'messages', 'pieces', 'links'],
  ...['consents', 'ledger', 'call_tasks', 'returns', 'return_scans', 'return_entries', 'client_results', 'holds'],
  ...['history_archives', 'sessions', 'idempotency_keys', 'alerts', 'alert_sends', 'findings', 'client_changes'],
  ...['inquiries', 'inquiry_touches', 'inquiry_texts', 'incoming_calls', 'phone_events', 'effort_scores'],
  ...['call_attempts', 'call_followups', 'callback_requests'],
];

let t: TestDb;
let on: MeasuredConnection;
let stop: () => void;
let bench: Promise<Bench>;

beforeAll(async () => {
  t = await testDb();
  await fillScale({ db: t.db, ownerUrl: t.ownerUrl, vault: t.vault, journeys: JOURNEYS, progress: () => undefined });
  on = await MeasuredConnection.open(testBase().superUrl, nameOf(t));
  await withoutSequentialScans(t);
  const samples = await findSamples(t.db);
  bench = new Promise((resolve) => {
    void withBench(on, { vault: t.vault, samples }, (opened) => {
      resolve(opened);
      return new Promise<void>((end) => (stop = end));
    });
  });
  await bench;
}, 120_000);

afterAll(async () => {
  stop();
  await on.close();
  await t.close();
});

const nameOf = ({ url }: TestDb): string => new URL(url).pathname.slice(1);

/** A small table is read whole because that is quickest: only what has no index at all is still read so after this. */
async function withoutSequentialScans(db: TestDb): Promise<void> {
  const client = new pg.Client({ connectionString: testBase().superUrl });
  await client.connect();
  await client.query(`alter database ${nameOf(db)} set enable_seqscan = off`);
  await client.end();
  await on.close();
  on = await MeasuredConnection.open(testBase().superUrl, nameOf(db));
}

const asked = ROWS.filter(({ report }) => report === undefined);

test.each(asked.map((row): [string, Row] => [row.name, row]))('%s reads no large table whole', async (_, row) => {
  const plans = await plansOf(on, await bench, row);
  const scans = plans.flatMap((plan) => fullScans(plan, 0)).map(({ table }) => table);
  expect(scans.filter((table) => LARGE.includes(table))).toEqual([]);
  const read = plans.flatMap((plan) => [...rowsByTable(plan)]);
  expect(read.filter(([table, rows]) => LARGE.includes(table) && rows > MANY && !row.small?.[table])).toEqual([]);
});
