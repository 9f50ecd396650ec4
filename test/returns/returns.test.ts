import { randomUUID } from 'node:crypto';
import { verifyRows } from '../../audit/rows/verify-rows';
import { recordArrival } from '../../db/journeys/arrivals';
import { checkLetter } from '../../domain/journeys/receipt-number';
import { laterVersion, stepClock, testDoc } from '../support/seed';
import { type Api, type ApiClient, openApi } from '../support/api';
import { another, arrivalsOf, type Letter, postLetter, read, scanOf, sendScan } from './returns-fixture';

let api: Api;
let own: ApiClient;
let letter: Letter;
let second: string;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{ contracts: 2 }, {}, {}] });
  letter = await postLetter(api, own);
  second = (await another(api, own)).key;
});

const first = () => own.keys.operator.key;
const book = (body: object, key = first()) => api.act('/api/returns', key, { kind: 'form', ...body });
const booked = async (body: object = { code: letter.code }) => (await book(body).expect(201)).body;
const enter = (id: number, body: object, key = first()) => api.act(`/api/returns/${id}/entries`, key, body);
const show = async (id: number, key = first()) => (await api.send('get', `/api/returns/${id}`, key).expect(200)).body;
const decide = async (id: number, body: object) => {
  await enter(id, body).expect(200);
  return (await enter(id, body, second).expect(200)).body;
};
const bodies = async (chain: string) => {
  const rows = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', chain).orderBy('seq').execute();
  return rows.map((row) => JSON.parse(row.body));
};

