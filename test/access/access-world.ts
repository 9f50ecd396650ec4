import pg from 'pg';
import { testDoc } from '../support/seed';
import { type TestDb } from '../support/test-db';

/** Ids of one row of every kind that a route can name, by table. */
export type World = Record<string, number>;

/**
 * A row of every kind in one campaign, each with an id of a range of its own, so that an id that shows up in an answer
 * tells where it came from.
 */
export async function makeWorld(t: TestDb, who: { clientId: number; personId: number }, first: number): Promise<World> {
  await restart(t, first);
  const { clientId: client, personId: person } = who;
  const ids: World = {};
  const add = async (table: string, row: Record<string, unknown>, returning = 'id') => {
    const own: Record<string, unknown> = table === 'lanes' || row.client_id ? row : { client_id: client, ...row };
    const names = Object.keys(own);
    const { rows } = await t.pool.query<Record<string, number>>(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning ${returning}`,
      Object.values(own),
    );
    ids[table] ??= rows[0]![returning]!;
    return rows[0]![returning]!;
  };
  const at = '2027-01-05T00:00:00Z';
  const tag = Buffer.from(`${first}`);
  const campaign_id = await add('campaigns', { name: 'x', status: 'running', epoch: 1, started_at: at });
  const doc = JSON.stringify(testDoc());
  await add('campaign_versions', { campaign_id, version: 1, doc }, 'campaign_id');
  await add('campaign_versions', { campaign_id, version: 2, doc }, 'campaign_id');
  await add('plan_versions', { campaign_id, version: 2, base_version: 1, created_at: at }, 'version');
  const customer_id = await add('customers', { kind: 'person', party_hash: tag });
  const key = t.vault.newKey();
  await add('vault_keys', { customer_id, master_key_id: t.vault.keyId, wrapped_key: key.wrapped }, 'customer_id');
  const encrypted = t.vault.encrypt(key.key, { name: `秘密${first}` });
  await add('vault_items', { customer_id, item: 'profile', data: encrypted }, 'customer_id');
  const contract_id = await add('contracts', { customer_id, number_hash: tag, row_hash: tag, product: 'x' });
  await add('audience', { campaign_id, contract_id, customer_id, line: 2, state: 'included' }, 'contract_id');
  const journey_id = await add('journeys', { campaign_id, customer_id });
  const lane_id = await add('lanes', { client_id: client, channel: 'phone', name: `x${first}` });
  await add('lane_shares', { lane_id, campaign_id, weight: 2 }, 'lane_id');
  const run = { lane_id, run_on: '2027-01-06', no: 1, key: `k${first}`, opened_at: at };
  const print_run_id = await add('print_runs', run);
  const ofCustomer = { campaign_id, customer_id };
  const piece_id = await add('pieces', { ...ofCustomer, code: `C${first}`, print_run_id, posted_at: at });
  const sent = { run: 1, step: 'notice', purpose: 'service_notice', notice: 'notice', version: 1, due_at: at };
  const message = { ...ofCustomer, journey_id, piece_id, lane_id, ...sent, not_before: at };
  await add('messages', { ...message, channel: 'post', status: 'handed_over', handed_over_at: at });
  const call = await add('messages', { ...message, channel: 'phone', occurrence: 1 });
  await add('call_tasks', { ...ofCustomer, journey_id, message_id: call, max_attempts: 2, next_at: at });
  await add('holds', { customer_id, reason: 'vip', source: 'x', opened_at: at, review_on: '2027-01-01' });
  const dates = { evidence: 'x', valid_from: '2027-01-01', created_at: at };
  await add('representatives', { customer_id, relation: 'agent', channels: ['post'], ...dates });
  const override = { channel: 'mail', reason: 'x', evidence: 'x', asked_by: person, asked_at: at };
  await add('consent_overrides', { ...ofCustomer, ...override });
  const correction = { contract_id, outcome: 'excluded', reason: 'x', proposed_by: person, proposed_at: at };
  await add('corrections', { campaign_id, journey_id, ...correction });
  await add('pauses', { campaign_id, extend_waits: true, reason: 'x', opened_by: person, opened_at: at });
  const asked = { action: 'correction', payload: '{"items":[]}', reason: 'x', asked_by: person, asked_at: at };
  await add('requests', { campaign_id, ...asked, expires_at: '2027-12-31T00:00:00Z' });
  const booked = { receipt: `R${first}`, kind: 'form', status: 'received', received_on: '2027-01-08', received_at: at };
  const return_id = await add('returns', { ...ofCustomer, piece_id, ...booked });
  const intake = { received_on: '2027-01-08', carrier: 'post', sacks: 1, received_by: person, received_at: at };
  const intake_id = await add('intakes', intake);
  await add('set_asides', { intake_id, why: 'empty', set_aside_by: person, set_aside_at: at });
  const kept = { no: `B-${first}`, keep_until: '2028-01-01', opened_by: person, opened_at: at };
  await add('boxes', kept);
  const noted = { what: 'other', pieces: 1, noted_by: person, noted_at: at };
  await add('enclosures', { ...ofCustomer, return_id, ...noted });
  await add('original_returns', { ...ofCustomer, return_id, put_by: person, put_at: at }, 'return_id');
  const known = { ways: '{phone}', found: 'nothing', next: 'end', researched_by: person, researched_at: at };
  await add('address_researches', { ...ofCustomer, return_id, ...known });
  const closed = { left_over: 0, expected: 0, balanced: true, closed_by: person, closed_at: at };
  await add('daybook_closings', { day: '2027-01-08', ...closed });
  await add('return_scans', { return_id, type: 'image/png', data: tag }, 'return_id');
  await add('unread_bounces', { ...ofCustomer, message_id: call, received_at: at });
  const archive = {
    workflow_id: `journey:${campaign_id}:1:1`,
    run_id: `${first}`,
    events: 1,
    body: tag,
    archived_at: at,
  };
  await add('history_archives', { campaign_id, ...archive }, 'campaign_id');
  const file = { campaign_id, totals: '{}', created_at: at };
  await add('client_files', { ...file, kind: 'changes', status: 'preview', file_hash: `c${first}` });
  ids.result_files = await add('client_files', { ...file, kind: 'results', status: 'sent', file_hash: `r${first}` });
  await add('alerts', { kind: 'lane_stopped', subject: `x${first}`, figures: '{}', opened_at: at });
  await add('imports', { campaign_id, file_hash: 'x', encoding: 'utf-8', status: 'done' });
  ids.persons = person;
  await restart(t, 1_000_000);
  return ids;
}

/** Lets every table count on from a number of its own above `first`. */
async function restart(t: TestDb, first: number): Promise<void> {
  const owner = new pg.Client({ connectionString: t.ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ table: string; no: string }>(
      `select table_name as table, row_number() over (order by table_name) as no from information_schema.columns
       where table_schema = 'public' and column_name = 'id' and is_identity = 'YES'`,
    );
    for (const { table, no } of rows) {
      await owner.query(`alter table ${table} alter column id restart with ${first + Number(no) * 1000}`);
    }
  } finally {
    await owner.end();
  }
}
