import pg from 'pg';
import { recordArrival } from '../../db/journeys/arrivals';
import { stepClock } from '../support/seed';
import { type Api, type ApiClient, openApi } from '../support/api';
import { another, arrivalsOf, postLetter, read, scanOf, sendScan } from './returns-fixture';

let api: Api;
let own: ApiClient;
let second: string;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: Array.from({ length: 6 }, () => ({})) });
  second = (await another(api, own)).key;
});

const first = () => own.keys.operator.key;
const book = async (code: string, body: object = {}) =>
  (await api.act('/api/returns', first(), { kind: 'form', code, ...body }).expect(201)).body;
const undeliverable = (code: string, reason: string, body: object = {}) =>
  book(code, { kind: 'undeliverable', reason, ...body });
const enter = (id: number, body: object, key = first()) => api.act(`/api/returns/${id}/entries`, key, body).expect(200);
const get = async (path: string, key = first()) => (await api.send('get', path, key).expect(200)).body;
const decide = async (id: number, body: object) => {
  await enter(id, body);
  return (await enter(id, body, second)).body;
};

describe('letters that came back', () => {
  it.each<[string, boolean]>([
    ['unknown', true],
    ['moved', true],
    ['incomplete', true],
    ['refused', false],
    ['unclaimed', false],
    ['postage', false],
    ['other', false],
  ])('%s is reported to the journey in one step', async (reason, hard) => {
    const letter = await postLetter(api, own);
    const item = await undeliverable(letter.code, reason, { receivedOn: '2027-02-12' });
    expect(item).toMatchObject({
      status: 'undeliverable',
      reason,
      mayEnter: false,
      texts: [{ ja: expect.any(String) }],
    });
    expect(await arrivalsOf(api, letter)).toEqual([
      {
        kind: 'undeliverable',
        source: 'post',
        at: Date.parse('2027-02-12T23:59:59.999+09:00'),
        data: { returnId: item.id, messageIds: [letter.messageId], reason, hard },
      },
    ]);
    const entry = api.act(`/api/returns/${item.id}/entries`, second, read(letter.contracts));
    expect((await entry.expect(409)).body).toMatchObject({
      code: 'return_decided',
      params: { status: 'undeliverable' },
    });
  });

  it('is the same return when the envelope is scanned again', async () => {
    const letter = await postLetter(api, own);
    const item = await undeliverable(letter.code, 'moved');
    const query = { kind: 'undeliverable', reason: 'unknown' };
    const again = await sendScan(api, first(), await scanOf(letter.code), query).expect(200);
    expect(again.body).toMatchObject({ id: item.id, reason: 'moved' });
    expect(await arrivalsOf(api, letter)).toHaveLength(1);
  });

  it('marks the address of a finished customer bad and changes nothing else', async () => {
    const letter = await postLetter(api, own, { closed: true });
    const { customerId } = letter;
    await api.t.db
      .insertInto('contact_points')
      .values({ customer_id: customerId, client_id: own.clientId, channel: 'post', hash: Buffer.alloc(16, 1) })
      .execute();
    await api.t.db.transaction().execute((trx) =>
      recordArrival(trx, {
        campaignId: own.campaignId,
        customerId,
        kind: 'answer',
        at: Date.parse('2027-02-10T10:00:00+09:00'),
        source: 'web',
        data: { choices: read(letter.contracts).choices, receipt: 'R' },
        dedupe: 'web',
      }),
    );
    await undeliverable(letter.code, 'unknown');
    const point = api.t.db.selectFrom('contact_points').select('bad_reason').where('customer_id', '=', customerId);
    expect(await point.where('channel', '=', 'post').executeTakeFirst()).toEqual({ bad_reason: 'unknown' });
    const after = api.t.db.selectFrom('outcomes').select(['outcome', 'reason']).where('customer_id', '=', customerId);
    expect(await after.execute()).toEqual([{ outcome: 'migrated', reason: 'web' }]);
    const journey = api.t.db.selectFrom('journeys').select('status').where('id', '=', letter.journeyId);
    expect(await journey.executeTakeFirst()).toEqual({ status: 'closed' });
  });
});

