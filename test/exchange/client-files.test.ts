import iconv from 'iconv-lite';
import { applyChangeFile } from '../../db/exchange/apply';
import { resumeClientFiles } from '../../db/exchange/acknowledge';
import { type Api, type ApiClient, ledgerKinds, makePerson, openApi } from '../support/api';
import { createApiKey } from '../../db/access/api-keys';
import {
  arrivalsOf,
  changesFile,
  closeLapsed,
  exchange,
  numberOf,
  type Preview,
  profileOf,
  runningClient,
} from './fixture';

let api: Api;
let own: ApiClient;
let client: ReturnType<typeof exchange>;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await runningClient(api, [{}, { contracts: 2 }, {}, {}]);
  client = exchange(api, own);
});

const MOVED = `${numberOf(0)},転居,2027/02/01,,,,530-0001,大阪府大阪市北区梅田1-1,`;
const CANCELLED = `${numberOf(1)},解約済,2027/02/03`;
const DEAD = `${numberOf(2)},逝去,令和9年2月1日`;
const NUMBER = `${numberOf(3)},番号変更,2027/02/05,,090-1234-5678`;
const ALL = changesFile([
  MOVED,
  CANCELLED,
  DEAD,
  NUMBER,
  `${numberOf(3)},メール変更,2027/02/05,,,new@customers.example`,
]);

async function openHolds(customer: number) {
  const rows = await api.t.db
    .selectFrom('holds')
    .select('reason')
    .where('customer_id', '=', own.customers[customer]!.id)
    .where('released_at', 'is', null)
    .execute();
  return rows.map((row) => row.reason);
}

it('shows what a file would do before anything is changed, the same file the same', async () => {
  const before = await profileOf(api, own.customers[0]!.id);
  const { body } = await client.upload(ALL).expect(200);
  expect(body).toMatchObject({ status: 'preview', planned: 5, open: 5, limit: 20, needsSecondPerson: false });
  expect(body.totals).toEqual({ rows: 5, controlTotal: 90 });
  const kinds = (body as Preview).byKind.map(({ kind, planned }) => [kind, planned]);
  expect(kinds).toEqual([
    ['cancelled', 1],
    ['moved', 1],
    ['deceased', 1],
    ['number', 1],
    ['mail', 1],
  ]);
  const again = await client.upload(ALL, 'manager').expect(200);
  expect(again.body).toEqual(body);
  expect(await client.get(`/${body.fileId}`)).toEqual(body);
  expect(await profileOf(api, own.customers[0]!.id)).toEqual(before);
  expect(await client.get(`?campaign=${own.campaignId}`)).toMatchObject({
    items: [{ fileId: body.fileId }],
    next: null,
  });
});

it('carries it out: address, number, mail, cancellation, death', async () => {
  const { body } = await client.upload(ALL);
  const { body: applied } = await client.apply(body).expect(200);
  expect(applied).toMatchObject({ status: 'applied', open: 0 });
  expect(await profileOf(api, own.customers[0]!.id)).toMatchObject({
    postalCode: '5300001',
    address: '大阪府大阪市北区梅田1-1',
  });
  expect(await profileOf(api, own.customers[3]!.id)).toMatchObject({
    mobile: '+819012345678',
    mail: 'new@customers.example',
  });
  expect(await openHolds(2)).toEqual(['death_reported']);
  const reported = async (customer: number) =>
    (await arrivalsOf(api, own.customers[customer]!.id)).map(({ kind, data }) => [kind, data]);
  expect(await reported(0)).toEqual([['contact_changed', expect.objectContaining({ channels: ['post'] })]]);
  const removed = { contracts: [own.customers[1]!.contracts[0]], reason: 'cancelled_at_client', fileId: body.fileId };
  expect(await reported(1)).toEqual([['contracts_removed', removed]]);
  expect(await reported(2)).toEqual([['hold_opened', expect.anything()]]);
  expect(await reported(3)).toEqual([
    ['contact_changed', expect.objectContaining({ channels: ['sms', 'phone', 'mail'] })],
  ]);
  const points = await api.t.db
    .selectFrom('contact_points')
    .select(['channel', 'hash'])
    .where('customer_id', '=', own.customers[3]!.id)
    .execute();
  const hash = (kind: string, value: string) => api.t.vault.index(own.clientId, kind, value);
  const phone = hash('phone', '+819012345678');
  expect(new Map(points.map((point) => [point.channel, point.hash]))).toEqual(
    new Map([
      ['mail', hash('mail', 'new@customers.example')],
      ['sms', phone],
      ['phone', phone],
    ]),
  );
});

