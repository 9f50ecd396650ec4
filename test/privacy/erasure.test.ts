import { readdirSync, rmSync } from 'node:fs';
import { sql } from 'kysely';
import { eraseCustomers } from '../../activities/maintenance/erasure';
import { verifyCompleteness } from '../../audit/completeness';
import { redecide, verifyChain } from '../../audit/verify';
import { executeRequest, openErasures } from '../../db/privacy/erasure';
import { ErasureRegister } from '../../db/privacy/erasure-register';
import { AppError } from '../../domain/errors';
import { campaignChain, INSTALLATION_CHAIN } from '../../db/platform/ledger';
import { type Over, overCampaign, postedRun } from './erasure-support';
import { type Api, makePerson, openApi } from '../support/api';
import { postLetter, scanOf, sendScan } from '../returns/returns-fixture';

let api: Api;
let over: Over;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  over = await overCampaign(api.t, [{ channels: ['sms', 'phone', 'post'] }, {}]);
});
afterEach(() => rmSync(over.folder, { recursive: true, force: true }));

const one = () => over.customers[0]!;
const two = () => over.customers[1]!;
const body = { basis: 'asked_by_customer', reason: '受付 INQ-7' };
const ask = (id: number, key = over.keys.manager) => api.act(`/api/customers/${id}/erasure`, key, body);
const approve = (request: number, key = over.keys.approver) => api.act(`/api/requests/${request}/approve`, key, {});

async function agreed(id: number): Promise<void> {
  const { requestId } = (await ask(id).expect(201)).body;
  expect((await approve(requestId).expect(200)).body.result).toEqual({ done: 1, refused: [] });
}

/** Everything in the database that tells who a customer is, by table. */
async function tellingRows(customer: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ['vault_keys', 'vault_items', 'search_keys', 'second_factors', 'contact_points']) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)} where customer_id = ${customer}`.execute(api.t.db);
    counts[table] = rows[0]!.count;
  }
  return counts;
}

/** Keyed hashes that would show whether a person is in the database. */
async function hashesOf(customer: number): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select encode(party_hash, 'hex') as hash from customers where id = ${customer}
    union all select encode(number_hash, 'hex') from contracts where customer_id = ${customer}
    union all select encode(row_hash, 'hex') from contracts where customer_id = ${customer}
    union all select encode(token_hash, 'hex') from links where customer_id = ${customer} and revoked_at is null`.execute(
    api.t.db,
  );
  return rows.map((row) => row.hash);
}

it('destroys what tells who a customer was, and nothing else: records verify, decide and add up as before', async () => {
  const letters = [await postLetter(api, over), await postLetter(api, over, { index: 1 })];
  await sendScan(api, over.keys.operator, await scanOf(letters[0]!.code), { kind: 'form' }).expect(201);
  const run = await postedRun(
    api.t,
    over,
    letters.map((letter) => letter.pieceId),
  );
  const before = { mine: await hashesOf(one().id), other: await hashesOf(two().id), rows: await tellingRows(two().id) };
  expect(before.mine).toHaveLength(5); // party, number, row, and the links of page and opt-out
  await agreed(one().id);
  expect(await eraseCustomers(over.worker)).toBe(1);

  expect(Object.values(await tellingRows(one().id))).toEqual([0, 0, 0, 0, 0]);
  const after = await hashesOf(one().id);
  expect(after.filter((hash) => before.mine.includes(hash))).toEqual([]);
  expect(after).toHaveLength(3);
  expect(await api.t.db.selectFrom('return_scans').select('return_id').execute()).toEqual([]);
  expect(readdirSync(run).sort()).toEqual(['letters-002.pdf', 'manifest.csv']);
  expect(await tellingRows(two().id)).toEqual(before.rows);
  expect(await hashesOf(two().id)).toEqual(before.other);

  expect((await api.send('get', `/api/customers/${one().id}`, over.keys.operator).expect(410)).body.code).toBe(
    'erased',
  );
  expect((await ask(one().id).expect(410)).body.code).toBe('erased');
  for (const chain of [INSTALLATION_CHAIN, campaignChain(over.campaignId)]) {
    expect(await verifyChain(api.t.db, chain)).toMatchObject({ ok: true });
  }
  expect(await redecide(api.t.db, over.campaignId)).toEqual({ decisions: 6, differing: [] });
  expect(await verifyCompleteness(api.t.db, over.campaignId)).toMatchObject({ ok: true, contracts: 2, open: 0 });
  expect(over.worker.register.entries()).toMatchObject([{ no: 1, customer: one().id, client: over.clientId }]);
  const erasures = await api.send('get', `/api/customers/${one().id}/erasures`, over.keys.operator).expect(200);
  expect(erasures.body.items).toMatchObject([{ status: 'done', basis: 'asked_by_customer', registerNo: 1 }]);
});

it('waits while the print shop lets no letter be removed, and holds up no other customer', async () => {
  const letter = await postLetter(api, over);
  await postedRun(api.t, over, [letter.pieceId]);
  const [mine, other] = [one().id, two().id];
  await agreed(mine);
  await agreed(other);
  const { archive } = over.worker;
  const away = { removeLetters: (letters: object[]) => letters.length > 0 ? Promise.reject(new AppError('print_shop_refused')) : Promise.resolve(0) }; // prettier-ignore
  await expect(eraseCustomers({ ...over.worker, archive: away as never })).rejects.toMatchObject({
    code: 'print_shop_refused',
  });
  expect(await tellingRows(other)).toMatchObject({ vault_keys: 0 });
  expect(await tellingRows(mine)).toMatchObject({ vault_keys: 1 });
  expect(await eraseCustomers({ ...over.worker, archive })).toBe(1);
  expect(await tellingRows(mine)).toMatchObject({ vault_keys: 0 });
});

