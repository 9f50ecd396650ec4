import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { openApi, type Api } from '../../support/api';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { recordReceipt } from '../../../db/delivery/sms-receipts';
import { stepClock } from '../../support/seed';
import { asOwner } from '../../audit/fixture';
import { day, endedCampaign, ENDED, StatementStage } from './fixture';

let api: Api;
let stage: StatementStage;
let own: StatementStage['own'];
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await endedCampaign(api, 8);
  stage = new StatementStage(api, own);
  await stage.outcome(0, 'migrated', 'web');
  await stage.reflect(0, 'reflected');
  await stage.outcome(1, 'migrated', 'form');
  await stage.outcome(2, 'cancelled', 'phone');
  await stage.outcome(3, 'lapsed', 'notified_and_silent');
  await stage.outcome(4, 'unreachable', 'no_contact');
  await stage.outcome(5, 'lapsed', 'notified_and_silent');
  await stage.excludeRow(6, 'ご遺族に確認した');
  await stage.excludeByClient(7, '異動_0220.csv', 17);
});

const base = () => `/api/campaigns/${own.campaignId}/statement`;
const get = async (path = '', role: keyof typeof own.keys = 'auditor') =>
  api.send('get', `${base()}${path}`, own.keys[role].key).buffer(true).expect(200);
const prepare = (body: object = {}) => api.act(base(), own.keys.manager.key, body);
const sign = (hash: string, role: keyof typeof own.keys = 'approver') =>
  api.act(`${base()}/sign`, own.keys[role].key, { hash });
const signed = async (body: object = {}): Promise<string> => {
  const { hash } = (await prepare(body).expect(201)).body as { hash: string };
  await sign(hash).expect(200);
  return hash;
};

describe('what it says of each contract', () => {
  it('counts classes that add up, a move as accepted until the client reports it taken over', async () => {
    const { body } = await get();
    const count = Object.fromEntries(
      body.byClass.map((row: { class: string; count: number }) => [row.class, row.count]),
    );
    expect(count).toMatchObject({
      migrated: 1,
      accepted: 1,
      cancelled: 1,
      lapsed: 2,
      unreachable: 1,
      excluded: 2,
      open: 0,
    });
    expect(Object.values(count as Record<string, number>).reduce((sum, n) => sum + n, 0)).toBe(8);
    expect(body.lines.map((line: { classText: { ja: string } }) => line.classText.ja).slice(0, 3)).toEqual([
      '移行完了',
      '移行受付（反映待ち）',
      '解約受付',
    ]);
    expect(body.byReason.map((row: { class: string }) => row.class)).toEqual([
      ...['migrated', 'accepted', 'cancelled', 'lapsed', 'unreachable', 'excluded', 'excluded'],
    ]);
    expect(body.balanced).toBe(true);
  });

  it('says what is known of a contact, and never that ordinary mail arrived', async () => {
    await stage.contact(3, { channel: 'post', at: day('02-01') });
    await stage.contact(3, { channel: 'post', at: day('04-10') });
    await stage.contact(3, { channel: 'post', at: day('02-02'), bounced: true, failure: 'moved' });
    await stage.contact(3, { channel: 'sms', delivered: true });
    await stage.contact(3, { channel: 'mail', bounced: true, failure: '5.1.1' });
    await stage.contact(3, { channel: 'post', status: 'failed', failure: 'glyph_missing' });
    await stage.contact(3, { channel: 'mail', status: 'doubtful' });
    const [line] = (await get()).body.lines.filter(
      (one: { contractId: number }) => one.contractId === stage.contract(3),
    );
    expect(line.attempts.map((one: { resultText: { ja: string } }) => one.resultText.ja)).toEqual([
      '差出済・返戻なし（推定）',
      '差出済・返戻なし',
      '不着・返戻（転居先不明）',
      '端末に到達',
      expect.stringMatching(/^不達（.*5\.1\.1.*）$/),
      '送信できず（印字できない文字がある）',
      '送信できたか不明（要確認）',
    ]);
  });

  it('lists every call attempt on its own line, with its part of the day and its result', async () => {
    await stage.call(3, [
      [day('03-01', '10:10'), 'am', 'no_answer'],
      [day('03-02', '18:10'), 'evening', 'voicemail'],
      [day('03-06', '11:10'), 'sat', 'third_party'],
    ]);
    const { text } = await get('?format=csv');
    const calls = text.split('\r\n').filter((row) => row.includes(',電話,'));
    expect(calls.map((row) => row.split(',').slice(-6))).toEqual([
      ['1', '2027-03-01 10:10', '電話', '架電', '午前', '不在・呼出のみ'],
      ['2', '2027-03-02 18:10', '電話', '架電', '夜', '留守番電話'],
      ['3', '2027-03-06 11:10', '電話', '架電', '土', '別の方が応答'],
    ]);
    await stage.contact(3, { channel: 'post' });
    await stage.contact(3, { channel: 'mail' });
    await stage.contact(3, { channel: 'mail', status: 'doubtful' });
    const { messages } = (await get()).body as { messages: { channel: string; statusText: { ja: string } }[] };
    expect(messages.map(({ channel, statusText }) => [channel, statusText.ja]).sort()).toEqual([
      ['mail', '送信済'],
      ['mail', '送達不明（要確認）'],
      ['phone', '通話に至らず'],
      ['post', '差出済'],
    ]);
  });

  it('names file, row and person of each exclusion', async () => {
    const lines = (await get()).body.lines as { exclusion: { ja: string } | null }[];
    expect(lines.map(({ exclusion }) => exclusion?.ja ?? null)).toEqual([
      ...Array.from({ length: 6 }, () => null),
      '対象者リスト「対象者リスト_20270110.csv」8行、判断 受付 花子　2027-01-12 10:00',
      expect.stringMatching(/^異動データ第\d+号「異動_0220\.csv」17行、適用 連携 次郎　2027-02-20 11:30$/),
    ]);
  });

  it.each([
    ['as it stands', false],
    ['as signed', true],
  ])('gives the figures alone, %s, the same as with every line', async (_name, sign) => {
    if (sign) await signed();
    const { lines, asOf, ...whole } = (await get()).body;
    const { asOf: _asOf, ...alone } = (await get('?lines=none', 'client_viewer')).body;
    expect([lines.length, typeof asOf]).toEqual([8, 'string']);
    expect(alone).toEqual(whole);
  });

  it('is the same in CSV and PDF; neither shows a code', async () => {
    await stage.contact(4, { channel: 'mail', status: 'failed', failure: 'no_contact' });
    await stage.contact(4, { channel: 'mail', bounced: true, failure: 'smtp_554' });
    await stage.contact(4, { channel: 'sms', bounced: true, failure: 'sms_30005' });
    const csv = (await get('?format=csv')).text;
    expect(csv.split('\r\n')[0]).toBe(
      '\uFEFF契約ID,お客様ID,行,区分,理由,確定日時,委託元への反映,対象外の根拠,連絡No.,連絡日時,手段,段階,時間帯,結果',
    );
    expect(csv.replace('異動_0220.csv', '')).not.toMatch(/[a-z]_|_[a-z]|unreachable|migrated/);
    expect(csv).toContain('不達（メールサーバーが受け取らなかった（554））');
    expect(csv.trim().split('\r\n').at(-1)).toBe('合計,8,3');
    const pdf = await get('?format=pdf');
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-');
    const english = await api.send('get', `${base()}?format=csv`, own.keys.auditor.key).set('Accept-Language', 'en');
    expect(english.text).toContain('Move accepted (not yet reflected)');
  });
});

