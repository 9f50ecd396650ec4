import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import pino from 'pino';
import { type BounceListener, startBounceListener } from '../../../activities/delivery/bounce-listener';
import { bouncesArrive } from '../../../config/bounces-arrive';
import { freePort } from '../../../embedded/ports';
import { serveMetrics } from '../../../temporal/metrics-server';
import { testDb, type TestDb } from '../../support/test-db';
import { smtpStub } from './smtp-stub';

/** Loopback has more than one address; a listener on 127.0.0.1 is not heard at the others, as it is not from outside. */
const OUTSIDE = '127.0.0.2';
const DOMAIN = 'bounce.example';
let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

const listen = (host?: string): Promise<BounceListener> =>
  startBounceListener(
    {
      db: test.db,
      vault: test.vault,
      log: pino({ level: 'silent' }),
      config: { BOUNCE_DOMAIN: DOMAIN, ...(host && { BOUNCE_HOST: host }) },
    },
    0,
  );

interface Listening {
  BOUNCE_HOST: string;
  BOUNCE_PORT: number | undefined;
}
const settings = (change: Partial<Listening> = {}) => ({
  BOUNCE_DOMAIN: DOMAIN,
  BOUNCE_HOST: '0.0.0.0',
  BOUNCE_PORT: 2525,
  ...change,
});
/** A world in which the domain's mail servers are those, all on one port. */
const world = (servers: string[], port: number) => ({ serversOf: async () => servers, port, timeoutMs: 1_000 });

it.each([
  ['0.0.0.0', true],
  [undefined, false],
])('the listener with BOUNCE_HOST %s is heard from outside: %s', async (host, heard) => {
  const listener = await listen(host);
  const transport = createTransport({ host: OUTSIDE, port: listener.port, ignoreTLS: true });
  const mail = { envelope: { from: '', to: `info@${DOMAIN}` }, raw: 'Subject: x\n\n.' };
  const sent = transport.sendMail(mail).then(
    () => true,
    () => false,
  );
  expect([await sent, listener.counts.not_a_dsn]).toEqual([heard, heard ? 1 : 0]);
  transport.close();
  await listener.close();
});

it('metrics are served at the address they are given', async () => {
  const port = await freePort();
  const server = await serveMetrics({ host: '0.0.0.0', port });
  expect((await fetch(`http://${OUTSIDE}:${port}/metrics`)).status).toBe(200);
  server.closeAllConnections();
  server.close();
});

describe('tsunagi check asks as a mail system would', () => {
  it('bounces arrive where our listener answers at one of the mail servers', async () => {
    const listener = await listen();
    expect(await bouncesArrive(settings(), world([OUTSIDE, '127.0.0.1'], listener.port))).toEqual({
      arrive: 'yes',
      why: 'our listener answers at 127.0.0.1',
    });
    await listener.close();
  });

  it('they do not where the domain has no mail server', async () => {
    expect(await bouncesArrive(settings(), world([], 25))).toMatchObject({
      arrive: 'no',
      why: `DNS has no mail server for ${DOMAIN}`,
      mend: expect.stringContaining('MX record'),
    });
  });

  it.each<[string, 'no' | 'unclear', Partial<Listening>, RegExp, RegExp]>([
    ['on all addresses', 'unclear', {}, /not reached from here \(ECONNREFUSED\)/, /publish 0\.0\.0\.0:2525/],
    ['on loopback', 'no', { BOUNCE_HOST: '127.0.0.1' }, /hears this machine only/, /BOUNCE_HOST=0\.0\.0\.0/],
    ['not started', 'no', { BOUNCE_PORT: undefined }, /BOUNCE_PORT is not set/, /one worker/],
  ])('the mail server is not reached, and the listener is %s: %s', async (_, arrive, change, why, mend) => {
    const found = await bouncesArrive(settings(change), world(['127.0.0.1'], await freePort()));
    expect(found).toEqual({ arrive, why: expect.stringMatching(why), mend: expect.stringMatching(mend) });
  });

  it.each<[string, Parameters<typeof smtpStub>[0], 'no' | 'unclear', RegExp]>([
    ['takes them', {}, 'unclear', /127\.0\.0\.1 takes them, and is not our listener/],
    ['refuses them', { rcpt: () => '550 5.7.1 not for us' }, 'no', /127\.0\.0\.1 refuses them \(550\)/],
  ])('another mail server %s', async (_, behaviour, arrive, why) => {
    const stub = await smtpStub(behaviour);
    const found = await bouncesArrive(settings(), world(['127.0.0.1'], stub.port));
    expect(found).toMatchObject({ arrive, why: expect.stringMatching(why), mend: expect.stringMatching(/:2525/) });
    expect(stub.mails).toEqual([]);
    await stub.close();
  });

  it('a mail server that is silent, or DNS that is, keeps it no longer than its time', async () => {
    const server: Server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    const silent = await bouncesArrive(settings(), { ...world(['127.0.0.1'], port), timeoutMs: 50 });
    expect(silent).toMatchObject({ arrive: 'unclear', why: expect.stringMatching(/ETIMEDOUT/) });
    server.close();
    const serversOf = () => Promise.reject(Object.assign(new Error(), { code: 'ESERVFAIL' }));
    const none = await bouncesArrive(settings(), { ...world([], 25), serversOf });
    expect(none).toEqual({ arrive: 'unclear', why: `DNS does not answer for ${DOMAIN} (ESERVFAIL)` });
  });
});
