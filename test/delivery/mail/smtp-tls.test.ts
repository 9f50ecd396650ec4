import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { SmtpProvider } from '../../../activities/delivery/providers/smtp';

const dir = mkdtempSync(join(tmpdir(), 'tsunagi-smtp-'));
const file = (name: string) => join(dir, 'tls', name);
const servers: SMTPServer[] = [];
beforeAll(() => {
  const script = join(__dirname, '..', '..', '..', 'compose', 'certificates.sh');
  for (const folder of ['tls', 'strangers']) {
    const made = spawnSync('sh', [script, join(dir, folder)], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
  }
});
afterAll(async () => {
  for (const server of servers) await new Promise<void>((closed) => server.close(closed));
  rmSync(dir, { recursive: true });
});

/** A mail server that takes mail only from a client that signs in, over TLS if `options` say so; resolves to its port. */
async function mailServer(options: SMTPServerOptions): Promise<{ port: number; taken: string[] }> {
  const taken: string[] = [];
  const server = new SMTPServer({
    key: readFileSync(file('postgres.key')),
    cert: readFileSync(file('postgres.crt')),
    onAuth: ({ username, password }, session, done) =>
      username === 'us' && password === 'right' && session.secure
        ? done(null, { user: username })
        : done(new Error('refused')),
    onData: (stream, session, done) => {
      taken.push(session.secure ? 'encrypted' : 'in the clear');
      stream.resume().on('end', () => done(null, 'queued'));
    },
    ...options,
  });
  server.on('error', () => undefined); // of a client that refused our certificate
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return { port: (server.server.address() as AddressInfo).port, taken };
}

async function send(url: string) {
  const provider = new SmtpProvider(url);
  const mail = { key: 'k', from: 'a@x.example', to: 'b@y.example', raw: Buffer.from('Subject: x\r\n\r\nx\r\n') };
  const sent = await provider.send(mail, async () => true);
  provider.close();
  return sent;
}
const ca = () => encodeURIComponent(file('ca.crt'));
const wrongCa = () => encodeURIComponent(join(dir, 'strangers', 'ca.crt'));

test.each([
  ['smtps', { secure: true }, ''],
  ['smtp', { secure: false }, 'starttls=required&'],
])('%s signs in and sends over TLS, its CA checked', async (scheme, options, more) => {
  const { port, taken } = await mailServer(options);
  expect(await send(`${scheme}://us:right@127.0.0.1:${port}?${more}ca=${ca()}`)).toMatchObject({ kind: 'accepted' });
  expect(taken).toEqual(['encrypted']);
  expect(await send(`${scheme}://us:wrong@127.0.0.1:${port}?${more}ca=${ca()}`)).toMatchObject({ kind: 'unreachable' });
  expect(await send(`${scheme}://us:right@127.0.0.1:${port}?${more}ca=${wrongCa()}`)).toMatchObject({
    kind: 'unreachable',
  });
  expect(await send(`${scheme}://us:right@127.0.0.1:${port}?${more}`)).toMatchObject({ kind: 'unreachable' });
  expect(taken).toHaveLength(1);
});

test('a server without TLS gets nothing where TLS is required', async () => {
  const { port, taken } = await mailServer({ secure: false, hideSTARTTLS: true, authOptional: true });
  expect(await send(`smtp://127.0.0.1:${port}?starttls=required`)).toMatchObject({ kind: 'unreachable' });
  expect(taken).toEqual([]);
  expect(await send(`smtp://127.0.0.1:${port}`)).toMatchObject({ kind: 'accepted' }); // the embedded default
});
