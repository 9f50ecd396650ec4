import pg from 'pg';
import { type BounceListener } from '../../../activities/delivery/bounce-listener';
import { type Api, openApi } from '../../support/api';
import { insertCustomer } from '../../support/seeding/customers';
import { type LinkScene } from '../links-fixture';
import { caseWords, casesOf, deskAddress, deskListener, deskScene, mailDesk, mailsOf, notified } from './desk-fixture';

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

const OWN = 'c0@customers.example';
const desk = (of = s) => deskAddress(of);
const send = (mail: Parameters<typeof mailDesk>[2]) => mailDesk(listener, s, mail);
const cases = (of = s) => casesOf(api, of);
const wordsOf = (id: number) => caseWords(api, s, id);

it('a reply to a Message-ID whose tag is forged is of no known customer, and answered to no one', async () => {
  const { messageId } = await notified(api, s);
  const forged = messageId.replace(/\.[0-9a-f]{20}\./, `.${'0'.repeat(20)}.`);
  expect(forged).not.toBe(messageId);
  await send({ inReplyTo: forged, references: [forged], text: '住所を教えてください' });
  expect(await cases()).toMatchObject([{ customerId: null, matchedBy: null }]);
  expect(await mailsOf(api, s)).toEqual([]);
});

it('a mail that takes another one’s Message-ID does not make that one disappear', async () => {
  const messageId = '<shared@example.jp>';
  await send({ from: 'attacker@example.jp', messageId, text: '先回り' });
  await send({ from: OWN, messageId, text: '返金は' });
  const [first, second, ...more] = await cases();
  expect(more).toEqual([]);
  expect([first, second].map((one) => one!.customerId).sort()).toEqual([s.customerId, null].sort());
});

it('a mail of 25 MB is refused for good, and the next one is taken', async () => {
  const attachments = [{ filename: 'scan.tif', content: Buffer.alloc(25 * 1024 * 1024, 1) }];
  await expect(send({ from: OWN, text: '添付します', attachments })).rejects.toMatchObject({ responseCode: 552 });
  await send({ from: OWN, text: '返金は' });
  expect(await cases()).toHaveLength(1);
});

it('a mail in HTML alone is read as text: no markup, no script, no picture fetched', async () => {
  const html =
    '<html><body><style>p{color:red}</style><p>返金は<br>いつですか</p><script>alert(1)</script><img src="https://t.example/x.gif"></body></html>';
  await send({ from: OWN, subject: '', html });
  const [own] = await cases();
  const { texts } = await wordsOf(own!.id);
  expect(texts[0].text).toBe('返金は\nいつですか');
});

it('an address that two customers share tells neither of them', async () => {
  const second = await insertCustomer(api.t, s, {
    ...{ party: Buffer.alloc(16, 9), profile: { name: '家族' } },
    contacts: [{ channel: 'mail', hash: api.t.vault.index(s.clientId, 'mail', OWN) }],
    contracts: [{ number: 'MN9-0' }],
  });
  const included = await api.t.db.selectFrom('audience').select('state').where('customer_id', '=', second.id).execute();
  expect(included).not.toEqual([]);
  await send({ from: OWN, text: '返金は' });
  expect(await cases()).toMatchObject([{ customerId: null, matchedBy: null }]);
  expect(await mailsOf(api, s)).toEqual([]);
});

it('an address at two clients belongs to the one whose desk was written to', async () => {
  const other = await deskScene(api);
  await send({ from: OWN, to: desk(other), text: '返金は' });
  expect(await cases()).toEqual([]);
  expect(await cases(other)).toMatchObject([{ customerId: other.customerId, matchedBy: 'mail' }]);
});

it('a reply to an erased customer’s mail keeps no word of it, and nothing is sent', async () => {
  const { messageId } = await notified(api, s);
  const owner = new pg.Client({ connectionString: api.t.ownerUrl });
  await owner.connect();
  for (const table of ['vault_items', 'vault_keys', 'contact_points'])
    await owner.query(`delete from ${table} where customer_id = $1`, [s.customerId]);
  await owner.end();
  await send({ inReplyTo: messageId, text: '私の情報は消えましたか' });
  const [own] = await cases();
  expect(own).toMatchObject({ customerId: s.customerId, matchedBy: 'message' });
  expect(await wordsOf(own!.id)).toEqual({ texts: [], attachments: [] });
  const steps = await api.t.db.selectFrom('messages').select('step').where('journey_id', '=', s.journeyId).execute();
  expect(steps).toEqual([{ step: 'notice' }]);
});