describe('signed', () => {
  it('is signed by another person who names its hash, and served with the same bytes whatever happens later', async () => {
    const { body: waiting } = await prepare().expect(201);
    expect(waiting).toMatchObject({ no: 0, lines: 8, signedAt: null });
    expect((await sign('0'.repeat(64)).expect(409)).body.code).toBe('statement_hash_mismatch');
    await sign(waiting.hash, 'manager').expect(403);
    await sign(waiting.hash).expect(200);
    const before = await get('?of=signed');
    expect(createHash('sha256').update(before.text).digest('hex')).toBe(waiting.hash);
    const pdf = await get('?format=pdf');
    await stage.outcome(3, 'migrated', 'form_in_grace', new Date('2027-05-28T10:00:00+09:00'));
    expect((await get()).text).toBe(before.text);
    expect(pdf.body.equals((await get('?format=pdf')).body)).toBe(true);
    const now = (await get('?of=current')).body;
    expect(now.lines[3]).toMatchObject({ class: 'accepted', reason: 'form_in_grace' });
  });

  it('is not drawn up while a contract is open or the campaign runs', async () => {
    await sql`delete from outcomes where contract_id = ${stage.contract(3)}`.execute(api.t.db);
    expect((await prepare().expect(409)).body).toMatchObject({
      code: 'statement_not_ready',
      params: { why: 'not_balanced' },
    });
    await api.t.db.updateTable('campaigns').set({ ended_at: null }).where('id', '=', own.campaignId).execute();
    expect((await prepare().expect(409)).body.params).toEqual({ why: 'not_ended' });
  });

  it('cannot be changed in the database by the application', async () => {
    await signed();
    const { db } = api.t;
    await expect(db.deleteFrom('statements').execute()).rejects.toThrow('never changes');
    await expect(db.updateTable('statements').set({ comment: 'x' }).execute()).rejects.toThrow('never changes');
    await expect(sql`update statement_chunks set body = 'x'`.execute(db)).rejects.toThrow('permission denied');
    await expect(db.deleteFrom('statement_chunks').execute()).rejects.toThrow('never changes');
    await expect(asOwner(api.t, `update statement_chunks set body = 'x'`)).rejects.toThrow('never changes');
  });

  it('changes only by numbered supplements: what, from, to, why, when, chained by hash', async () => {
    const first = await signed();
    expect((await prepare().expect(409)).body.code).toBe('statement_unchanged');
    const later = new Date('2027-05-28T10:00:00+09:00');
    await stepClock(api.t, later.getTime());
    await stage.outcome(3, 'migrated', 'form_in_grace', later);
    await stage.reflect(1, 'reflected', later);
    await sql`insert into arrivals (client_id, campaign_id, journey_id, seq, kind, at, received_at, source, dedupe)
      values (${own.clientId}, ${own.campaignId}, ${own.journeys[3]!}, 1, 'answer', ${later}, ${later}, 'form', 'late')`.execute(
      api.t.db,
    );
    const { body: list } = await get('/supplements');
    expect(list).toMatchObject({ pending: 2, items: [{ no: 0, hash: first }] });
    const { body: waiting } = await prepare({ reason: '救済期限後に届いた用紙' }).expect(201);
    expect(waiting).toMatchObject({ no: 1, lines: 2, previousHash: first, reason: '救済期限後に届いた用紙' });
    await sign(waiting.hash).expect(200);
    const supplement = await get('/supplements/1');
    expect(createHash('sha256').update(supplement.text).digest('hex')).toBe(waiting.hash);
    expect(supplement.body).toMatchObject({ kind: 'supplement', no: 1, previousHash: first });
    expect(supplement.body.lines).toMatchObject([
      {
        contractId: stage.contract(1),
        from: { classText: { ja: '移行受付（反映待ち）' } },
        to: { classText: { ja: '移行完了' } },
        causeText: { ja: '委託元のシステムの反映結果' },
        changedAt: later.toISOString(),
      },
      {
        contractId: stage.contract(3),
        from: { classText: { ja: '期限経過・未手続' }, reasonText: { ja: '通知済・回答なし' } },
        to: { classText: { ja: '移行受付（反映待ち）' }, reasonText: { ja: '返送用紙で手続き（救済期限内）' } },
        causeText: { ja: 'お客様の回答を受け付けた' },
        changedAt: later.toISOString(),
      },
    ]);
    expect((await get('/supplements')).body.pending).toBe(0);
    const csv = (await get('/supplements/1?format=csv')).text;
    expect(csv).toContain('変更前 区分');
    await stepClock(api.t, ENDED);
  });
});