describe('booking', () => {
  it('gives a receipt number with a check letter and shows what the form asks', async () => {
    const item = await booked();
    const [body, check] = [item.receipt.replace('-', '').slice(0, 7), item.receipt.slice(-1)];
    expect(checkLetter(body)).toBe(check);
    expect(item).toMatchObject({ kind: 'form', status: 'received', customerId: letter.customerId, duplicateOf: null });
    expect(item).toMatchObject({ receivedOn: '2027-02-15', postmarkOn: null, entries: 0, mayEnter: true });
    expect(item.contracts).toEqual(
      letter.contracts.map((contractId, i) => ({
        key: String(contractId),
        contractId,
        campaignId: own.campaignId,
        number: `N0-${i}`,
        product: 'ライト',
        excluded: false,
        choice: null,
      })),
    );
  });

  it.each<[string, (code: string) => string]>([
    ['in lower case', (code) => code.toLowerCase()],
    [
      'in full width, with blanks',
      (code) => code.replace(/./g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0) + ' '),
    ],
  ])('takes a code typed %s', async (_name, typed) => {
    expect((await booked({ code: typed(letter.code) })).customerId).toBe(letter.customerId);
  });

  it('says that a typed code cannot be right, and books nothing', async () => {
    const wrong = letter.code.slice(0, -1) + (letter.code.endsWith('7') ? '8' : '7');
    expect((await book({ code: wrong }).expect(422)).body.code).toBe('code_wrong');
    expect((await api.send('get', '/api/returns', first()).expect(200)).body.items).toEqual([]);
  });

  it("does not know another client's code, nor one that never was on paper", async () => {
    const other = await api.client({ status: 'running' });
    const theirs = await postLetter(api, other);
    const mail = await postLetter(api, own, { index: 1, channel: 'mail' });
    expect((await book({ code: theirs.code }).expect(404)).body.code).toBe('not_found');
    expect((await book({ code: mail.code }).expect(404)).body.code).toBe('not_found');
  });

  it.each<[string, object, string]>([
    ['a reason is missing', { kind: 'undeliverable' }, 'body.reason'],
    ['a form has a reason', { reason: 'moved' }, 'body.reason'],
    ['it came tomorrow', { receivedOn: '2027-02-16' }, 'body.receivedOn'],
    [
      'the postmark is younger than the receipt',
      { receivedOn: '2027-02-12', postmarkOn: '2027-02-13' },
      'body.postmarkOn',
    ],
  ])('refuses it when %s', async (_name, change, path) => {
    const { body } = await book({ code: letter.code, ...change }).expect(400);
    expect(body).toMatchObject({ code: 'invalid_request', issues: [{ path }] });
  });

  it('knows a form whose code is scanned again', async () => {
    const { id, receipt } = await booked();
    expect((await book({ code: letter.code }).expect(200)).body).toMatchObject({ id, receipt });
  });

  it('adds the image to the form that was booked by its code', async () => {
    const one = await booked();
    const two = await sendScan(api, first(), await scanOf(letter.code), { kind: 'form' }).expect(200);
    expect(two.body).toMatchObject({ id: one.id, hasImage: true, pages: 1 });
    const other = await sendScan(api, first(), await scanOf(letter.code, (page) => page.blur(0.8)), { kind: 'form' });
    expect(other.body).toMatchObject({ duplicateOf: one.id });
    const { faults } = await verifyRows(api.t.db, own.campaignId);
    expect(faults.filter(({ table }) => table === 'returns')).toEqual([]);
  });

  it('takes a second form of the same envelope, and says so', async () => {
    const one = await booked();
    const two = await booked({ code: letter.code, again: true });
    expect(two.receipt).not.toBe(one.receipt);
    expect(two).toMatchObject({ duplicateOf: one.id, notes: [{ code: 'second_form' }] });
  });

  it('takes the form of an envelope that had been withdrawn', async () => {
    const withdrawn = await postLetter(api, own, { index: 1, status: 'withdrawn' });
    const item = await booked({ code: withdrawn.code });
    expect(item.notes).toMatchObject([{ code: 'piece_withdrawn' }]);
    expect(await decide(item.id, read(withdrawn.contracts))).toMatchObject({ status: 'accepted' });
    expect(await arrivalsOf(api, withdrawn)).toMatchObject([{ kind: 'answer' }]);
  });

  it('acts once per idempotency key, which other facts may not use again', async () => {
    const as = randomUUID();
    const image = await scanOf(letter.code);
    const one = await sendScan(api, first(), image, { kind: 'form' }, as).expect(201);
    const two = await sendScan(api, first(), image, { kind: 'form' }, as).expect(201);
    expect(two.body).toEqual(one.body);
    for (const sent of [
      sendScan(api, first(), image, { kind: 'form', postmarkOn: '2027-02-10' }, as),
      sendScan(api, first(), await scanOf(letter.code, (page) => page.rotate(180)), { kind: 'form' }, as),
    ])
      expect((await sent.expect(422)).body.code).toBe('idempotency_key_reused');
  });
});

