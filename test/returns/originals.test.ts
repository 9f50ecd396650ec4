import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { defectText } from '../../domain/returns/defect-text';
import { clockAt, type Desk, openDesk } from '../calls/calls-fixture';
import { type Api, openApi } from '../support/api';
import { channelsDoc } from '../support/seed';
import { handOverQueued } from '../support/seeding/messages';
import { read, scanOf, sendScan } from './returns-fixture';

let api: Api;
let desk: Desk;
let contract: number;
let runs = 0;
let boxes = 0;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const purpose = 'service_notice' as const;
/** A letter with a form; a defect is written about, and its original goes back where the campaign says so. */
const change = (original: 'kept' | 'returned'): Partial<CampaignDoc> => ({
  notices: channelsDoc().notices,
  form: { hanko: 'none', account: 'none', original },
  plan: {
    steps: [{ id: 'notice', kind: 'notice', purpose, first: ['post'], notice: 'letter', wait: { days: 60 } }],
    onDefect: { purpose, first: ['post'], notice: { post: 'defect' }, rounds: 2, wait: { days: 10 } },
  },
});

/** A form with a defect, and the run with the letter about it. */
async function sentBack(
  original: 'kept' | 'returned' = 'returned',
  defect: 'unsigned' | 'both' = 'unsigned',
  image = true,
) {
  desk = await openDesk(api, [{ mail: null, channels: ['post', 'phone'] }], change(original));
  contract = desk.customers[0]!.contracts[0]!;
  await handOverQueued(api.t, Date.parse('2027-02-01T14:00:00+09:00'));
  await clockAt(api, '2027-02-10T10:00:00+09:00');
  const { code } = await pieceOf('notice');
  const booked = image
    ? await sendScan(api, desk.operator, await scanOf(code), { kind: 'form' }).expect(201)
    : await api.act('/api/returns', desk.operator, { kind: 'form', code }).expect(201);
  const id = booked.body.id as number;
  const wrong = defect === 'unsigned' ? { signed: false } : { choices: { [contract]: 'both' } };
  const entry = { ...read([contract], { writtenOn: '2027-02-09' }), ...wrong };
  for (const key of [desk.operator, desk.second]) await api.act(`/api/returns/${id}/entries`, key, entry).expect(200);
  await desk.place();
  const piece = await pieceOf('defect');
  const lane = await api.t.db.selectFrom('lanes').select('id').where('channel', '=', 'post').executeTakeFirstOrThrow();
  runs += 1;
  const at = new Date('2027-02-11T09:00:00+09:00');
  const run = await api.t.db
    .insertInto('print_runs')
    .values({
      ...{
        client_id: desk.clientId,
        lane_id: lane.id,
        run_on: '2027-02-11',
        no: runs,
        key: `r-${runs}`,
        opened_at: at,
      },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await api.t.db.updateTable('pieces').set({ print_run_id: run.id, no: 1 }).where('id', '=', piece.id).execute();
  return { id, run: run.id, envelope: piece.code, other: code };
}

const pieceOf = (step: string) =>
  api.t.db
    .selectFrom('pieces as p')
    .innerJoin('messages as m', 'm.piece_id', 'p.id')
    .select(['p.id', 'p.code'])
    .where('m.campaign_id', '=', desk.campaignId)
    .where('m.step', '=', step)
    .executeTakeFirstOrThrow();
const list = async (run: number) =>
  (await api.send('get', `/api/print-runs/${run}/originals`, desk.operator).expect(200)).body;
const put = (id: number, code: string, key = desk.operator) => api.act(`/api/returns/${id}/original`, key, { code });
const boxed = async () => {
  boxes += 1;
  const box = { no: `B-${boxes}`, keepUntil: '2028-01-31' };
  const { id } = (await api.act('/api/boxes', desk.operator, box).expect(201)).body;
  return (await api.act(`/api/boxes/${id}/fill`, desk.operator).expect(200)).body.papers as number;
};

it('goes into the envelope of the letter about its defect, and no other, seen by two persons; the balance holds', async () => {
  const { id, run, envelope, other } = await sentBack();
  const due = { total: 1, due: 1, put: 0, witnessed: 0, kept: 0 };
  expect(await list(run)).toMatchObject({ ...due, items: [{ returnId: id, code: envelope, no: 1, state: 'due' }] });
  expect((await put(id, other).expect(422)).body).toMatchObject({ code: 'original_wrong_envelope' });
  expect(await boxed()).toBe(0);
  expect((await put(id, envelope).expect(200)).body).toEqual({ due: 0 });
  expect((await put(id, envelope, desk.second).expect(409)).body).toMatchObject({ code: 'original_wrong_state' });
  const witness = (key: string) => api.act(`/api/returns/${id}/original/witness`, key);
  expect((await witness(desk.operator).expect(409)).body).toMatchObject({ code: 'four_eyes' });
  await witness(desk.second).expect(200);
  expect(await list(run)).toMatchObject({ due: 0, put: 1, witnessed: 1, items: [{ state: 'witnessed' }] });
  expect(await boxed()).toBe(0);
});

it('that was never scanned may not leave', async () => {
  const { id, envelope } = await sentBack('returned', undefined, false);
  expect((await put(id, envelope).expect(409)).body).toMatchObject({ code: 'original_not_scanned' });
});

it('kept after all lies in a box like other paper', async () => {
  const { id, run } = await sentBack();
  await api.act(`/api/returns/${id}/original/keep`, desk.operator).expect(200);
  expect(await list(run)).toMatchObject({ due: 0, kept: 1, items: [{ state: 'kept' }] });
  expect(await boxed()).toBe(1);
});

it.each<[string, 'kept' | 'returned', 'unsigned' | 'both']>([
  ['where the client keeps originals', 'kept', 'unsigned'],
  ['after a defect that a call can mend', 'returned', 'both'],
])('stays %s', async (_name, original, defect) => {
  const { run } = await sentBack(original, defect);
  expect(await list(run)).toMatchObject({ total: 0, items: [] });
  expect(await boxed()).toBe(1);
});

it('the letter says that the original is enclosed, only where it is', () => {
  const contracts = [{ contractId: 1, no: 1, number: 'MN170000825', product: null }];
  const form = { defects: ['hanko_differs' as const], unclear: {} };
  expect(defectText({ ...form, original: true }, contracts, 'ja')).toContain(
    '（原本）は、この手紙に同封してお返しします',
  );
  expect(defectText(form, contracts, 'ja')).not.toContain('原本');
  expect(defectText({ ...form, original: true }, contracts, 'ja', true)).not.toContain('同封');
});