it('removes the references of recordings of calls that came in', async () => {
  const personId = await makePerson(api.t, 'operator');
  const own = { client_id: over.clientId, campaign_id: over.campaignId, items: ['birthDate'], passed: true };
  const checks = over.customers.map(({ id }) => ({
    ...own,
    customer_id: id,
    person_id: personId,
    asked: 'answer' as const,
    recording: 'rec-1',
    at: new Date(0),
  }));
  await api.t.db.insertInto('caller_checks').values(checks).execute();
  await agreed(one().id);
  expect(await eraseCustomers(over.worker)).toBe(1);
  const kept = api.t.db.selectFrom('caller_checks').select('recording').where('campaign_id', '=', over.campaignId);
  expect(await kept.orderBy('customer_id').execute()).toEqual([{ recording: null }, { recording: 'rec-1' }]);
});

describe('four eyes', () => {
  it('no one approves their own request, an operator none, and nothing happens before', async () => {
    const { requestId } = (await ask(one().id).expect(201)).body;
    expect((await approve(requestId, over.keys.manager).expect(403)).body.code).toBe('own_request');
    await approve(requestId, over.keys.operator).expect(403);
    expect(await eraseCustomers(over.worker)).toBe(0);
    expect((await tellingRows(one().id)).vault_keys).toBe(1);
    await api.act(`/api/requests/${requestId}/refuse`, over.keys.approver, { comment: 'x' }).expect(200);
    expect(await eraseCustomers(over.worker)).toBe(0);
    expect((await tellingRows(one().id)).vault_keys).toBe(1);
  });

  it('operators and viewers cannot ask', async () => {
    for (const key of [over.keys.operator, over.keys.client_viewer]) await ask(one().id, key).expect(403);
  });

  it('the database itself does not erase without an erasure that was opened', async () => {
    await expect(sql`select erase_customer(${one().id})`.execute(api.t.db)).rejects.toThrow(/no erasure/);
    expect((await tellingRows(one().id)).vault_keys).toBe(1);
  });
});

const obstacles: [string, () => Promise<unknown>][] = [
  [
    'journey_open',
    () => api.t.db.updateTable('journeys').set({ status: 'open' }).where('customer_id', '=', one().id).execute(),
  ],
  [
    'campaign_live',
    () => api.t.db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', over.campaignId).execute(),
  ],
  [
    'legal_hold',
    () =>
      api.t.db
        .insertInto('holds')
        .values({
          client_id: over.clientId,
          customer_id: one().id,
          reason: 'dispute',
          source: 'x',
          opened_at: new Date(0),
        })
        .execute(),
  ],
  [
    'letter_in_print',
    async () => postedRun(api.t, over, [(await postLetter(api, over, { closed: true })).pieceId], 'handed_over'),
  ],
];

describe.each(obstacles)('%s', (why, put) => {
  it('stands in the way of asking, of agreeing and of carrying it out', async () => {
    const { requestId } = (await ask(two().id).expect(201)).body;
    const mine = (await ask(one().id).expect(201)).body.requestId;
    await agreed(one().id);
    await put();
    const refused = await ask(one().id).expect(409);
    expect(refused.body).toMatchObject({ code: 'erasure_not_possible', params: { why } });
    expect((await approve(mine).expect(200)).body.result).toEqual({ done: 0, refused: [{ item: 0, why }] });
    await eraseCustomers(over.worker);
    expect((await tellingRows(one().id)).vault_keys).toBe(1);
    expect(over.worker.register.entries()).toEqual([]);
    const erasures = await api.send('get', `/api/customers/${one().id}/erasures`, over.keys.operator).expect(200);
    expect(erasures.body.items).toMatchObject([{ status: 'refused', refusal: why }]);
    expect(requestId).toBeGreaterThan(0);
  });
});

describe('a kill', () => {
  it.each([
    ['before the line in the register', false],
    ['between the line and the commit', true],
  ])('%s leaves everything as it was, and the next round does it once', async (_when, written) => {
    class Dying extends ErasureRegister {
      override append(erased: { customer: number; client: number; at: number }): never {
        if (written) super.append(erased);
        throw new Error('killed');
      }
    }
    await agreed(one().id);
    const [open] = await openErasures(api.t.db, 1);
    await expect(executeRequest(api.t.db, new Dying(over.worker.register.file), open!)).rejects.toThrow('killed');
    expect((await tellingRows(one().id)).vault_keys).toBe(1);
    expect(await eraseCustomers(over.worker)).toBe(1);
    expect(await eraseCustomers(over.worker)).toBe(0);
    expect(over.worker.register.entries()).toHaveLength(1);
    expect((await tellingRows(one().id)).vault_keys).toBe(0);
  });
});

describe('what comes in after an erasure', () => {
  beforeEach(async () => {
    await agreed(one().id);
    expect(await eraseCustomers(over.worker)).toBe(1);
  });

  it('a late letter is booked, its image is not kept', async () => {
    const letter = await postLetter(api, over);
    const sent = await sendScan(api, over.keys.operator, await scanOf(letter.code), { kind: 'form' }).expect(201);
    expect(sent.body).toMatchObject({ hasImage: false, contracts: [] });
  });

  it('a representative is refused, with the reason', async () => {
    const given = { relation: 'agent', name: '代理 次郎', phone: '0311112222', evidence: 'x', validFrom: '2027-01-01' };
    const path = `/api/customers/${one().id}/representatives`;
    expect((await api.act(path, over.keys.operator, given).expect(410)).body.code).toBe('erased');
  });
});