describe('an envelope with letters of two campaigns', () => {
  /** The second campaign writes to the same customer; its letter goes into the same envelope. */
  async function sharedEnvelope(sameContract: boolean) {
    const letter = await postLetter(api, own);
    const sister = await api.client({ status: 'running', customers: [] });
    const { db } = api.t;
    const mine = { client_id: own.clientId };
    await db.updateTable('campaigns').set(mine).where('id', '=', sister.campaignId).execute();
    const owner = new pg.Client({ connectionString: api.t.ownerUrl });
    await owner.connect();
    const versions = 'update campaign_versions set client_id = $1 where campaign_id = $2';
    await owner.query(versions, [own.clientId, sister.campaignId]);
    await owner.end();
    const contract = sameContract ? letter.contracts[0]! : own.customers[1]!.contracts[0]!;
    const customerId = letter.customerId;
    if (!sameContract) await moveContract(contract, customerId);
    const seat = { contract_id: contract, client_id: own.clientId, customer_id: customerId, line: 2 };
    await db
      .insertInto('audience')
      .values({ ...seat, campaign_id: sister.campaignId, state: 'included' })
      .execute();
    const ids = { clientId: own.clientId, campaignId: sister.campaignId };
    const other = await postLetter(api, { ...ids, customers: [{ id: customerId, contracts: [contract] }] });
    await db.updateTable('messages').set({ piece_id: letter.pieceId }).where('id', '=', other.messageId).execute();
    return { letter, other, contract };
  }

  async function moveContract(contract: number, customerId: number) {
    const { db, vault } = api.t;
    const own = await db
      .selectFrom('vault_keys')
      .selectAll()
      .where('customer_id', '=', customerId)
      .executeTakeFirstOrThrow();
    await db.updateTable('contracts').set({ customer_id: customerId }).where('id', '=', contract).execute();
    const data = vault.encrypt(vault.unwrap(own.wrapped_key), { number: 'MN9-9999' });
    await db
      .insertInto('vault_items')
      .values({ customer_id: customerId, client_id: own.client_id, item: `contract:${contract}`, data })
      .execute();
  }

  it('is one return, and reports to each journey its own', async () => {
    const { letter, other, contract } = await sharedEnvelope(false);
    const item = await book(letter.code);
    const choices = { [letter.contracts[0]!]: 'migrate', [contract]: 'cancel' };
    expect(await decide(item.id, read([], { choices }))).toMatchObject({ status: 'accepted' });
    const data = (contractId: number, choice: string) => ({ choices: { [contractId]: choice }, receipt: item.receipt });
    expect(await arrivalsOf(api, letter)).toMatchObject([{ data: data(letter.contracts[0]!, 'migrate') }]);
    expect(await arrivalsOf(api, other)).toMatchObject([{ data: data(contract, 'cancel') }]);
  });

  it('keeps apart what two campaigns ask about one contract', async () => {
    const { letter, other, contract } = await sharedEnvelope(true);
    const item = await book(letter.code);
    const keys = item.contracts.map((block: { key: string }) => block.key);
    expect(keys).toHaveLength(2);
    expect(await decide(item.id, read([], { choices: { [keys[0]]: 'migrate', [keys[1]]: 'cancel' } }))).toMatchObject({
      contracts: [{ choice: 'migrate' }, { choice: 'cancel' }],
    });
    expect(await arrivalsOf(api, letter)).toMatchObject([{ data: { choices: { [contract]: 'migrate' } } }]);
    expect(await arrivalsOf(api, other)).toMatchObject([{ data: { choices: { [contract]: 'cancel' } } }]);
  });

  it('comes back to both', async () => {
    const { letter, other } = await sharedEnvelope(false);
    await undeliverable(letter.code, 'moved');
    expect(await arrivalsOf(api, letter)).toMatchObject([{ data: { messageIds: [letter.messageId] } }]);
    expect(await arrivalsOf(api, other)).toMatchObject([{ data: { messageIds: [other.messageId] } }]);
  });
});

it('still shows the block of a contract that was cancelled after printing, and does not take its choice', async () => {
  const one = await api.client({ status: 'running', customers: [{ contracts: 2 }] });
  const typists = [one.keys.operator.key, one.keys.manager.key];
  const letter = await postLetter(api, one);
  const [gone, stays] = letter.contracts as [number, number];
  const { db } = api.t;
  await db.updateTable('audience').set({ state: 'excluded' }).where('contract_id', '=', gone).execute();
  await db
    .insertInto('arrivals')
    .values({
      client_id: one.clientId,
      campaign_id: one.campaignId,
      journey_id: letter.journeyId,
      seq: 1,
      kind: 'contracts_removed',
      at: new Date('2027-02-01'),
      received_at: new Date('2027-02-05'),
      read_at: new Date('2027-02-05'),
      source: 'client',
      data: JSON.stringify({ contracts: [gone], reason: 'cancelled_at_client' }),
      dedupe: 'x',
    })
    .execute();
  await db.updateTable('journeys').set({ arrival_seq: 1, read_seq: 1 }).where('id', '=', letter.journeyId).execute();
  const sent = await api.act('/api/returns', typists[0]!, { kind: 'form', code: letter.code }).expect(201);
  expect(sent.body.contracts).toMatchObject([
    { contractId: gone, excluded: true },
    { contractId: stays, excluded: false },
  ]);
  expect(sent.body.notes).toMatchObject([{ code: 'contract_excluded' }]);
  for (const key of typists) await enter(sent.body.id, read(letter.contracts), key);
  expect((await arrivalsOf(api, letter))[1]).toMatchObject({
    kind: 'answer',
    data: { choices: { [stays]: 'migrate' } },
  });
});

