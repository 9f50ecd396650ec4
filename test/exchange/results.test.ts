import { getCampaign } from '../../db/campaigns/campaigns';
import { createDelivery, resultTotals } from '../../db/exchange/results';
import { wholeClient } from '../../db/platform/scope';
import { stepClock, testDoc } from '../support/seed';
import { answer, arrivalsOf, changesFile, closeLapsed, exchange, numberOf, runningClient } from './fixture';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let client: ReturnType<typeof exchange>;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await runningClient(api, [{}, { contracts: 2 }, {}]);
  client = exchange(api, own);
});

/** Takes the whole delivery but these. */
async function acknowledge(fileId: number, rejected: string[] = []) {
  const { lines } = await client.csv(fileId);
  const [, rows, controlTotal] = lines.at(-1)!.split(',').map(Number);
  const body = {
    accepted: rows! - rejected.length,
    controlTotal,
    rejected: rejected.map((contractNumber) => ({ contractNumber, code: 'E101', reason: '契約状態不一致' })),
  };
  return client.acknowledge(fileId, body);
}

it('sends each outcome once, with its receipt and totals', async () => {
  await closeLapsed(api, own, 0);
  await closeLapsed(api, own, 1);
  expect(await client.stages()).toEqual({ open: 1, accepted: 3 });
  const receipt = await answer(api, own, { customer: 1, choice: 'cancel', at: '2027-02-11T10:30:00+09:00' });
  const first = await client.deliver();
  const { lines, sha256 } = await client.csv(first.fileId);
  expect(lines).toEqual([
    '連番,契約番号,結果,理由,申出日時,受付番号',
    `1,${numberOf(0)},期限経過・未手続,通知済・回答なし,,`,
    `2,${numberOf(1)},解約受付,Webで手続き,2027-02-11 10:30,${receipt}`,
    `3,${numberOf(1, 1)},解約受付,Webで手続き,2027-02-11 10:30,${receipt}`,
    '合計,3,21',
  ]);
  expect(first).toMatchObject({ status: 'sent', totals: { rows: 3, controlTotal: 21 }, sha256 });
  expect(await client.stages()).toEqual({ open: 1, sent: 3 });
  expect((await client.deliver()).totals.rows).toBe(0);
  expect((await acknowledge(first.fileId)).body).toMatchObject({ status: 'acknowledged', reflected: 3, rejected: 0 });
  expect(await client.stages()).toEqual({ open: 1, reflected: 3 });
  expect((await client.deliver()).totals.rows).toBe(0);
  expect(api.logged.join()).not.toMatch(/MN1-0/);
});

it('makes one delivery per key, and two at once share nothing', async () => {
  for (const customer of [0, 1, 2]) await closeLapsed(api, own, customer);
  const send = (key: string) =>
    api
      .send('post', '/api/client-data/results', own.keys.operator.key)
      .set('Idempotency-Key', key)
      .send({ campaign: own.campaignId });
  const key = `once-${own.campaignId}`;
  const [a, b] = await Promise.all([send(`${key}-a`), send(`${key}-b`)]);
  expect(a.body.totals.rows + b.body.totals.rows).toBe(4);
  expect((await send(`${key}-a`)).body).toEqual(a.body);
});

it('leaves what is too much for one delivery to the next', async () => {
  for (const customer of [0, 1, 2]) await closeLapsed(api, own, customer);
  const { db, vault } = api.t;
  const campaign = await getCampaign(db, wholeClient(own.clientId), own.campaignId);
  const input = { doc: testDoc(), personId: own.keys.manager.personId, now: Date.parse('2027-02-11'), maxRows: 3 };
  const deliver = () => db.transaction().execute((trx) => createDelivery(trx, vault, campaign, input));
  const totals = [await deliver(), await deliver()].map((file) => resultTotals(file));
  expect(totals).toMatchObject([
    { rows: 3, more: true },
    { rows: 1, more: false },
  ]);
});

