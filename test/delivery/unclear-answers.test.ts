import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { TwilioSms } from '../../activities/delivery/providers/twilio';
import { findQuick } from '../../db/platform/alerts/causes';
import { alertText } from '../../domain/texts/alerts';
import { SMS_ACCOUNT, SMS_TOKEN } from '../sandbox/sms-support';
import { testDb, type TestDb } from '../support/test-db';
import { breakerOf, countOf, drainMail } from './lanes-fixture';
import { queue, scene, type Scene } from './mail/mail-fixture';
import { smtpStub } from './mail/smtp-stub';
import { drainSms } from './sms-fixture';

/** Providers that take messages and do not say that they have them. */
let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

const MESSAGES = 14;

async function queued(channel: 'mail' | 'sms'): Promise<Scene> {
  const at = await scene(test, { lane: { channel } });
  for (let i = 0; i < MESSAGES; i++) await queue(test, at, channel === 'sms' ? `+8190123400${10 + i}` : undefined);
  return at;
}

const isStopped = (at: Scene) => async () => (await breakerOf(test, at)).breaker === 'open';
const rounds = (count: number) => async () => (count -= 1) < 0;

/** The lane has stopped, nothing counts as handed over, few are doubtful, and a person is asked in words. */
async function stoppedInTime(at: Scene, connections: number): Promise<{ doubtful: number; queued: number }> {
  expect(await breakerOf(test, at)).toEqual({ breaker: 'open', reason: 'provider_unclear' });
  const [handedOver, doubtful, left] = [
    await countOf(test, at, 'handed_over'),
    await countOf(test, at, 'doubtful'),
    await countOf(test, at, 'queued'),
  ];
  expect([handedOver, doubtful + left]).toEqual([0, MESSAGES]);
  expect(doubtful).toBeLessThanOrEqual(2 * connections + 1);
  const alerts = (await findQuick(test.db)).filter(({ figures }) => figures.lane === at.laneId);
  const titles = alerts.map(({ kind, figures }) => alertText(kind, figures).title.ja);
  expect(titles).toContainEqual(expect.stringMatching(/止まりました.*受け付けたという応答がありません/));
  return { doubtful, queued: left };
}

it('mail: a server that takes the data and falls silent stops the lane, which only a person restarts', async () => {
  const never = new Promise(() => undefined);
  const stub = await smtpStub({ onMail: () => never });
  const at = await queued('mail');
  await drainMail(test, at, stub.url, isStopped(at), { silenceMs: 150 });
  const stopped = await stoppedInTime(at, 2);
  expect(stopped.doubtful).toBeGreaterThanOrEqual(4);
  const seen = stub.mails.length;
  await drainMail(test, at, stub.url, rounds(80), { silenceMs: 150 });
  expect([await stoppedInTime(at, 2), stub.mails.length]).toEqual([stopped, seen]);
  await stub.close();
});

describe('a gateway that answers 200 to everything', () => {
  let server: Server;
  let url: string;
  let body: string;
  let posts: number;
  beforeEach(async () => {
    posts = 0;
    server = createServer((request, response) => {
      if (request.method === 'POST') posts += 1;
      request.resume().once('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end(body));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => server.close());

  it.each([
    ['a sign-in page', '<!doctype html><form action=/login><input name=user></form>'],
    ['nothing', ''],
    ['a failure', '{"status":"failed"}'],
    ['an id of its own', '{"sid":"OK","status":"queued"}'],
  ])('with %s: nothing counts as handed over, and the lane stops', async (_, said) => {
    body = said;
    const at = await queued('sms');
    await drainSms(test, at, { url, honoursKeys: false }, isStopped(at));
    const stopped = await stoppedInTime(at, 3);
    expect([stopped.doubtful, posts]).toEqual([posts, stopped.doubtful]);
    await drainSms(test, at, { url, honoursKeys: false }, rounds(80));
    expect(await stoppedInTime(at, 3)).toEqual(stopped);
  });

  it('repeats them under their keys where the provider knows these, and stops all the same', async () => {
    body = '<html>';
    const at = await queued('sms');
    await drainSms(test, at, { url }, isStopped(at));
    expect(await stoppedInTime(at, 3)).toEqual({ doubtful: 0, queued: MESSAGES });
  });

  it('waits no longer for an answer that never ends than for none', async () => {
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drip));
      request.resume();
    });
    const account = { accountSid: SMS_ACCOUNT, authToken: SMS_TOKEN, from: 'TSUNAGI' };
    const provider = new TwilioSms({ url, ...account, honoursKeys: false, private: '127.0.0.0/8', timeoutMs: 200 });
    const sms = { key: 'k', to: '+819012340000', body: 'x', statusCallback: 'https://x.example/' };
    expect(await provider.send(sms, async () => true)).toEqual({ kind: 'unknown' });
    provider.close();
  });

  it('is not taken for the provider when a lane asks whether that is back', async () => {
    body = '<html>';
    const account = { accountSid: SMS_ACCOUNT, authToken: SMS_TOKEN, from: 'TSUNAGI' };
    const provider = new TwilioSms({ url, ...account, honoursKeys: false, private: '127.0.0.0/8' });
    expect(await provider.reachable()).toBe(false);
    body = JSON.stringify({ sid: SMS_ACCOUNT, status: 'active' });
    expect(await provider.reachable()).toBe(true);
    provider.close();
  });
});
