import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import { chownSync, chmodSync, copyFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import pg from 'pg';
import { loadConfig } from '../../config/settings';
import { connectDb } from '../../db/platform/connect';
import { type Postgres, startPostgres } from '../../embedded/postgres/postgres';
import { startTemporal, type Temporal } from '../../embedded/temporal/temporal';
import { type TemporalAccess } from '../../embedded/temporal/config';
import { connectionOptions, connectTemporal, followApiKey, type TemporalSettings } from '../../temporal/connection';
import { testFolder } from '../sandbox/support';
import { eventually } from '../support/eventually';

const folder = testFolder();
const tls = join(folder.dir, 'tls');
const strangers = join(folder.dir, 'strangers');
const file = (name: string) => join(tls, name);
const log = () => undefined;
let postgres: Postgres;

function certificates(dir: string): void {
  const script = join(__dirname, '..', '..', 'compose', 'certificates.sh');
  const made = spawnSync('sh', [script, dir], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
}

async function asSuper(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.superUrl });
  await client.connect();
  await client.query(text);
  await client.end();
}

beforeAll(async () => {
  certificates(tls);
  certificates(strangers);
  postgres = await startPostgres({ dir: join(folder.dir, 'postgres'), log });
});
afterAll(async () => {
  await postgres.stop();
  folder.remove();
});