describe('images', () => {
  it('reads the code, encrypts the image and records each access to it', async () => {
    const image = await scanOf(letter.code, (page) => page.rotate(180).blur(0.8));
    const { body } = await sendScan(api, first(), image, { kind: 'form', postmarkOn: '2027-02-12' }).expect(201);
    expect(body).toMatchObject({ customerId: letter.customerId, hasImage: true, postmarkOn: '2027-02-12' });
    const kept = await api.t.db.selectFrom('return_scans').select('data').where('return_id', '=', body.id).execute();
    expect(kept[0]!.data.includes(image.subarray(0, 16))).toBe(false);
    const seen = await api
      .send('get', `/api/returns/${body.id}/image`, second)
      .expect(200)
      .expect('Content-Type', 'image/png');
    expect(image.equals(seen.body)).toBe(true);
    const access = { kind: 'access', what: 'return_image', purpose: 'form_entry', return: body.id, fields: ['image'] };
    expect((await bodies('installation')).filter((entry) => entry.return === body.id)).toMatchObject([access]);
  });

  it('knows an image it has had', async () => {
    const image = await scanOf(letter.code);
    const one = await sendScan(api, first(), image, { kind: 'form' }).expect(201);
    const two = await sendScan(api, second, image, { kind: 'form' }).expect(200);
    expect(two.body.id).toBe(one.body.id);
    const three = await Promise.all([1, 2, 3].map(() => sendScan(api, first(), image, { kind: 'form' })));
    expect(three.map((answer) => answer.body.id)).toEqual([one.body.id, one.body.id, one.body.id]);
  });

  it('books an image once however many send it at the same time', async () => {
    const image = await scanOf(letter.code);
    const sent = await Promise.all([1, 2, 3, 4].map(() => sendScan(api, first(), image, { kind: 'form' })));
    expect(new Set(sent.map((answer) => answer.body.id)).size).toBe(1);
    expect(sent.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 201]);
  });

  it('advises to type a code it cannot read, and keeps the image with the typed one', async () => {
    const image = await scanOf(null);
    const refused = await sendScan(api, first(), image, { kind: 'form' }).expect(422);
    expect(refused.body).toMatchObject({ code: 'code_unreadable', detail: expect.stringContaining('12文字') });
    const taken = await sendScan(api, first(), image, { kind: 'form', code: letter.code }).expect(201);
    expect(taken.body).toMatchObject({ customerId: letter.customerId, hasImage: true });
  });

  it('does not choose between a typed and a printed code', async () => {
    const other = await postLetter(api, own, { index: 1 });
    const sent = await sendScan(api, first(), await scanOf(other.code), { kind: 'form', code: letter.code }).expect(
      422,
    );
    expect(sent.body.code).toBe('codes_differ');
  });

  it('has no image of what was typed, and refuses what is no image', async () => {
    const { id } = await booked();
    await api.send('get', `/api/returns/${id}/image`, first()).expect(404);
    const broken = await sendScan(api, first(), Buffer.from('no image'), { kind: 'form' }).expect(422);
    expect(broken.body.code).toBe('scan_unreadable');
    const text = api
      .send('post', '/api/returns', first())
      .set('Content-Type', 'text/plain')
      .set('Idempotency-Key', 'x');
    await text.send('x').expect(415);
  });
});

describe('two persons', () => {
  it('accepts what both read, and notifies the journey with the receipt of the paper', async () => {
    const { id, receipt } = await booked({ code: letter.code, postmarkOn: '2027-02-12' });
    const [one, two] = letter.contracts as [number, number];
    const form = read([], { choices: { [one]: 'migrate', [two]: 'cancel' } });
    expect((await enter(id, form).expect(200)).body).toMatchObject({
      status: 'entered',
      readings: [],
      mayEnter: false,
    });
    expect(await show(id, second)).toMatchObject({
      entries: 1,
      readings: [],
      contracts: [{ choice: null }, { choice: null }],
    });
    expect((await enter(id, form).expect(409)).body.code).toBe('four_eyes');
    const done = (await enter(id, form, second).expect(200)).body;
    expect(done).toMatchObject({ status: 'accepted', contracts: [{ choice: 'migrate' }, { choice: 'cancel' }] });
    expect(done).toMatchObject({ countsAt: '2027-02-12T14:59:59.999Z', notes: [] });
    const data = { choices: { [one]: 'migrate', [two]: 'cancel' }, receipt, via: 'form' };
    expect(await arrivalsOf(api, letter)).toMatchObject([{ kind: 'answer', source: 'form', data }]);
    const third = await another(api, own);
    expect((await enter(id, form, third.key).expect(409)).body.code).toBe('return_decided');
  });

  it('lets a third person decide where they differ', async () => {
    const { id } = await booked();
    await enter(id, read(letter.contracts)).expect(200);
    const differs = await enter(id, read(letter.contracts, {}, 'cancel'), second).expect(200);
    expect(differs.body).toMatchObject({ status: 'mismatch', readings: [{ no: 1 }, { no: 2 }] });
    for (const key of [first(), second]) {
      expect((await enter(id, read(letter.contracts), key).expect(409)).body.code).toBe('four_eyes');
    }
    const judged = await enter(id, read(letter.contracts, {}, 'cancel'), own.keys.manager.key).expect(200);
    expect(judged.body).toMatchObject({ status: 'accepted', contracts: [{ choice: 'cancel' }, { choice: 'cancel' }] });
    expect(judged.body.readings).toHaveLength(3);
  });

  it('does not compare remarks, and shows them', async () => {
    const { id } = await booked();
    await enter(id, read(letter.contracts, { remark: true })).expect(200);
    const { body } = await enter(id, read(letter.contracts), second).expect(200);
    expect(body).toMatchObject({ status: 'held', notes: [{ code: 'remark' }, { code: 'remark_unread' }] });
  });

  it('wants every contract of the form, and no other', async () => {
    const { id } = await booked();
    for (const choices of [
      {},
      { [letter.contracts[0]!]: 'migrate' },
      { ...read(letter.contracts).choices, 9: 'none' },
    ]) {
      const { body } = await enter(id, read([], { choices })).expect(400);
      expect(body.issues).toMatchObject([{ path: 'body.choices', code: 'all_contracts' }]);
    }
  });

  it('takes one of two entries that come at once', async () => {
    const { id } = await booked();
    const form = read(letter.contracts);
    const sent = await Promise.all([enter(id, form), enter(id, form), enter(id, form, second)]);
    expect(sent.map((answer) => answer.status).sort()).toEqual([200, 200, 409]);
    expect(await show(id)).toMatchObject({ status: 'accepted', entries: 2 });
  });
});

