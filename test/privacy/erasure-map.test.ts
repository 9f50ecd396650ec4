import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { eraseCustomers } from '../../activities/maintenance/erasure';
import { openErasure } from '../../db/privacy/erasure';
import { testDb, type TestDb } from '../support/test-db';
import { makePerson } from '../support/api';
import { type Over, overCampaign } from './erasure-support';

let t: TestDb;
let over: Over;
beforeAll(async () => {
  t = await testDb();
  over = await overCampaign(t, [{ channels: ['sms', 'phone', 'post'] }]);
});
afterAll(async () => {
  rmSync(over.folder, { recursive: true, force: true });
  await t.close();
});

/** Stands in every place where something about the customer may be written. */
const MARK = 'MARK-erase-me';
const bytes = Buffer.from(MARK);

/** What an erasure empties: by table, the columns whose content goes. */
const EMPTIED: Record<string, string[]> = {
  call_attempts: ['recording'],
  caller_checks: ['recording'],
  change_requests: ['refusal'],
  client_changes: ['data'],
  client_results: ['rejection'],
  consent_overrides: ['evidence', 'reason', 'withdraw_reason'],
  consents: ['evidence', 'source'],
  contact_points: ['bad_reason', 'hash'],
  contracts: ['number_hash', 'row_hash'],
  corrections: ['reason'],
  customers: ['country', 'party_hash'],
  holds: ['note', 'source'],
  incoming_calls: ['from_hash', 'recording'],
  inquiry_texts: ['data', 'label'],
  kept_answers: ['reason'],
  links: ['token_hash'],
  pauses: ['end_reason', 'reason'],
  phone_events: ['from_hash', 'recording'],
  protections: ['source'],
  representative_factors: ['hash'],
  representatives: ['evidence'],
  return_scans: ['data'],
  returns: ['scan_hash'],
  second_factors: ['hash'],
  unread_bounces: ['data'],
  vault_items: ['data', 'item'],
  vault_keys: ['wrapped_key'],
};

/** What stays because it tells no one who the customer was: codes, ids, keys of texts and states. */
const STAYS: Record<string, string[]> = {
  address_researches: ['found', 'ground', 'next'],
  audience: ['reason', 'state'],
  authority_cases: ['close_reason', 'decide_why', 'kind', 'kinship', 'reported_by', 'status'],
  authority_checks: ['scope', 'seen'],
  authority_letters: ['wanted'],
  call_attempts: ['band', 'result'],
  call_followups: ['kind', 'language'],
  call_tasks: ['result', 'status'],
  callback_requests: ['dedupe'],
  caller_checks: ['asked'],
  change_requests: ['choice', 'receipt', 'status', 'via'],
  choices: ['choice', 'receipt', 'via'],
  client_changes: ['kind', 'verdict'],
  client_results: ['outcome', 'reason', 'receipt', 'status'],
  consent_overrides: ['channel'],
  consents: ['channel', 'purpose'],
  contact_points: ['channel'],
  contracts: ['product'],
  corrections: ['before', 'outcome', 'status'],
  customers: ['kind', 'language'],
  enclosures: ['box', 'ending', 'masked', 'notified_as', 'record', 'tracking', 'what'],
  erasures: ['basis', 'refusal', 'status'],
  holds: ['reason'],
  incoming_calls: ['found', 'line'],
  inquiries: [
    ...['channel', 'close_reason', 'grade', 'handed_to', 'matched_by', 'notice', 'reason', 'sentence', 'status'],
  ],
  inquiry_texts: ['what'],
  journeys: ['contract_outcomes', 'plan_progress', 'state', 'status', 'step', 'wave'],
  kept_answers: ['status', 'why'],
  links: ['kind'],
  messages: [
    ...['channel', 'deferred_reason', 'failure', 'kept_by', 'language', 'notice', 'override_reason'],
    ...['provider_ref', 'purpose', 'status', 'step'],
  ],
  outcomes: ['outcome', 'reason'],
  phone_events: ['direction', 'event', 'kind', 'line'],
  pauses: ['area', 'channel', 'notice', 'wave'],
  pieces: ['code', 'postal_class', 'removed_reason', 'tracking_no'],
  representative_factors: ['item', 'kind'],
  representatives: ['bad', 'relation'],
  return_entries: ['data'],
  return_scans: ['type'],
  returns: ['defects', 'kind', 'reason', 'receipt', 'status', 'withdrawn_because'],
  second_factors: ['kind'],
  step_results: ['result'],
  unread_bounces: ['verdict'],
  vault_keys: ['master_key_id'],
};

