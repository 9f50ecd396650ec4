import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelTest } from '../../../cli/channel/command';
import { loadConfig } from '../../../config/settings';
import { freePort } from '../../../embedded/ports';
import { type RunningSms, SMS_ACCOUNT, SMS_TOKEN, startSms } from '../../sandbox/sms-support';
import { type Behaviour, smtpStub } from '../mail/smtp-stub';

let sms: RunningSms;
let dir: string;
beforeAll(async () => {
  sms = await startSms();
  dir = mkdtempSync(join(tmpdir(), 'tsunagi-channel-'));
});
afterAll(async () => {
  await sms.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs the command with these settings; returns its exit code, its lines, and what it says as JSON. */
async function run(channel: 'mail' | 'sms' | 'print', to: string, env: Record<string, string>, from?: string) {
  const config = loadConfig({ DATABASE_URL: 'postgres://x@127.0.0.1/x', MASTER_KEY_FILE: '/unused', ...env });
  const out: string[] = [];
  const err: string[] = [];
  const says = { config, out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const options = { to, json: true, lang: 'en' as const, ...(from !== undefined && { from }) };
  const code = await channelTest(channel, options, says);
  const { ending, steps } = JSON.parse(out[0]!) as {
    ending: string;
    steps: { step: string; ok: boolean; detail: string }[];
  };
  return { code, ending, err, steps: Object.fromEntries(steps.map((one) => [one.step, one])) };
}

async function withSmtp<Result>(
  behaviour: Behaviour,
  work: (url: string, mails: { raw: string }[]) => Promise<Result>,
) {
  const stub = await smtpStub(behaviour);
  return work(stub.url, stub.mails).finally(() => stub.close());
}

describe('mail', () => {
  it('says step by step how it went, and signs as the client’s mails are signed', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(dir, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const keys = [{ client: 'minato', domain: 'minato.example', selector: 's1', keyFile: 'key.pem' }];
    const DKIM_FILE = join(dir, 'dkim.json');
    writeFileSync(DKIM_FILE, JSON.stringify(keys), { mode: 0o600 });
    await withSmtp({}, async (SMTP_URL, mails) => {
      const done = await run('mail', 'me@example.jp', { SMTP_URL, DKIM_FILE }, 'info@minato.example');
      expect([done.code, done.ending]).toEqual([0, 'sent']);
      expect(done.steps).toMatchObject({
        connected: { ok: true, detail: new URL(SMTP_URL).host },
        encrypted: { ok: false },
        signed: { ok: true, detail: 's1._domainkey.minato.example' },
        accepted: { ok: true },
      });
      expect(done.err.join('\n')).toMatch(/✓ Composed: <channel-test\./);
      expect(mails).toHaveLength(1);
      expect(mails[0]!.raw).toContain('d=minato.example; s=s1');
      expect(mails[0]!.raw).toContain(done.steps['composed']!.detail);
    });
  });

  it.each<[string, Behaviour, number, string]>([
    ['refused', { rcpt: () => '550 5.1.1 no such user' }, 1, '5.1.1'],
    ['without an answer', { data: () => 'drop' }, 3, 'unknown'],
  ])('%s', async (_what, behaviour, code, detail) => {
    await withSmtp(behaviour, async (SMTP_URL) => {
      const done = await run('mail', 'me@example.jp', { SMTP_URL });
      expect([done.code, done.steps['signed']!.ok]).toEqual([code, false]);
      expect(done.steps['accepted']).toMatchObject({ ok: false, detail });
    });
  });

  it('not connected, and an address that is none', async () => {
    const SMTP_URL = `smtp://127.0.0.1:${await freePort()}`;
    const away = await run('mail', 'me@example.jp', { SMTP_URL });
    expect([away.code, away.steps['connected']!.ok]).toEqual([1, false]);
    expect((await run('mail', 'nobody', { SMTP_URL })).steps['settings']!.ok).toBe(false);
  });
});

describe('SMS', () => {
  const settings = () => ({ SMS_URL: sms.url, SMS_ACCOUNT, SMS_TOKEN, OUTGOING_PRIVATE: '127.0.0.0/8' });

  it('says what the provider made of it', async () => {
    await sms.behave();
    const done = await run('sms', '090-1234-5678', settings());
    expect([done.code, done.ending]).toEqual([0, 'sent']);
    expect(done.steps['reference']!.detail).toMatch(/^SM[0-9a-f]{32}$/);
    expect((await sms.record()).total).toBe(1);
  });

  it('a wrong password and a landline are not sent', async () => {
    await sms.behave();
    expect((await run('sms', '090-1234-5678', { ...settings(), SMS_TOKEN: 'wrong' })).code).toBe(1);
    expect((await run('sms', '03-1234-5678', settings())).code).toBe(1);
    expect((await sms.record()).total).toBe(0);
  });
});

describe('print', () => {
  it('puts one page where the shop finds it, and no run', async () => {
    const PRINT_DIR = join(dir, 'print');
    const done = await run('print', '印刷会社 佐藤様', { PRINT_DIR });
    expect([done.code, done.ending]).toEqual([0, 'sent']);
    const [key] = readdirSync(join(PRINT_DIR, 'proof'));
    expect(done.steps['reference']!.detail).toBe(key);
    const manifest = JSON.parse(readFileSync(join(PRINT_DIR, 'proof', key!, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ proof: true, test: true, key, pages: 1 });
    expect(existsSync(join(PRINT_DIR, 'proof', key!, 'letter.pdf'))).toBe(true);
    expect(readdirSync(join(PRINT_DIR, 'out'))).toEqual([]);
  });

  it('a folder that cannot be made is said', async () => {
    writeFileSync(join(dir, 'file'), '');
    expect((await run('print', 'x', { PRINT_DIR: join(dir, 'file', 'print') })).code).toBe(1);
  });
});
