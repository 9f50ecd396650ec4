import { expireCallLeases } from '../../../db/calls/expire-leases';
import {
  answers,
  clientSays,
  comesBack,
  completes,
  formArrives,
  holds,
  refuses,
  releases,
  reports,
  represented,
  steers,
  takesCall,
} from './ways';
import { Drainer } from './lane';
import { play, type Row } from './table';
import { channelsDoc } from '../../support/seed';
import { called, letter, written } from './opening';
import { instant, openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

/** Notified by letter, silent; the call is due. */
const due = async (s: Scenario) => {
  await written(s);
  await s.goTo('02-17 12:00');
  expect((await s.journey()).state).toBe('call_due');
};
const leased = async (s: Scenario) => {
  await due(s);
  expect((await takesCall(s)).status).toBe(200);
};
const base = channelsDoc();
/** A plan that writes where it cannot call. */
const callThenLetter = {
  ...base,
  plan: {
    ...base.plan,
    steps: base.plan.steps.map((step) =>
      step.id === 'call'
        ? { ...step, first: ['phone' as const, 'post' as const], notice: { phone: 'script', post: 'final' } }
        : step,
    ),
  },
};
const tasksOf = (s: Scenario) =>
  s.db.selectFrom('call_tasks').select(['status', 'result']).where('journey_id', '=', s.journeyId).execute();
const refusal = ({ status, body }: { status: number; body: { params?: { reason?: string }; code?: string } }) => [
  status,
  body.params?.reason ?? body.code,
];

const rows: Row[] = [
  {
    id: 'P1',
    what: 'an answer while the call is due: it is not made any more (practice 14)',
    customer: called,
    async play(s) {
      await due(s);
      await answers(s);
      expect((await takesCall(s)).status).toBe(409);
      await s.catchUp();
      expect((await takesCall(s)).status).toBe(409);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter, 'call/phone withdrawn'] },
  },
  {
    id: 'P2',
    what: 'an answer on the web during the call, then one on the phone: the later one counts',
    customer: called,
    async play(s) {
      await leased(s);
      await answers(s, 'cancel');
      await s.catchUp();
      await s.at('02-17 12:05');
      expect((await completes(s, 'migrate')).status).toBe(200);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'P3',
    what: '"do not call me again" during the call: no call any more, the letter still goes; not a cancellation (practice 7)',
    customer: called,
    async play(s) {
      await leased(s);
      expect((await reports(s, 'refused')).status).toBe(200);
      await s.catchUp();
      const refused = s.db.selectFrom('consents').select(['channel', 'value']).where('customer_id', '=', s.customerId);
      expect(await refused.where('purpose', '=', 'service_notice').execute()).toEqual([
        { channel: 'phone', value: false },
      ]);
      expect(refusal(await takesCall(s))[0]).toBe(409);
      await s.goTo('02-22 14:00');
    },
    then: {
      state: 'reminded',
      outcomes: ['open'],
      contacts: [letter, 'call/phone handed_over', 'final/post queued'],
    },
  },
  {
    id: 'P4',
    what: 'a refusal reported elsewhere while the call is leased: the same person is not given the number again (practice 7)',
    customer: called,
    async play(s) {
      await leased(s);
      await refuses(s, 'phone');
      expect(refusal(await takesCall(s))).toEqual([409, 'refused']);
      await s.catchUp();
      await s.goTo('02-22 14:00');
    },
    then: { state: 'reminded', outcomes: ['open'], contacts: [letter, 'call/phone withdrawn', 'final/post queued'] },
  },
  {
    id: 'P16',
    doc: callThenLetter,
    what: 'a refusal reported between two attempts: the call ends at once and the journey goes on to its letter (practice 7)',
    customer: called,
    async play(s) {
      await leased(s);
      expect((await reports(s, 'no_answer')).status).toBe(200);
      await s.catchUp();
      await s.at('02-17 15:00');
      await refuses(s, 'phone');
      expect(await tasksOf(s)).toEqual([{ status: 'done', result: 'withdrawn:refused' }]);
      await s.catchUp();
      expect((await s.message('call', 'post')).not_before).toBe(Date.parse(instant('02-18 14:00')));
    },
    then: { state: 'reminded', outcomes: ['open'], contacts: [letter, 'call/phone withdrawn', 'call/post queued'] },
  },
  {
    id: 'P17',
    what: 'a refusal reported while on the phone: the call counts as made, and its result may still be reported',
    customer: called,
    async play(s) {
      await leased(s);
      await refuses(s, 'phone');
      await s.catchUp();
      await expireCallLeases(s.db);
      expect((await completes(s)).status).toBe(200);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'P5',
    what: 'a hold while the call is leased: the number is not shown again; the call goes on after the release',
    customer: called,
    async play(s) {
      await leased(s);
      const hold = await holds(s, 'lawyer');
      await s.catchUp();
      expect(refusal(await takesCall(s))).toEqual([409, 'hold:lawyer']);
      await s.at('02-17 13:00');
      await expireCallLeases(s.db);
      await releases(s, hold);
      await s.catchUp();
      expect((await takesCall(s)).status).toBe(200);
      expect((await completes(s)).status).toBe(200);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'P6',
    what: 'a death reported on the phone stops every channel; heirs are waited for (practice 2)',
    customer: called,
    async play(s) {
      await leased(s);
      expect((await reports(s, 'deceased')).status).toBe(200);
      await s.catchUp();
      await s.goTo('02-22 14:00');
      expect(await (await Drainer.of(s, 'post')).drains()).toBe(0);
    },
    then: {
      state: 'awaiting_reply',
      outcomes: ['open'],
      contacts: [letter, 'call/phone failed'],
      holds: ['death_reported'],
    },
  },
  {
    id: 'P7',
    what: 'the son answers: the attempt counts, the next one falls into another part of the day, nothing else (practice 12)',
    customer: called,
    async play(s) {
      await leased(s);
      const reply = await reports(s, 'third_party');
      expect(reply.body).toMatchObject({ status: 'waiting', attempts: 1, nextAt: '2027-03-08T08:00:00.000Z' });
    },
    then: { state: 'call_due', outcomes: ['open'], contacts: [letter, 'call/phone queued'] },
  },
  {
    id: 'P8',
    what: 'a call back was promised, the customer answers before it: no call',
    customer: called,
    async play(s) {
      await leased(s);
      expect((await reports(s, 'callback', { callbackAt: '2027-02-18T05:00:00Z' })).status).toBe(200);
      await s.at('02-18 10:00');
      await answers(s);
      await s.catchUp();
      await s.at('02-18 14:00');
      expect((await takesCall(s)).status).toBe(409);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter, 'call/phone withdrawn'] },
  },
  {
    id: 'P9',
    what: 'the lease has run out and another operator has the call: the first result is refused, the second counts',
    customer: called,
    async play(s) {
      await leased(s);
      await s.at('02-17 12:30');
      await expireCallLeases(s.db);
      expect((await takesCall(s, 'second')).status).toBe(200);
      expect((await reports(s, 'no_answer')).body.code).toBe('call_lease_lost');
      expect((await completes(s, 'migrate', 'second')).status).toBe(200);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'P10',
    what: 'a wrong number, reported after the customer has answered on the web: the number is bad all the same',
    customer: called,
    async play(s) {
      await leased(s);
      await answers(s);
      await s.catchUp();
      expect((await reports(s, 'wrong_number')).status).toBe(200);
      await s.catchUp();
      const point = s.db.selectFrom('contact_points').select('bad_reason').where('customer_id', '=', s.customerId);
      expect(await point.where('channel', '=', 'phone').executeTakeFirst()).toEqual({ bad_reason: 'wrong_number' });
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter, 'call/phone failed'] },
  },
  {
    id: 'P11',
    what: 'paused or stopped while the customer is on the phone: paused takes the answer, stopped does not',
    customer: called,
    async play(s) {
      await leased(s);
      await steers(s, 'pause');
      expect((await takesCall(s)).status).toBe(409);
      expect((await completes(s)).status).toBe(200);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'P12',
    what: 'the letter comes back while the customer is on the phone: the call counts, the customer is reached',
    customer: called,
    async play(s) {
      await leased(s);
      await comesBack(s, 'notice', 'moved');
      await s.catchUp();
      expect((await completes(s)).status).toBe(200);
      await s.catchUp();
    },
    then: {
      state: 'closed',
      outcomes: ['migrated/phone'],
      contacts: [`${letter} came back`, 'call/phone handed_over'],
    },
  },
  {
    id: 'P13',
    what: 'a guardian is noted while the call is due: the guardian is called, not the ward (practice 6)',
    customer: called,
    async play(s) {
      await due(s);
      await represented(s, { relation: 'guardian', name: '後見 花子', phone: '03-1111-2222' });
      await s.catchUp();
      const lease = await takesCall(s);
      expect(lease.body).toMatchObject({ name: '後見 花子', number: '+81311112222' });
      const identity = [
        { item: 'contractNumber', said: 'MN0-0' },
        { item: 'phone', said: '03-1111-2222' },
      ];
      expect((await completes(s, 'migrate', 'operator', identity)).status).toBe(200);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'P14',
    what: 'the client tells of a death while the call is due: a hold, and no call is made',
    customer: called,
    async play(s) {
      await due(s);
      await clientSays(s, '逝去,2027-02-10');
      await s.catchUp();
      expect(refusal(await takesCall(s))).toEqual([409, 'hold:death_reported']);
    },
    then: {
      state: 'awaiting_reply',
      outcomes: ['open'],
      contacts: [letter, 'call/phone queued'],
      holds: ['death_reported'],
    },
  },
  {
    id: 'P15',
    what: 'both ticked, then the customer says on the phone what was meant: no letter about the defect (practice 11)',
    customer: called,
    async play(s) {
      await due(s);
      await formArrives(s, { of: 'notice', postmarkOn: '02-15', tick: 'both' });
      await s.catchUp();
      const reply = await takesCall(s);
      expect(refusal(reply)[0]).toBe(200);
      await s.at('02-17 12:10');
      expect((await completes(s)).status).toBe(200);
      await s.catchUp();
    },
    then: {
      state: 'closed',
      outcomes: ['migrated/phone'],
      contacts: [letter, 'call/phone handed_over', 'defect/post withdrawn'],
    },
  },
];

play(() => world, rows);
