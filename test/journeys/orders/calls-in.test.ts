import {
  acknowledges,
  answers,
  answersByCall,
  callsIn,
  delivers,
  formArrives,
  holds,
  releases,
  reports,
  returnsCall,
  takesCall,
} from './ways';
import { play, type Row } from './table';
import { byPost, called, letter, written } from './opening';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const receipt = 'receipt/post queued';

const due = async (s: Scenario) => {
  await written(s);
  await s.goTo('02-17 12:00');
  expect((await s.journey()).state).toBe('call_due');
};
const attempts = async (s: Scenario) => {
  const rows = s.db.selectFrom('call_attempts as a').innerJoin('call_tasks as t', 't.id', 'a.task_id');
  const own = rows.select(['a.result', 'a.inbound']).where('t.journey_id', '=', s.journeyId);
  return (await own.orderBy('a.no').execute()).map(({ result, inbound }) => `${result}${inbound ? ' in' : ''}`);
};

const rows: Row[] = [
  {
    id: 'I1',
    what: 'the customer calls and answers: booked, and confirmed by letter',
    customer: byPost,
    async play(s) {
      await written(s);
      await answersByCall(s);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter], replies: [receipt] },
  },
  {
    id: 'I2',
    what: 'the customer calls while a colleague dials: the answer counts, and the attempt does not',
    customer: called,
    async play(s) {
      await due(s);
      expect((await takesCall(s, 'second')).status).toBe(200);
      await answersByCall(s);
      await s.catchUp();
      const { status, body } = await reports(s, 'busy', {}, 'second');
      expect([status, body.code, body.params.result]).toEqual([409, 'call_task_done', 'inbound']);
      expect(await attempts(s)).toEqual([]);
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone withdrawn'] },
  },
  {
    id: 'I3',
    what: 'an answer on the web is changed by a call and then taken back by another',
    customer: byPost,
    async play(s) {
      await written(s);
      await answers(s);
      await s.catchUp();
      await s.at('02-04');
      await answersByCall(s, 'cancel');
      await s.catchUp();
      await s.at('02-05');
      expect((await callsIn(s, { takeBack: s.contracts })).status).toBe(201);
      await s.catchUp();
    },
    then: { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter] },
  },
  {
    id: 'I4',
    what: 'web and form of one day differ; the customer calls before the question is sent: what was said then counts',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('02-10 12:00');
      await answers(s);
      await s.catchUp();
      await s.at('02-12');
      await formArrives(s, { of: 'notice', postmarkOn: '02-10', tick: 'cancel' });
      await s.catchUp();
      await s.at('02-12 11:00');
      await answersByCall(s, 'cancel');
      await s.catchUp();
    },
    then: {
      state: 'closed',
      outcomes: ['cancelled/phone'],
      contacts: [letter, 'ask-which-answer/post withdrawn'],
    },
  },
  {
    id: 'I5',
    what: 'a missed call is returned at night: no hours, no attempt',
    customer: called,
    async play(s) {
      await due(s);
      expect((await takesCall(s)).status).toBe(200);
      expect((await reports(s, 'no_answer')).status).toBe(200);
      await s.at('02-17 21:30');
      await returnsCall(s);
      await s.catchUp();
      expect(await attempts(s)).toEqual(['no_answer', 'completed in']);
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'I6',
    what: 'the customer calls under a hold: kept, and booked when a person has released the hold',
    customer: called,
    async play(s) {
      await due(s);
      const hold = await holds(s);
      expect((await answersByCall(s)).body).toMatchObject({ kept: 'complaint', receipt: null });
      await s.catchUp();
      expect((await s.journey()).status).toBe('open');
      await s.at('02-18');
      await releases(s, hold);
      await s.catchUp();
    },
    then: {
      state: 'closed',
      outcomes: ['migrated/phone'],
      contacts: [letter, 'call/phone withdrawn'],
      replies: [receipt],
    },
  },
  {
    id: 'I7',
    what: 'two contracts: one by a call, the other on the page',
    customer: { ...called, contracts: 2 },
    async play(s) {
      await due(s);
      const [first] = s.contracts;
      const { body } = await callsIn(s, { choices: { [first!]: 'cancel' } });
      expect(body).toMatchObject({ openContracts: [s.contracts[1]], callTask: { status: 'waiting' } });
      await s.catchUp();
      await s.at('02-18');
      await answers(s, ['cancel', 'migrate']);
      await s.catchUp();
    },
    then: {
      state: 'closed',
      outcomes: ['cancelled/web', 'migrated/web'],
      contacts: [letter, 'call/phone withdrawn'],
    },
  },
  {
    id: 'I8',
    what: 'a change by a call after the client has taken the result over is asked of the client; so is taking it back',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('02-10 12:00');
      await answers(s);
      await s.catchUp();
      await s.at('02-13');
      await acknowledges(s, await delivers(s), true);
      await s.at('02-20 12:00');
      const [contractId] = s.contracts;
      const { body } = await answersByCall(s, 'cancel');
      expect(body).toMatchObject({ booked: [], requested: [{ contractId, choice: 'cancel' }], openContracts: [] });
      await s.catchUp();
      const back = await callsIn(s, { takeBack: s.contracts });
      expect(back.body).toMatchObject({ booked: [], requested: [{ contractId, choice: 'withdrawn' }] });
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
];

play(() => world, rows);
