import { type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { OutgoingGate, OutgoingRefused, postStatus } from '../../activities/delivery/providers/outgoing';
import { isSignedWebhook, REPLAY_WINDOW, signWebhook } from '../../activities/maintenance/webhook-signature';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => (server.closeAllConnections(), server.close())));

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Names answer with these addresses; each question is counted. */
function names(...answers: string[][]) {
  const asked: string[] = [];
  const resolve = (name: string, _: object, done: (error: null, addresses: LookupAddress[]) => void) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)]!;
    asked.push(name);
    done(
      null,
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, resolve };
}
const post = (gate: OutgoingGate, url: string, timeoutMs = 5_000) =>
  postStatus(gate, new URL(url), { body: '{}', headers: {}, timeoutMs });
const refusal = (work: () => Promise<unknown>) =>
  work().then(
    () => 'sent',
    (error: unknown) => (error instanceof OutgoingRefused ? error.code : 'failed'),
  );

const INSIDE = [
  ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
  ...['0.0.0.0', '192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fc00::1'],
  ...['fd00:ec2::254', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::7f00:1', '2002:7f00:1::', 'ff02::1'],
  ...['2001:db8::1', '2001::1'],
];

describe('what is let out', () => {
  it.each(INSIDE)('never to %s, as an address or as what a name stands for', async (address) => {
    const literal = address.includes(':') ? `[${address}]` : address;
    const gate = new OutgoingGate('', names([address]).resolve);
    expect(await refusal(async () => post(gate, `https://${literal}/`))).toBe('private_address');
    expect(await refusal(async () => post(gate, 'https://hook.example/'))).toBe('private_address');
  });

  it.each(['2130706433', '0x7f.1', '017700000001', '127.1'])('never to %s, however it is written', async (host) => {
    expect(await refusal(async () => post(new OutgoingGate(), `https://${host}/`))).toBe('private_address');
  });

  it('no name of which one address is inside', async () => {
    const { resolve } = names(['93.184.216.34', '127.0.0.1']);
    expect(await refusal(async () => post(new OutgoingGate('', resolve), 'https://hook.example/'))).toBe(
      'private_address',
    );
  });

  it.each([
    ['http://93.184.216.34/', 'not_https'],
    ['http://hook.example/', 'not_https'],
    ['ftp://hook.example/', 'not_https'],
    ['https://user:secret@hook.example/', 'credentials_in_url'],
  ])('%s is refused: %s', async (url, code) => {
    const { resolve } = names(['93.184.216.34']);
    expect(await refusal(async () => post(new OutgoingGate('', resolve), url))).toBe(code);
  });

  it('what the operator allows, and no neighbour of it', async () => {
    const port = await serve((_, res) => res.end());
    expect(await post(new OutgoingGate('127.0.0.1'), `http://127.0.0.1:${port}/`)).toBe(200);
    expect(await refusal(async () => post(new OutgoingGate('127.0.0.2'), `http://127.0.0.1:${port}/`))).toBe(
      'private_address',
    );
    expect(() => new OutgoingGate('inside')).toThrow('inside is no address');
  });
});

it('connects to the address that was checked, whatever the name says afterwards', async () => {
  const port = await serve((_, res) => res.end());
  const { asked, resolve } = names(['127.0.0.1'], ['169.254.169.254']);
  const gate = new OutgoingGate('127.0.0.0/8', resolve);
  expect(await post(gate, `http://hook.example:${port}/`)).toBe(200);
  expect(asked).toEqual(['hook.example']);
  expect(await refusal(async () => post(gate, `http://hook.example:${port}/`))).toBe('private_address');
});

it('follows no redirect', async () => {
  let reached = 0;
  const secret = await serve((_, res) => ((reached += 1), res.end()));
  const port = await serve((_, res) => res.writeHead(307, { location: `http://127.0.0.1:${secret}/` }).end());
  expect(await post(new OutgoingGate('127.0.0.1'), `http://127.0.0.1:${port}/`)).toBe(307);
  expect(reached).toBe(0);
});

it('waits neither for an answer without end nor for none', async () => {
  const endless = await serve((_, res) => {
    const more = () => res.write('x'.repeat(65_536), () => res.destroyed || more());
    more();
  });
  expect(await post(new OutgoingGate('127.0.0.1'), `http://127.0.0.1:${endless}/`)).toBe(200);
  const silent = await serve(() => undefined);
  expect(await refusal(() => post(new OutgoingGate('127.0.0.1'), `http://127.0.0.1:${silent}/`, 100))).toBe('failed');
});

describe('a signed webhook', () => {
  const NOW = 1_800_000_000;
  const header = signWebhook('secret', NOW, '{"id":1}');
  const other = signWebhook('secret', NOW + 1, '{"id":1}');
  it.each<[string, string, string, number, boolean]>([
    ['as it was sent', header, '{"id":1}', NOW, true],
    ['at the edge of the window', header, '{"id":1}', NOW + REPLAY_WINDOW, true],
    ['recorded and sent again later', header, '{"id":1}', NOW + REPLAY_WINDOW + 1, false],
    ['of the future', header, '{"id":1}', NOW - REPLAY_WINDOW - 1, false],
    ['with another body', header, '{"id":2}', NOW, false],
    ['with another time', header.replace(String(NOW), String(NOW + 1)), '{"id":1}', NOW, false],
    ['with the signature of another time', `t=${NOW},${other.split(',')[1]}`, '{"id":1}', NOW, false],
    ['without one', '', '{"id":1}', NOW, false],
  ])('%s', (_, given, body, now, believed) => {
    expect(isSignedWebhook('secret', given, { body, now })).toBe(believed);
    expect(isSignedWebhook('other', given, { body, now })).toBe(false);
  });
});