it('sends a first answer after the delivery again, and asks for a change of what was taken over', async () => {
  await closeLapsed(api, own, 0);
  await acknowledge((await client.deliver()).fileId);
  await answer(api, own, { customer: 0, choice: 'migrate', at: '2027-02-12T10:00:00+09:00' });
  const second = await client.deliver();
  expect((await client.csv(second.fileId)).lines[1]).toMatch(/^1,MN0-0,移行受付,/);
  await acknowledge(second.fileId);
  await answer(api, own, { customer: 0, choice: 'take_back', at: '2027-02-13T10:00:00+09:00' });
  const third = await client.deliver();
  expect((await client.csv(third.fileId)).lines[1]).toMatch(/^1,MN0-0,変更依頼,申出の取消,2027-02-13 10:00,/);
  expect(await client.stages()).toMatchObject({ open: 3, reflected: 1 });
  await acknowledge(third.fileId);
  expect(await client.stages()).toMatchObject({ open: 4 });
  expect((await client.deliver()).totals.rows).toBe(0);
});

it('takes a rejected result back into its journey, and tells the next one', async () => {
  await closeLapsed(api, own, 0);
  await closeLapsed(api, own, 2);
  await answer(api, own, { customer: 0, choice: 'migrate', at: '2027-02-12T10:00:00+09:00' });
  const first = await client.deliver();
  const { body } = await acknowledge(first.fileId, [numberOf(0)]);
  expect(body).toMatchObject({ status: 'acknowledged', reflected: 1, rejected: 1 });
  expect(await client.stages()).toEqual({ open: 2, rejected: 1, reflected: 1 });
  const { id, contracts } = own.customers[0]!;
  const journey = await api.t.db
    .selectFrom('journeys')
    .selectAll()
    .where('customer_id', '=', id)
    .executeTakeFirstOrThrow();
  expect(journey).toMatchObject({ status: 'open', run: 2 });
  const rejected = { contracts, reason: 'E101', fileId: first.fileId };
  expect((await arrivalsOf(api, id)).at(-1)).toEqual({ kind: 'result_rejected', data: rejected });
  expect((await client.deliver()).totals.rows).toBe(0);
  expect((await client.get(`/results/${first.fileId}/rows?stage=rejected`)).items).toMatchObject([
    {
      contractId: contracts[0],
      outcome: 'migrated',
      stageText: { ja: '反映エラー' },
      rejection: 'E101 契約状態不一致',
    },
  ]);
  await api.t.db.updateTable('journeys').set({ status: 'closed' }).where('id', '=', journey.id).execute();
  await answer(api, own, { customer: 0, choice: 'migrate', at: '2027-02-14T10:00:00+09:00' });
  const second = await client.deliver();
  expect(second.totals.rows).toBe(1);
  await acknowledge(second.fileId);
  expect(await client.stages()).toEqual({ open: 2, reflected: 2 });
});

it('does not take back what the customer has declared since', async () => {
  await closeLapsed(api, own, 0);
  await answer(api, own, { customer: 0, choice: 'migrate', at: '2027-02-12T10:00:00+09:00' });
  const first = await client.deliver();
  await answer(api, own, { customer: 0, choice: 'cancel', at: '2027-02-13T10:00:00+09:00' });
  await acknowledge(first.fileId, [numberOf(0)]);
  const kinds = (await arrivalsOf(api, own.customers[0]!.id)).map(({ kind }) => kind);
  expect(kinds).toEqual(['answer', 'answer']);
  expect((await client.csv((await client.deliver()).fileId)).lines[1]).toMatch(/^1,MN0-0,解約受付,/);
});

