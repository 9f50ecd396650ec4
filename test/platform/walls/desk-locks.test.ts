import { changeSession, lockFailures, openSession } from '../../../db/access/sessions';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { ensureLinks, type Link } from '../../../db/customers/links';
import { submitAnswer } from '../../../db/customers/page';
import { tryFactor } from '../../../db/customers/second-factor';
import { createDelivery } from '../../../db/exchange/results';
import { createJourneys } from '../../../db/journeys/create-journeys';
import { wholeClient } from '../../../db/platform/scope';
import { type Db, type Trx } from '../../../db/platform/types';
import { bookReturn, findPostPiece, lockReturn, moveReturn } from '../../../db/returns/returns';
import { makeUser } from '../../access/sign-in-fixture';
import { answer, closeLapsed } from '../../exchange/fixture';
import { postLetter } from '../../returns/returns-fixture';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { meet } from '../../support/barrier';
import { stepClock, testDoc } from '../../support/seed';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-10T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{}] });
  await createJourneys(api.t.db, own.campaignId);
});

const asTrx = (db: Db) => db as Trx;
const inTrx =
  <Result>(work: (trx: Trx) => Promise<Result>) =>
  () =>
    api.t.db.transaction().execute(work);
const link = (): Link => {
  const { clientId, campaignId, customers } = own;
  return { clientId, campaignId, customerId: customers[0]!.id, kind: 'page', version: 1 };
};

test('of two wrong second factors of a session at once, both are counted', async () => {
  const hash = Buffer.alloc(32, own.clientId);
  const [tokenHash, addressHash, agentHash] = [hash, hash, hash];
  const { personId } = await makeUser(api, [{ clientId: own.clientId, role: 'manager' }]);
  const expiresAt = Date.now() + 60_000;
  const begun = { tokenHash, personId, via: 'password' as const, second: false, expiresAt, addressHash, agentHash };
  const id = await openSession(api.t.db, begun);
  const fails = async (trx: Trx) => {
    const failures = (await lockFailures(trx, id))! + 1;
    await changeSession(trx, id, { failures });
    return failures;
  };
  const { first, second } = await meet(api.t, (db) => fails(asTrx(db)), inTrx(fails));
  expect([first, second]).toEqual([1, 2]);
});

test('of two wrong birth dates on a page at once, both are counted', async () => {
  const { clientId, campaignId, customerId } = link();
  const issued = { clientId, campaignId, customerIds: [customerId], expiresAt: Date.parse('2028-01-01') };
  await inTrx((trx) => ensureLinks(trx, api.t.vault, issued))();
  const wrong = (db: Db) => tryFactor(db, api.t.vault, link(), { kind: 'birth', value: '1999-09-09' });
  const { first, second } = await meet(api.t, wrong, () => wrong(api.t.db));
  expect([first, second]).toMatchObject([{ triesLeft: 4 }, { triesLeft: 3 }]);
});

test('of two answers sent at once from one page, the second is shown the first', async () => {
  const contract = own.customers[0]!.contracts[0]!;
  const send = (db: Db, choice: 'migrate' | 'cancel') =>
    submitAnswer(db, link(), { basis: 0, dedupe: `answer:${choice}`, choices: new Map([[contract, choice]]) });
  const both = meet(
    api.t,
    (db) => send(db, 'migrate'),
    () => send(api.t.db, 'cancel'),
  );
  await expect(both).rejects.toMatchObject({ code: 'answer_already_given' });
});

test('of two deliveries of results at once, the second has what the first left', async () => {
  await closeLapsed(api, own, 0);
  await answer(api, own, { customer: 0, choice: 'migrate', at: '2027-02-11T10:00:00+09:00' });
  const campaign = await getCampaign(api.t.db, wholeClient(own.clientId), own.campaignId);
  const made = { doc: testDoc(), personId: own.keys.operator.personId, now: Date.parse('2027-02-11T18:00:00+09:00') };
  const deliver = (trx: Trx) => createDelivery(trx, api.t.vault, campaign, made);
  const { first, second } = await meet(api.t, (db) => deliver(asTrx(db)), inTrx(deliver));
  expect([first.totals, second.totals]).toMatchObject([{ rows: 1 }, { rows: 0 }]);
});

test('who reads a form while another decides it sees what was decided', async () => {
  const { pieceId } = await postLetter(api, own);
  const scope = wholeClient(own.clientId);
  const form = { kind: 'form' as const, receivedOn: '2027-02-10', postmarkOn: null, reason: null };
  const { id } = await inTrx(async (trx) => {
    const piece = await findPostPiece(trx, scope, { id: pieceId });
    return (await bookReturn(trx, api.t.vault, piece, { ...form, personId: own.keys.operator.personId })).row;
  })();
  const decides = async (db: Db) => {
    const row = await lockReturn(asTrx(db), scope, id);
    return moveReturn(asTrx(db), row, { status: 'defect', decided: true });
  };
  const { second } = await meet(
    api.t,
    decides,
    inTrx((trx) => lockReturn(trx, scope, id)),
  );
  expect(second.status).toBe('defect');
});
