import { finishedHistory } from '../../support/histories';
import { channelsDoc } from '../../support/seed';
import { bounces, comesBack, formArrives, receipt, refuses, represented, takesBack, handedOver } from './ways';
import { Drainer } from './lane';
import { play, type Row, standing } from './table';
import { byPost, letter, written, web } from './opening';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const all = { channels: ['sms' as const, 'post' as const] };
const base = channelsDoc();
/** The first step is all there is. */
const onlyNotice = { ...base, plan: { ...base.plan, steps: base.plan.steps.slice(0, 1) } };
const back = `${letter} came back`;

const mailed = async (s: Scenario) => {
  await handedOver(s, 'notice', 'mail', '02-01 09:00');
};
const bad = async (s: Scenario, channel: 'mail' | 'sms' | 'post') => {
  const points = s.db.selectFrom('contact_points').select('bad_reason').where('customer_id', '=', s.customerId);
  return (await points.where('channel', '=', channel).executeTakeFirst())?.bad_reason ?? null;
};

const rows: Row[] = [
  {
    id: 'R1',
    what: 'a letter comes back five days after the customer has moved on the web (practice 1)',
    customer: byPost,
    async play(s) {
      await written(s);
      await web(s, '02-05 12:00');
      await s.at('02-10');
      await comesBack(s, 'notice', 'moved');
      await s.catchUp();
      expect(await bad(s, 'post')).toBe('moved');
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [back] },
  },
  {
    id: 'R2',
    what: 'a bounce after the answer: nothing more leaves',
    customer: all,
    async play(s) {
      await mailed(s);
      await web(s, '02-01 12:00');
      await bounces(s, 'notice');
      await s.catchUp();
      expect(await bad(s, 'mail')).toBe('5.1.1');
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: ['notice/mail handed_over came back'] },
  },
  {
    id: 'R3',
    what: 'a bounce reported twice counts once, and the next channel is taken once',
    customer: all,
    async play(s) {
      await mailed(s);
      expect([await bounces(s, 'notice'), await bounces(s, 'notice')]).toEqual(['recorded', 'duplicate']);
      await s.catchUp();
      expect(await bounces(s, 'notice')).toBe('duplicate');
      await s.goTo('02-01 12:00');
    },
    then: {
      state: 'notified',
      outcomes: ['open'],
      contacts: ['notice/mail handed_over came back', 'notice/sms queued'],
    },
  },
  {
    id: 'R4',
    what: 'a letter refused at the door was seen: no more letters, lapsed in the end (practice 13)',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('02-05');
      await comesBack(s, 'notice', 'refused');
      await s.catchUp();
      await s.goTo('04-17 00:00');
    },
    then: { state: 'closed', outcomes: ['lapsed/letter_refused'], contacts: [letter] },
  },
  {
    id: 'R5',
    what: 'a letter that comes back after the end was never received: unreachable after all',
    customer: byPost,
    doc: onlyNotice,
    async play(s) {
      await written(s);
      await s.goTo('04-17 00:00');
      await s.at('04-20');
      await comesBack(s, 'notice', 'unknown');
      await s.catchUp();
    },
    then: {
      state: 'closed',
      outcomes: ['unreachable/tried:mail=no_contact,sms=no_contact,post=returned:unknown'],
      contacts: [back],
    },
  },
  {
    id: 'R6',
    what: 'a letter that comes back and a form from the same envelope: the form counts',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('02-10');
      await comesBack(s, 'notice', 'unclaimed');
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/form'], contacts: [back] },
  },
  {
    id: 'R7',
    what: 'a letter that is scanned again is one return',
    customer: byPost,
    async play(s) {
      await written(s);
      await s.at('02-10');
      const first = await comesBack(s, 'notice', 'unknown');
      const again = await comesBack(s, 'notice', 'moved');
      expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id]);
      await s.catchUp();
    },
    then: { state: 'notified', outcomes: ['open'], holds: ['address_research'], contacts: [back] },
  },
  {
    id: 'R8',
    what: 'receipts out of order: delivered, then undelivered – delivered it stays',
    customer: { ...all, mail: null },
    async play(s) {
      await handedOver(s, 'notice', 'sms', '02-01 10:00');
      await receipt(s, 'notice', 'delivered');
      await receipt(s, 'notice', 'sent');
      await receipt(s, 'notice', 'undelivered', '30005');
      await s.catchUp();
    },
    then: { state: 'notified', outcomes: ['open'], contacts: ['notice/sms handed_over'] },
  },
  {
    id: 'R9',
    what: 'receipts out of order: undelivered, then delivered – the loss is taken back, and an answer ends the journey',
    customer: { ...all, mail: null },
    async play(s) {
      await handedOver(s, 'notice', 'sms', '02-01 10:00');
      await receipt(s, 'notice', 'undelivered', '30005');
      await s.catchUp();
      await receipt(s, 'notice', 'delivered');
      await s.catchUp();
      await web(s, '02-01 12:00');
      await finishedHistory(world.w.client, s.workflowId(1), 'delivered-after-all');
    },
    then: {
      state: 'closed',
      outcomes: ['migrated/web'],
      contacts: ['notice/sms handed_over', 'notice/post withdrawn'],
    },
  },
  {
    id: 'R10',
    what: 'the number of a representative is no good: it is taken from the representative, the customer keeps theirs',
    customer: { ...all, mail: null },
    async play(s) {
      await s.at('02-01 10:00');
      await represented(s, { relation: 'guardian', name: '後見 花子', phone: '090-1111-2222' });
      await s.catchUp();
      await handedOver(s, 'notice', 'sms', '02-01 11:00');
      await receipt(s, 'notice', 'undelivered', '21614');
      await s.catchUp();
      expect(await bad(s, 'sms')).toBeNull();
      const [row] = await s.db.selectFrom('representatives').select('channels').execute();
      expect(row!.channels).not.toContain('sms');
    },
    then: { state: 'notified', outcomes: ['open'], contacts: ['notice/sms handed_over came back'] },
  },
  {
    id: 'R11',
    what: 'a refusal of the last channel is a question to the client; taken back, the notice goes out in the next step',
    customer: byPost,
    async play(s) {
      await s.at('02-01 10:00');
      await refuses(s, 'post');
      await s.catchUp();
      expect(await (await Drainer.of(s, 'post')).claims()).toEqual([]);
      await s.at('02-01 14:00');
      expect(await (await Drainer.of(s, 'post')).claims()).toEqual([]);
      await s.catchUp();
      expect((await s.journey()).status).toBe('open');
      await s.at('02-08 10:00');
      await refuses(s, 'post', true);
      await s.catchUp();
      await s.goTo('02-09 14:00');
    },
    then: { state: 'scheduled', outcomes: ['open'], contacts: ['notice/post withdrawn', 'final/post queued'] },
  },
  {
    id: 'R12',
    what: 'the only notice bounces after the answer was taken back: its next channel is taken',
    customer: all,
    doc: onlyNotice,
    async play(s) {
      await mailed(s);
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
    id: 'R13',
    what: 'after the end: undelivered, unreachable; then delivered after all, notified and silent',
    customer: { mail: null, channels: ['sms' as const] },
    doc: onlyNotice,
    async play(s) {
      await handedOver(s, 'notice', 'sms', '02-01 10:00');
      await s.goTo('04-17 00:00');
      await s.at('04-20');
      await receipt(s, 'notice', 'undelivered', '30005');
      await s.catchUp();
      expect((await standing(s)).outcomes).toEqual([expect.stringMatching(/^unreachable\//)]);
      await receipt(s, 'notice', 'delivered');
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['lapsed/notified_and_silent'], contacts: ['notice/sms handed_over'] },
  },
];

play(() => world, rows);
