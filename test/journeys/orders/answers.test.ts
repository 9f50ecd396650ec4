import { finishedHistory } from '../../support/histories';
import { channelsDoc } from '../../support/seed';
import { aboutToAnswer, completes, formArrives, pageOf, reports, takesBack, takesCall, handedOver } from './ways';
import { play, type Row, standing } from './table';
import { byPost, called, letter, written, web } from './opening';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const base = channelsDoc();
const postmark = { ...base, dates: { ...base.dates, applyByRule: 'postmark' as const, graceUntil: null } };
const arrival = { ...base, dates: { ...base.dates, graceUntil: null } };
const closed = (outcome: string, contacts = [letter]) => ({ state: 'closed', outcomes: [outcome], contacts });

const form = async (s: Scenario, when: string, paper: Omit<Parameters<typeof formArrives>[1], 'of'>) => {
  await s.at(when);
  await formArrives(s, { of: 'notice', ...paper });
  await s.catchUp();
};
const takeBack = async (s: Scenario, when: string) => {
  await s.at(when);
  await takesBack(s);
  await s.catchUp();
};

const rows: Row[] = [
  {
    id: 'W1',
    what: 'a form posted before the answer on the web arrives after it: the web counts',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await form(s, '02-12', { postmarkOn: '02-09', tick: 'cancel' });
    },
    then: { ...closed('migrated/web'), replies: ['receipt/post queued'] },
  },
  {
    id: 'W2',
    what: 'a form posted after the answer on the web changes it',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await form(s, '02-12', { postmarkOn: '02-11', tick: 'cancel' });
    },
    then: { ...closed('cancelled/form'), replies: ['receipt/post queued', 'receipt/post queued'] },
  },
  {
    id: 'W3',
    what: 'an answer on the web after the form was posted counts, though it comes first',
    customer: byPost,
    async play(s) {
      await written(s);
      await form(s, '02-12', { postmarkOn: '02-09', tick: 'cancel' });
      await web(s, '02-12 12:00');
    },
    then: closed('migrated/web'),
  },
  {
    id: 'W4',
    what: 'a form with the postmark of the day of the web answer: neither counts, the customer is asked by letter',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await form(s, '02-12', { postmarkOn: '02-10', tick: 'cancel' });
      expect(await standing(s)).toMatchObject({ state: 'awaiting_reply', outcomes: ['open'] });
      await handedOver(s, 'ask-which-answer', 'post', '02-15 15:00');
      await web(s, '02-18 12:00', 'cancel');
    },
    then: {
      ...closed('cancelled/web', [letter, 'ask-which-answer/post handed_over']),
      replies: ['receipt/post queued', 'receipt/post queued'],
    },
  },
  {
    id: 'W24',
    what: 'the same and silence: nothing is guessed, a person decides',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await form(s, '02-12', { postmarkOn: '02-10', tick: 'cancel' });
      await handedOver(s, 'ask-which-answer', 'post', '02-15 15:00');
      await s.goTo('04-17 00:00');
    },
    then: closed('pending/unclear_answer', [letter, 'ask-which-answer/post handed_over']),
  },
  {
    id: 'W25',
    what: 'two forms with the postmark of one day contradict each other: neither counts',
    customer: byPost,
    async play(s) {
      await written(s);
      await form(s, '02-12', { postmarkOn: '02-10', tick: 'cancel' });
      await form(s, '02-12', { postmarkOn: '02-10', tick: 'migrate' });
    },
    then: { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter, 'ask-which-answer/post queued'] },
  },
  {
    id: 'W22',
    what: 'the same where a call can ask: the customer is asked once, and what is said on the phone counts',
    customer: called,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await form(s, '02-12', { postmarkOn: '02-10', tick: 'cancel' });
      expect(await standing(s)).toMatchObject({ state: 'call_due', outcomes: ['open'] });
      await s.at('02-15 11:00');
      expect((await takesCall(s)).status).toBe(200);
      expect((await completes(s, 'migrate')).status).toBe(200);
      await s.catchUp();
      const history = await finishedHistory(world.w.client, s.workflowId(2), 'asked-which-answer');
      expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } }, events: 13 });
    },
    then: closed('migrated/phone', [letter, 'ask-which-answer/phone handed_over']),
  },
  {
    id: 'W23',
    what: 'the same, and the phone is not answered: the customer is asked by letter, once each way',
    customer: called,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await form(s, '02-12', { postmarkOn: '02-10', tick: 'cancel' });
      for (const when of ['02-15 11:00', '02-16 14:00', '02-17 18:30']) {
        await s.at(when);
        expect((await takesCall(s)).status).toBe(200);
        expect((await reports(s, 'no_answer')).status).toBe(200);
      }
      await s.catchUp();
      await handedOver(s, 'ask-which-answer', 'post', '02-18 15:00');
      await web(s, '02-22 12:00');
    },
    then: closed('migrated/web', [letter, 'ask-which-answer/phone failed', 'ask-which-answer/post handed_over']),
  },
  {
    id: 'W5',
    what: 'a form posted before the answer was taken back does not bring it back; the receipt that has not left is taken back',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await takeBack(s, '02-11 12:00');
      await form(s, '02-13', { postmarkOn: '02-09' });
    },
    then: { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter], replies: ['receipt/post withdrawn'] },
  },
  {
    id: 'W6',
    what: 'a form posted after the answer was taken back is the newest choice',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-10 12:00');
      await takeBack(s, '02-11 12:00');
      await form(s, '02-15', { postmarkOn: '02-12', tick: 'cancel' });
    },
    then: closed('cancelled/form'),
  },
  {
    id: 'W7',
    what: 'of two forms the later postmark counts, though it came first',
    customer: byPost,
    async play(s) {
      await written(s);
      await form(s, '02-12', { postmarkOn: '02-10', tick: 'cancel' });
      await form(s, '02-15', { postmarkOn: '02-09', tick: 'migrate' });
    },
    then: closed('cancelled/form'),
  },
  {
    id: 'W8',
    what: 'of two forms without a postmark the later written date counts',
    customer: byPost,
    async play(s) {
      await written(s);
      await form(s, '02-12', { writtenOn: '02-10', tick: 'cancel' });
      await form(s, '02-12', { writtenOn: '02-08', tick: 'migrate' });
    },
    then: closed('cancelled/form'),
  },
  {
    id: 'W9',
    what: 'a defect, then an answer on the web: the letter about the defect is taken back',
    customer: byPost,
    async play(s) {
      await written(s);
      await form(s, '02-10', { signed: false });
      await web(s, '02-10 12:00');
    },
    then: closed('migrated/web', [letter, 'defect/post withdrawn']),
  },
  {
    id: 'W10',
    what: 'a form with a defect after an answer on the web asks for nothing',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-08 12:00');
      await form(s, '02-10', { signed: false, postmarkOn: '02-07' });
    },
    then: closed('migrated/web'),
  },
  {
    id: 'W11',
    what: 'an answer on the phone beats the form that was posted before the call',
    customer: called,
    async play(s) {
      await written(s);
      await s.goTo('02-17 12:00');
      await takesCall(s);
      expect((await completes(s, 'migrate')).status).toBe(200);
      await s.catchUp();
      await form(s, '02-18', { postmarkOn: '02-15', tick: 'cancel' });
    },
    then: closed('migrated/phone', [letter, 'call/phone handed_over']),
  },
  {
    id: 'W12',
    what: 'a form posted after the call changes what was said on the phone',
    customer: called,
    async play(s) {
      await written(s);
      await s.goTo('02-17 12:00');
      await takesCall(s);
      await completes(s, 'migrate');
      await s.catchUp();
      await form(s, '02-22', { postmarkOn: '02-19', tick: 'cancel' });
    },
    then: closed('cancelled/form', [letter, 'call/phone handed_over']),
  },
  {
    id: 'W13',
    what: 'an answer for one of two contracts counts for that one; the other stays silent',
    customer: { ...byPost, contracts: 2 },
    async play(s) {
      await written(s);
      await form(s, '02-10', { postmarkOn: '02-09', tick: ['cancel', 'none'] });
      expect((await s.journey()).state).toBe('awaiting_reply');
      await handedOver(s, 'defect', 'post', '02-10 15:00');
      await s.goTo('04-17 00:00');
    },
    then: {
      state: 'closed',
      outcomes: ['cancelled/form', 'lapsed/defect_unresolved'],
      contacts: [letter, 'defect/post handed_over'],
    },
  },
  {
    id: 'W14',
    what: 'one form moves one contract and cancels the other: two outcomes, one receipt (practice 4)',
    customer: { ...byPost, contracts: 2 },
    async play(s) {
      await written(s);
      await form(s, '02-10', { postmarkOn: '02-09', tick: ['migrate', 'cancel'] });
      const choices = await s.db
        .selectFrom('choices')
        .select('receipt')
        .where('campaign_id', '=', s.campaignId)
        .execute();
      expect(choices).toHaveLength(2);
      expect(new Set(choices.map(({ receipt }) => receipt)).size).toBe(1);
    },
    then: { state: 'closed', outcomes: ['migrated/form', 'cancelled/form'], contacts: [letter] },
  },
  {
    id: 'W15',
    what: 'a form three days late with a postmark in time, where the postmark decides (practice 9)',
    customer: byPost,
    doc: postmark,
    async play(s) {
      await written(s);
      await s.goTo('04-10 00:00');
      await form(s, '04-12', { postmarkOn: '04-09' });
    },
    then: closed('migrated/form'),
  },
  {
    id: 'W16',
    what: 'the same where it had to arrive: recorded and lapsed (practice 9)',
    customer: byPost,
    doc: arrival,
    async play(s) {
      await written(s);
      await s.goTo('04-10 00:00');
      await form(s, '04-12', { postmarkOn: '04-09' });
    },
    then: { ...closed('lapsed/notified_and_silent'), replies: ['too-late/post queued'] },
  },
  {
    id: 'W17',
    what: 'the same with a time of grace: it counts, as late (practice 9)',
    customer: byPost,
    async play(s) {
      await written(s);
      await form(s, '04-12', { postmarkOn: '04-09' });
    },
    then: closed('migrated/form_in_grace'),
  },
  {
    id: 'W18',
    what: 'an answer on the web in the time of grace counts, as late',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '04-12');
    },
    then: closed('migrated/web_in_grace'),
  },
  {
    id: 'W19',
    what: 'an answer at the very instant of the cut-off counts, also when the journey has just closed',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.goTo('04-17 00:00');
      expect((await s.journey()).status).toBe('closed');
      await web(s, '04-16 23:59:59.999');
    },
    then: closed('migrated/web_in_grace'),
  },
  {
    id: 'W20',
    what: 'a millisecond later the page takes no answer, not even one that was chosen before',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('04-16 23:59:59.999');
      const { send } = await aboutToAnswer(s);
      await s.goTo('04-17 00:00');
      const page = await pageOf(s, '/choose');
      expect(page.text).toContain('content="late"');
      expect([
        (await send()).status,
        await s.db.selectFrom('arrivals').select('kind').where('journey_id', '=', s.journeyId).execute(),
      ]).toEqual([409, []]);
    },
    then: closed('lapsed/notified_and_silent'),
  },
  {
    id: 'W21',
    what: 'a form forty days after the end is recorded; outcome and page stay as they are (practice 18)',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.goTo('04-17 00:00');
      await s.db.updateTable('campaigns').set({ status: 'completed' }).where('id', '=', s.campaignId).execute();
      await form(s, '05-26', { postmarkOn: '05-24' });
      expect((await pageOf(s, '/receipt')).text).not.toContain('data-receipt');
    },
    then: { ...closed('lapsed/notified_and_silent'), replies: ['too-late/post queued'] },
  },
];

play(() => world, rows);
