import type Mail from 'nodemailer/lib/mailer';
import { type BounceListener } from '../../../activities/delivery/bounce-listener';
import { receiptNumber } from '../../../domain/journeys/receipt-number';
import { type Api, openApi } from '../../support/api';
import { type LinkScene } from '../links-fixture';
import {
  BOUNCE_DOMAIN,
  caseWords,
  casesOf,
  deskAddress,
  deskListener,
  deskScene,
  mailDesk,
  mailsOf,
  notified,
  record,
} from './desk-fixture';

let api: Api;
let s: LinkScene;
let listener: BounceListener;
beforeAll(async () => {
  api = await openApi();
  listener = await deskListener(api);
});
afterAll(async () => {
  await listener.close();
  await api.t.close();
});
beforeEach(async () => void (s = await deskScene(api)));

const desk = (of = s) => deskAddress(of);
const send = (mail: Parameters<typeof mailDesk>[2]) => mailDesk(listener, s, mail);
const cases = (of = s) => casesOf(api, of);
const wordsOf = (id: number) => caseWords(api, s, id);

it('a reply to our mail becomes one case of its customer, is confirmed once, and answered by mail', async () => {
  const notice = await notified(api, s);
  expect(notice.replyTo).toContain(desk());
  const reply = {
    ...{
      from: 'private@example.jp',
      subject: 'Re: 終了のご案内',
      inReplyTo: notice.messageId,
      messageId: '<r1@example.jp>',
    },
    text: '返金はありますか\n\n2027年2月5日(金) 9:00 みなと通信 <info@minato.example>:\n> 終了のご案内',
  };
  await send(reply);
  await send(reply);
  const [only, ...others] = await cases();
  expect(others).toEqual([]);
  expect(only).toMatchObject({ customerId: s.customerId, matchedBy: 'message' });
  expect((await wordsOf(only!.id)).texts[0].text).toBe('件名: Re: 終了のご案内\n\n返金はありますか');
  const [confirmed, ...more] = await mailsOf(api, s);
  expect(more).toEqual([]);
  expect(confirmed).toMatchObject({ step: 'inquiry-confirm', to: 'c0@customers.example' });
  expect(confirmed!.text).toContain(only!.number);
  await api.act(`/api/inquiries/${only!.id}/answers`, s.keys.operator.key, { faq: 'refund', by: 'mail' }).expect(200);
  const [answer] = await mailsOf(api, s);
  const thanks = {
    subject: 'Re: ご回答',
    inReplyTo: answer!.messageId,
    messageId: '<r2@example.jp>',
    text: 'まだ不明です',
  };
  await send(thanks);
  expect(await cases()).toMatchObject([{ id: only!.id, status: 'open' }]);
  expect(await mailsOf(api, s)).toEqual([]);
});

it.each<[what: string, mail: Mail.Options & { envelopeFrom?: string }]>([
  ['an automatic reply', { subject: 'Re: ご案内', headers: { 'Auto-Submitted': 'auto-replied' }, text: '不在です' }],
  ['an out-of-office note without a mark', { subject: '自動返信: ご案内', text: '休暇中です' }],
  ['a mail with an empty return path', { subject: 'ご案内', text: '届きません', envelopeFrom: '' }],
  ['a bulk mail', { subject: '特売', headers: { Precedence: 'bulk' }, text: '安い' }],
  ['a copy of our own mail', { subject: '終了', messageId: `<X.${'a'.repeat(20)}.b@${BOUNCE_DOMAIN}>`, text: '終了' }],
  ['a mail to a desk that is not there', { to: `desk-999999@${BOUNCE_DOMAIN}`, text: '返金は' }],
])('%s makes no case and gets no answer', async (_, mail) => {
  await send({ from: 'c0@customers.example', ...mail });
  expect(await cases()).toEqual([]);
  expect(await mailsOf(api, s)).toEqual([]);
});

it.each<[what: string, mail: () => Mail.Options, matchedBy: string | null]>([
  ['the address on file', () => ({ from: 'C0@customers.example', text: '返金は' }), 'mail'],
  ['the link of our mail in its text', () => ({ text: `返金は\n> https://closing.example${s.page(1)}` }), 'link'],
  ['nothing at all', () => ({ text: '返金は' }), null],
])('who writes is found by %s', async (_, mail, matchedBy) => {
  await send(mail());
  expect(await cases()).toMatchObject([{ matchedBy, customerId: matchedBy && s.customerId }]);
  expect(await mailsOf(api, s)).toHaveLength(matchedBy ? 1 : 0);
});

it('a receipt number or the number of an inquiry tells whose mail it is', async () => {
  await api.t.db
    .insertInto('arrivals')
    .values({
      ...{ client_id: s.clientId, campaign_id: s.campaignId, journey_id: s.journeyId, seq: 1, kind: 'answer' },
      ...{ at: new Date(), received_at: new Date(), source: 'page', data: '{}', dedupe: 'x', read_at: new Date() },
    })
    .execute();
  await send({ subject: `受付番号 ${receiptNumber(s.journeyId, 1)} について`, text: '変えたい' });
  const [first] = await cases();
  expect(first).toMatchObject({ matchedBy: 'receipt', customerId: s.customerId });
  await send({ subject: '続き', text: `お問い合わせ番号は ${first!.number.toLowerCase()} です` });
  expect(await cases()).toHaveLength(1);
});

it('attachments are kept encrypted up to a limit, and what is not kept is said', async () => {
  const content = Buffer.from('これは添付です');
  const many = Array.from({ length: 6 }, (_, n) => ({ filename: `../写真${n}.txt`, content }));
  await send({ text: '写真を送ります', attachments: many });
  const [own] = await cases();
  const { texts, attachments } = await wordsOf(own!.id);
  expect(texts[0].text).toContain('添付ファイル1件は');
  expect(attachments.map(({ name }: { name: string }) => name)).toEqual([0, 1, 2, 3, 4].map((n) => `写真${n}.txt`));
  const path = `/api/inquiries/${own!.id}/attachments/${attachments[0].id}`;
  const file = await api.send('get', path, s.keys.operator.key).buffer(true).expect(200);
  expect(file.headers['content-type']).toContain('application/octet-stream');
  expect(file.headers['content-disposition']).toContain(`${own!.number}-${attachments[0].id}.txt`);
  expect(Buffer.from(file.body).toString()).toBe('これは添付です');
  const rows = await api.t.db.selectFrom('inquiry_texts').select('data').execute();
  expect(rows.some(({ data }) => data.includes(content))).toBe(false);
});

it('nothing is confirmed while contact is on hold, nor where the client does not want it', async () => {
  s = await deskScene(api, { confirm: false });
  await send({ from: 'c0@customers.example', text: '返金は' });
  expect(await mailsOf(api, s)).toEqual([]);
  s = await deskScene(api);
  const { body } = await record(api, s, { customerId: s.customerId }).expect(201);
  await api
    .act(`/api/customers/${s.customerId}/holds`, s.keys.operator.key, {
      ...{ reason: 'dispute', source: body.inquiry.number, reviewOn: '2027-03-01' },
    })
    .expect(201);
  await send({ from: 'c0@customers.example', subject: '別の件', text: 'いつ終わりますか' });
  expect(await mailsOf(api, s)).toEqual([]);
});

it('a campaign without a mailbox takes no mail, and its mails name no desk', async () => {
  s = await deskScene(api, { mailbox: false });
  expect((await notified(api, s)).replyTo).toBeUndefined();
  await send({ from: 'c0@customers.example', text: '返金は' });
  expect(await cases()).toEqual([]);
});