/** Tables about a customer that do not bear the customer's id themselves. */
const BY_OTHER_IDS = [
  ...['call_attempts', 'change_requests', 'choices', 'client_results', 'corrections', 'customers'],
  ...['return_entries', 'return_scans', 'step_results'],
];

it('every column about a customer that can hold a text is on the map: emptied, or kept for a reason', async () => {
  const { rows } = await sql<{ place: string }>`
    select c.table_name || '.' || c.column_name as place from information_schema.columns c
    join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and b.table_type = 'BASE TABLE' and c.udt_name in ('text', 'bytea', 'jsonb', 'bpchar')
      and (c.table_name = any(${BY_OTHER_IDS}::text[]) or exists (select from information_schema.columns k
        where k.table_schema = 'public' and k.table_name = c.table_name and k.column_name = 'customer_id'))`.execute(
    t.db,
  );
  const onMap = [EMPTIED, STAYS].flatMap((map) =>
    Object.entries(map).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
  );
  expect(rows.map(({ place }) => place).sort()).toEqual(onMap.sort());
});

/** Where the mark stands, in any table. */
async function marked(): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
      and table_name <> 'statement_chunks' order by 1`.execute(t.db);
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(x) as row from ${sql.table(name)} x where x::text like ${`%${MARK}%`}
        or x::text like ${`%${bytes.toString('hex')}%`}`.execute(t.db);
    for (const { row } of rows) {
      for (const [column, value] of Object.entries(row)) {
        const text = JSON.stringify(value) ?? '';
        if (text.includes(MARK) || text.includes(bytes.toString('hex'))) found.push(`${name}.${column}`);
      }
    }
  }
  return [...new Set(found)].sort();
}

async function insert(table: string, values: object): Promise<number> {
  const rows = await t.db
    .insertInto(table as 'holds')
    .values(values as never)
    .returningAll()
    .execute();
  return (rows[0] as { id: number }).id;
}

