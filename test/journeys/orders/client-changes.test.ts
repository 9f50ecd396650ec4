import { sql } from 'kysely';
import { openErasure } from '../../../db/privacy/erasure';
import { numberOf } from '../../exchange/fixture';
import {
  aboutToAnswer,
  acknowledges,
  answers,
  callsIn,
  clientSays,
  delivers,
  formArrives,
  holds,
  pageOf,
  releases,
  represented,
  takesBack,
} from './ways';
import { play, type Row } from './table';
import { byPost, called, letter, written, web, refused } from './opening';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const person = { name: '後見 花子', address: '東京都港区海岸1-1-1', postalCode: '1050022' };

/** The customer's answer has been taken over by the client's system. */
const takenOver = async (s: Scenario) => {
  await written(s);
  await web(s, '02-10 12:00');
  await s.at('02-12');
  await acknowledges(s, await delivers(s), true);
};
const receipts = (count: number) => Array.from({ length: count }, () => 'receipt/post queued');
/** What the client was asked to change, and what became of it. */
const askedOf = async (s: Scenario) => {
  const asked = s.db.selectFrom('change_requests').select(['choice', 'status']).orderBy('id');
  const rows = await asked.where('campaign_id', '=', s.campaignId).execute();
  return rows.map(({ choice, status }) => `${choice} ${status}`);
};
const outcomesOf = async (s: Scenario) => {
  const rows = s.db.selectFrom('outcomes').select('outcome').where('campaign_id', '=', s.campaignId);
  return (await rows.orderBy('contract_id').execute()).map(({ outcome }) => outcome);
};
const receiptsOf = async (s: Scenario) => {
  const rows = s.db.selectFrom('messages').select('id').where('journey_id', '=', s.journeyId);
  return (await rows.where('step', '=', 'receipt').execute()).length;
};

