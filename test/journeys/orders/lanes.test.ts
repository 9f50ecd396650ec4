import { channelsDoc } from '../../support/seed';
import { eventually } from '../../support/test-worker';
import { answers, formArrives, holds, receipt, refuses, releases, steers, handedOver } from './ways';
import { Drainer } from './lane';
import { play, type Row } from './table';
import { byPost } from './opening';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const all = { channels: ['sms' as const, 'post' as const] };
const reminderByMail = {
  ...channelsDoc(),
  plan: {
    steps: channelsDoc().plan.steps.flatMap((step) => {
      if (step.id === 'notice') return [step];
      return step.id === 'final'
        ? [{ ...step, id: 'again', first: ['mail' as const, 'sms' as const], notice: 'notice' }]
        : [];
    }),
  },
};
const notice = 'notice/mail handed_over';

/** Notified on the first day; the reminder is in the queue. */
const reminded = async (s: Scenario) => {
  await handedOver(s, 'notice', 'mail', '02-01 09:00');
  await s.goTo('02-16 12:00');
  expect((await s.message('again')).status).toBe('queued');
};
/** The first claim of a lane; there is one. */
const claimed = async (drainer: Drainer) => {
  const [message] = await drainer.claims();
  return message!;
};

const rows: Row[] = [
  {
    id: 'L1',
    what: 'an answer while the reminder is in the queue: it is taken back',
    customer: {},
    doc: reminderByMail,
    async play(s) {
      await reminded(s);
      await answers(s);
      const drainer = await Drainer.of(s, 'mail');
      expect(await drainer.claims()).toEqual([]);
      await s.catchUp();
      expect(await drainer.drains()).toBe(0);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [notice, 'again/mail withdrawn'] },
  },
  {
    id: 'L2',
    what: 'an answer while the reminder is claimed: the mark is refused, nothing leaves',
    customer: {},
    doc: reminderByMail,
    async play(s) {
      await reminded(s);
      const drainer = await Drainer.of(s, 'mail');
      const message = await claimed(drainer);
      await answers(s);
      await s.catchUp();
      expect(await drainer.marks(message)).toBe(false);
      expect(await drainer.drains()).toBe(0);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [notice, 'again/mail withdrawn'] },
  },
  {
    id: 'L3',
    what: 'an answer while the reminder is being handed over: it has left, and is booked so (行き違い)',
    customer: {},
    doc: reminderByMail,
    async play(s) {
      await reminded(s);
      const drainer = await Drainer.of(s, 'mail');
      const message = await claimed(drainer);
      expect(await drainer.marks(message)).toBe(true);
      await answers(s);
      await s.catchUp();
      await drainer.delivers(message);
      expect(await drainer.drains()).toBe(0);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [notice, 'again/mail handed_over'] },
  },
  {
    id: 'L4',
    what: 'a refusal of e-mail while one is claimed: it does not leave, the next channel is taken',
    customer: all,
    async play(s) {
      const drainer = await Drainer.of(s, 'mail');
      const message = await claimed(drainer);
      await refuses(s, 'mail');
      expect(await drainer.marks(message)).toBe(false);
      await s.catchUp();
      expect(await drainer.drains()).toBe(0);
      await s.catchUp();
    },
    then: { state: 'scheduled', outcomes: ['open'], contacts: ['notice/mail withdrawn', 'notice/sms queued'] },
  },
  {
    id: 'L14',
    what: 'a refusal of e-mail while one is queued: it is taken back at once, and the next channel is queued at once',
    customer: all,
    async play(s) {
      await s.message('notice', 'mail');
      await refuses(s, 'mail');
      const { status, failure } = await s.message('notice', 'mail');
      expect([status, failure]).toEqual(['withdrawn', 'refused']);
      await s.catchUp();
    },
    then: { state: 'scheduled', outcomes: ['open'], contacts: ['notice/mail withdrawn', 'notice/sms queued'] },
  },
  {
    id: 'L5',
    what: 'a hold while a mail is claimed: it waits, and leaves after the release',
    customer: {},
    async play(s) {
      const drainer = await Drainer.of(s, 'mail');
      const message = await claimed(drainer);
      const hold = await holds(s, 'lawyer');
      expect(await drainer.marks(message)).toBe(false);
      await s.catchUp();
      expect(await drainer.drains()).toBe(0);
      await s.at('02-03 10:00');
      await releases(s, hold);
      await s.catchUp();
      expect(await drainer.drains()).toBe(1);
    },
    then: { state: 'notified', outcomes: ['open'], contacts: [notice] },
  },
  {
    id: 'L6',
    what: 'nothing is booked for an answer while a hold is open',
    customer: byPost,
    async play(s) {
      await handedOver(s, 'notice', 'post', '02-01 15:00');
      await s.goTo('02-03');
      await holds(s);
      await s.catchUp();
      await s.at('02-10');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
    },
    then: {
      state: 'awaiting_reply',
      outcomes: ['open'],
      contacts: ['notice/post handed_over'],
      holds: ['complaint'],
    },
  },
  {
    id: 'L7',
    what: 'an answer while the campaign is paused counts; what was claimed stays here',
    customer: {},
    doc: reminderByMail,
    async play(s) {
      await reminded(s);
      const drainer = await Drainer.of(s, 'mail');
      const message = await claimed(drainer);
      expect((await steers(s, 'pause')).status).toBe(200);
      expect(await drainer.marks(message)).toBe(false);
      await answers(s);
      await s.catchUp();
      expect(await drainer.drains()).toBe(0);
      expect((await steers(s, 'resume')).status).toBe(200);
      expect(await drainer.drains()).toBe(0);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [notice, 'again/mail withdrawn'] },
  },
  {
    id: 'L8',
    what: 'paused and resumed: what was claimed leaves once, afterwards',
    customer: {},
    async play(s) {
      const drainer = await Drainer.of(s, 'mail');
      const message = await claimed(drainer);
      await steers(s, 'pause');
      expect(await drainer.marks(message)).toBe(false);
      expect(await drainer.drains()).toBe(0);
      await s.at('02-03 10:00');
      await steers(s, 'resume');
      expect(await drainer.drains()).toBe(1);
      expect(await drainer.drains()).toBe(0);
    },
    then: { state: 'notified', outcomes: ['open'], contacts: [notice] },
  },
  {
    id: 'L9',
    what: 'stopped while a mail is claimed: nothing leaves after the acknowledgement',
    customer: {},
    async play(s) {
      const drainer = await Drainer.of(s, 'mail');
      const message = await claimed(drainer);
      const stop = steers(s, 'stop');
      await eventually('the campaign to be stopped', async (see) => see((await campaignOf(s)).status) === 'stopped');
      expect(await drainer.marks(message)).toBe(false);
      expect((await stop).body).toMatchObject({ settled: true, inFlight: 0 });
      expect(await drainer.drains()).toBe(0);
      await closes(s);
    },
    then: { state: 'closed', outcomes: ['stopped/campaign_stopped'], contacts: ['notice/mail withdrawn'] },
  },
  {
    id: 'L10',
    what: 'an answer given before the stop, unread at the stop, counts',
    customer: {},
    async play(s) {
      await handedOver(s, 'notice', 'mail', '02-01 09:00');
      await s.at('02-05 12:00');
      await answers(s);
      await steers(s, 'stop');
      await closes(s);
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [notice] },
  },
  {
    id: 'L11',
    what: 'a form posted before the stop arrives after it: the will was given in time',
    customer: byPost,
    async play(s) {
      await handedOver(s, 'notice', 'post', '02-01 15:00');
      await s.goTo('02-03');
      await s.at('02-10 12:00');
      await steers(s, 'stop');
      await closes(s);
      await s.at('02-12');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/form'], contacts: ['notice/post handed_over'] },
  },
  {
    id: 'L13',
    what: 'a claim given back after the journey has closed in a stopped campaign stays nowhere',
    customer: {},
    async play(s) {
      const drainer = await Drainer.of(s, 'mail');
      const message = await claimed(drainer);
      await s.db.updateTable('campaigns').set({ status: 'stopped' }).where('id', '=', s.campaignId).execute();
      await s.goTo('02-01 12:00');
      expect(await drainer.marks(message)).toBe(false);
    },
    then: { state: 'closed', outcomes: ['stopped/campaign_stopped'], contacts: ['notice/mail withdrawn'] },
  },
  {
    id: 'L12',
    what: 'a drainer dies between mark and record: doubtful, never sent again; the answer counts',
    customer: {},
    async play(s) {
      const first = await Drainer.of(s, 'mail');
      expect(await first.marks(await claimed(first))).toBe(true);
      const second = await Drainer.of(s, 'mail');
      expect(await second.drains()).toBe(0);
      await s.at('02-02 12:00');
      await answers(s);
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: ['notice/mail doubtful'] },
  },
  {
    id: 'L15',
    what: 'the only contact is doubtful and the customer silent: not notified, left to a person',
    customer: {},
    async play(s) {
      const first = await Drainer.of(s, 'mail');
      expect(await first.marks(await claimed(first))).toBe(true);
      expect(await (await Drainer.of(s, 'mail')).drains()).toBe(0);
      await s.goTo('04-17 00:00');
    },
    then: { state: 'closed', outcomes: ['pending/delivery_unknown'], contacts: ['notice/mail doubtful'] },
  },
  {
    id: 'L16',
    what: 'a doubtful SMS at the end, its receipt afterwards: notified, and silent',
    customer: { mail: null, channels: ['sms' as const] },
    async play(s) {
      const first = await Drainer.of(s, 'sms');
      expect(await first.marks(await claimed(first))).toBe(true);
      expect(await (await Drainer.of(s, 'sms')).drains()).toBe(0);
      await s.goTo('04-17 00:00');
      await s.at('04-20');
      await receipt(s, 'notice', 'delivered');
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['lapsed/notified_and_silent'], contacts: ['notice/sms handed_over'] },
  },
];

const campaignOf = (s: Scenario) =>
  s.db.selectFrom('campaigns').select('status').where('id', '=', s.campaignId).executeTakeFirstOrThrow();

/** The campaign's own workflow rings the journeys of a stopped campaign. */
const closes = (s: Scenario) =>
  eventually('the journey to be closed', async (see) => {
    await world.w.round();
    return see(await s.journey()).status === 'closed';
  });

play(() => world, rows);
