import { once } from 'node:events';
import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import pino from 'pino';
import { type BounceListener, startBounceListener } from '../../../activities/delivery/bounce-listener';
import { laneHealth } from '../../../db/delivery/lane-health';
import { testDb, type TestDb } from '../../support/test-db';
import { copyOfOurs, riddle } from '../bounces/samples';
import { feedback } from '../lanes-fixture';
import { queue, scene, type Scene, START } from './mail-fixture';

let test: TestDb;
let at: Scene;
let listener: BounceListener;
const log = pino({ level: 'silent' });
const config = { BOUNCE_DOMAIN: 'bounce.example' };
beforeAll(async () => {
  test = await testDb();
  at = await scene(test);
});
beforeEach(async () => void (listener = await startBounceListener({ db: test.db, vault: test.vault, log, config }, 0)));
afterEach(() => listener.close());
afterAll(() => test.close());

const report = (status: string, returnedId = '') => `Content-Type: multipart/report; boundary=X

--X
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822;secret@example.jp
Action: failed
Status: ${status}
${returnedId && `--X\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${returnedId}\n`}
--X--
`;

async function send(to: string, raw: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: '', to }, raw }).finally(() => transport.close());
}

/** A mail that was sent, with its return path. */
async function sent() {
  const { messageId, journeyId } = await queue(test, at);
  const piece = await test.db
    .selectFrom('messages as m')
    .innerJoin('pieces as p', 'p.id', 'm.piece_id')
    .select('p.code')
    .where('m.id', '=', messageId)
    .executeTakeFirstOrThrow();
  const arrivals = () =>
    test.db.selectFrom('arrivals').select(['kind', 'at', 'data']).where('journey_id', '=', journeyId).execute();
  const tag = test.vault.mailTag(piece.code);
  const returns = `b+${piece.code}.${tag}@bounce.example`;
  return { messageId, code: piece.code, tag, returns, arrivals };
}

it('makes a hard bounce one arrival, however often it comes', async () => {
  const mail = await sent();
  await send(mail.returns, report('5.1.1'));
  await send(`B+${mail.code.toLowerCase()}.${mail.tag.toUpperCase()}@Bounce.Example`, report('5.1.1'));
  const data = { messageId: mail.messageId, code: '5.1.1', hard: true, reason: '5.1.1' };
  expect(await mail.arrivals()).toEqual([{ kind: 'bounce', at: START, data }]);
  expect(listener.counts).toMatchObject({ recorded: 1, duplicate: 1 });
});

it('finds the message by the returned Message-ID when the envelope names none', async () => {
  const mail = await sent();
  await send('postmaster@bounce.example', report('5.2.2', `<${mail.code}.${mail.tag}.00ff@bounce.example>`));
  expect((await mail.arrivals()).map((arrival) => arrival.data)).toEqual([
    { messageId: mail.messageId, code: '5.2.2', hard: false, reason: '5.2.2' },
  ]);
});

it('takes six reports about one mail as one hard bounce, and counts one message in the lane', async () => {
  const mail = await sent();
  const { bounced } = (await laneHealth(test.db, at.laneId)).counts;
  const statuses = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'];
  for (const status of statuses) await send(mail.returns, report(status));
  await send(mail.returns, report('5.7.1'));
  await send(mail.returns, report('5.7.26'));
  const heard = (await mail.arrivals()).map(({ data }) => [data.code, data.hard]);
  expect(heard).toEqual([
    ['5.1.1', true],
    ['5.7.1', false],
  ]);
  expect((await laneHealth(test.db, at.laneId)).counts.bounced).toBe(bounced + 1);
});

it('believes a piece code only with the tag of its mail', async () => {
  const [mail, other] = [await sent(), await sent()];
  const forged = `${mail.code}.${other.tag}`;
  for (const to of [`b+${mail.code}@bounce.example`, `b+${forged}@bounce.example`, 'fbl@bounce.example']) {
    for (const returned of ['', `<${mail.code}.00ff@bounce.example>`, `<${forged}.00ff@bounce.example>`]) {
      await send(to, report('5.1.1', returned));
      await send(to, feedback('abuse', `Original-Mail-From: <b+${forged}@bounce.example>`, `Message-ID: ${returned}`));
      await send(to, riddle().toString());
    }
  }
  expect(await mail.arrivals()).toEqual([]);
  expect(listener.counts).toMatchObject({ recorded: 0, unread: 0, complained: 0, unknown: 18 });
});

