import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import pino from 'pino';
import { type BounceListener, startBounceListener } from '../../../activities/delivery/bounce-listener';
import { testDb, type TestDb } from '../../support/test-db';
import { copyOfOurs, riddle } from '../bounces/samples';
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
beforeEach(async () => void (listener = await startBounceListener({ db: test.db, log, config }, 0)));
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
  return { messageId, code: piece.code, arrivals };
}

it('makes a hard bounce one arrival, however often it comes', async () => {
  const mail = await sent();
  await send(`b+${mail.code}@bounce.example`, report('5.1.1'));
  await send(`B+${mail.code.toLowerCase()}@Bounce.Example`, report('5.1.1'));
  const data = { messageId: mail.messageId, code: '5.1.1', hard: true, reason: '5.1.1' };
  expect(await mail.arrivals()).toEqual([{ kind: 'bounce', at: START, data }]);
  expect(listener.counts).toMatchObject({ recorded: 1, duplicate: 1 });
});

it('finds the message by the returned Message-ID when the envelope names none', async () => {
  const mail = await sent();
  await send('postmaster@bounce.example', report('5.2.2', `<${mail.code}.00ff@bounce.example>`));
  expect((await mail.arrivals()).map((arrival) => arrival.data)).toEqual([
    { messageId: mail.messageId, code: '5.2.2', hard: false, reason: '5.2.2' },
  ]);
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
  const to = `b+${mail.code}@bounce.example`;
  await send(to, riddle().toString());
  await send(to, riddle().toString());
  const data = { messageId: mail.messageId, code: 'unread', hard: false, pending: true, reason: 'unread' };
  expect((await mail.arrivals()).map((arrival) => arrival.data)).toEqual([data]);
  expect(listener.counts).toMatchObject({ unread: 1, duplicate: 1 });
});

it('ends mail to an address whose provider sends ours back without a report', async () => {
  const mail = await sent();
  await send('abuse@bounce.example', copyOfOurs(`<${mail.code}.00ff@bounce.example>`).toString());
  const data = { channel: 'mail', purpose: 'service_notice' };
  expect(await mail.arrivals()).toContainEqual({ kind: 'opt_out', at: START, data });
  expect(listener.counts.complained).toBe(1);
});

it('forwards no mail and refuses what is too large', async () => {
  await expect(send('someone@elsewhere.example', report('5.1.1'))).rejects.toMatchObject({ responseCode: 550 });
  const huge = `${report('5.1.1')}${'x'.repeat(70)}\n`.repeat(5000);
  await expect(send('b+ZZZZZZZZZZZZ@bounce.example', huge)).rejects.toMatchObject({ responseCode: 552 });
});

it('says "later" while the database is away, so that the bounce comes again', async () => {
  const other = await testDb();
  await listener.close();
  listener = await startBounceListener({ db: other.db, log, config }, 0);
  await other.close();
  await expect(send('b+ZZZZZZZZZZZZ@bounce.example', report('5.1.1'))).rejects.toMatchObject({ responseCode: 451 });
});

it('survives garbage on the wire', async () => {
  const socket = connect(listener.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(Buffer.from([0, 255, 13, 10, 254]));
  socket.destroy();
  await send('info@bounce.example', 'Subject: still here\n\n.');
  expect(listener.counts.not_a_dsn).toBe(1);
});
