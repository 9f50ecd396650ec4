import { agreedCount, leftOf } from '../../domain/returns/mail-room';
import { watchAlerts } from '../../db/platform/alerts/alerts';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';
import { another, postLetter, read } from './returns-fixture';

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
const intake = async (given: object = {}) =>
  (await api.act('/api/intakes', first(), { carrier: 'post', sacks: 2, ...given }).expect(201)).body;
const count = async (id: number, envelopes: number, key = first()) =>
  (await api.act(`/api/intakes/${id}/counts`, key, { envelopes }).expect(200)).body;
/** An intake whose envelopes two persons have counted. */
const opened = async (envelopes: number) => {
  const { id } = await intake();
  await count(id, envelopes);
  return (await count(id, envelopes, second)).id as number;
};
const book = async (index: number, given: object) => {
  const { code } = await postLetter(api, own, { index });
  return (await api.act('/api/returns', first(), { kind: 'form', code, ...given }).expect(201)).body;
};
const setAside = async (intakeId: number, why: string) =>
  (await api.act('/api/set-asides', first(), { intakeId, why }).expect(201)).body;
const daybook = async (date = '') =>
  (await api.send('get', `/api/returns/daybook${date && `?date=${date}`}`, first()).expect(200)).body;
const close = async (leftOver: number) =>
  (await api.act('/api/returns/daybook/close', first(), { leftOver }).expect(200)).body;
const openDays = async () => {
  await watchAlerts(api.t.db, { slow: false, vias: [] });
  const { items } = (await api.send('get', '/api/alerts', first()).expect(200)).body;
  return items.filter(({ kind }: { kind: string }) => kind === 'daybook_open');
};

test.each<[why: string, counts: [person: number, envelopes: number][], agreed: number | null]>([
  ['one person alone', [[1, 148]], null],
  [
    'the same person twice',
    [
      [1, 148],
      [1, 148],
    ],
    null,
  ],
  [
    'two who differ',
    [
      [1, 148],
      [2, 147],
    ],
    null,
  ],
  [
    'two alike',
    [
      [1, 148],
      [2, 148],
    ],
    148,
  ],
  [
    'the first recounts and agrees',
    [
      [1, 148],
      [2, 147],
      [1, 147],
    ],
    147,
  ],
  [
    'a recount that differs takes the number back',
    [
      [1, 148],
      [2, 148],
      [1, 147],
    ],
    null,
  ],
  [
    'a third who agrees with the newest of another',
    [
      [1, 148],
      [2, 147],
      [3, 147],
    ],
    147,
  ],
])('%s', (_why, counts, agreed) => {
  expect(agreedCount(counts.map(([personId, envelopes]) => ({ personId, envelopes })))).toBe(agreed);
});

test('what is left is below zero where more was booked than counted', () => {
  const none = { carried: 0, withdrawn: 0, undeliverable: 0, notOurs: 0, inQuestion: 0 };
  expect(leftOf({ ...none, counted: 2, booked: 3 })).toBe(-1);
});

