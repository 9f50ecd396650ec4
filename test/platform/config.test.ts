import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config/settings';
import { checkSettings, shownSettings, startConfig, unsafeSettings, doubtfulSettings } from '../../config/safety';

const dir = mkdtempSync(join(tmpdir(), 'tsunagi-config-'));
afterAll(() => rmSync(dir, { recursive: true }));

function secretFile(name: string, text: string, mode = 0o600): string {
  const file = join(dir, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const PASSWORD = 'pa55-Word-that-is-long';
const SAFE = {
  DATABASE_URL: `postgres://tsunagi_app:${PASSWORD}@db.example/tsunagi`,
  DATABASE_CA_FILE: '/etc/tsunagi/ca.crt',
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  TEMPORAL_TLS_CA_FILE: '/etc/tsunagi/ca.crt',
  TEMPORAL_TLS_CERT_FILE: '/etc/tsunagi/tsunagi.crt',
  TEMPORAL_TLS_KEY_FILE: secretFile('tsunagi.key', 'x'),
  MASTER_KEY_FILE: secretFile('master.key', 'x'),
  CODEC_KEY_FILE: secretFile('codec.key', 'x'),
  PUBLIC_URL: 'https://closing.example',
  SMTP_URL: `smtps://us:${PASSWORD}@mail.example:465`,
  SMS_URL: 'https://api.twilio.com',
  SMS_TOKEN_FILE: secretFile('sms', 'marked-sms-token\n'),
};
type Env = Record<string, string | undefined>;
const unsafe = (change: Env) => unsafeSettings(loadConfig({ ...SAFE, ...change }));

test('these settings are safe', () => {
  expect(unsafe({})).toEqual([]);
  expect(startConfig(SAFE).SMS_TOKEN).toBe('marked-sms-token');
});

test.each<[string, Env, string, RegExp]>([
  ['PostgreSQL without TLS', { DATABASE_CA_FILE: undefined }, 'DATABASE_URL', /sslmode=verify-full/],
  [
    'PostgreSQL with TLS that is not verified',
    { DATABASE_CA_FILE: undefined, DATABASE_URL: `${SAFE.DATABASE_URL}?sslmode=require` },
    'DATABASE_URL',
    /sslmode=verify-full/,
  ],
  ['a password everybody knows', { DATABASE_URL: 'postgres://a:postgres@db/x' }, 'DATABASE_URL', /random/],
  ['no password', { DATABASE_URL: 'postgres://a@db/x' }, 'DATABASE_URL', /random/],
  ["the owner's password", { DATABASE_OWNER_URL: 'postgres://o:changeme@db/x' }, 'DATABASE_OWNER_URL', /random/],
  [
    'Temporal without TLS',
    { TEMPORAL_TLS_CA_FILE: undefined, TEMPORAL_TLS_CERT_FILE: undefined },
    'TEMPORAL_ADDRESS',
    /TEMPORAL_TLS_CA_FILE/,
  ],
  ['Temporal that lets in every caller', { TEMPORAL_TLS_CERT_FILE: undefined }, 'TEMPORAL_ADDRESS', /_CERT_FILE/],
  ['customers’ pages over http', { PUBLIC_URL: 'http://closing.example' }, 'PUBLIC_URL', /https/],
  ['the desks over http', { CONSOLE_URL: 'http://desk.example' }, 'CONSOLE_URL', /https/],
  ["Temporal's UI over http", { CODEC_UI_ORIGIN: 'http://ui.example' }, 'CODEC_UI_ORIGIN', /https/],
  ["links to Temporal's UI over http", { TEMPORAL_UI_URL: 'http://ui.example' }, 'TEMPORAL_UI_URL', /https/],
  ['SMS over http', { SMS_URL: 'http://sms.example' }, 'SMS_URL', /https/],
  ['a KMS over http', { KMS_URL: 'http://kms.example', KMS_TOKEN: 'x' }, 'KMS_URL', /https/],
  ['mail in the clear', { SMTP_URL: 'smtp://mail.example' }, 'SMTP_URL', /starttls=required/],
  ['a guessable mail password', { SMTP_URL: 'smtps://us:secret@mail.example' }, 'SMTP_URL', /random/],
  ['no SMS token', { SMS_TOKEN_FILE: undefined }, 'SMS_TOKEN', /SMS_TOKEN_FILE/],
  ['plain histories', { CODEC_KEY_FILE: undefined }, 'CODEC_KEY_FILE', /openssl rand/],
  ['a master key for all eyes', { MASTER_KEY_FILE: secretFile('open.key', 'x', 0o644) }, 'MASTER_KEY_FILE', /chmod/],
  ['a token for all eyes', { SMS_TOKEN_FILE: secretFile('open', 'x', 0o604) }, 'SMS_TOKEN_FILE', /chmod/],
])('%s is refused, with the way to mend it', (_, change, name, mend) => {
  const found = unsafe(change);
  expect(found.map((one) => one.name)).toEqual([name]);
  expect(found[0]!.mend).toMatch(mend);
  expect(() => startConfig({ ...SAFE, ...change })).toThrow(`  ${name}: `);
});

test('one message lists everything, without a value that is secret', () => {
  const wrong = { DATABASE_URL: 'postgres://tsunagi_app:hunter2@db.example/x', MASTER_KEY_FILE: '/nowhere' };
  const start = () => startConfig(wrong);
  for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'PUBLIC_URL', 'SMTP_URL', 'SMS_TOKEN', 'CODEC_KEY_FILE']) {
    expect(start).toThrow(`  ${name}: `);
  }
  expect(start).not.toThrow('hunter2');
});

