import { finishedHistory } from '../../support/histories';
import { pageName, receiptOf } from '../../customers/page-fixture';
import {
  aboutToAnswer,
  answersByCall,
  completes,
  delivers,
  formArrives,
  handedOver,
  holds,
  releases,
  represented,
  takesCall,
} from './ways';
import { play, type Row } from './table';
import { byPost, letter, writtenByThe10th as written } from './opening';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const kept = async (s: Scenario) =>
  s.db
    .selectFrom('kept_answers')
    .select(['id', 'why', 'status', 'hold_id'])
    .where('customer_id', '=', s.customerId)
    .orderBy('id')
    .execute();
const discards = async (s: Scenario, id: number, reason: string) =>
  s.act(`/api/customers/${s.customerId}/kept-answers/${id}/discard`, { reason });
const choicesOf = (s: Scenario) =>
  s.db.selectFrom('choices').select(['choice', 'via']).where('campaign_id', '=', s.campaignId).execute();

const rows: Row[] = [
  {
    id: 'H1',
    what: 'a lawyer is noted while the customer is on the page: what is sent is kept, and counts once the hold is released',
    customer: byPost,
    async play(s) {
      await written(s);
      const { send, page } = await aboutToAnswer(s);
      const hold = await holds(s, 'lawyer');
      const sent = await send();
      expect([sent.status, sent.headers.location]).toEqual([303, expect.stringMatching(/kept$/)]);
      const shown = await page.get('/kept').expect(200);
      expect([pageName(shown), receiptOf(shown)]).toEqual(['kept', undefined]);
      for (const below of ['', '/choose', '/receipt']) expect(pageName(await page.get(below))).toBe('call');
      const before = await s.visit();
      expect(pageName(before)).toBe('call');
      expect(before.text).not.toMatch(/弁護士|留保|代理人/);
      await s.catchUp();
      expect([await choicesOf(s), (await s.journey()).state]).toEqual([[], 'awaiting_reply']);
      expect((await delivers(s)).totals.rows).toBe(0);
      await s.at('02-12');
      await releases(s, hold);
      await s.catchUp();
      await finishedHistory(world.w.client, s.workflowId(1), 'kept-then-released');
      expect((await delivers(s)).totals.rows).toBe(1);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
  {
    id: 'H2',
    what: 'a death is reported, then the form comes; at the last date the contract is pending, the release lets it count',
    customer: byPost,
    async play(s) {
      await written(s);
      const hold = await holds(s, 'death_reported');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09', tick: 'cancel' });
      await s.catchUp();
      await s.goTo('04-17 00:00');
      await finishedHistory(world.w.client, s.workflowId(1), 'pending-at-the-end');
      const outcome = s.db.selectFrom('outcomes').select(['outcome', 'reason']).where('campaign_id', '=', s.campaignId);
      expect(await outcome.execute()).toEqual([{ outcome: 'pending', reason: 'succession' }]);
      expect((await delivers(s)).totals.rows).toBe(0);
      await s.at('05-10');
      await releases(s, hold);
      expect((await delivers(s)).totals.rows).toBe(1);
    },
    then: { state: 'closed', outcomes: ['cancelled/form'], contacts: [letter] },
  },
  {
    id: 'H3',
    what: 'the owner of a dispute discards what came in: nothing counts, the customer is reminded, then lapsed',
    customer: byPost,
    async play(s) {
      await written(s);
      const hold = await holds(s, 'dispute');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
      const [answer] = await kept(s);
      expect((await discards(s, answer!.id, 'signed by another')).body).toMatchObject({ status: 'discarded' });
      await releases(s, hold);
      await s.catchUp();
      expect(await choicesOf(s)).toEqual([]);
      await s.goTo('02-22 10:00');
      await handedOver(s, 'final', 'post', '02-22 15:00');
      await s.goTo('04-17 00:00');
    },
    then: { state: 'closed', outcomes: ['lapsed/notified_and_silent'], contacts: [letter, 'final/post handed_over'] },
  },
  {
    id: 'H4',
    what: 'a dispute is noted during the call: what the customer says is kept, the desk gets no receipt number',
    customer: { ...byPost, channels: ['post', 'phone'] },
    async play(s) {
      await handedOver(s, 'notice', 'post', '02-01 15:00');
      await s.goTo('02-03');
      await s.goTo('02-17 12:00');
      expect((await takesCall(s)).status).toBe(200);
      const hold = await holds(s, 'dispute');
      const done = await completes(s);
      expect([done.status, done.body.receipt, done.body.kept]).toEqual([200, null, 'dispute']);
      await s.catchUp();
      expect((await s.journey()).status).toBe('open');
      await releases(s, hold);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'H5',
    what: 'two holds: the release of the first passes the answer to the owner of the other',
    customer: byPost,
    async play(s) {
      await written(s);
      const first = await holds(s, 'lawyer');
      const second = await holds(s, 'complaint');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
      await releases(s, first);
      await s.catchUp();
      expect(await kept(s)).toMatchObject([{ why: 'complaint', status: 'kept', hold_id: second }]);
      expect((await s.journey()).status).toBe('open');
      await releases(s, second);
      await s.catchUp();
      expect(await kept(s)).toMatchObject([{ status: 'counted' }]);
    },
    then: { state: 'closed', outcomes: ['migrated/form'], contacts: [letter] },
  },
  {
    id: 'H6',
    what: 'the latest of several kept answers counts, by its own time',
    customer: byPost,
    async play(s) {
      await written(s);
      const { send } = await aboutToAnswer(s, 'migrate');
      const hold = await holds(s, 'guardian');
      await send();
      await s.at('02-13');
      await formArrives(s, { of: 'notice', postmarkOn: '02-12', tick: 'cancel' });
      await s.catchUp();
      await releases(s, hold);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['cancelled/form'], contacts: [letter] },
  },
  {
    id: 'H7',
    what: 'closed, lapsed; a death is noted, and a form in time comes: pending, until the release',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.goTo('02-22 10:00');
      await handedOver(s, 'final', 'post', '02-22 15:00');
      await s.goTo('04-17 00:00');
      await s.at('04-18');
      await holds(s, 'death');
      await formArrives(s, { of: 'final', receivedOn: '04-15', postmarkOn: '04-09' });
    },
    then: {
      state: 'closed',
      outcomes: ['pending/succession'],
      contacts: [letter, 'final/post handed_over'],
      holds: ['death'],
    },
  },
  {
    id: 'H8',
    what: 'an agent without a say is noted, and a form comes: who may decide is asked of a person',
    customer: byPost,
    async play(s) {
      await written(s);
      await represented(s, {
        relation: 'agent',
        mayDecide: false,
        name: '総務 担当',
        address: '東京都港区海岸1-1-1',
        postalCode: '1050022',
      });
      await s.catchUp();
      expect(pageName(await s.visit())).toBe('call');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
      await s.goTo('04-17 00:00');
    },
    then: { state: 'closed', outcomes: ['pending/representative'], contacts: [letter], holds: ['representative'] },
  },
  {
    id: 'H9',
    what: 'an answer while the address is looked for counts at once',
    customer: byPost,
    async play(s) {
      await written(s);
      await holds(s, 'address_research');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/form'], contacts: [letter], holds: ['address_research'] },
  },
  {
    id: 'H10',
    what: 'a mere contact is noted as another addressee: the customer still answers by the own link',
    customer: byPost,
    async play(s) {
      await written(s);
      const place = { address: '東京都港区海岸1-1-1', postalCode: '1050022' };
      await represented(s, { relation: 'contact', name: '総務 担当', ...place });
      await s.catchUp();
      expect((await (await aboutToAnswer(s)).send()).headers.location).toMatch(/receipt$/);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
  {
    id: 'H11',
    what: 'two complaints: the release of the first passes the answer to the owner of the second',
    customer: byPost,
    async play(s) {
      await written(s);
      const first = await holds(s);
      const second = await holds(s);
      await answersByCall(s);
      await s.catchUp();
      await releases(s, first);
      expect(await kept(s)).toMatchObject([{ why: 'complaint', status: 'kept', hold_id: second }]);
      expect(await choicesOf(s)).toEqual([]);
      await releases(s, second);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter] },
  },
];

play(() => world, rows);
