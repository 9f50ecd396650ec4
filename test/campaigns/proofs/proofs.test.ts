import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { type Logger, pino } from 'pino';
import { startBounceListener } from '../../../activities/delivery/bounce-listener';
import { createMailActivities } from '../../../activities/delivery/mail';
import { SmtpProvider } from '../../../activities/delivery/providers/smtp';
import { TwilioSms } from '../../../activities/delivery/providers/twilio';
import { createSmsActivities } from '../../../activities/delivery/sms';
import { createPrintActivities } from '../../../activities/print/activities';
import { LocalFiles } from '../../../activities/print/exchange/local-files';
import { PrintFolder } from '../../../activities/print/folder';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { takeProofReceipt } from '../../../db/delivery/sms-receipts';
import { ensureLane } from '../../../db/delivery/lanes';
import { type Channel } from '../../../domain/campaigns/campaign';
import { AppError } from '../../../domain/errors';
import { type Behaviour, smtpStub } from '../../delivery/mail/smtp-stub';
import { type RunningSms, SMS_ACCOUNT, SMS_TOKEN, startSms } from '../../sandbox/sms-support';
import { type Api, type ApiClient, EXAMPLE, ledgerKinds, openApi } from '../../support/api';
import { eventually } from '../../support/eventually';

let api: Api;
let sms: RunningSms;
beforeAll(async () => {
  [api, sms] = await Promise.all([openApi(), startSms()]);
});
afterAll(async () => {
  await sms.close();
  await api.t.close();
});

let own: ApiClient;
let path: string;
const lanes = {} as Record<Channel, number>;
beforeEach(async () => {
  own = await api.client();
  path = `/api/campaigns/${own.campaignId}`;
  await edit(EXAMPLE);
  for (const channel of ['mail', 'sms', 'post'] as const)
    lanes[channel] = await ensureLane(api.t.db, { clientId: own.clientId, channel, name: 'own' });
});

const manager = () => own.keys.manager.key;
async function edit(file: string): Promise<void> {
  const { body } = await api.send('get', path, manager()).expect(200);
  const sent = api.send('put', path, manager()).set('If-Match', `"${body.version}"`);
  await sent.type('application/yaml').send(file).expect(200);
}
const add = (body: object) => api.act(`${path}/proof-recipients`, manager(), body);
const ask = (notices: string[], body: object = {}) => api.act(`${path}/proofs`, manager(), { notices, ...body });
const list = async (key = own.keys.approver.key) => (await api.send('get', `${path}/proofs`, key).expect(200)).body;
const OTHERS = { name: '校正 一郎', mail: 'kosei1@agency.example' };
const ALL = {
  name: '確認 花子',
  mail: 'kakunin@client.example',
  mobile: '090-8765-4321',
  postalCode: '100-0005',
  address: '東京都千代田区丸の内0-0-0 見本ビル',
};

const statuses = async () => {
  const rows = await api.t.db.selectFrom('proofs').select('status').where('campaign_id', '=', own.campaignId).execute();
  return rows.map(({ status }) => status);
};
const noneWaits = async () => (await statuses()).every((one) => ['sent', 'failed', 'doubtful'].includes(one));

type Drain = (task: { laneId: number }) => Promise<unknown>;
/** Runs a lane's activity until `done` says so. */
async function drain(channel: Channel, make: (common: Common) => Drain, done: () => Promise<boolean> = noneWaits) {
  const stop = new AbortController();
  const { db, vault } = api.t;
  const config = { PUBLIC_URL: 'http://page.example', BOUNCE_DOMAIN: 'bounce.example' };
  const common = { db, vault, config, docs: new CampaignDocs(), log: pino({ level: 'silent' }), stopping: stop.signal };
  const running = new MockActivityEnvironment().run(make(common), { laneId: lanes[channel] });
  await Promise.all([running, eventually('the end of the drain', done).finally(() => stop.abort())]);
}
interface Common {
  db: Api['t']['db'];
  vault: Api['t']['vault'];
  config: { PUBLIC_URL: string; BOUNCE_DOMAIN: string };
  docs: CampaignDocs;
  log: Logger;
  stopping: AbortSignal;
}

async function drainMail(behaviour: Behaviour = {}, done?: () => Promise<boolean>) {
  const stub = await smtpStub(behaviour);
  const provider = new SmtpProvider(stub.url);
  await drain('mail', (common) => createMailActivities({ ...common, provider, connections: 2 }).drainMailLane, done);
  provider.close();
  await stub.close();
  return stub.mails;
}