it('leaves a postal address alone, whatever a mail says of the code on a letter', async () => {
  const letter = await sent();
  await test.db.updateTable('messages').set({ channel: 'post' }).where('id', '=', letter.messageId).execute();
  await send(letter.returns, report('5.1.1'));
  await send(letter.returns, riddle().toString());
  await send('postmaster@bounce.example', report('5.1.1', `<${letter.code}.${letter.tag}.00ff@bounce.example>`));
  expect(await letter.arrivals()).toEqual([]);
  expect(listener.counts).toMatchObject({ recorded: 0, unread: 0, unknown: 3 });
});

it.each<[string, string, string, object]>([
  ['a piece that is not ours', 'b+ZZZZZZZZZZZZ@bounce.example', report('5.1.1'), { unknown: 1 }],
  ['an out-of-office reply', 'b+ZZZZZZZZZZZZ@bounce.example', 'Subject: Away\n\nback on Monday', { not_a_dsn: 1 }],
  ['no code at all', 'info@bounce.example', report('5.1.1'), { unknown: 1 }],
])('accepts and counts %s', async (_, to, raw, counts) => {
  await send(to, raw);
  expect(listener.counts).toMatchObject(counts);
});

it('keeps an unclear bounce for a person, once, and lets the mail count as on its way meanwhile', async () => {
  const mail = await sent();
  await send(mail.returns, riddle().toString());
  await send(mail.returns, riddle().toString());
  const data = { messageId: mail.messageId, code: 'unread', hard: false, pending: true, reason: 'unread' };
  expect((await mail.arrivals()).map((arrival) => arrival.data)).toEqual([data]);
  expect(listener.counts).toMatchObject({ unread: 1, duplicate: 1 });
});

it('ends mail to an address whose provider sends ours back without a report', async () => {
  const mail = await sent();
  await send('abuse@bounce.example', copyOfOurs(`<${mail.code}.${mail.tag}.00ff@bounce.example>`).toString());
  const data = { channel: 'mail', purpose: 'service_notice' };
  expect(await mail.arrivals()).toContainEqual({ kind: 'opt_out', at: START, data });
  expect(listener.counts.complained).toBe(1);
});

it('forwards no mail and refuses what is too large', async () => {
  await expect(send('someone@elsewhere.example', report('5.1.1'))).rejects.toMatchObject({ responseCode: 550 });
  const huge = `${report('5.1.1')}${'x'.repeat(70)}\n`.repeat(40_000);
  await expect(send('b+ZZZZZZZZZZZZ@bounce.example', huge)).rejects.toMatchObject({ responseCode: 552 });
});

it('says "later" while the database is away, so that the bounce comes again', async () => {
  const other = await testDb();
  await listener.close();
  listener = await startBounceListener({ db: other.db, vault: other.vault, log, config }, 0);
  await other.close();
  const to = `b+ZZZZZZZZZZZZ.${other.vault.mailTag('ZZZZZZZZZZZZ')}@bounce.example`;
  await expect(send(to, report('5.1.1'))).rejects.toMatchObject({ responseCode: 451 });
});

it('says "later" to a mail system while fifty connections are open', async () => {
  const held = Array.from({ length: 50 }, () => connect(listener.port, '127.0.0.1'));
  await Promise.all(held.map((socket) => once(socket, 'data')));
  await expect(send('info@bounce.example', 'Subject: one more\n\n.')).rejects.toMatchObject({ responseCode: 421 });
  const closed = held.map((socket) => once(socket.end(), 'close'));
  await Promise.all(closed);
  await send('info@bounce.example', 'Subject: still here\n\n.');
  expect(listener.counts.not_a_dsn).toBe(1);
});

it('survives garbage on the wire', async () => {
  const socket = connect(listener.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(Buffer.from([0, 255, 13, 10, 254]));
  socket.destroy();
  await send('info@bounce.example', 'Subject: still here\n\n.');
  expect(listener.counts.not_a_dsn).toBe(1);
});
