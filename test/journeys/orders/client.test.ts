import {
  acknowledges,
  clientSays,
  comesBack,
  completes,
  delivers,
  formArrives,
  pageOf,
  reports,
  takesCall,
} from './ways';
import { Drainer } from './lane';
import { play, type Row } from './table';
import { byPost, called, letter, written, web, refused } from './opening';
import { openWorld, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const rows: Row[] = [
  {
    id: 'C1',
    what: 'a contract is cancelled at the client while its letter waits in the queue (practice 15)',
    customer: byPost,
    async play(s) {
      await s.at('02-01 12:00');
      await clientSays(s, '解約済,2027-01-31');
      await s.catchUp();
      await s.at('02-01 14:00');
      expect(await (await Drainer.of(s, 'post')).claims()).toEqual([]);
    },
    then: { state: 'closed', outcomes: ['excluded/cancelled_at_client'], contacts: ['notice/post withdrawn'] },
  },
  {
    id: 'C2',
    what: 'a contract is cancelled at the client while the customer is on the phone (practice 15)',
    customer: called,
    async play(s) {
      await written(s);
      await s.goTo('02-17 12:00');
      await takesCall(s);
      await clientSays(s, '解約済,2027-02-16');
      await s.catchUp();
      const answer = await completes(s);
      expect([answer.status, answer.body.code]).toEqual([422, 'answer_incomplete']);
      expect((await reports(s, 'intent')).status).toBe(200);
    },
    then: { state: 'closed', outcomes: ['excluded/cancelled_at_client'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'C3',
    what: 'one of two contracts is cancelled at the client, the form names both: the other one counts',
    customer: { ...byPost, contracts: 2 },
    async play(s) {
      await written(s);
      await s.at('02-08');
      await clientSays(s, '解約済,2027-02-07', 1);
      await s.catchUp();
      await s.at('02-10');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/form', 'excluded/cancelled_at_client'], contacts: [letter] },
  },
  {
    id: 'C4',
    what: 'a form for a contract that has left the audience is recorded and changes nothing',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('02-08');
      await clientSays(s, '解約済,2027-02-07');
      await s.catchUp();
      await s.at('02-10');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['excluded/cancelled_at_client'], contacts: [letter] },
  },
  {
    id: 'C5',
    what: 'a result refused by the client before the cut-off opens the journey again, on the page too',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await refused(s, '02-12');
      expect((await pageOf(s)).text).toContain('content="notice"');
    },
    then: { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter] },
  },
  {
    id: 'C6',
    what: 'a result refused after the cut-off leaves the outcome; the exchange shows it to a person',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await refused(s, '04-20');
      expect((await pageOf(s, '/receipt')).text).toContain('data-receipt');
      const results = s.db.selectFrom('client_results').select('status').where('campaign_id', '=', s.campaignId);
      expect(await results.execute()).toEqual([{ status: 'rejected' }]);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
  {
    id: 'C7',
    what: 'a refusal of what was delivered does not take back what the customer said since',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      const delivery = await delivers(s);
      await web(s, '02-11 12:00', 'cancel');
      await s.at('02-12');
      await acknowledges(s, delivery, false);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['cancelled/web'], contacts: [letter] },
  },
  {
    id: 'C8',
    what: 'a form on its way while the client refuses the answer before it is a new will',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await refused(s, '02-13');
      await s.at('02-15');
      await formArrives(s, { of: 'notice', postmarkOn: '02-12', tick: 'cancel' });
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['cancelled/form'], contacts: [letter] },
  },
  {
    id: 'C9',
    what: 'a form older than the refused answer does not stand in for it',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await refused(s, '02-13');
      await s.at('02-15');
      await formArrives(s, { of: 'notice', postmarkOn: '02-08', tick: 'cancel' });
      await s.catchUp();
    },
    then: { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter] },
  },
  {
    id: 'C11',
    what: 'a new address before the old letter comes back: the new one stays good',
    customer: called,
    async play(s) {
      await written(s);
      await s.at('02-08');
      await clientSays(s, '転居,2027-02-07,,,,1000001,東京都千代田区千代田1-1');
      await s.catchUp();
      await s.at('02-10');
      await comesBack(s, 'notice', 'moved');
      await s.catchUp();
      const point = s.db.selectFrom('contact_points').select('bad_reason').where('customer_id', '=', s.customerId);
      expect(await point.where('channel', '=', 'post').executeTakeFirst()).toEqual({ bad_reason: null });
    },
    then: { state: 'notified', outcomes: ['open'], contacts: ['notice/post handed_over came back'] },
  },
];

play(() => world, rows);
