import { signalWorkflow } from '../../../activities/outbox/signal';
import { eventually } from '../../support/test-worker';
import { finishedHistory } from '../../support/histories';
import { answers, bounces, formArrives, takesBack, handedOver } from './ways';
import { Drainer } from './lane';
import { play, type Row } from './table';
import { byPost, letter, written, web } from './opening';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const all = { channels: ['sms' as const, 'post' as const] };

/** An operator terminates the workflow in Temporal, unknown to the product. */
const terminate = async (s: Scenario) => {
  await world.w.client.workflow.getHandle(s.workflowId(1)).terminate('test');
};

const rows: Row[] = [
  {
    id: 'E1',
    what: 'the workflow was terminated: an answer restarts the journey, and closes it',
    customer: byPost,
    async play(s) {
      await written(s);
      await terminate(s);
      await s.at('02-10 12:00');
      await answers(s);
      await s.db.updateTable('arrivals').set({ signalled_at: null }).where('campaign_id', '=', s.campaignId).execute();
      await s.catchUp();
      expect((await s.journey()).run).toBe(2);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
  {
    id: 'E2',
    what: 'the workflow was terminated while its notice was in the queue: the notice is queued again and leaves once',
    customer: {},
    async play(s) {
      await s.at('02-01 09:30');
      await terminate(s);
      await somethingArrives(s);
      await s.catchUp();
      const drainer = await Drainer.of(s, 'mail');
      expect(await drainer.claims()).toEqual([]);
      await s.catchUp();
      expect(await drainer.drains()).toBe(1);
      expect(await drainer.drains()).toBe(0);
    },
    then: { state: 'notified', outcomes: ['open'], contacts: ['notice/mail withdrawn', 'notice/mail handed_over'] },
  },
  {
    id: 'E3',
    what: 'a doubled signal, and one for what was read already, change nothing',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('02-10 12:00');
      await formArrives(s, { of: 'notice', signed: false });
      await s.catchUp();
      for (const seq of [1, 1, 0])
        await signalWorkflow(world.w.client, { workflowId: s.workflowId(1), name: 'answeredOnline', seq });
      await web(s, '02-11 12:00');
      await finishedHistory(world.w.client, s.workflowId(1), 'orders-defect-then-web');
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter, 'defect/post withdrawn'] },
  },
  {
    id: 'E4',
    what: 'everything arrives at once: bounce, defect, answer, withdrawal – the last choice counts, whatever order the signals come in',
    customer: { channels: ['post'] },
    async play(s) {
      await handedOver(s, 'notice', 'mail', '02-01 09:00');
      await s.at('02-03 12:00');
      await answers(s);
      await bounces(s, 'notice');
      await s.catchUp();
      await takesBack(s);
      await s.catchUp();
      await answers(s, 'cancel');
      await s.catchUp();
      await finishedHistory(world.w.client, s.workflowId(2), 'orders-answered-again');
    },
    then: {
      state: 'closed',
      outcomes: ['cancelled/web'],
      contacts: ['notice/mail handed_over came back'],
    },
  },
  {
    id: 'E5',
    what: 'two answers at the same moment from two browsers: one is taken, the other is asked to look again',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('02-10 12:00');
      const both = await Promise.allSettled([answers(s, 'migrate'), answers(s, 'migrate')]);
      expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
      await s.catchUp();
      const arrivals = s.db.selectFrom('arrivals').select('id').where('journey_id', '=', s.journeyId);
      expect(await arrivals.execute()).toHaveLength(1);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
  {
    id: 'E6',
    what: 'the reminder falls due while an answer arrives: whichever commits first, nothing leaves after the answer',
    customer: {},
    async play(s) {
      await handedOver(s, 'notice', 'mail', '02-01 09:00');
      await s.at('02-20 12:00');
      const { run, turn } = await s.journey();
      await Promise.all([
        answers(s),
        signalWorkflow(world.w.client, { workflowId: s.workflowId(run), name: 'timeCame', turn }),
      ]);
      await s.catchUp();
      for (const channel of ['mail', 'post', 'phone'] as const) {
        expect(await (await Drainer.of(s, channel)).drains()).toBe(0);
      }
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: ['notice/mail handed_over'] },
  },
  {
    id: 'E7',
    what: 'the notice bounces late, in the second run, while the next step is still ahead',
    customer: all,
    async play(s) {
      await handedOver(s, 'notice', 'mail', '02-01 09:00');
      await web(s, '02-01 12:00');
      await s.at('02-02 12:00');
      await takesBack(s);
      await s.catchUp();
      await s.at('02-03 12:00');
      await bounces(s, 'notice');
      await s.catchUp();
    },
    then: {
      state: 'awaiting_reply',
      outcomes: ['open'],
      contacts: ['notice/mail handed_over came back', 'notice/sms queued'],
    },
  },
  {
    id: 'E8',
    what: 'the workflow was terminated after the notice and nothing arrives: reconciling restarts the journey, to its end',
    customer: { channels: ['post'] },
    async play(s) {
      await handedOver(s, 'notice', 'mail', '02-01 09:00');
      await terminate(s);
      await world.w.restartLost();
      expect(await reconciledOf(s)).toEqual([]);
      await s.at('02-20 10:00');
      await world.w.restartLost();
      await s.catchUp();
      await world.w.restartLost();
      await s.goTo('02-22 10:00');
      await handedOver(s, 'final', 'post', '02-22 15:00');
      await s.goTo('04-17 00:00');
      expect(await reconciledOf(s)).toEqual([{ did: 'restarted', count: 1 }]);
    },
    then: {
      state: 'closed',
      outcomes: ['lapsed/notified_and_silent'],
      contacts: ['notice/mail handed_over', 'final/post handed_over'],
    },
  },
  {
    id: 'E9',
    what: 'the same while a lane has the notice in hand: it leaves once, from the new run',
    customer: {},
    async play(s) {
      await s.at('02-01 09:30');
      const drainer = await Drainer.of(s, 'mail');
      const [notice] = await drainer.claims();
      await terminate(s);
      await s.at('02-20 12:00');
      await world.w.restartLost();
      expect(await drainer.marks(notice!)).toBe(false);
      await s.catchUp();
      expect(await drainer.claims()).toEqual([]);
      await s.catchUp();
      await s.goTo('02-21 12:00');
      expect(await drainer.drains()).toBe(1);
      expect(await drainer.drains()).toBe(0);
    },
    then: { state: 'notified', outcomes: ['open'], contacts: ['notice/mail withdrawn', 'notice/mail handed_over'] },
  },
  {
    id: 'E10',
    what: 'the workflow runs and waits past its time: reconciling signals it once',
    customer: byPost,
    async play(s) {
      await written(s);
      const { turn } = await s.journey();
      await s.at('03-01 10:00');
      await world.w.restartLost();
      await eventually('the next turn of the journey', async (see) => see(await s.journey()).turn > turn);
      await world.w.restartLost();
      expect(await reconciledOf(s)).toEqual([{ did: 'signalled', count: 1 }]);
    },
    then: { state: 'notified', outcomes: ['open'], contacts: [letter, 'final/post queued'] },
  },
  {
    id: 'E11',
    what: 'the workflow was terminated and reconciling runs on the last dispatch day: the step still goes, on that day',
    customer: { channels: ['post'] },
    async play(s) {
      await handedOver(s, 'notice', 'mail', '02-01 09:00');
      await terminate(s);
      await s.at('04-02 10:00');
      await world.w.restartLost();
      await s.catchUp();
    },
    then: { state: 'notified', outcomes: ['open'], contacts: ['notice/mail handed_over', 'final/post queued'] },
  },
];

const reconciledOf = (s: Scenario) =>
  s.db.selectFrom('reconcile_counts').select(['did', 'count']).where('campaign_id', '=', s.campaignId).execute();

/** Anything that arrives is signalled by the outbox: here an opt-out of another purpose. */
async function somethingArrives(s: Scenario): Promise<void> {
  const body = { channel: 'sms', purpose: 'offer', source: 'desk' };
  expect((await s.act(`/api/customers/${s.customerId}/opt-outs`, body)).status).toBe(201);
}

play(() => world, rows);
