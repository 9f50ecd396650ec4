import { openHold } from '../../db/customers/holds';
import { transact } from '../../db/platform/transact';
import { wholeClient } from '../../db/platform/scope';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';
import { type Letter, postLetter } from './returns-fixture';

let api: Api;
let own: ApiClient;
let letter: Letter;
let returnId: number;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{}] });
  letter = await postLetter(api, own);
});

const first = () => own.keys.operator.key;
async function cameBack(reason: string): Promise<void> {
  const body = { kind: 'undeliverable', reason, code: letter.code };
  returnId = (await api.act('/api/returns', first(), body).expect(201)).body.id;
}
const research = (body: object) => api.act(`/api/returns/${returnId}/research`, first(), body);
const work = async () => (await api.send('get', '/api/address-research', first()).expect(200)).body.items;
const holds = () =>
  api.t.db.selectFrom('holds').select(['reason', 'released_at']).where('customer_id', '=', letter.customerId).execute();
const hold = () =>
  transact(api.t.db, (trx) =>
    openHold(trx, wholeClient(own.clientId), {
      ...{ customerId: letter.customerId, reason: 'address_research', reviewOn: '2027-03-01', note: null },
      ...{ source: 'test', personId: own.keys.manager.personId },
    }),
  );
const found = { ways: ['client_file', 'phone'], found: 'not_forwarded' };

it('lists letters that came back for their address until something was found out, with whom and what', async () => {
  await cameBack('unknown');
  expect(await work()).toMatchObject([{ returnId, reason: 'unknown', receivedOn: '2027-02-15' }]);
  const { body } = await research({ ...found, next: 'ask_client' }).expect(200);
  expect(body.items).toMatchObject([{ ...found, ground: null, next: 'ask_client', by: own.keys.operator.personId }]);
  expect(await work()).toEqual([]);
});

it.each<['ask_client' | 'end', boolean]>([
  ['ask_client', false],
  ['end', true],
])('next %s: the hold is released %s', async (next, released) => {
  await cameBack('moved');
  await hold();
  await research({ ...found, found: 'forwarding_ended', next }).expect(200);
  expect((await holds()).map(({ released_at: at }) => at !== null)).toEqual([released]);
  const { body } = await api.send('get', `/api/returns/${returnId}/research`, first()).expect(200);
  expect(body.items).toMatchObject([{ found: 'forwarding_ended', next }]);
});

it('the register of residents is not looked up without a ground, nor is a ground given for anything else', async () => {
  await cameBack('unknown');
  const register = { ways: ['residents_register'], found: 'moved', next: 'ask_client' };
  expect((await research(register).expect(400)).body.issues).toMatchObject([{ path: 'body.ground' }]);
  await research({ ...found, ground: 'legal_duty', next: 'end' }).expect(400);
  await research({ ...register, ground: 'client_instruction' }).expect(200);
});

it('no one looks for the address of a customer under protection, and it is no work', async () => {
  await cameBack('unknown');
  const protection = { customer_id: letter.customerId, client_id: own.clientId, source: 'x', opened_at: new Date(0) };
  await api.t.db.insertInto('protections').values(protection).execute();
  expect(await work()).toEqual([]);
  expect((await research({ ...found, next: 'end' }).expect(409)).body).toMatchObject({ code: 'research_not_allowed' });
});

it.each(['refused', 'unclaimed'])('a letter that was %s is no matter of the address', async (reason) => {
  await cameBack(reason);
  expect(await work()).toEqual([]);
  expect((await research({ ...found, next: 'end' }).expect(409)).body).toMatchObject({ code: 'research_not_here' });
});