describe('lists', () => {
  it('pages through the queue, oldest first', async () => {
    const ids: number[] = [];
    for (let index = 0; index < 5; index++) ids.push((await book((await postLetter(api, own, { index })).code)).id);
    const seen: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await get(`/api/returns?limit=2${next && `&cursor=${next}`}`);
      seen.push(...page.items.map((item: { id: number }) => item.id));
      next = page.next;
    }
    expect(seen).toEqual(ids);
  });

  it('filters by status, kind and campaign, and by what I may enter', async () => {
    const letters = await Promise.all([0, 1, 2].map((index) => postLetter(api, own, { index })));
    const fresh = await book(letters[0]!.code);
    const entered = await book(letters[1]!.code);
    const back = await undeliverable(letters[2]!.code, 'moved');
    await enter(entered.id, read(letters[1]!.contracts));
    const ids = async (query: string, key = first()) =>
      (await get(`/api/returns?${query}`, key)).items.map((item: { id: number }) => item.id);
    expect(await ids('status=entered')).toEqual([entered.id]);
    expect(await ids('kind=undeliverable')).toEqual([back.id]);
    expect(await ids(`campaign=${own.campaignId}`)).toEqual([fresh.id, entered.id, back.id]);
    expect(await ids('campaign=1')).toEqual([]);
    expect(await ids('enterable=true')).toEqual([fresh.id]);
    expect(await ids('enterable=true', second)).toEqual([fresh.id, entered.id]);
    const other = await api.client();
    expect(await ids('', other.keys.operator.key)).toEqual([]);
  });
});

describe('day book', () => {
  const day = (date: string, campaign = own.campaignId) =>
    get(`/api/returns/daybook?date=${date}&campaign=${campaign}`);

  it('balances each day, and a day that is over stays as it is', async () => {
    const letters = await Promise.all([0, 1, 2, 3, 4].map((index) => postLetter(api, own, { index })));
    const [a, b, c, d, e] = letters as [(typeof letters)[0], ...typeof letters];
    const one = await book(a.code);
    const two = await book(b!.code);
    await undeliverable(c!.code, 'moved');
    await decide(one.id, read(a.contracts));
    const monday = { carried: 0, received: 3, accepted: 1, defect: 0, undeliverable: 1, open: 1, balanced: true };
    expect(await day('2027-02-15')).toMatchObject(monday);
    await stepClock(api.t, '2027-02-16T09:00:00+09:00');
    await book(d!.code, { receivedOn: '2027-02-15' });
    const three = await book(e!.code);
    await enter(three.id, read(e!.contracts));
    await decide(two.id, read(b!.contracts, { signed: false }));
    expect(await day('2027-02-15')).toMatchObject(monday);
    const tuesday = { carried: 1, received: 2, accepted: 0, defect: 1, undeliverable: 0, open: 2, balanced: true };
    expect(await day('2027-02-16')).toMatchObject({ date: '2027-02-16', ...tuesday });
    expect(await get('/api/returns/daybook')).toMatchObject({ date: '2027-02-16', ...tuesday });
    expect(await day('2027-02-17')).toMatchObject({ carried: 2, received: 0, open: 2, balanced: true });
  });

  it("does not know another client's campaign", async () => {
    const other = await api.client();
    await api.send('get', `/api/returns/daybook?campaign=${other.campaignId}`, first()).expect(404);
  });
});

it('hides a return from another client, its image and its entries', async () => {
  const letter = await postLetter(api, own);
  const { body } = await sendScan(api, first(), await scanOf(letter.code), { kind: 'form' }).expect(201);
  const { key } = (await api.client()).keys.operator;
  await api.send('get', `/api/returns/${body.id}`, key).expect(404);
  await api.send('get', `/api/returns/${body.id}/image`, key).expect(404);
  await api.act(`/api/returns/${body.id}/entries`, key, read(letter.contracts)).expect(404);
});

it('shows what happened in the timeline of the journey, in words', async () => {
  const letter = await postLetter(api, own);
  const { id } = await book(letter.code);
  await decide(id, read(letter.contracts));
  const { timeline } = await get(`/api/journeys/${letter.journeyId}`, own.keys.auditor.key);
  for (const event of timeline) expect(event.what.ja).not.toBe(event.kind);
  expect(timeline.map((event: { kind: string }) => event.kind)).toContain('return_accepted');
});