describe('receiving', () => {
  it('takes sacks with the slip, and the number of envelopes from two persons who count alike', async () => {
    const taken = await intake({ announced: 150, receivedOn: '2027-02-14' });
    expect(taken).toMatchObject({ receivedOn: '2027-02-14', sacks: 2, announced: 150, envelopes: null, left: null });
    expect(await count(taken.id, 148)).toMatchObject({ envelopes: null });
    expect(await count(taken.id, 147, second)).toMatchObject({ envelopes: null });
    const agreed = await count(taken.id, 147);
    expect(agreed).toMatchObject({ envelopes: 147, left: 147 });
    expect(agreed.counts.map((one: { envelopes: number }) => one.envelopes)).toEqual([148, 147, 147]);
  });

  it('was not handed over tomorrow', async () => {
    const body = { carrier: 'post', sacks: 1, receivedOn: '2027-02-16' };
    const { body: refused } = await api.act('/api/intakes', first(), body).expect(400);
    expect(refused.issues).toMatchObject([{ path: 'body.receivedOn', code: 'future' }]);
  });

  it('of its envelopes each is booked, undeliverable, not ours, in question or left', async () => {
    const id = await opened(6);
    await book(0, { intake: id });
    await book(1, { intake: id, kind: 'undeliverable', reason: 'moved' });
    await setAside(id, 'not_ours');
    await setAside(id, 'no_code');
    const { items } = (await api.send('get', '/api/intakes', first()).expect(200)).body;
    const line = { envelopes: 6, booked: 1, undeliverable: 1, notOurs: 1, inQuestion: 1, left: 2 };
    expect(items).toMatchObject([{ id, ...line }]);
  });

  it('a further form in an envelope is booked and counts as no further envelope', async () => {
    const id = await opened(1);
    const { code } = await postLetter(api, own);
    await api.act('/api/returns', first(), { kind: 'form', code, intake: id }).expect(201);
    await api.act('/api/returns', first(), { kind: 'form', code, intake: id, again: true }).expect(201);
    expect(await daybook()).toMatchObject({ received: 2, envelopes: { counted: 1, booked: 1, left: 0 } });
  });

  it('is of the client: neither another client nor a key of one campaign sees or books from it', async () => {
    const id = await opened(1);
    const other = await api.client({ status: 'running', customers: [{}] });
    const { code } = await postLetter(api, other);
    await api.act('/api/returns', other.keys.operator.key, { kind: 'form', code, intake: id }).expect(404);
    await api.act(`/api/intakes/${id}/counts`, other.keys.operator.key, { envelopes: 1 }).expect(404);
  });
});

describe('an envelope set aside', () => {
  it('is booked once its code is found, and is the same envelope in the books', async () => {
    const id = await opened(1);
    const aside = await setAside(id, 'no_code');
    expect(await daybook()).toMatchObject({ received: 1, open: 1, envelopes: { inQuestion: 1, left: 0 } });
    await stepClock(api.t, '2027-02-16T10:00:00+09:00');
    await book(0, { setAside: aside.id });
    const next = { carried: 1, received: 0, open: 1, balanced: true, envelopes: { carried: 0, booked: 0, left: 0 } };
    expect(await daybook()).toMatchObject(next);
    expect(await daybook('2027-02-15')).toMatchObject({ received: 1, open: 1, balanced: true });
    const end = api.act(`/api/set-asides/${aside.id}/end`, first(), { handedTo: 'post' });
    expect((await end.expect(409)).body).toMatchObject({ code: 'set_aside_closed' });
  });

  it('that is not ours leaves with where it went, and counts as that', async () => {
    const id = await opened(1);
    const aside = await setAside(id, 'not_ours');
    await api.act(`/api/set-asides/${aside.id}/end`, first(), { handedTo: 'box' }).expect(400);
    const ended = await api.act(`/api/set-asides/${aside.id}/end`, first(), { handedTo: 'client' }).expect(200);
    expect(ended.body).toMatchObject({ status: 'ended', handedTo: 'client', closedBy: own.keys.operator.personId });
    const book = { received: 1, notOurs: 1, open: 0, balanced: true, envelopes: { notOurs: 1, left: 0 } };
    expect(await daybook()).toMatchObject(book);
    expect((await api.send('get', '/api/set-asides', first()).expect(200)).body.items).toEqual([]);
  });
});