/** Something in every place of the map, and the mark in all that an erasure empties. */
async function fill(): Promise<void> {
  const [{ id: customer_id, contracts }] = over.customers as [Over['customers'][number]];
  const own = { client_id: over.clientId, customer_id };
  const there = { ...own, campaign_id: over.campaignId };
  const at = new Date(0);
  const [one, two] = [await makePerson(t, 'operator'), await makePerson(t, 'operator')];
  const contract_id = contracts[0]!;
  const message = await t.db
    .selectFrom('messages')
    .selectAll()
    .where('customer_id', '=', customer_id)
    .limit(1)
    .executeTakeFirstOrThrow();
  const { journey_id, piece_id, id: message_id } = message;
  const { customer_id: _, ...campaign } = there;
  const arrival = (seq: number) =>
    insert('arrivals', {
      ...{ ...campaign, journey_id, seq, kind: 'answer', at, received_at: at, source: 'web', read_at: at },
      ...{ data: '{"choices":{}}', dedupe: `map:${seq}` },
    });
  await t.db.deleteFrom('contact_points').where('customer_id', '=', customer_id).execute();
  await insert('contact_points', { ...own, channel: 'mail', hash: bytes, bad_reason: MARK, bad_at: at });
  const party = {
    party_hash: bytes,
    country: 'US',
    age_from: 70,
    prefecture: 13,
    large_print: true,
    language: 'en' as const,
  };
  await t.db.updateTable('customers').set(party).where('id', '=', customer_id).execute();
  const hashes = { number_hash: bytes, row_hash: Buffer.concat([bytes, bytes]) };
  await t.db.updateTable('contracts').set(hashes).where('id', '=', contract_id).execute();
  await t.db.deleteFrom('links').where('customer_id', '=', customer_id).execute();
  await insert('links', { ...there, kind: 'page', token_hash: bytes, expires_at: at });
  await t.db.deleteFrom('second_factors').where('customer_id', '=', customer_id).execute();
  await insert('second_factors', { ...own, kind: 'birth', hash: bytes });
  await t.db.updateTable('vault_keys').set({ wrapped_key: bytes }).where('customer_id', '=', customer_id).execute();
  const since = { relation: 'parent', channels: ['mail'], evidence: MARK, valid_from: '2027-01-01' };
  const representative_id = await insert('representatives', { ...own, ...since, may_decide: true, created_at: at });
  await insert('vault_items', { ...own, item: `representative:${representative_id}`, data: bytes });
  await insert('vault_items', { ...own, item: MARK, data: bytes });
  await insert('representative_factors', { ...own, representative_id, kind: 'code', hash: bytes });
  await insert('holds', { ...own, reason: 'vip', source: MARK, note: MARK, opened_at: at });
  await insert('protections', { ...own, source: MARK, opened_at: at });
  const kept = { journey_id, why: 'dispute', status: 'discarded', reason: MARK, kept_at: at, decided_at: at };
  await insert('kept_answers', { ...there, ...kept, arrival_id: await arrival(901) });
  const said = { channel: 'post', purpose: 'offer', value: true, at, recorded_at: at, recorded_by: one };
  await insert('consents', { ...own, ...said, source: MARK, evidence: MARK });
  const asked = { channel: 'post', reason: MARK, evidence: MARK, asked_by: one, asked_at: at };
  const withdrawn = { withdrawn_by: two, withdrawn_at: at, withdraw_reason: MARK };
  const decided = { decided_by: two, decided_at: at, confirmed: true };
  await insert('consent_overrides', { ...there, ...asked, ...decided, ...withdrawn });
  const paused = { extend_waits: false, fall_through: false, opened_by: one, opened_at: at };
  await insert('pauses', { ...there, ...paused, reason: MARK, ended_by: one, ended_at: at, end_reason: MARK });
  const corrected = { outcome: 'lapsed', reason: MARK, proposed_by: one, proposed_at: at, declared_at: at };
  await insert('corrections', { ...campaign, journey_id, contract_id, ...corrected });
  const task = { journey_id, message_id, max_attempts: 3, next_at: at };
  const task_id = await insert('call_tasks', { ...there, ...task });
  const attempt = { no: 1, person_id: one, band: 'evening', at, result: 'no_answer', recording: MARK };
  await insert('call_attempts', { client_id: over.clientId, task_id, ...attempt });
  const check = { person_id: one, items: ['birthDate'], passed: true, recording: MARK, asked: 'answer', at };
  await insert('caller_checks', { ...there, ...check });
  const incoming = { person_id: one, found: 'one', from_hash: bytes, recording: MARK, at };
  await insert('incoming_calls', { ...there, ...incoming });
  const event = { event: 'e-1', kind: 'recording', direction: 'out', from_hash: bytes, recording: MARK, at };
  await insert('phone_events', { ...there, ...event });
  const change = { journey_id, contract_id, choice: 'cancel', via: 'web', at, receipt: 'R', refusal: `E1 ${MARK}` };
  await insert('change_requests', { ...campaign, ...change, arrival_id: await arrival(902) });
  const file = { client_id: over.clientId, kind: 'changes', status: 'preview', file_hash: 'x', totals: '{}' };
  const file_id = await insert('client_files', { ...file, campaign_id: over.campaignId, created_at: at });
  const line = { line: 1, contract_id, kind: 'address', verdict: 'apply', data: bytes };
  await insert('client_changes', { ...own, file_id, ...line });
  const result = { outcome: 'migrated', reason: 'web', decided_at: at, rejection: `E1 ${MARK}` };
  await insert('client_results', { ...campaign, contract_id, file_id, ...result });
  const returned = { piece_id, receipt: 'R-map', kind: 'form', status: 'accepted', received_on: '2027-02-01' };
  const return_id = await insert('returns', { ...there, ...returned, received_at: at, scan_hash: MARK });
  await insert('return_scans', { client_id: over.clientId, return_id, type: 'image/png', data: bytes });
  await insert('unread_bounces', { ...there, message_id, received_at: at, data: bytes });
  const question = { channel: 'mail', received_at: at, due_at: at, matched_by: 'person' };
  const inquiry_id = await insert('inquiries', { ...there, ...question });
  const touch_id = await insert('inquiry_touches', { ...campaign, inquiry_id, kind: 'received', at });
  const text = { what: 'attachment', size: 1, data: bytes, label: bytes };
  await insert('inquiry_texts', { ...there, inquiry_id, touch_id, ...text });
}

it('an erasure empties every one of them', async () => {
  await fill();
  const all = Object.entries(EMPTIED).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`));
  // the country is two letters
  expect((await marked()).filter((place) => all.includes(place))).toEqual(
    all.filter((place) => place !== 'customers.country').sort(),
  );
  const customerId = over.customers[0]!.id;
  const erasure = { clientId: over.clientId, customerId, basis: 'asked_by_customer' as const, now: 0 };
  await openErasure(t.db, erasure);
  expect(await eraseCustomers(over.worker)).toBe(1);
  expect(await marked()).toEqual([]);
  const left = await t.db.selectFrom('customers').selectAll().where('id', '=', customerId).executeTakeFirstOrThrow();
  expect(left).toMatchObject({ country: null, age_from: null, prefecture: null, large_print: false, language: 'ja' });
  const search = await t.db.selectFrom('search_keys').selectAll().where('customer_id', '=', customerId).execute();
  expect(search).toEqual([]);
});