it('does nothing the second time, also when another person asks', async () => {
  const { body } = await client.upload(ALL);
  const first = await client.apply(body).expect(200);
  expect((await client.apply(body, 'manager').expect(200)).body).toEqual(first.body);
  expect((await client.upload(ALL).expect(200)).body).toMatchObject({ status: 'applied', open: 0 });
  const other = changesFile([MOVED, CANCELLED, DEAD]);
  const { body: next } = await client.upload(other);
  expect(next).toMatchObject({ planned: 1, status: 'preview' }); // the open journey has not read the cancellation yet
  const kinds = await ledgerKinds(api.t, own.campaignId);
  expect(kinds.filter((kind) => kind === 'client_changes_applied')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'arrival')).toHaveLength(4);
});

it('applies once when two ask at once', async () => {
  const { body } = await client.upload(ALL);
  await Promise.all([client.apply(body).expect(200), client.apply(body, 'manager').expect(200)]);
  for (const { id } of own.customers) expect(await arrivalsOf(api, id)).toHaveLength(1);
  expect((await ledgerKinds(api.t, own.campaignId)).filter((kind) => kind === 'client_changes_applied')).toHaveLength(
    1,
  );
});

it('goes on after a kill in the middle', async () => {
  const { body } = await client.upload(ALL);
  await api.t.db
    .updateTable('client_files')
    .set({ applied_by: own.keys.operator.personId })
    .where('id', '=', body.fileId)
    .execute();
  const file = await api.t.db
    .selectFrom('client_files')
    .selectAll()
    .where('id', '=', body.fileId)
    .executeTakeFirstOrThrow();
  let seen = 0;
  const dies = applyChangeFile(api.t.db, api.t.vault, file, {
    onSignals: () => {
      if (++seen === 2) throw new Error('killed');
    },
  });
  await expect(dies).rejects.toThrow('killed');
  expect(await client.get(`/${body.fileId}`)).toMatchObject({ status: 'applying', open: 3 });
  expect(await resumeClientFiles(api.t.db, api.t.vault, { onSignals: () => undefined })).toBe(0);
  expect(await client.get(`/${body.fileId}`)).toMatchObject({ status: 'applied', open: 0 });
  for (const [index, count] of [1, 1, 1, 1].entries()) {
    expect(await arrivalsOf(api, own.customers[index]!.id)).toHaveLength(count);
  }
});

it.each([
  ['rows', '合計,2,10', 'rows_differ'],
  ['control total', '合計,1,11', 'control_total_differs'],
  ['closing line', 'x', 'totals_missing'],
])('takes nothing when the %s is wrong', async (_, totals, code) => {
  const { body } = await client.upload(changesFile([CANCELLED], totals)).expect(422);
  expect(body.code).toBe('client_totals_differ');
  expect(body.issues[0]).toMatchObject({
    code,
    message: expect.stringMatching(/./),
    advice: expect.stringMatching(/./),
  });
  expect((await client.get(`?campaign=${own.campaignId}`)).items).toEqual([]);
});

it.each([
  ['without a known column', 'a,b\r\n1,2\r\n', 'file_without_header'],
  ['with a renamed column', changesFile([CANCELLED]).replace('異動日', '日付'), 'client_file_columns'],
  ['empty', ' \r\n', 'file_empty'],
])('refuses a file %s', async (_, file, code) => {
  expect((await client.upload(file).expect(422)).body.code).toBe(code);
});

it('reads CP932 as the client writes it, and says where rows are wrong', async () => {
  const rows = [
    `${numberOf(0)},転居,2027/02/01,,,,530-0001,,`,
    `${numberOf(1)},転出,2027/02/01`,
    `${numberOf(2)},番号変更,2027/03/01,,090-1`,
    'MN9-9,解約済,2027/02/01',
    `${numberOf(3)},転居,2027/02/01,,,,100-0001,大阪府大阪市北区梅田1-1,弁護士受任`,
    `${numberOf(3)},転居,2027/02/01,,,,100-0001,大阪府大阪市北区梅田1-2,`,
  ];
  const { body } = await client.upload(iconv.encode(changesFile(rows), 'cp932')).expect(200);
  expect(body).toMatchObject({ encoding: 'cp932', planned: 1, unknownContracts: 1 });
  const found = (body as Preview).findings.map(({ line, column, code }) => [line, column, code]);
  expect(found).toEqual([
    [2, '住所', 'address_missing'],
    [3, '異動区分', 'kind_unknown'],
    [4, '異動日', 'date_ahead'],
    [4, '携帯電話', 'mobile_invalid'],
    [5, '契約番号', 'contract_unknown'],
    [6, '備考', 'remark_held'],
    [6, '郵便番号', 'prefecture_mismatch'],
    [7, '郵便番号', 'prefecture_mismatch'],
    [7, '異動区分', 'change_twice'],
  ]);
  expect((await client.get(`/${body.fileId}/findings?limit=2`)).items).toHaveLength(2);
  const refused = await client.get(`/${body.fileId}/changes?verdict=refused`);
  expect(refused.items.map(({ line }: { line: number }) => line)).toEqual([2, 3, 4, 7]);
  await client.apply(body).expect(200);
  expect(await openHolds(3)).toEqual(['lawyer']);
  expect(api.logged.join()).not.toMatch(/梅田|弁護士|new@/);
});