it('takes an acknowledgement once, and only one that agrees', async () => {
  await closeLapsed(api, own, 0);
  const { fileId, totals } = await client.deliver();
  const refuse = async (body: object) => (await client.acknowledge(fileId, body).expect(422)).body.issues;
  expect(await refuse({ accepted: 2, controlTotal: totals.controlTotal + 1, rejected: [] })).toMatchObject([
    { code: 'rows_differ' },
    { code: 'control_total_differs' },
  ]);
  const unknown = { contractNumber: numberOf(2), code: 'E1' };
  expect(await refuse({ accepted: 0, controlTotal: totals.controlTotal, rejected: [unknown] })).toMatchObject([
    { path: 'body.rejected.0.contractNumber', code: 'contract_not_in_file' },
  ]);
  expect(await client.stages()).toMatchObject({ sent: 1 });
  const right = { accepted: 1, controlTotal: totals.controlTotal, rejected: [] };
  const first = await client.acknowledge(fileId, right).expect(200);
  expect((await client.acknowledge(fileId, right).expect(200)).body).toEqual(first.body);
  const rejecting = { accepted: 0, controlTotal: 0, rejected: [{ contractNumber: numberOf(0), code: 'E1' }] };
  expect((await client.acknowledge(fileId, rejecting).expect(409)).body.code).toBe('client_results_acknowledged');
  const kinds = (await ledgerKinds(api.t, own.campaignId)).filter((kind) => kind.startsWith('client_'));
  expect(kinds).toEqual(['client_results_sent', 'client_results_acknowledged']);
});

it("does not report back what the client's own file said, nor take our own result for news", async () => {
  await closeLapsed(api, own, 0);
  await closeLapsed(api, own, 2);
  await answer(api, own, { customer: 2, choice: 'cancel', at: '2027-02-12T10:00:00+09:00' });
  const first = await client.deliver();
  await acknowledge(first.fileId);
  await stepClock(api.t, '2027-02-13T10:00:00+09:00');
  const rows = [`${numberOf(0)},解約済,2027/02/12`, `${numberOf(2)},解約済,2027/02/12`];
  const { body } = await client.upload(changesFile(rows)).expect(200);
  expect(body.byKind).toMatchObject([{ kind: 'cancelled', planned: 1, nothingToDo: 1 }]);
  await client.apply(body).expect(200);
  expect((await client.deliver()).totals.rows).toBe(0);
  expect(await client.stages()).toEqual({ open: 2, reported_by_client: 1, reflected: 1 });
});

it('sends a rejected outcome again at once where no declaration of the customer could fix it', async () => {
  await closeLapsed(api, own, 0);
  const first = await client.deliver();
  await acknowledge(first.fileId, [numberOf(0)]);
  const second = await client.deliver();
  expect((await client.csv(second.fileId)).lines[1]).toMatch(/^1,MN0-0,期限経過・未手続,/);
});

it('sends nothing that a person still has to decide', async () => {
  await closeLapsed(api, own, 0);
  const pending = { outcome: 'pending' as const, reason: 'dispute' };
  await api.t.db.updateTable('outcomes').set(pending).where('customer_id', '=', own.customers[0]!.id).execute();
  expect(await client.stages()).toEqual({ open: 4 });
  expect((await client.deliver()).totals.rows).toBe(0);
});

it('sends a rejected answer again only once the customer has declared anew, also after the last day', async () => {
  await closeLapsed(api, own, 0);
  await answer(api, own, { customer: 0, choice: 'migrate', at: '2027-02-12T10:00:00+09:00' });
  const first = await client.deliver();
  await stepClock(api.t, '2027-04-20T10:00:00+09:00');
  await acknowledge(first.fileId, [numberOf(0)]);
  const { outcome } = await api.t.db
    .selectFrom('outcomes')
    .select('outcome')
    .where('customer_id', '=', own.customers[0]!.id)
    .executeTakeFirstOrThrow();
  expect([outcome, (await client.deliver()).totals.rows]).toEqual(['migrated', 0]);
});

it('shows each delivery to the auditor, page by page, and its contents to those who exchange them', async () => {
  await client.deliver();
  const { fileId } = await client.deliver();
  const page = await client.get(`/results?campaign=${own.campaignId}&limit=1`);
  expect(page.items).toMatchObject([{ fileId }]);
  expect((await client.get(`/results?campaign=${own.campaignId}&limit=1&cursor=${page.next}`)).next).toBeNull();
  await api.send('get', `/api/client-data/results/${fileId}`, own.keys.auditor.key).expect(403);
});