it('states in a supplement what a receipt after the end corrects; the signed document stays', async () => {
  const sms = await stage.contact(4, { channel: 'sms', bounced: true, failure: '30005' });
  await api.t.db.updateTable('messages').set({ fence: 1 }).where('id', '=', sms).execute();
  await signed();
  const before = (await get('?of=signed')).text;
  await stepClock(api.t, Date.parse('2027-04-25T10:00:00+09:00'));
  const docs = new CampaignDocs();
  await recordReceipt(api.t.db, docs, { messageId: sms, sid: 'SM1', status: 'delivered', code: null });
  const { body: waiting } = await prepare({ reason: '配信結果の訂正' }).expect(201);
  await sign(waiting.hash).expect(200);
  expect((await get('/supplements/1')).body.lines).toMatchObject([
    {
      contractId: stage.contract(4),
      from: { classText: { ja: '連絡不能' } },
      to: { classText: { ja: '期限経過・未手続' }, reasonText: { ja: '通知済・回答なし' } },
      causeText: { ja: '不達・送達不明とされた連絡が、あとから届いたと分かった' },
    },
  ]);
  expect((await get('?of=signed')).text).toBe(before);
  await stepClock(api.t, ENDED);
});

it('shows contract numbers only with the right, an approved export and a record of the look', async () => {
  await signed();
  const path = `${base()}/supplements/0/numbers`;
  await api.send('get', path, own.keys.client_viewer.key).expect(403);
  await api.send('get', path, own.keys.operator.key).expect(403);
  expect((await api.send('get', path, own.keys.auditor.key).expect(403)).body.code).toBe('export_not_released');
  const asked = await api.act(`/api/campaigns/${own.campaignId}/exports`, own.keys.manager.key, {
    what: 'statement',
    days: 5,
    reason: '委託元への納品',
  });
  await api.act(`/api/requests/${asked.body.requestId}/approve`, own.keys.approver.key, {}).expect(200);
  const { text } = await api.send('get', path, own.keys.auditor.key).expect(200);
  expect(text).toContain('契約番号');
  expect(text).toContain('MN3-0');
  expect((await get('?format=csv')).text).not.toContain('MN3-0');
  const seen = await api.t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', 'installation')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();
  expect(JSON.parse(seen.body)).toMatchObject({
    kind: 'access',
    what: 'statement',
    by: `person:${own.keys.auditor.personId}`,
    count: 8,
    fields: ['contracts'],
  });
});