const rows: Row[] = [
  {
    id: 'C10',
    what: 'a change after the client has taken the result over is asked of the client; the outcome stays until it decides',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      expect((await delivers(s)).totals.rows).toBe(1);
      expect((await delivers(s)).totals.rows).toBe(0);
      expect(await askedOf(s)).toEqual(['cancel sent']);
      expect((await pageOf(s, '/receipt')).text).toContain('次の変更を、サービスの提供元に依頼しました');
      const english = (await pageOf(s, '/receipt?lang=en')).text;
      expect(english).toContain('We have requested this change from the company that provides the service');
      expect((await pageOf(s, '/change')).text).toContain('すでにサービスの提供元に渡しました');
      expect((await pageOf(s, '/withdraw')).text).toContain('提供元に依頼します');
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter], replies: ['receipt/post queued'] },
  },
  {
    id: 'C12',
    what: 'the client agrees to the change: the new answer counts and is confirmed; it is not delivered again',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      await s.at('02-22');
      await acknowledges(s, await delivers(s), true);
      await s.catchUp();
      expect((await delivers(s)).totals.rows).toBe(0);
      expect(await askedOf(s)).toEqual(['cancel accepted']);
      expect((await pageOf(s, '/receipt')).text).not.toContain('data-requested');
    },
    then: { state: 'closed', outcomes: ['cancelled/web'], contacts: [letter], replies: receipts(2) },
  },
  {
    id: 'C13',
    what: 'the client refuses the change: the first answer stands, and the customer is notified',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      await refused(s, '02-22');
      expect(await askedOf(s)).toEqual(['cancel refused']);
      expect((await delivers(s)).totals.rows).toBe(0);
    },
    then: {
      state: 'closed',
      outcomes: ['migrated/web'],
      contacts: [letter],
      replies: ['receipt/post queued', 'change-refused/post queued'],
    },
  },
  {
    id: 'C14',
    what: 'a form of the same day as the answer taken over is asked of the client as well; agreed to, it counts',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await s.at('02-13');
      await formArrives(s, { of: 'notice', postmarkOn: '02-10', tick: 'cancel' });
      await s.catchUp();
      expect(await askedOf(s)).toEqual(['cancel asked']);
      await acknowledges(s, await delivers(s), true);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['cancelled/form'], contacts: [letter], replies: receipts(2) },
  },
  {
    id: 'C15',
    what: 'a form older than the answer taken over changes nothing, and nothing is asked of the client',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await s.at('02-13');
      await formArrives(s, { of: 'notice', postmarkOn: '02-08', tick: 'cancel' });
      await s.catchUp();
      expect(await askedOf(s)).toEqual([]);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
  {
    id: 'C16',
    what: 'the answer is taken back after the client has taken it over: once the client agrees, the journey goes on',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await s.at('02-20 12:00');
      await takesBack(s);
      await s.catchUp();
      expect((await s.journey()).status).toBe('closed');
      await acknowledges(s, await delivers(s), true);
      await s.catchUp();
      expect((await delivers(s)).totals.rows).toBe(0);
    },
    then: { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter] },
  },
  {
    id: 'C17',
    what: 'the customer changes back while the client has not decided: it is asked for that too, in its turn',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      const first = await delivers(s);
      await web(s, '02-21 12:00', 'migrate');
      expect((await delivers(s)).totals.rows).toBe(0);
      await acknowledges(s, first, true);
      await s.catchUp();
      expect((await outcomesOf(s))[0]).toBe('cancelled');
      await acknowledges(s, await delivers(s), true);
      await s.catchUp();
      expect(await askedOf(s)).toEqual(['cancel accepted', 'migrate accepted']);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter], replies: receipts(3) },
  },
  {
    id: 'C18',
    what: 'what is not sent yet is replaced by a newer answer; the first answer again leaves nothing to ask for',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      await web(s, '02-21 12:00', 'migrate');
      expect(await askedOf(s)).toEqual(['cancel replaced']);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter], replies: receipts(2) },
  },
  {
    id: 'C19',
    what: 'a result sent and not acknowledged: the change counts at once and goes to the client as the newer result',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      const first = await delivers(s);
      await web(s, '02-11 12:00', 'cancel');
      await acknowledges(s, first, true);
      expect(await askedOf(s)).toEqual([]);
      expect((await delivers(s)).totals.rows).toBe(1);
    },
    then: { state: 'closed', outcomes: ['cancelled/web'], contacts: [letter], replies: receipts(2) },
  },
  {
    id: 'C20',
    what: 'an answer kept under a hold and released after the client has taken the first one over is asked of the client',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await s.at('02-15');
      const hold = await holds(s, 'dispute');
      await formArrives(s, { of: 'notice', postmarkOn: '02-14', tick: 'cancel' });
      await s.at('02-20');
      await releases(s, hold);
      await s.catchUp();
      expect(await askedOf(s)).toEqual(['cancel asked']);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
  {
    id: 'C21',
    what: 'one of two contracts is taken over: a new answer for both counts for the one and is asked for the other',
    customer: { ...byPost, contracts: 2 },
    async play(s) {
      await written(s);
      await s.at('02-10 12:00');
      await answers(s, 'migrate');
      await s.catchUp();
      const { fileId, totals } = await delivers(s);
      const refusal = { contractNumber: numberOf(0, 1), code: 'E101', reason: '契約状態不一致' };
      const body = { accepted: 1, controlTotal: totals.controlTotal, rejected: [refusal] };
      const path = `/api/client-data/results/${fileId}/acknowledgement`;
      expect((await s.act(path, body, { role: 'client_approver' })).status).toBe(200);
      await s.catchUp();
      expect(await outcomesOf(s)).toEqual(['migrated']);
      await web(s, '02-20 12:00', 'cancel');
      expect(await askedOf(s)).toEqual(['cancel asked']);
    },
    then: { state: 'closed', outcomes: ['migrated/web', 'cancelled/web'], contacts: [letter] },
  },
  {
    id: 'C22',
    what: 'a caller takes back what the client has taken over: the desk says what is asked of the client; agreed to, it is open',
    customer: called,
    async play(s) {
      await takenOver(s);
      await s.at('02-20 12:00');
      const { status, body } = await callsIn(s, { takeBack: s.contracts });
      const asked = s.contracts.map((contractId) => ({ contractId, choice: 'withdrawn' }));
      expect([status, body.requested, body.openContracts]).toEqual([201, asked, []]);
      await s.catchUp();
      expect(await outcomesOf(s)).toEqual(['migrated']);
      await acknowledges(s, await delivers(s), true);
      await s.catchUp();
    },
    then: { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter] },
  },
  {
    id: 'C23',
    what: 'the guardian changes the answer, the client agrees: it counts, and no one is asked for a consent again',
    customer: byPost,
    async play(s) {
      await written(s);
      await represented(s, { relation: 'guardian', mayDecide: true, birthDate: '1985-06-07', ...person });
      await s.catchUp();
      await s.goTo('02-09');
      const byLink = { version: 2, factor: { birthYear: '1985', birthMonth: '6', birthDay: '7' } };
      const { send, page } = await aboutToAnswer(s, 'migrate', byLink);
      await send();
      await s.catchUp();
      await acknowledges(s, await delivers(s), true);
      await s.at('02-10 12:00');
      const cancels = Object.fromEntries(s.contracts.map((id) => [id, 'cancel']));
      expect((await page.answer(cancels, '/change')).status).toBe(303);
      await acknowledges(s, await delivers(s), true);
      await s.catchUp();
      expect(await askedOf(s)).toEqual(['cancel accepted']);
    },
    then: { state: 'closed', outcomes: ['cancelled/web'], contacts: [letter], replies: receipts(2) },
  },
  {
    id: 'C24',
    what: 'a person lets a kept answer count, the client agrees to the change: no person is asked again',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await s.at('02-15');
      await represented(s, { relation: 'agent', mayDecide: false, ...person });
      await formArrives(s, { of: 'notice', postmarkOn: '02-14', tick: 'cancel' });
      const hold = s.db.selectFrom('holds').select('id').where('customer_id', '=', s.customerId);
      const path = `/api/customers/${s.customerId}/holds/${(await hold.executeTakeFirstOrThrow()).id}/release`;
      expect((await s.act(path, { note: 'ok' }, { role: 'manager' })).status).toBe(200);
      await acknowledges(s, await delivers(s), true);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['cancelled/form'], contacts: [letter], replies: receipts(2) },
  },
  {
    id: 'C25',
    what: 'a dispute is noted before the change is sent to the client: it is not asked until a person releases the hold',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      const hold = await holds(s, 'dispute');
      expect((await delivers(s)).totals.rows).toBe(0);
      expect(await askedOf(s)).toEqual(['cancel asked']);
      await s.at('02-21');
      await releases(s, hold);
      expect((await delivers(s)).totals.rows).toBe(1);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter], replies: ['receipt/post queued'] },
  },
  {
    id: 'C26',
    what: 'a dispute is noted after the change was sent; the client has made it: it counts, and is confirmed after the release',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      const sent = await delivers(s);
      const hold = await holds(s, 'dispute');
      await acknowledges(s, sent, true);
      await s.catchUp();
      expect(await outcomesOf(s)).toEqual(['cancelled']);
      expect(await receiptsOf(s)).toBe(1);
      await s.at('02-21');
      await releases(s, hold);
    },
    then: { state: 'closed', outcomes: ['cancelled/web'], contacts: [letter], replies: receipts(2) },
  },
  {
    id: 'C27',
    what: 'the client reports the contract as cancelled before a change is sent: nothing is asked any more',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      await clientSays(s, '解約済,2027-02-15');
      await s.catchUp();
      expect((await delivers(s)).totals.rows).toBe(0);
      expect(await askedOf(s)).toEqual(['cancel replaced']);
    },
    then: { state: 'closed', outcomes: ['excluded/cancelled_at_client'], contacts: [letter] },
  },
  {
    id: 'C28',
    what: 'the client reports the contract as cancelled, then refuses the change: the customer is not notified',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      const sent = await delivers(s);
      await clientSays(s, '解約済,2027-02-15');
      await acknowledges(s, sent, false);
      await s.catchUp();
      expect(await askedOf(s)).toEqual(['cancel refused']);
    },
    then: {
      state: 'closed',
      outcomes: ['excluded/cancelled_at_client'],
      contacts: [letter],
      replies: ['receipt/post queued'],
    },
  },
  {
    id: 'C29',
    what: 'the customer is erased before a change is sent: no file can name the contract, and the client agrees to nothing',
    customer: byPost,
    async play(s) {
      await takenOver(s);
      await web(s, '02-20 12:00', 'cancel');
      const { clientId } = s.seeded;
      await openErasure(s.db, { clientId, customerId: s.customerId, basis: 'asked_by_customer', now: 0 });
      await sql`select erase_customer(${s.customerId})`.execute(s.db);
      await acknowledges(s, await delivers(s), true);
      expect(await askedOf(s)).toEqual(['cancel replaced']);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
];

play(() => world, rows);
