import { mkdtempSync, rmSync } from 'node:fs';
import { type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type BounceListener, startBounceListener } from '../../../activities/delivery/bounce-listener';
import { InboxClient, type OpenedMail } from '../../../sandbox/customers/channels';
import { Knowledge } from '../../../sandbox/customers/knowledge';
import { type Asking, askingOf, type AskingRates, type Question } from '../../../sandbox/customers/questions/asking';
import { QUESTIONS } from '../../../sandbox/customers/questions/questions';
import { randomOf } from '../../../sandbox/customers/seeded-random';
import { Simulation } from '../../../sandbox/customers/simulation';
import { countAmiss } from '../../../sandbox/demo/inquiries';
import { DeskClient } from '../../../sandbox/operators/desk-client';
import { InquiryDesk } from '../../../sandbox/operators/inquiry-desk';
import { WorkSession } from '../../../sandbox/operators/work-session';
import { BOUNCE_DOMAIN, deskScene, mailsOf } from '../../customers/inquiries/desk-fixture';
import { type LinkScene, TEN } from '../../customers/links-fixture';
import { type Api, openApi } from '../../support/api';
import { queueMessage } from '../../support/seeding/messages';
import { listen, urlOf } from '../operators-support';

const log = pino({ level: 'silent' });
const AT = Date.parse(TEN);
const HOUR = 3_600_000;
const knowledge = new Knowledge(
  Buffer.from('契約番号,氏名,生年月日,メールアドレス\nMN0-0,見本 0,1970/01/02,c0@customers.example'),
  '2027-02-05',
);
let api: Api;
let s: LinkScene;
let listener: BounceListener;
let server: Server;
let dir: string;
const open: Simulation[] = [];
beforeAll(async () => {
  api = await openApi();
  const { db, vault } = api.t;
  listener = await startBounceListener({ db, vault, log, config: { BOUNCE_DOMAIN } }, 0);
  server = await listen(api.app);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await listener.close();
  await api.t.close();
});
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'customers-'));
  s = await deskScene(api, { web: true });
});
afterEach(() => {
  for (const simulation of open.splice(0)) simulation.close();
  rmSync(dir, { recursive: true });
});

/** The mails that reached the customer. */
class Inbox extends InboxClient {
  readonly mails: OpenedMail[] = [];
  override after = (since: number) => Promise.resolve(this.mails.slice(since));
  override open = (seq: number) => Promise.resolve(this.mails[seq - 1]!);

  /** Takes what the lane sends now. */
  async receive(to?: string): Promise<string[]> {
    const sent = await mailsOf(api, s);
    for (const { replyTo = '', text, ...mail } of sent) {
      const seq = this.mails.length + 1;
      const headers = [{ name: 'Reply-To', value: replyTo }];
      const links = text.match(/https?:\S+/g) ?? [];
      this.mails.push({ ...mail, seq, key: mail.messageId, at: TEN, text, links, headers, ...(to && { to }) });
    }
    return sent.map(({ step }) => step);
  }
}

async function notified(to?: string): Promise<Inbox> {
  const message = { journeyId: s.journeyId, customerId: s.customerId, laneId: s.lanes.mail, dueAt: AT };
  await queueMessage(api.t, s, { ...message, channel: 'mail', step: 'notice', notice: 'notice' });
  const inbox = new Inbox('http://unused');
  await inbox.receive(to);
  return inbox;
}

/** The customers of the first seed whose asking fits. */
function customers(inbox: Inbox, rates: AskingRates, fits: (asking: Asking) => boolean): Simulation {
  let seed = 1;
  while (!fits(askingOf(randomOf(seed, knowledge.all[0]!), rates))) seed += 1;
  const smtp = `127.0.0.1:${listener.port}`;
  const where = { inboxUrl: '', smsUrl: undefined, shopUrl: undefined, pagesUrl: urlOf(server), host: '', port: 0 };
  const made = new Simulation(
    { ...where, seed, dir: join(dir, 'record'), file: '', codesFile: undefined, dayMs: 24 * HOUR, smtp, asking: rates },
    { channels: { inbox, sms: undefined, post: undefined }, knowledge, log },
  );
  open.push(made);
  return made;
}

const ASKS: AskingRates = { perNoticeAndDay: 1, automatic: 0 };
const asks =
  (by: Question['by'], writing?: Question['writing'], topic = 0) =>
  ({ question }: Asking): boolean =>
    question?.by.join() === by.join() && question.topic === topic && (!writing || question.writing === writing);