it('goes by mail to the named people only, marked, once for each, and is no contact', async () => {
  await add(OTHERS).expect(201);
  await add(ALL).expect(201);
  const key = randomUUID();
  const send = () =>
    api
      .send('post', `${path}/proofs`, manager())
      .set('Idempotency-Key', key)
      .send({ notices: ['notice', 'notice-letter'] });
  expect((await send().expect(201)).body).toEqual((await send().expect(201)).body);
  await api.t.db
    .updateTable('proofs')
    .set({ status: 'failed', done_at: new Date(), failure: 'x' })
    .where('channel', '=', 'post')
    .execute();
  const mails = await drainMail();
  expect(mails.map(({ to }) => to).sort()).toEqual([ALL.mail, ALL.mail, OTHERS.mail, OTHERS.mail]);
  const received = mails.filter(({ to }) => to === ALL.mail).map(({ raw }) => PostalMime.parse(raw));
  const [mail, english] = (await Promise.all(received)).sort((a) => (a.subject!.startsWith('【') ? -1 : 1));
  expect(english!.subject).toMatch(/^\[PROOF\] Important/);
  expect(mail!.subject).toMatch(/^【校正】【重要】/);
  expect(mail!.text).toContain('【校正】確認用にお送りしています。');
  expect(mail!.text).toContain('確認 花子 様');
  const link = /http:\/\/page\.example(\/p\/[\w-]{22})/.exec(mail!.text!)![1]!;
  expect(mail!.text!.match(/http:\/\/page\.example\/[ms]\//)).toBeNull();
  expect(mail!.headers.find((one) => one.key === 'list-unsubscribe')!.value).toBe(`<http://page.example${link}>`);
  for (const method of ['get', 'post'] as const) {
    const page = await api.send(method, link).expect(200);
    expect(page.text).toContain('これは校正です');
  }
  expect(
    await api.t.db.selectFrom('messages').select('id').where('campaign_id', '=', own.campaignId).execute(),
  ).toEqual([]);
  const kinds = (await ledgerKinds(api.t, own.campaignId)).filter((kind) => kind.startsWith('proof'));
  expect(kinds).toEqual([
    'proof_recipient_added',
    'proof_recipient_added',
    'proofs_asked',
    ...Array(4).fill('proof_sent'),
  ]);
});

it('says to how many it went, with the hash of the content, and is outdated once that has changed', async () => {
  await add(OTHERS).expect(201);
  await ask(['notice', 'reminder']).expect(201);
  await drainMail();
  const before = await list();
  expect(before.recipients).toEqual([{ id: expect.any(Number), name: OTHERS.name, channels: ['mail'] }]);
  expect(before.proofs).toHaveLength(2);
  expect(before.proofs[1]).toMatchObject({ notice: 'notice', sent: 2, recipients: 1, waiting: 0, outdated: false });
  expect(JSON.stringify(before)).not.toContain(OTHERS.mail);
  await edit(EXAMPLE.replace('■ 返金について', '■ ご返金について'));
  const after = await list();
  const outdated = Object.fromEntries(
    after.proofs.map((one: { notice: string; outdated: boolean }) => [one.notice, one.outdated]),
  );
  expect(outdated).toEqual({ notice: true, reminder: false });
});

it('never goes to an address of a customer', async () => {
  const { body } = await add({ name: '別人', mail: 'C0@customers.example' }).expect(409);
  expect(body.code).toBe('proof_recipient_is_customer');
  await add(OTHERS).expect(201);
  await ask(['notice']).expect(201);
  // the address has become a customer's meanwhile
  const hash = api.t.vault.index(own.clientId, 'mail', OTHERS.mail);
  await api.t.db
    .updateTable('contact_points')
    .set({ hash })
    .where('customer_id', '=', own.customers[0]!.id)
    .where('channel', '=', 'mail')
    .execute();
  expect(await drainMail()).toEqual([]);
  expect((await list()).proofs[0]).toMatchObject({ sent: 0, failed: 2, failures: ['no_contact'] });
});

it('a removed recipient is forgotten, and no one else can be asked for', async () => {
  const { body } = await add(OTHERS).expect(201);
  await ask(['notice-sms']).expect(409);
  await ask(['call-script']).expect(404);
  await ask(['notice'], { recipients: [body.id + 1] }).expect(404);
  await api.act(`${path}/proof-recipients/${body.id}/remove`, manager()).expect(200);
  await api.act(`${path}/proof-recipients/${body.id}/remove`, manager()).expect(404);
  expect((await list()).recipients).toEqual([]);
  const row = await api.t.db.selectFrom('proof_recipients').select('data').where('id', '=', body.id).executeTakeFirst();
  expect(row).toEqual({ data: null });
});

it('waits while the lane is closed, and is doubtful, not repeated, where the answer is lost', async () => {
  await add(OTHERS).expect(201);
  await api.t.db.updateTable('clock').set({ slot_ms: 0 }).execute();
  await api.t.db.updateTable('lanes').set({ opens: '18:00', closes: '19:00' }).where('id', '=', lanes.mail).execute();
  await ask(['notice']).expect(201);
  let rounds = 0;
  expect(await drainMail({}, async () => ++rounds > 8)).toEqual([]);
  expect(await statuses()).toEqual(['queued', 'queued']);
  await api.t.db.updateTable('lanes').set({ opens: '00:00', closes: '24:00' }).where('id', '=', lanes.mail).execute();
  const first = await drainMail({ data: () => 'drop' });
  expect([first.length, await statuses()]).toEqual([2, ['doubtful', 'doubtful']]);
  rounds = 0;
  expect(await drainMail({}, async () => ++rounds > 8)).toEqual([]);
});

it('goes by SMS through the provider, marked, under a key of its own', async () => {
  await sms.behave();
  await add(ALL).expect(201);
  await ask(['notice-sms']).expect(201);
  const account = { accountSid: SMS_ACCOUNT, authToken: SMS_TOKEN, from: 'TSUNAGI', honoursKeys: true };
  const provider = new TwilioSms({ url: sms.url, ...account, timeoutMs: 5_000, private: '127.0.0.0/8' });
  const sent = jest.spyOn(provider, 'send');
  await drain('sms', (common) => createSmsActivities({ ...common, provider, connections: 2 }).drainSmsLane);
  provider.close();
  const ids = (await list()).copies.map(({ id }: Copy) => `http://page.example/webhooks/sms?p=${id}`);
  expect(sent.mock.calls.map(([{ statusCallback }]) => statusCallback).sort()).toEqual(ids.sort());
  const { accepted } = await sms.record();
  expect(Object.values(accepted)).toEqual([1, 1]);
  expect(Object.keys(accepted).every((key) => /^\d+\/0\/0\/proof-\d+\/0\/sms$/.test(key))).toBe(true);
  const { messages } = await sms.get<{ messages: { body: string }[] }>('/api/messages');
  expect(messages).toHaveLength(2);
  for (const { body } of messages) expect(body).toMatch(/^(【校正】|\[PROOF\] )/);
  expect((await list()).proofs[0]).toMatchObject({ channel: 'sms', sent: 2, recipients: 1 });
});

it('is drawn as a letter with the mark across each page, and put where the print shop finds it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-proof-'));
  try {
    await add(ALL).expect(201);
    await ask(['notice-letter']).expect(201);
    await drain('post', (common) => createPrintActivities({ ...common, folder: new PrintFolder(dir) }).drainPostLane);
    const keys = readdirSync(join(dir, 'proof'));
    expect([keys.length, readdirSync(join(dir, 'out'))]).toEqual([2, []]);
    for (const key of keys) {
      const manifest = JSON.parse(readFileSync(join(dir, 'proof', key, 'manifest.json'), 'utf8'));
      expect(manifest).toMatchObject({ proof: true, key, notice: 'notice-letter', file: 'letter.pdf' });
      const file = join(dir, 'proof', key, 'letter.pdf');
      if (process.env['SHOTS']) execFileSync('pdftoppm', ['-r', '60', '-png', file, join(process.env['SHOTS'], key)]);
      const pages = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
      expect(pages).toHaveLength(manifest.pages);
      for (const page of pages) expect(page.replace(/\s/g, '')).toContain('校正PROOF');
    }
    expect((await list()).proofs[0]).toMatchObject({ channel: 'post', sent: 2, waiting: 0 });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

it('waits for a print shop that takes none, and the letters of its lane do not wait for it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-proof-'));
  try {
    const shop = new LocalFiles(dir);
    shop.stage = () => Promise.reject(new AppError('print_shop_refused', { host: 'sftp.shop.example' }));
    await add(ALL).expect(201);
    await ask(['notice-letter']).expect(201);
    const proofs = api.t.db
      .selectFrom('proofs')
      .select(['status', 'failure'])
      .where('campaign_id', '=', own.campaignId);
    const refused = async () => (await proofs.execute()).every(({ failure }) => failure !== null);
    const make = (common: Common) =>
      createPrintActivities({ ...common, folder: new PrintFolder(dir, shop) }).drainPostLane;
    await drain('post', make, refused);
    expect(await proofs.execute()).toEqual(Array(2).fill({ status: 'queued', failure: 'print_shop_refused' }));
    expect(readdirSync(join(dir, 'tmp'))).toEqual([]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

it('lists who got which proof and what came back, and that of a changed notice as of other contents', async () => {
  await add(OTHERS).expect(201);
  const { body: second } = await add({ name: '確認 花子', mail: ALL.mail }).expect(201);
  await ask(['notice']).expect(201);
  const [mail] = await drainMail();
  const { db, vault } = api.t;
  const config = { BOUNCE_DOMAIN: 'bounce.example' };
  const listener = await startBounceListener({ db, vault, log: pino({ level: 'silent' }), config }, 0);
  for (const report of [DELAYED, NO_MAILBOX, NO_MAILBOX]) await sendBack(listener.port, mail!.from, report);
  expect(listener.counts).toMatchObject({ recorded: 1, duplicate: 2, unknown: 0 });
  await listener.close();
  await api.act(`${path}/proof-recipients/${second.id}/remove`, manager()).expect(200);

  const { copies, unproved } = await list();
  const shown = copies.map(({ name, state, code, outdated }: Copy) => [name, state, code, outdated]);
  const bounced = mail!.to === OTHERS.mail ? OTHERS.name : null;
  expect(shown).toHaveLength(4);
  expect(shown).toContainEqual([bounced, 'bounced', '5.1.1', false]);
  expect(shown.filter(([, state]: string[]) => state === 'sent')).toHaveLength(3);
  expect(shown.filter(([name]: string[]) => name === null)).toHaveLength(2);
  expect(unproved).not.toContain('notice');
  expect(unproved).toContain('reminder');
  expect((await ledgerKinds(api.t, own.campaignId)).filter((kind) => kind === 'proof_bounced')).toHaveLength(1);

  const { body: before } = await api.send('get', path, manager()).expect(200);
  await edit(EXAMPLE.replace('■ 返金について', '■ ご返金について'));
  const now = await list();
  expect([now.unproved.includes('notice'), now.copies.every(({ outdated }: Copy) => outdated)]).toEqual([true, true]);
  const { body: then } = await api
    .send('get', `${path}/proofs?version=${before.version}`, own.keys.approver.key)
    .expect(200);
  expect([then.unproved.includes('notice'), then.copies.some(({ outdated }: Copy) => outdated)]).toEqual([
    false,
    false,
  ]);
});

it.each([
  [['sent'], 'sent', null],
  [['delivered', 'delivered'], 'delivered', null],
  [['undelivered', 'sent'], 'bounced', '30005'],
  [['undelivered', 'delivered'], 'delivered', null],
  [['delivered', 'undelivered'], 'delivered', null],
])('receipts of an SMS %j: %s', async (reports, state, code) => {
  await add(ALL).expect(201);
  await ask(['notice-sms']).expect(201);
  await api.t.db
    .updateTable('proofs')
    .set({ status: 'sent', done_at: new Date(0) })
    .where('campaign_id', '=', own.campaignId)
    .execute();
  const [{ id: proofId }] = (await list()).copies;
  for (const status of reports) {
    await takeProofReceipt(api.t.db, { proofId, status, code: status === 'undelivered' ? '30005' : null });
  }
  expect((await list()).copies.find((copy: Copy) => copy.id === proofId)).toMatchObject({ state, code });
});

it('a receipt for a proof that there never was is not ours', async () => {
  const receipt = { proofId: 9_000_000, status: 'delivered', code: null };
  expect(await takeProofReceipt(api.t.db, receipt)).toBe('unknown');
});

type Copy = { id: number; name: string | null; state: string; code: string | null; outdated: boolean };

const report = (action: string, status: string) => `Content-Type: multipart/report; boundary=X

--X
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822;someone@agency.example
Action: ${action}
Status: ${status}

--X--
`;
const DELAYED = report('delayed', '4.4.1');
const NO_MAILBOX = report('failed', '5.1.1');

async function sendBack(port: number, to: string, raw: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: '', to }, raw }).finally(() => transport.close());
}
