import { aboutToAnswer, answers, completes, formArrives, releases, represented, takesCall, handedOver } from './ways';
import { finishedHistory } from '../../support/histories';
import { play, type Row } from './table';
import { byPost, letter, writtenByThe10th as written } from './opening';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const minor = { ...byPost, ageFrom: 0 };

const parent = {
  relation: 'parent',
  mayDecide: true,
  name: '見本 母',
  address: '東京都港区海岸1-1-1',
  postalCode: '1050022',
  birthDate: '1985-06-07',
};
/** By the parent's own link and birth date; the child's link is gone. */
async function answersAsParent(s: Scenario): Promise<void> {
  expect((await s.visit()).status).toBe(404);
  const factor = { birthYear: '1985', birthMonth: '6', birthDay: '7' };
  const { send } = await aboutToAnswer(s, 'migrate', { version: 2, factor });
  expect((await send()).headers.location).toMatch(/receipt$/);
}
const consentHold = async (s: Scenario): Promise<number> => {
  const own = s.db.selectFrom('holds').select('id').where('customer_id', '=', s.customerId);
  return (await own.where('reason', '=', 'consent_missing').executeTakeFirstOrThrow()).id;
};
const waiting = { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter], holds: ['consent_missing'] };

const rows: Row[] = [
  {
    id: 'M1',
    what: 'a minor answers alone on the web: nothing is completed, the consent is asked for (practice 5)',
    customer: minor,
    async play(s) {
      await written(s);
      await answers(s);
      await s.catchUp();
      await s.goTo('02-22 10:00');
    },
    then: waiting,
  },
  {
    id: 'M2',
    what: 'the same by a form that the minor has signed',
    customer: minor,
    async play(s) {
      await written(s);
      expect((await formArrives(s, { of: 'notice', postmarkOn: '02-09' })).status).toBe('accepted');
      await s.catchUp();
    },
    then: waiting,
  },
  {
    id: 'M3',
    what: 'the desk has the consent and releases the hold: the answer counts',
    customer: minor,
    async play(s) {
      await written(s);
      await answers(s, 'cancel');
      await s.catchUp();
      await s.at('02-12');
      await releases(s, await consentHold(s));
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['cancelled/web'], contacts: [letter] },
  },
  {
    id: 'M4',
    what: 'a parent who may decide is noted, and answers by a link of her own: that answer counts',
    customer: minor,
    async play(s) {
      await written(s);
      await answers(s, 'cancel');
      await s.catchUp();
      await represented(s, parent);
      await s.catchUp();
      expect((await s.journey()).status).toBe('open');
      await s.at('02-15');
      await answersAsParent(s);
      await s.catchUp();
      await finishedHistory(world.w.client, s.workflowId(1), 'representative-answered');
    },
    then: { state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
  },
  {
    id: 'M5',
    what: 'a parent is noted and stays silent: reminded by the plan, then lapsed for want of a consent',
    customer: minor,
    async play(s) {
      await written(s);
      await answers(s);
      await s.catchUp();
      await represented(s, parent);
      await s.catchUp();
      await s.goTo('02-22 10:00');
      await handedOver(s, 'final', 'post', '02-22 15:00');
      await s.goTo('04-17 00:00');
    },
    then: {
      state: 'closed',
      outcomes: ['lapsed/consent_missing'],
      contacts: [letter, 'final/post handed_over'],
    },
  },
  {
    id: 'M6',
    what: 'a minor completes on the phone, and the consent comes after the close',
    customer: { ...byPost, channels: ['post', 'phone'], ageFrom: 0 },
    async play(s) {
      await handedOver(s, 'notice', 'post', '02-01 15:00');
      await s.goTo('02-03');
      await s.goTo('02-17 12:00');
      expect((await takesCall(s)).status).toBe(200);
      expect((await completes(s)).status).toBe(200);
      await s.catchUp();
      expect((await s.journey()).state).toBe('awaiting_reply');
      await s.goTo('04-17 00:00');
      await releases(s, await consentHold(s));
      await s.catchUp();
    },
    then: { state: 'closed', outcomes: ['migrated/phone'], contacts: [letter, 'call/phone handed_over'] },
  },
  {
    id: 'M7',
    what: 'a guardian is noted with a certificate of four months, after one of seven was refused (practice 6)',
    customer: { ...byPost, channels: ['post', 'phone'] },
    async play(s) {
      await written(s);
      const guardian = { ...parent, relation: 'guardian', evidence: '登記事項証明書', validFrom: '2027-02-10' };
      const path = `/api/customers/${s.customerId}/representatives`;
      const old = await s.act(path, { ...guardian, evidenceOn: '2026-07-09' });
      expect([old.status, JSON.stringify(old.body)]).toEqual([400, expect.stringContaining('"certificate_too_old"')]);
      await represented(s, { ...guardian, evidenceOn: '2026-10-10' });
      await s.catchUp();
      await s.goTo('02-17 12:00');
      await s.goTo('02-22 12:00');
    },
    // the guardian gave an address and no number: the ward is not called
    then: { state: 'notified', outcomes: ['open'], contacts: [letter, 'final/post queued'] },
  },
];

play(() => world, rows);