async function cases() {
  const read = async (status: string) => {
    const path = `/api/inquiries?campaign=${s.campaignId}&status=${status}`;
    return (await api.send('get', path, s.keys.operator.key).expect(200)).body.items as object[];
  };
  const all = await Promise.all(['open', 'handed_over', 'answered', 'closed'].map(read));
  return all.flat() as { id: number; customerId: number | null; matchedBy: string; status: string }[];
}
async function textsOf(id: number): Promise<string[]> {
  const { body } = await api.send('post', `/api/inquiries/${id}/words`, s.keys.operator.key).expect(200);
  return (body.texts as { text: string }[]).map(({ text }) => text);
}
async function deskWorks() {
  const session = new WorkSession({ log, put: () => undefined });
  session.begin(60_000);
  const desk = new InquiryDesk({ operator: new DeskClient(urlOf(server), s.keys.operator.key), session });
  expect(await desk.work(AT)).toBe(0);
}

it.each<[string, Question['by'], Question['writing'] | undefined, string, number]>([
  ['without a subject', ['ask_mail'], 'no_subject', 'message', 1],
  ['with the whole notice below', ['ask_mail'], 'quoted', 'message', 1],
  ['as a new mail', ['ask_mail'], 'new', 'mail', 1],
  ['on the page', ['ask_web'], undefined, 'page', 1],
  ['by mail and, at once, on the page', ['ask_mail', 'ask_web'], 'reply', 'message', 2],
])('a question written %s is one case, answered once', async (_, by, writing, matchedBy, contacts) => {
  const inbox = await notified();
  for (const hours of [0, 2, 2]) {
    // a new process each time, which knows only its record
    const simulation = customers(inbox, ASKS, asks(by, writing));
    expect(await simulation.passTime(AT + hours * HOUR)).toBe(0);
  }
  const [only, ...others] = await cases();
  expect(others).toEqual([]);
  expect(only).toMatchObject({ customerId: s.customerId, matchedBy, status: 'open' });
  const texts = await textsOf(only!.id);
  expect(texts).toHaveLength(contacts);
  for (const text of texts) {
    expect(text).toContain(QUESTIONS[0].ja);
    expect(text).not.toContain('> ');
  }
  const { questions } = open.at(-1)!.report().inquiries;
  expect(questions).toEqual([{ contract: 'MN0-0', contacts }]);
  expect(countAmiss(questions, [texts])).toBe(0);
  expect(await inbox.receive()).toEqual(['inquiry-confirm']);
  await deskWorks();
  await deskWorks();
  expect(await inbox.receive()).toEqual(['inquiry-answer']);
  expect(await cases()).toMatchObject([{ id: only!.id, status: 'closed' }]);
  const last = customers(inbox, ASKS, asks(by, writing));
  await last.passTime(AT + 2 * HOUR);
  expect(last.report().customers[0]!.contacts).toEqual(['mail']); // the notice; the desk's mails ask for nothing
});

it('the desk finds by the contract number who wrote from an address that no one knows', async () => {
  const inbox = await notified('private@example.jp');
  await customers(inbox, ASKS, asks(['ask_mail'], 'new')).passTime(AT);
  await customers(inbox, ASKS, asks(['ask_mail'], 'new')).passTime(AT + 2 * HOUR);
  expect(await cases()).toMatchObject([{ customerId: null }]);
  await deskWorks();
  expect(await cases()).toMatchObject([{ customerId: s.customerId, matchedBy: 'person', status: 'closed' }]);
});

it('what has no approved answer is handed over to the client', async () => {
  const inbox = await notified();
  const topic = QUESTIONS.findIndex(({ reason }) => reason === 'money.bill');
  await customers(inbox, ASKS, asks(['ask_mail'], 'reply', topic)).passTime(AT);
  await customers(inbox, ASKS, asks(['ask_mail'], 'reply', topic)).passTime(AT + 2 * HOUR);
  await deskWorks();
  expect(await cases()).toMatchObject([{ status: 'handed_over', reason: 'money.bill' }]);
});

it.each(['marked', 'to_desk', 'unmarked'] as const)('an automatic reply (%s) makes no case', async (kind) => {
  const inbox = await notified();
  const rates = { perNoticeAndDay: 0, automatic: 1 };
  for (const hours of [0, 2]) {
    await customers(inbox, rates, ({ autoReply }) => autoReply === kind).passTime(AT + hours * HOUR);
  }
  expect(open.at(-1)!.report().inquiries).toEqual({ questions: [], automatic: 1 });
  expect(await cases()).toEqual([]);
  expect(await inbox.receive()).toEqual([]);
});