describe('rules', () => {
  it('reports a defect with all that is missing', async () => {
    const { id } = await booked();
    const done = await decide(id, read(letter.contracts, { signed: false, writtenOn: null }));
    expect(done).toMatchObject({ status: 'defect', defects: ['no_signature', 'no_date'], countsAt: null });
    const data = { returnId: id, defects: ['no_signature', 'no_date'] };
    expect(await arrivalsOf(api, letter)).toMatchObject([{ kind: 'form_defect', data }]);
  });

  it('counts what is clear and asks for the rest', async () => {
    const { id } = await booked();
    const [one, two] = letter.contracts as [number, number];
    const done = await decide(id, read([], { choices: { [one]: 'both', [two]: 'cancel' } }));
    expect(done).toMatchObject({ status: 'defect', defects: ['both_ticked'], notes: [{ code: 'partly_counted' }] });
    expect(await arrivalsOf(api, letter)).toMatchObject([
      { kind: 'answer', data: { choices: { [two]: 'cancel' } } },
      { kind: 'form_defect', data: { defects: ['both_ticked'], unclear: { [one]: 'both' } } },
    ]);
  });

  it('takes the signature of a guardian in force, not of a mere contact', async () => {
    const represent = (customerId: number, relation: 'guardian' | 'contact') =>
      api.t.db
        .insertInto('representatives')
        .values({
          client_id: own.clientId,
          customer_id: customerId,
          relation,
          channels: ['post'],
          may_decide: relation !== 'contact',
          evidence: '登記事項証明書',
          valid_from: '2027-01-01',
          valid_until: null,
          created_by: null,
          created_at: new Date(0),
        })
        .execute();
    const other = await postLetter(api, own, { index: 1 });
    await represent(letter.customerId, 'guardian');
    await represent(other.customerId, 'contact');
    for (const [{ code, contracts }, status] of [
      [letter, 'accepted'],
      [other, 'defect'],
    ] as const) {
      const { id } = await booked({ code });
      expect(await decide(id, read(contracts, { otherPerson: true }))).toMatchObject({ status });
    }
  });

  it('notes that the customer has answered on the web, and leaves the order to their times', async () => {
    await api.t.db.transaction().execute((trx) =>
      recordArrival(trx, {
        campaignId: own.campaignId,
        customerId: letter.customerId,
        kind: 'answer',
        at: Date.parse('2027-02-13T10:00:00+09:00'),
        source: 'web',
        data: { choices: read(letter.contracts, {}, 'cancel').choices, receipt: 'R' },
        dedupe: 'web',
      }),
    );
    const { id } = await booked({ code: letter.code, postmarkOn: '2027-02-12' });
    const done = await decide(id, read(letter.contracts));
    expect(done).toMatchObject({ status: 'accepted', notes: [{ code: 'declared_elsewhere' }] });
    const times = (await arrivalsOf(api, letter)).map((arrival) => [arrival.source, arrival.at]);
    expect(times[1]).toEqual(['form', Date.parse('2027-02-12T23:59:59.999+09:00')]);
    expect(times[0]![1]).toBeGreaterThan(Number(times[1]![1]));
  });

  it.each<[string, string, string, string, string[]]>([
    ['in time', '2027-04-09', 'accepted', '2027-04-09T14:59:59.999Z', []],
    ['in grace', '2027-04-12', 'accepted', '2027-04-09T15:00:00.000Z', ['in_grace']],
    ['too late', '2027-04-20', 'late', '2027-04-16T15:00:00.000Z', ['too_late']],
  ])('records a form that must arrive and is %s', async (_name, receivedOn, status, countsAt, notes) => {
    await stepClock(api.t, '2027-05-10T10:00:00+09:00');
    const { id } = await booked({ code: letter.code, receivedOn, postmarkOn: '2027-04-09' });
    const done = await decide(id, read(letter.contracts));
    expect(done).toMatchObject({ status, countsAt });
    expect(done.notes.map((note: { code: string }) => note.code)).toEqual(notes);
    expect(await arrivalsOf(api, letter)).toMatchObject([{ kind: 'answer', at: Date.parse(countsAt) }]);
  });

  it.each([
    [[], '2027-04-05T14:59:59.999Z'],
    [[0], '2027-04-09T15:00:00.000Z'],
  ])('counts by the dates of the version that its journey goes by', async (keeping, countsAt) => {
    const week = 7 * 86_400_000;
    const { dates } = testDoc();
    const doc = testDoc({ dates: { ...dates, applyBy: dates.applyBy + week, graceUntil: dates.graceUntil! + week } });
    await laterVersion(
      api.t,
      own.campaignId,
      doc,
      keeping.map(() => letter.journeyId),
    );
    await stepClock(api.t, '2027-05-10T10:00:00+09:00');
    const { id } = await booked({ code: letter.code, receivedOn: '2027-04-12' });
    expect(await decide(id, read(letter.contracts, { writtenOn: '2027-04-05' }))).toMatchObject({ countsAt });
  });

  it('changes the outcome of a closed journey when a form in grace comes, and not when it is too late', async () => {
    await stepClock(api.t, '2027-05-10T10:00:00+09:00');
    for (const [index, receivedOn, outcome] of [
      [1, '2027-04-12', 'migrated'],
      [2, '2027-04-20', undefined],
    ] as const) {
      const late = await postLetter(api, own, { index, closed: true });
      const { id } = await booked({ code: late.code, receivedOn });
      await decide(id, read(late.contracts));
      const rows = await api.t.db
        .selectFrom('outcomes')
        .select('outcome')
        .where('contract_id', '=', late.contracts[0]!)
        .execute();
      expect(rows[0]?.outcome).toBe(outcome);
    }
  });
});

it('leaves no name, number or code in ledger and log', async () => {
  const { id } = await booked();
  await decide(id, read(letter.contracts));
  const said = JSON.stringify([await bodies(`campaign:${own.campaignId}`), await bodies('installation'), api.logged]);
  for (const secret of ['見本', 'MN0-', letter.code, '1970-01-02']) expect(said).not.toContain(secret);
  expect((await bodies(`campaign:${own.campaignId}`)).map((entry) => entry.kind)).toEqual([
    'handed_over',
    'arrival',
    'return_received',
    'return_entered',
    'arrival',
    'return_entered',
    'return_accepted',
  ]);
});
