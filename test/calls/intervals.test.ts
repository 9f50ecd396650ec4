import { type Api, openApi } from '../support/api';
import { type Desk, openDesk } from './calls-fixture';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  desk = await openDesk(api, [{ mail: null, channels: ['phone'] }]);
});

const HEAD = '窓口,開始,分,着信,応答,放棄,IVR放棄,目標内応答,平均処理秒,席数';
const send = (csv: string, key = desk.manager) =>
  api.send('post', '/api/phone/intervals', key).set('Content-Type', 'text/csv').send(csv);
const days = async () => (await api.send('get', '/api/phone/days', desk.operator).expect(200)).body.items as object[];
const agree = (from: string, percent: number, key = desk.manager) =>
  api.act('/api/phone/agreements', key, { from, percent, seconds: 20, recordingDays: null });

it('a day has its service level of those who waited, the machine apart, and handling time by calls', async () => {
  const csv = [HEAD, '一般,2027-02-01 09:00,30,20,15,3,2,12,300,5', '一般,2027-02-01 09:30,30,10,5,0,5,5,600,3.5'];
  const { body } = await send(csv.join('\r\n')).expect(200);
  expect(body).toMatchObject({ rows: 2, added: 2, corrected: 0, unchanged: 0, found: 0, stated: false });
  expect(body.totals).toEqual({ offered: 30, answered: 20, abandoned: 3, abandonedIvr: 7, within: 17 });
  expect(await days()).toEqual([
    {
      day: '2027-02-01',
      ...{ offered: 30, answered: 20, abandoned: 3, abandonedIvr: 7, within: 17, waited: 23 },
      ...{ serviceLevel: 17 / 23, abandonment: 3 / 23, answerRate: 20 / 23 },
      ...{ ahtSeconds: 375, staffed: 4.25, agreed: null, reached: null },
    },
  ]);
  const { items } = (await api.send('get', '/api/phone/intervals?day=2027-02-01', desk.operator).expect(200)).body;
  expect(items).toMatchObject([
    { queue: '一般', startsAt: '2027-02-01T00:00:00.000Z', minutes: 30, waited: 18, serviceLevel: 12 / 18 },
    { startsAt: '2027-02-01T00:30:00.000Z', waited: 5, serviceLevel: 1, abandonedIvr: 5 },
  ]);
});

it('seats of two queues add up, those of two times do not, whatever their length', async () => {
  const rows = [
    '一般,2027-02-01 09:00,30',
    '一般,2027-02-01 09:30,30',
    '英語,2027-02-01 09:00,15',
    '英語,2027-02-01 09:15,15',
  ];
  await send([HEAD, ...rows.map((row, n) => `${row},1,1,0,0,1,60,${n < 2 ? 6 : 2}`)].join('\n')).expect(200);
  expect(await days()).toMatchObject([{ staffed: 7 }]); // 6 all the hour, 2 more in its first half
});

it('a day on which no one waited has no share, and reaches or misses nothing', async () => {
  await agree('2027-02-01', 80).expect(200);
  await send(`${HEAD}\n一般,2027-02-01 09:00,30,4,0,0,4,0,0,2`).expect(200);
  expect(await days()).toMatchObject([{ waited: 0, serviceLevel: null, abandonment: null, reached: null }]);
});

it('each day is judged by what was agreed for it', async () => {
  await agree('2027-01-30', 90).expect(200);
  await agree('2027-02-01', 60).expect(200);
  await agree('2027-02-01', 80).expect(200);
  const row = (day: string) => `一般,${day} 09:00,30,20,16,4,0,16,300,5`;
  await send([HEAD, ...['2027-01-29', '2027-01-30', '2027-02-01'].map(row)].join('\n')).expect(200);
  const seen = (await days()) as { agreed: { percent: number } | null; reached: boolean | null }[];
  expect(seen.map(({ agreed, reached }) => [agreed?.percent ?? null, reached])).toEqual([
    [null, null],
    [90, false],
    [80, true],
  ]);
  expect((await agree('2027-02-01', 50, desk.operator)).status).toBe(403);
});

it('the same file again changes nothing, a corrected one corrects, also two at the same time', async () => {
  const row = (answered: number) => `${HEAD}\n一般,2027-02-01 09:00,30,20,${answered},3,2,12,300,5`;
  const both = await Promise.all([send(row(15)), send(row(15))]);
  expect(both.map(({ body }) => [body.added, body.unchanged]).sort()).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect((await send(row(15)).expect(200)).body).toMatchObject({ added: 0, corrected: 0, unchanged: 1 });
  expect((await send(row(14)).expect(200)).body).toMatchObject({ added: 0, corrected: 1 });
  expect(await days()).toMatchObject([{ answered: 14 }]);
});