describe('the day', () => {
  it('147 booked of 148 counted does not balance until the envelope is found; until then there is an alert', async () => {
    const id = await opened(2);
    await book(0, { intake: id });
    expect(await openDays()).toEqual([]);
    const open = await close(0);
    expect(open.closing).toMatchObject({ leftOver: 0, expected: 1, balanced: false });
    const [alert] = await openDays();
    expect(alert).toMatchObject({ figures: { day: '2027-02-15', expected: '1', counted: '0' } });
    await book(1, { intake: id });
    expect((await close(0)).closing).toMatchObject({ leftOver: 0, expected: 0, balanced: true });
    expect(await openDays()).toEqual([]);
  });

  it('with envelopes left for tomorrow balances where they were counted by hand', async () => {
    const id = await opened(3);
    await book(0, { intake: id });
    expect((await close(2)).closing).toMatchObject({ expected: 2, balanced: true });
    await stepClock(api.t, '2027-02-16T10:00:00+09:00');
    expect((await daybook()).envelopes).toMatchObject({ carried: 2, counted: 0, left: 2 });
    expect(await openDays()).toEqual([]);
  });

  it('that was not closed before going home is an alert the next day, which a later day in balance closes', async () => {
    await opened(0);
    await stepClock(api.t, '2027-02-16T08:00:00+09:00');
    expect(await openDays()).toMatchObject([{ figures: { day: '2027-02-15' } }]);
    await close(0);
    expect(await openDays()).toEqual([]);
  });

  it('a booking taken back leaves its envelope to be booked again', async () => {
    const id = await opened(1);
    const item = await book(0, { intake: id });
    await api.act(`/api/returns/${item.id}/withdraw`, first(), { reason: 'wrong_envelope' }).expect(200);
    expect((await daybook()).envelopes).toMatchObject({ booked: 1, withdrawn: 1, left: 1 });
    await book(1, { intake: id });
    expect(await daybook()).toMatchObject({ balanced: true, envelopes: { booked: 2, withdrawn: 1, left: 0 } });
  });

  it('begins with what the day before left, whatever became of its envelopes later', async () => {
    const days = ['2027-02-15', '2027-02-16', '2027-02-17', '2027-02-18'];
    const on = (day: string) => stepClock(api.t, `${day}T10:00:00+09:00`);
    const taken = await intake();
    for (const key of [first(), second]) await count(taken.id, 5, key);
    const booked = await book(0, { intake: taken.id });
    const aside = await setAside(taken.id, 'no_code');
    await setAside(taken.id, 'not_ours');
    await on(days[1]!);
    const found = await book(1, { setAside: aside.id });
    await api.act(`/api/returns/${booked.id}/withdraw`, first(), { reason: 'wrong_envelope' }).expect(200);
    const { code } = await postLetter(api, own, { index: 2 });
    for (const again of [false, true]) {
      await api.act('/api/returns', first(), { kind: 'form', code, intake: taken.id, again }).expect(201);
    }
    await on(days[2]!);
    await api.act(`/api/returns/${found.id}/withdraw`, first(), { reason: 'wrong_envelope' }).expect(200);
    await book(3, { intake: taken.id, kind: 'undeliverable', reason: 'moved' });
    await on(days[3]!);
    const flows = await Promise.all(days.map(async (day) => (await daybook(day)).envelopes));
    expect(flows.map(({ carried, left }) => [carried, left])).toEqual([
      [0, 2],
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
    const { items } = (await api.send('get', '/api/intakes', first()).expect(200)).body;
    expect(items).toMatchObject([{ booked: 1, undeliverable: 1, notOurs: 1, inQuestion: 0, left: 2 }]);
  });

  it('of one campaign knows no envelopes: a sack is of the client', async () => {
    await opened(1);
    const { body } = await api.send('get', `/api/returns/daybook?campaign=${own.campaignId}`, first()).expect(200);
    expect(body).toMatchObject({ envelopes: null, closing: null });
  });

  it('names an envelope that was booked without saying with what it came', async () => {
    await book(0, {});
    expect((await daybook()).envelopes).toMatchObject({ booked: 0, withoutIntake: 1, left: 0 });
  });

  it('balances through a day of everything', async () => {
    const id = await opened(5);
    const a = await book(0, { intake: id });
    await book(1, { intake: id, kind: 'undeliverable', reason: 'unknown' });
    await book(2, { intake: id });
    await setAside(id, 'empty');
    const contracts = own.customers[0]!.contracts;
    for (const key of [first(), second])
      await api.act(`/api/returns/${a.id}/entries`, key, read(contracts)).expect(200);
    const whole = { carried: 0, received: 4, accepted: 1, undeliverable: 1, open: 2, notOurs: 0, balanced: true };
    expect(await daybook()).toMatchObject({ ...whole, envelopes: { counted: 5, booked: 2, inQuestion: 1, left: 1 } });
    const { rows } = { rows: await api.t.db.selectFrom('ledger').select('body').execute() };
    const kinds = rows.map(({ body }) => (JSON.parse(body) as { kind: string }).kind);
    expect(kinds).toEqual(expect.arrayContaining(['intake_received', 'intake_counted', 'set_aside']));
  });
});
