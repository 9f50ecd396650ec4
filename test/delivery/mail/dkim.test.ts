import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { authenticate } from 'mailauth';
import pino from 'pino';
import { createMailActivities } from '../../../activities/delivery/mail';
import { SmtpProvider } from '../../../activities/delivery/providers/smtp';
import { readDkimKeys } from '../../../config/dkim-keys';
import { dkimPublished } from '../../../config/dkim-published';
import { MailSigners } from '../../../rendering/mail/signers';
import { composeProofMail } from '../../../rendering/proof/compose';
import { eventually } from '../../support/eventually';
import { testDb, type TestDb } from '../../support/test-db';
import { type Behaviour, smtpStub } from './smtp-stub';
import { messageOf, queue, scene, setClock, START } from './mail-fixture';

const folder = mkdtempSync(join(tmpdir(), 'tsunagi-dkim-'));
const keyFile = (name: string, bits = 2048) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  writeFileSync(join(folder, name), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return name;
};
const listFile = (list: unknown) => {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(list));
  return file;
};

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
  keyFile('own.pem');
  keyFile('other.pem');
  keyFile('short.pem', 1024);
});
afterAll(() => test.close());

const listOf = (client: string, more: object[] = []) =>
  readDkimKeys(listFile([{ client, domain: 'sample.example', selector: 't1', keyFile: 'own.pem' }, ...more]));

/** What a receiver would find in DNS. */
const records = (keys: ReturnType<typeof readDkimKeys>) => async (name: string, type: string) => {
  const key = keys.find(({ selector, domain }) => name === `${selector}._domainkey.${domain}`);
  if (type !== 'TXT' || !key) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
  const p = createPublicKey(key.key).export({ type: 'spki', format: 'der' }).toString('base64');
  return [[`v=DKIM1; k=rsa; p=${p}`]];
};

/** A campaign, and the client that it is of. */
async function clientScene() {
  const at = await scene(test);
  const client = await test.db
    .selectFrom('campaigns as c')
    .innerJoin('clients as k', 'k.id', 'c.client_id')
    .select(['k.id as clientId', 'k.code'])
    .where('c.id', '=', at.campaignId)
    .executeTakeFirstOrThrow();
  return { at, ...client };
}

/** Sends one mail of a client through the lane; returns what the server took, at each attempt. */
async function sent(keysOf: (client: string) => ReturnType<typeof readDkimKeys>, behaviour: Behaviour = {}) {
  const stub = await smtpStub(behaviour);
  const { at, code } = await clientScene();
  const keys = keysOf(code);
  const provider = new SmtpProvider(stub.url);
  const queued = await queue(test, at, 'to@example.jp');
  const stop = new AbortController();
  const { drainMailLane } = createMailActivities({
    db: test.db,
    vault: test.vault,
    docs: at.docs,
    config: { PUBLIC_URL: 'http://page.example', BOUNCE_DOMAIN: 'bounce.example' },
    provider,
    signers: new MailSigners(keys),
    connections: 1,
    log: pino({ level: 'silent' }),
    stopping: stop.signal,
  });
  const drained = new MockActivityEnvironment().run(drainMailLane, { laneId: at.laneId });
  await eventually('the mail is with its server', async () => {
    const row = await messageOf(test, queued.messageId);
    if (row.deferrals > 0 && row.status === 'queued') await setClock(test, row.not_before);
    return row.status === 'handed_over';
  });
  stop.abort();
  await drained;
  provider.close();
  await stub.close();
  return { mails: stub.mails, keys };
}

const checked = async (raw: string, keys: ReturnType<typeof readDkimKeys>) => {
  const { dkim } = await authenticate(raw, {
    ip: '192.0.2.1',
    helo: 'mail.example',
    sender: 'b@bounce.example',
    trustReceived: false,
    disableArc: true,
    disableDmarc: true,
    disableBimi: true,
    resolver: records(keys) as never,
  });
  return dkim.results;
};

it("signs a client's mails so that receivers verify them, with both unsubscribe headers (RFC 8058)", async () => {
  const { mails, keys } = await sent((client) => listOf(client));
  const [result] = await checked(mails[0]!.raw, keys);
  expect(result).toMatchObject({ signingDomain: 'sample.example', selector: 't1', status: { result: 'pass' } });
  const signed = /^DKIM-Signature:[^]*?\bh=([^;]*);/m.exec(mails[0]!.raw)![1]!.replace(/\s/g, '').split(':');
  const headers = ['From', 'To', 'Subject', 'Date', 'Message-ID', 'Auto-Submitted', 'List-Unsubscribe'];
  expect(signed).toEqual(expect.arrayContaining([...headers, 'List-Unsubscribe-Post', 'Content-Type']));
});

it.each<[string, (raw: string) => string]>([
  ['its text', (raw) => raw.replace(/\r\n\r\n([A-Za-z0-9+/]{20})/, '\r\n\r\nAAAA$1')],
  ['its way to unsubscribe', (raw) => raw.replace(/^List-Unsubscribe: <[^>]*>/m, 'List-Unsubscribe: <https://evil.example>')], // prettier-ignore
  ['one-click', (raw) => raw.replace(/^List-Unsubscribe-Post: .*\r\n/m, '')],
  ['a second sender', (raw) => raw.replace(/^From: /m, 'From: evil@evil.example\r\nFrom: ')],
])('lets no one change %s on the way', async (_, change) => {
  const { mails, keys } = await sent((client) => listOf(client));
  const changed = change(mails[0]!.raw);
  expect(changed).not.toBe(mails[0]!.raw);
  const [result] = await checked(changed, keys);
  expect(result!.status.result).not.toBe('pass');
});

