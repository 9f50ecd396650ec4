import { pageName } from '../../customers/page-fixture';
import { Drainer } from './lane';
import { play, type Row } from './table';
import { aboutToAnswer, answersByCall, asksForLink, handedOver, holds, receipt, releases } from './ways';
import { openWorld, type Scenario, type World } from './world';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const BIRTH = { birthYear: '1970', birthMonth: '1', birthDay: '2' };
const byNewLink = { version: 2, factor: BIRTH };
const bySms = { mail: null, channels: ['sms' as const, 'post' as const] };

const notified = async (s: Scenario, channel: 'mail' | 'sms' = 'mail') => {
  await handedOver(s, 'notice', channel, '02-01 10:00');
  await s.goTo('02-03');
};
const asks = async (s: Scenario, channel?: 'mail' | 'sms' | 'post') => {
  const asked = await asksForLink(s, channel);
  expect(asked.status).toBe(201);
  return asked.body as { channel: string };
};

const rows: Row[] = [
  {
    id: 'K1',
    what: 'the customer asks for the link again and answers by the new one; the earlier one says so',
    async play(s) {
      await notified(s);
      await asks(s);
      expect(pageName(await s.visit(1))).toBe('replaced');
      expect((await (await aboutToAnswer(s, 'migrate', byNewLink)).send()).headers.location).toMatch(/receipt$/);
      await s.catchUp();
    },
    then: {
      state: 'closed',
      outcomes: ['migrated/web'],
      contacts: ['notice/mail handed_over'],
      replies: ['new-link/mail queued', 'receipt/mail queued'],
    },
  },
  {
    id: 'K2',
    what: 'a page is open when the link ends: what is sent by it is not taken',
    async play(s) {
      await notified(s);
      const { send } = await aboutToAnswer(s);
      await asks(s);
      const shown = await send();
      expect([shown.status, pageName(shown)]).toEqual([410, 'replaced']);
      await s.catchUp();
    },
    then: {
      state: 'notified',
      outcomes: ['open'],
      contacts: ['notice/mail handed_over'],
      replies: ['new-link/mail queued'],
    },
  },
  {
    id: 'K3',
    what: 'a hold is opened before the new link leaves: it waits for the release, then leaves once',
    customer: bySms,
    async play(s) {
      await notified(s, 'sms');
      await s.at('02-03 21:00');
      await asks(s);
      const hold = await holds(s);
      await s.catchUp();
      await s.at('02-04');
      const lane = await Drainer.of(s, 'sms');
      expect(await lane.claims()).toEqual([]);
      await releases(s, hold);
      await s.catchUp();
      const [message, ...others] = await lane.claims();
      expect(others).toEqual([]);
      expect(await lane.marks(message!)).toBe(true);
      await lane.delivers(message!);
      expect(await lane.claims()).toEqual([]);
    },
    then: {
      state: 'notified',
      outcomes: ['open'],
      contacts: ['notice/sms handed_over'],
      replies: ['new-link/sms handed_over'],
    },
  },
  {
    id: 'K4',
    what: 'the new link does not arrive: asked for again, it goes by the next channel',
    customer: bySms,
    async play(s) {
      await notified(s, 'sms');
      await asks(s);
      await handedOver(s, 'new-link', 'sms', '02-03 10:05');
      await receipt(s, 'new-link', 'undelivered', '30005');
      await s.catchUp();
      expect(await asks(s)).toMatchObject({ channel: 'post' });
      expect(pageName(await s.visit(2))).toBe('replaced');
      expect(pageName(await s.visit(3))).toBe('identify');
    },
    then: {
      state: 'notified',
      outcomes: ['open'],
      contacts: ['notice/sms handed_over'],
      replies: ['new-link/sms handed_over came back', 'new-link/post queued'],
    },
  },
  {
    id: 'K5',
    what: 'the customer answers in the same call: the link still goes, and another one is refused',
    async play(s) {
      await notified(s);
      await asks(s);
      await answersByCall(s, 'cancel');
      await s.catchUp();
      const refused = await asksForLink(s);
      expect([refused.status, refused.body.code]).toEqual([409, 'link_journey_closed']);
    },
    then: {
      state: 'closed',
      outcomes: ['cancelled/phone'],
      contacts: ['notice/mail handed_over'],
      replies: ['new-link/mail queued', 'receipt/mail queued'],
    },
  },
];

play(() => world, rows);