it('needs another manager or approver above the limit', async () => {
  own = await runningClient(
    api,
    Array.from({ length: 21 }, () => ({})),
  );
  client = exchange(api, own);
  const rows = own.customers.map((_, index) => `${numberOf(index)},連絡留保,2027/02/01`);
  const { body } = await client.upload(changesFile(rows), 'manager').expect(200);
  expect(body).toMatchObject({ planned: 21, limit: 20, needsSecondPerson: true });
  for (const role of ['manager', 'operator', 'client_approver'] as const) {
    expect((await client.apply(body, role).expect(409)).body.code).toBe('second_person_needed');
  }
  const same = await createApiKey(api.t.db, {
    personId: own.keys.manager.personId,
    clientId: own.clientId,
    role: 'approver',
  });
  await api.act(`/api/client-data/${body.fileId}/apply`, same.key, { totalsHash: body.totalsHash }).expect(409);
  const personId = await makePerson(api.t, 'second manager');
  const second = await createApiKey(api.t.db, { personId, clientId: own.clientId, role: 'manager' });
  const done = await api.act(`/api/client-data/${body.fileId}/apply`, second.key, { totalsHash: body.totalsHash });
  expect(done.body).toMatchObject({ status: 'applied', appliedBy: personId });
});

it('applies only what was previewed', async () => {
  const { body } = await client.upload(ALL);
  const other = { ...body, totalsHash: 'a'.repeat(64) };
  expect((await client.apply(other).expect(409)).body.code).toBe('client_file_changed');
});

it('puts a file aside, and takes it up again when it is sent again', async () => {
  const { body } = await client.upload(ALL);
  const discard = () => api.act(`/api/client-data/${body.fileId}/discard`, own.keys.operator.key);
  await discard().expect(200);
  expect((await client.apply(body).expect(409)).body.code).toBe('client_file_decided');
  expect((await client.upload(ALL).expect(200)).body.status).toBe('preview');
  await client.apply(body).expect(200);
  expect((await discard().expect(409)).body.code).toBe('client_file_decided');
});

it('decides a closed journey at once: a removed contract is excluded, the other stays', async () => {
  await closeLapsed(api, own, 1);
  const { body } = await client.upload(changesFile([CANCELLED]));
  await client.apply(body).expect(200);
  const rows = await api.t.db
    .selectFrom('outcomes')
    .select(['outcome', 'reason'])
    .where('customer_id', '=', own.customers[1]!.id)
    .orderBy('contract_id')
    .execute();
  expect(rows).toEqual([
    { outcome: 'excluded', reason: 'cancelled_at_client' },
    { outcome: 'lapsed', reason: 'notified_and_silent' },
  ]);
});

it('replaces the digits that identify a person, and forgets that the number was bad', async () => {
  const { id } = own.customers[3]!;
  const first = await client.upload(changesFile([NUMBER]));
  await client.apply(first.body).expect(200);
  await api.t.db
    .updateTable('contact_points')
    .set({ bad_reason: 'x', bad_at: new Date() })
    .where('customer_id', '=', id)
    .execute();
  const second = await client.upload(changesFile([`${numberOf(3)},番号変更,2027/02/06,,080-7777-4321`]));
  await client.apply(second.body).expect(200);
  const { party_hash: party } = await api.t.db
    .selectFrom('customers')
    .select('party_hash')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const factors = await api.t.db
    .selectFrom('second_factors')
    .select('hash')
    .where('customer_id', '=', id)
    .where('kind', '=', 'phone4')
    .execute();
  expect(factors.map(({ hash }) => hash)).toEqual([api.t.vault.factor(party, 'phone4', '4321')]);
  const bad = await api.t.db
    .selectFrom('contact_points')
    .select('channel')
    .where('customer_id', '=', id)
    .where('bad_reason', 'is not', null)
    .execute();
  expect(bad).toEqual([{ channel: 'mail' }]);
});

it('is for campaigns that have started', async () => {
  const draft = await api.client({ customers: [{}] });
  expect(
    (
      await exchange(api, draft)
        .upload(changesFile([CANCELLED]))
        .expect(409)
    ).body.code,
  ).toBe('campaign_wrong_state');
});
