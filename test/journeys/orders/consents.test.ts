import { recordArrival } from '../../../db/journeys/arrivals';
import { Drainer } from './lane';
import { play, type Row, standing } from './table';
import {
  aboutToAnswer,
  answers,
  answersByCall,
  bounces,
  formArrives,
  handedOver,
  holds,
  releases,
  represented,
} from './ways';
import { byPost, letter, writtenByThe10th as written } from './opening';
import { instant, openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const minor = { ...byPost, ageFrom: 0 };
const asked = 'consent-request/post queued';
const place = { address: '東京都港区海岸1-1-1', postalCode: '1050022' };
const parent = { relation: 'parent', mayDecide: true, name: '見本 母', birthDate: '1985-06-07', ...place };
const guardian = { ...parent, relation: 'guardian', name: '後見 花子', evidenceOn: '2026-10-10' };

/** A minor answers on the page, then the parent is noted. */
const answeredAndNoted = async (s: Scenario, profile: object = parent) => {
  await written(s);
  await answers(s, 'cancel');
  await s.catchUp();
  await represented(s, profile);
  await s.catchUp();
};
/** The customer says it on the phone; the representative is not there. */
async function saysAlone(s: Scenario, choice: 'migrate' | 'cancel', when: string): Promise<void> {
  await s.at(when);
  const recorded = await world.t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      ...{ campaignId: s.campaignId, customerId: s.customerId, kind: 'answer', at: Date.parse(instant(when)) },
      ...{ source: 'desk', by: 'customer', dedupe: `call:${when}` },
      data: { via: 'phone', choices: Object.fromEntries(s.contracts.map((id) => [id, choice])) },
    }),
  );
  expect([recorded.kept, recorded.receipt]).toEqual(['consent_missing', undefined]);
  await s.catchUp();
}
async function answersAsRepresentative(s: Scenario, when: string, pick: 'migrate' | 'cancel' = 'cancel') {
  await s.at(when);
  const factor = { birthYear: '1985', birthMonth: '6', birthDay: '7' };
  const { send } = await aboutToAnswer(s, pick, { version: 2, factor });
  expect((await send()).headers.location).toMatch(/receipt$/);
  await s.catchUp();
}
const kept = async (s: Scenario) =>
  (
    await s.db
      .selectFrom('kept_answers')
      .select(['status'])
      .where('customer_id', '=', s.customerId)
      .orderBy('id')
      .execute()
  ).map(({ status }) => status);
const openHold = async (s: Scenario) => {
  const own = s.db.selectFrom('holds').select(['id', 'note']).where('customer_id', '=', s.customerId);
  return own.where('released_at', 'is', null).executeTakeFirstOrThrow();
};
const requests = async (s: Scenario) => (await standing(s)).replies?.filter((one) => one.startsWith('consent-request'));