it('gives a mail that is sent again the same Message-ID, signed anew', async () => {
  const later: Behaviour = { data: (_key, seen) => (seen === 0 ? '451 4.3.0 later' : undefined) };
  const seen: string[] = [];
  const { mails, keys } = await sent((client) => listOf(client), {
    data: (key, count) => {
      seen.push(key);
      return later.data!(key, count);
    },
  });
  expect([seen.length, new Set(seen).size]).toEqual([2, 1]);
  expect((await checked(mails[0]!.raw, keys))[0]!.status.result).toBe('pass');
});

it("signs a proof copy as the client's mails, with the same headers and a Message-ID of its own", async () => {
  const { clientId, code, at } = await clientScene();
  const keys = listOf(code);
  const config = { PUBLIC_URL: 'http://page.example', BOUNCE_DOMAIN: 'bounce.example' };
  const deps = { db: test.db, vault: test.vault, docs: at.docs, config, signers: new MailSigners(keys) };
  const proof = (proofId: number) => ({
    ...{ proofId, clientId, campaignId: at.campaignId, recipientId: 1, version: 1, notice: 'n1' },
    ...{ channel: 'mail' as const, language: 'ja' as const, contentHash: Buffer.alloc(32), attempts: 0, fence: 1 },
    claimedAt: START,
  });
  const raw = async (no: number) =>
    (await composeProofMail(deps, proof(no), { name: '確認 花子', mail: 'kakunin@client.example' }))!.raw.toString('latin1'); // prettier-ignore
  const [first, again, other] = [await raw(1), await raw(1), await raw(2)];
  expect((await checked(first, keys))[0]).toMatchObject({
    signingDomain: 'sample.example',
    status: { result: 'pass' },
  });
  expect(headerOf(first, 'Auto-Submitted')).toBe('auto-generated');
  expect(headerOf(first, 'List-Unsubscribe')).toMatch(/^<http:\/\/page\.example\/p\//);
  expect(headerOf(first, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
  const ids = [first, again, other].map((mail) => headerOf(mail, 'Message-ID'));
  expect(ids[0]).toMatch(/@bounce\.example>$/);
  expect([ids[1] === ids[0], ids[2] === ids[0]]).toEqual([true, false]);
});

const headerOf = (raw: string, name: string): string | undefined => {
  const lines = raw
    .split('\r\n\r\n')[0]!
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  return lines
    .find((line) => line.startsWith(`${name}: `))
    ?.slice(name.length + 2)
    .trim();
};

it.each<[string, (client: string) => ReturnType<typeof readDkimKeys>]>([
  ["another client's key", () => listOf('someone-else')],
  ['a key of another domain', (client) => readDkimKeys(listFile([{ client, domain: 'elsewhere.example', selector: 't1', keyFile: 'own.pem' }]))], // prettier-ignore
  ['no key', () => []],
])('sends unsigned with %s', async (_, keysOf) => {
  const { mails } = await sent(keysOf);
  expect(mails[0]!.raw).not.toMatch(/^DKIM-Signature:/m);
});

it.each<[string, unknown, RegExp]>([
  ['no list', { client: 'x' }, /is no list/],
  ['a field too few', [{ client: 'x', domain: 'a.example', selector: 't1' }], /keyFile/],
  ['a domain that is none', [{ client: 'x', domain: 'a b', selector: 't1', keyFile: 'own.pem' }], /domain/],
  ['a key that is not there', [{ client: 'x', domain: 'a.example', selector: 't1', keyFile: 'none.pem' }], /ENOENT/],
  ['a short key', [{ client: 'x', domain: 'a.example', selector: 't1', keyFile: 'short.pem' }], /2048/],
  ['two keys of one domain', ['t1', 't2'].map((selector) => ({ client: 'x', domain: 'a.example', selector, keyFile: 'own.pem' })), /two keys/], // prettier-ignore
])('starts with no list that has %s', (_, list, message) => {
  expect(() => readDkimKeys(listFile(list))).toThrow(message);
});

it('says whether receivers find the keys', async () => {
  const keys = listOf('x', [
    { client: 'x', domain: 'b.example', selector: 't1', keyFile: 'other.pem' },
    { client: 'x', domain: 'c.example', selector: 't1', keyFile: 'own.pem' },
  ]);
  const own = createPublicKey(keys[0]!.key).export({ type: 'spki', format: 'der' }).toString('base64');
  const texts: Record<string, string[]> = {
    't1._domainkey.sample.example': [`v=DKIM1; k=rsa; p=${own}`],
    't1._domainkey.b.example': [`v=DKIM1; k=rsa; p=${own}`],
  };
  const found = await dkimPublished(keys, async (name) => texts[name] ?? []);
  expect(found.map(({ published }) => published)).toEqual(['yes', 'no', 'no']);
  expect(found[2]!.why).toContain(own);
  const silent = await dkimPublished(keys, () => Promise.reject(new Error('no answer')));
  expect(silent.map(({ published }) => published)).toEqual(['unclear', 'unclear', 'unclear']);
});