describe('PostgreSQL', () => {
  const secure = (ca: string, change: (url: URL) => void = () => undefined): string => {
    const url = new URL(postgres.superUrl);
    change(url);
    return loadConfig({ DATABASE_URL: url.toString(), MASTER_KEY_FILE: '/unused', DATABASE_CA_FILE: ca }).DATABASE_URL;
  };
  async function ask(url: string) {
    const { db, pool } = connectDb({ url, max: 1 });
    try {
      const { rows } = await pool.query<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
      return rows[0];
    } finally {
      await db.destroy();
    }
  }

  test('without TLS on its side is refused', async () => {
    await expect(ask(secure(file('ca.crt')))).rejects.toThrow(/does not support SSL/);
  });

  describe('with ssl=on', () => {
    async function showCertificate(name: string): Promise<void> {
      const data = join(folder.dir, 'postgres', 'data');
      const { uid, gid } = statSync(data);
      for (const kind of ['crt', 'key']) {
        const to = join(data, `server.${kind}`);
        copyFileSync(file(`${name}.${kind}`), to);
        chownSync(to, uid, gid);
        chmodSync(to, 0o600);
      }
      await asSuper(`alter system set ssl = on`);
      await asSuper('select pg_reload_conf()');
    }
    beforeAll(() => showCertificate('postgres'));

    test('is spoken to encrypted, and its name and CA are checked', async () => {
      // the server takes the setting over a moment after it was asked to
      const row = await eventually('PostgreSQL over TLS', () => ask(secure(file('ca.crt'))).catch(() => undefined));
      expect(row).toEqual({ ssl: true });
    });

    test("another CA's is refused", async () => {
      await expect(ask(secure(join(strangers, 'ca.crt')))).rejects.toThrow(/certificate/);
    });

    test('under a name that its certificate lacks is refused', async () => {
      const name = ['-subj', '/CN=elsewhere', '-addext', 'subjectAltName=DNS:elsewhere'];
      const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
      const by = ['-CA', file('ca.crt'), '-CAkey', file('ca.key')];
      const to = ['-keyout', file('elsewhere.key'), '-out', file('elsewhere.crt')];
      const made = spawnSync('openssl', ['req', '-x509', ...kind, ...by, ...name, ...to], { encoding: 'utf8' });
      expect(made.status).toBe(0);
      await showCertificate('elsewhere');
      const refused = () => ask(secure(file('ca.crt'))).then(undefined, (error: Error) => error.message);
      expect(await eventually('the refusal of the name', refused)).toMatch(/does not match certificate's altnames/);
    });
  });
});

describe('Temporal', () => {
  const namespaces = ['secured'];
  let temporal: Temporal;
  const access = (clients: TemporalAccess['clients']): TemporalAccess => ({
    certFile: file('temporal.crt'),
    keyFile: file('temporal.key'),
    caFile: file('ca.crt'),
    clients,
  });
  const settings = (more: Partial<TemporalSettings>): TemporalSettings => ({
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: 'secured',
    ...more,
  });
  const start = (clients: TemporalAccess['clients'], more: Partial<TemporalSettings>) => {
    const { address: _, ...connection } = connectionOptions({ TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '', ...more });
    const dir = join(folder.dir, 'temporal');
    return startTemporal({
      dir,
      postgresSuperUrl: postgres.superUrl,
      namespaces,
      log,
      access: access(clients),
      connection,
    });
  };
  async function ask(given: TemporalSettings): Promise<string> {
    const client = await connectTemporal(given);
    try {
      const { namespaceInfo } = await client.workflowService.describeNamespace({ namespace: given.TEMPORAL_NAMESPACE });
      return namespaceInfo!.name!;
    } finally {
      await client.connection.close();
    }
  }
  afterEach(() => temporal.stop());

  test('with mTLS admits clients and workers by certificate, and no others', async () => {
    const ours = {
      TEMPORAL_TLS_CA_FILE: file('ca.crt'),
      TEMPORAL_TLS_CERT_FILE: file('tsunagi.crt'),
      TEMPORAL_TLS_KEY_FILE: file('tsunagi.key'),
    };
    temporal = await start('certificates', ours);
    expect(await ask(settings(ours))).toBe('secured');
    const worker = await NativeConnection.connect(connectionOptions(settings(ours)));
    await worker.close();
    const stranger = (name: string) => join(strangers, name);
    const refused: Partial<TemporalSettings>[] = [
      {}, // plain
      { TEMPORAL_TLS_CA_FILE: file('ca.crt') }, // without a certificate
      { ...ours, TEMPORAL_TLS_CERT_FILE: stranger('tsunagi.crt'), TEMPORAL_TLS_KEY_FILE: stranger('tsunagi.key') },
      { ...ours, TEMPORAL_TLS_CA_FILE: stranger('ca.crt') },
      { ...ours, TEMPORAL_TLS_SERVER_NAME: 'elsewhere.example' },
    ];
    for (const given of refused) {
      const connecting = Connection.connect({ ...connectionOptions(settings(given)), connectTimeout: '2s' });
      await expect(connecting).rejects.toThrow();
    }
    expect(await ask(settings({ ...ours, TEMPORAL_TLS_SERVER_NAME: 'temporal' }))).toBe('secured');
  });

  test('with JWT lets in who brings one, from a file that may be replaced', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk: JsonWebKey = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' };
    writeFileSync(file('jwks.json'), JSON.stringify({ keys: [jwk] }));
    const token = (permissions: string[]): string => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const exp = Math.floor(Date.now() / 1000) + 600;
      const text = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part({ sub: 'tsunagi', exp, permissions })}`;
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    };
    const TEMPORAL_API_KEY_FILE = file('token');
    const given = (key: string) => {
      writeFileSync(TEMPORAL_API_KEY_FILE, key, { mode: 0o600 });
      const env = { DATABASE_URL: 'postgres://x/y', MASTER_KEY_FILE: '/unused', TEMPORAL_API_KEY_FILE };
      const { TEMPORAL_API_KEY } = loadConfig(env);
      return { TEMPORAL_TLS_CA_FILE: file('ca.crt'), TEMPORAL_API_KEY, TEMPORAL_API_KEY_FILE };
    };
    temporal = await start({ jwks: `file://${file('jwks.json')}` }, given(token(['temporal-system:admin'])));
    expect(await ask(settings(given(token(['secured:write']))))).toBe('secured');
    await expect(ask(settings({ TEMPORAL_TLS_CA_FILE: file('ca.crt') }))).rejects.toThrow(/unauthorized/i);
    await expect(ask(settings(given(token(['other:write']))))).rejects.toThrow(/unauthorized/i);
    await expect(ask(settings(given(`${token(['secured:write'])}x`)))).rejects.toThrow();
    const replaced: string[] = [];
    const first = given('first');
    const stop = followApiKey(first, (key) => void replaced.push(key), 20);
    writeFileSync(TEMPORAL_API_KEY_FILE, 'second one', { mode: 0o600 });
    await eventually('the new certificate', () => replaced.length > 0);
    stop();
    expect(replaced).toEqual(['second one']);
  });
});