test.each([
  ['https://go.example.jp:8443', /a port/],
  ['https://example.jp/goannai', /a path/],
])('%s as PUBLIC_URL is safe, with a warning: signatures are made over another form', (PUBLIC_URL, why) => {
  expect(unsafe({ PUBLIC_URL })).toEqual([]);
  expect(doubtfulSettings(loadConfig({ ...SAFE, PUBLIC_URL }))).toMatchObject([
    { name: 'PUBLIC_URL', why: expect.stringMatching(why) },
  ]);
  expect(doubtfulSettings(loadConfig(SAFE))).toEqual([]);
});

test('mail may take STARTTLS, and a mail server that knows us by address needs no password', () => {
  expect(unsafe({ SMTP_URL: 'smtp://mail.example:587?starttls=required' })).toEqual([]);
});

test('the embedded default is recognised by its own setting only', () => {
  const loopback = { DATABASE_URL: 'postgres://a:b@127.0.0.1/x', MASTER_KEY_FILE: '/unused' };
  expect(() => startConfig(loopback)).toThrow(/unsafe/);
  expect(startConfig({ ...loopback, EMBEDDED: 'true' }).EMBEDDED).toBe(true);
});

describe('a secret from a file', () => {
  test.each(['DATABASE_URL', 'SMTP_URL', 'SMS_TOKEN', 'ALERT_SECRET', 'TEMPORAL_API_KEY', 'KMS_TOKEN'] as const)(
    '%s',
    (name) => {
      const value = name.endsWith('_URL') ? 'postgres://u:p@h/d' : 'marked-and-long-enough';
      const env: Env = { ...SAFE, SMS_TOKEN_FILE: undefined, [name]: undefined };
      const { DATABASE_CA_FILE: _, ...rest } = { ...env, [`${name}_FILE`]: secretFile(`file-${name}`, `${value}\n`) };
      expect(loadConfig(rest)[name]).toBe(value);
    },
  );

  test('that is not there is named, and one given twice as well', () => {
    expect(() => loadConfig({ ...SAFE, SMS_TOKEN_FILE: '/nowhere/sms' })).toThrow(
      /SMS_TOKEN_FILE: \/nowhere\/sms cannot be read \(ENOENT\)/,
    );
    expect(() => loadConfig({ ...SAFE, SMS_TOKEN: 'x' })).toThrow(/SMS_TOKEN: given twice/);
  });
});

test('settings are shown with their secrets hidden', () => {
  const config = loadConfig({ ...SAFE, ALERT_SECRET: 'marked-alert-secret', TEMPORAL_API_KEY: 'marked-api-key' });
  const shown = shownSettings(config);
  const text = JSON.stringify(shown);
  for (const secret of [PASSWORD, 'marked-']) expect(text).not.toContain(secret);
  expect(shown).toMatchObject({ SMS_TOKEN: '(set)', PUBLIC_URL: 'https://closing.example' });
  expect(shown.SMTP_URL).toBe('smtps://us:***@mail.example:465');
});

test('the check ends with 1 where something is unsafe, and says whether bounces arrive', async () => {
  const before = { ...process.env };
  const lines: string[] = [];
  try {
    Object.assign(process.env, { DATABASE_URL: 'postgres://a:b@db/x', MASTER_KEY_FILE: '/unused' });
    const ask = async () => ({ arrive: 'no', why: 'no server', mend: 'add one' }) as const;
    expect(await checkSettings({ json: false }, (line) => void lines.push(line), ask)).toBe(1);
  } finally {
    process.env = before;
  }
  expect(lines).toContain('MASTER_KEY_FILE=/unused');
  expect(lines).toContain('WARNING bounces cannot arrive: no server; add one');
  expect(lines.filter((line) => line.startsWith('UNSAFE ')).length).toBeGreaterThan(4);
});