const rows: Row[] = [
  {
    id: 'M8',
    what: 'a minor has answered, a parent is noted: she is written to at once and once, and consents by her own link',
    customer: minor,
    async play(s) {
      await answeredAndNoted(s);
      expect(await standing(s)).toMatchObject({ replies: [asked], outcomes: ['open'], contacts: [letter] });
      await handedOver(s, 'consent-request', 'post', '02-10 15:00');
      await s.goTo('02-15');
      expect(await requests(s)).toEqual(['consent-request/post handed_over']);
      await answersAsRepresentative(s, '02-16');
      expect(await kept(s)).toEqual(['replaced']);
    },
    then: {
      ...{ state: 'closed', outcomes: ['cancelled/web'], contacts: [letter] },
      replies: ['consent-request/post handed_over', 'receipt/post queued'],
    },
  },
  {
    id: 'M9',
    what: 'a ward calls, the guardian is noted: no person is asked, the guardian is written to and decides',
    customer: byPost,
    async play(s) {
      await written(s);
      await represented(s, guardian);
      await s.catchUp();
      await saysAlone(s, 'cancel', '02-11');
      expect(await standing(s)).toMatchObject({ state: 'awaiting_reply', outcomes: ['open'], replies: [asked] });
      await answersAsRepresentative(s, '02-16', 'migrate');
    },
    then: {
      ...{ state: 'closed', outcomes: ['migrated/web'], contacts: [letter] },
      replies: ['consent-request/post withdrawn', 'receipt/post queued'],
    },
  },
  {
    id: 'M10',
    what: 'the parent has only a number: a person is asked, and the consent given on the phone lets the answer count',
    customer: minor,
    async play(s) {
      await answeredAndNoted(s, { ...parent, address: undefined, postalCode: undefined, phone: '0311112222' });
      expect(await standing(s)).toMatchObject({ replies: [], holds: ['consent_missing'], outcomes: ['open'] });
      const { id, note } = await openHold(s);
      expect(note).toContain('法定代理人に同意をお願いする書面を送れなかった');
      await s.at('02-15');
      await releases(s, id);
      await s.catchUp();
      expect(await kept(s)).toEqual(['counted']);
    },
    then: { state: 'closed', outcomes: ['cancelled/web'], contacts: [letter], replies: [] },
  },
  {
    id: 'M11',
    what: 'the mail to the parent bounces: a letter; the letter comes to nothing: a person is asked',
    customer: minor,
    async play(s) {
      await answeredAndNoted(s, { ...parent, mail: 'haha@example.jp' });
      expect(await requests(s)).toEqual(['consent-request/mail queued']);
      await handedOver(s, 'consent-request', 'mail', '02-10 11:00');
      await bounces(s, 'consent-request');
      await s.catchUp();
      expect((await requests(s))?.at(-1)).toBe(asked);
      expect(await requests(s)).toHaveLength(2);
      await s.at('02-12');
      const drainer = await Drainer.of(s, 'post');
      await s.db.updateTable('representatives').set({ channels: [] }).where('customer_id', '=', s.customerId).execute();
      expect(await drainer.claims()).toEqual([]);
      await s.catchUp();
    },
    then: {
      ...{ state: 'awaiting_reply', outcomes: ['open'], contacts: [letter], holds: ['consent_missing'] },
      replies: ['consent-request/mail handed_over came back', 'consent-request/post withdrawn'],
    },
  },
  {
    id: 'M12',
    what: 'the representation ends before the letter leaves: it never goes to the minor, a person is asked',
    customer: minor,
    async play(s) {
      await answeredAndNoted(s);
      const own = s.db.selectFrom('representatives').select('id').where('customer_id', '=', s.customerId);
      const { id } = await own.executeTakeFirstOrThrow();
      expect((await s.act(`/api/customers/${s.customerId}/representatives/${id}/end`, {})).status).toBe(200);
      await s.at('02-12');
      const drainer = await Drainer.of(s, 'post');
      await s.catchUp();
      expect(await drainer.claims()).toEqual([]);
      await s.catchUp();
    },
    then: {
      ...{ state: 'awaiting_reply', outcomes: ['open'], contacts: [letter], holds: ['consent_missing'] },
      replies: ['consent-request/post withdrawn'],
    },
  },
  {
    id: 'M13',
    what: 'the ward answers twice: the guardian is asked about the later answer only, each once',
    customer: byPost,
    async play(s) {
      await written(s);
      await represented(s, guardian);
      await s.catchUp();
      await saysAlone(s, 'cancel', '02-11');
      await saysAlone(s, 'migrate', '02-12');
    },
    then: {
      ...{ state: 'awaiting_reply', outcomes: ['open'], contacts: [letter] },
      replies: ['consent-request/post withdrawn', 'consent-request/post queued'],
    },
  },
  {
    id: 'M14',
    what: 'the parent refuses: the answer is discarded; silent to the end, it lapses for want of a consent',
    customer: minor,
    async play(s) {
      await answeredAndNoted(s);
      await handedOver(s, 'consent-request', 'post', '02-10 15:00');
      const { id } = await s.db
        .selectFrom('kept_answers')
        .select('id')
        .where('customer_id', '=', s.customerId)
        .executeTakeFirstOrThrow();
      const path = `/api/customers/${s.customerId}/kept-answers/${id}/discard`;
      expect((await s.act(path, { reason: 'お電話で、同意しないとのこと' })).status).toBe(200);
      await s.goTo('02-22 10:00');
      await handedOver(s, 'final', 'post', '02-22 15:00');
      await s.goTo('04-17 00:00');
    },
    then: {
      ...{ state: 'closed', outcomes: ['lapsed/consent_missing'], contacts: [letter, 'final/post handed_over'] },
      replies: ['consent-request/post handed_over'],
    },
  },
  {
    id: 'M15',
    what: 'a dispute is noted after the answer: the letter to the parent waits with everything else',
    customer: minor,
    async play(s) {
      await answeredAndNoted(s);
      await holds(s, 'dispute');
      await s.catchUp();
      await s.at('02-12');
      expect(await (await Drainer.of(s, 'post')).claims()).toEqual([]);
    },
    then: {
      ...{ state: 'awaiting_reply', outcomes: ['open'], contacts: [letter], holds: ['dispute'] },
      replies: [asked],
    },
  },
  {
    id: 'M16',
    what: 'the ward calls under a complaint; its release counts no word of the ward: the guardian is asked to consent',
    customer: byPost,
    async play(s) {
      await written(s);
      await represented(s, guardian);
      const hold = await holds(s);
      expect((await answersByCall(s, 'cancel')).body).toMatchObject({ kept: 'complaint', receipt: null });
      await s.catchUp();
      await s.at('02-12');
      await releases(s, hold);
      await s.catchUp();
      expect(await kept(s)).toEqual(['kept']);
    },
    then: { state: 'awaiting_reply', outcomes: ['open'], contacts: [letter], replies: [asked] },
  },
  {
    id: 'M17',
    what: 'a form comes under a complaint while a guardian is noted: released, it counts as the guardian’s',
    customer: byPost,
    async play(s) {
      await written(s);
      await represented(s, guardian);
      const hold = await holds(s);
      await formArrives(s, { of: 'notice', postmarkOn: '02-09' });
      await s.at('02-12');
      await releases(s, hold);
      await s.catchUp();
      expect(await kept(s)).toEqual(['counted']);
    },
    then: { state: 'closed', outcomes: ['migrated/form'], contacts: [letter], replies: ['receipt/post queued'] },
  },
];

play(() => world, rows);