it('a row that cannot be right is named with line and column and left out, the others count', async () => {
  const rows = [
    ['2027-02-01 09:00,30,20,15,3,2,12,300,5', null, ''],
    ['2027-02-01 09:00,30,20,15,3,2,12,300,5', 'interval_repeated', '開始'],
    ['2027-02-01 09:15,15,20,15,3,2,12,300,5', 'interval_overlap', '分'],
    ['2027-02-01 09:10,30,20,15,3,2,12,300,5', 'interval_start', '開始'],
    ['2027-02-30 09:00,30,20,15,3,2,12,300,5', 'interval_start', '開始'],
    ['2027-02-01 08:00,20,20,15,3,2,12,300,5', 'interval_minutes', '分'],
    ['2027-02-01 08:00,15,20,x,3,2,12,300,5', 'interval_number', '応答'],
    ['2027-02-01 08:00,15,20,15,3,2,12,300,-5', 'interval_number', '席数'],
    ['2027-02-01 08:00,15,20,15,6,2,12,300,5', 'interval_sum', '着信'],
    ['2027-02-01 08:00,15,20,15,3,2,16,300,5', 'interval_within', '目標内応答'],
    ['2027-02-01 23:00,15,20,15,3,2,12,300,5', 'interval_future', '開始'],
  ] as const;
  const { body } = await send([HEAD, ...rows.map(([row]) => `一般,${row}`)].join('\n')).expect(200);
  expect(body).toMatchObject({ rows: rows.length, added: 1, found: rows.length - 1 });
  const expected = rows.flatMap(([, code, column], n) => (code ? [{ line: n + 2, column, code }] : []));
  expect(body.findings).toMatchObject(expected);
  expect(body.findings[0].text.ja).toContain('同じ');
});

it('quarters that a stored half-hour covers would count twice: they are left out', async () => {
  await send(`${HEAD}\n一般,2027-02-01 09:00,30,20,15,3,2,12,300,5`).expect(200);
  const quarters = ['一般,2027-02-01 09:15,15,9,9,0,0,9,300,5', '英語,2027-02-01 09:15,15,1,1,0,0,1,300,1'];
  const { body } = await send([HEAD, ...quarters].join('\n')).expect(200);
  expect(body).toMatchObject({ added: 1, found: 1, findings: [{ line: 2, code: 'interval_overlap' }] });
  expect(await days()).toMatchObject([{ offered: 21 }]);
});

it('a file is checked against its own total: one cut off is refused whole', async () => {
  const rows = ['一般,2027-02-01 09:00,30,20,15,3,2,12,300,5', '一般,2027-02-01 09:30,30,10,5,0,5,5,600,3'];
  const total = '合計,,,30,20,3,7,17,,';
  expect((await send([HEAD, rows[0], total].join('\n')).expect(400)).body.issues).toMatchObject([
    { code: 'control_total', message: expect.stringContaining('「着信」は30、行の合計は20') as string },
    ...Array<object>(3).fill({ code: 'control_total' }),
  ]);
  expect(await days()).toEqual([]);
  expect((await send([HEAD, ...rows, total, ''].join('\n')).expect(200)).body).toMatchObject({
    ...{ rows: 2, added: 2, stated: true },
  });
});

it('ten thousand intervals of a year come in at once, and the second time change nothing', async () => {
  const at = Date.parse('2026-01-01T00:00:00Z');
  const start = (n: number) => new Date(at + n * 30 * 60_000).toISOString().slice(0, 16).replace('T', ' ');
  const csv = [HEAD, ...Array.from({ length: 10_000 }, (_, n) => `一般,${start(n)},30,20,15,3,2,12,300,5`)].join('\n');
  expect((await send(csv).expect(200)).body).toMatchObject({ rows: 10_000, added: 10_000, found: 0 });
  expect((await send(csv).expect(200)).body).toMatchObject({ added: 0, corrected: 0, unchanged: 10_000 });
});

it('a file without its columns is refused, an operator may not import, and both names of a column do', async () => {
  expect((await send('窓口,開始\n一般,2027-02-01 09:00').expect(400)).body.issues).toMatchObject([
    { code: 'columns_missing' },
  ]);
  const csv = `queue,start,minutes,offered,answered,abandoned,abandoned_ivr,within,aht_seconds,staffed\n"A, B",2027/2/1 09:15,15,1,1,0,0,1,60,1`;
  expect((await send(csv).expect(200)).body).toMatchObject({ added: 1 });
  await send(csv, desk.operator).expect(403);
});
