import { type RunningSms, SMS_ACCOUNT, SMS_TOKEN, startSms } from './sms-support';
import { eventually } from '../support/eventually';

const START = Date.parse('2027-02-01T10:00:00+09:00');
const BODY = 'みなとADSLは3月31日で終わります。https://t.example/m/abc 停止 https://t.example/s/abc?c=sms';
const basic = (token: string) => `Basic ${Buffer.from(`${SMS_ACCOUNT}:${token}`).toString('base64')}`;

/** Sends one message as a Twilio client would. */
async function send(sms: RunningSms, fields: Record<string, string>, options: { key?: string; token?: string } = {}) {
  const response = await fetch(`${sms.url}/2010-04-01/Accounts/${SMS_ACCOUNT}/Messages.json`, {
    method: 'POST',
    headers: {
      authorization: basic(options.token ?? SMS_TOKEN),
      ...(options.key !== undefined && { 'idempotency-key': options.key }),
    },
    body: new URLSearchParams({ To: '+819012345678', From: 'TSUNAGI', Body: BODY, ...fields }),
  });
  const answer = (await response.json()) as { sid?: string; code?: number };
  return { ...answer, status: response.status, retryAfter: response.headers.get('retry-after') };
}

describe('a provider without faults', () => {
  let sms: RunningSms;
  beforeAll(async () => {
    sms = await startSms();
    await sms.clock(START);
  });
  afterAll(() => sms.close());

  it.each<[string, Record<string, string>, { token?: string }, object]>([
    ['a wrong token', {}, { token: 'guessed' }, { status: 401, code: 20003 }],
    ['a landline', { To: '+81312340000' }, {}, { status: 400, code: 21614 }],
    ['a number as people write it', { To: '090-1234-5678' }, {}, { status: 400, code: 21211 }],
    ['no text', { Body: '' }, {}, { status: 400, code: 21602 }],
    ['a text too long', { Body: 'あ'.repeat(1601) }, {}, { status: 400, code: 21617 }],
    ['no sender', { From: '' }, {}, { status: 400, code: 21603 }],
  ])('refuses %s', async (_, fields, options, answer) => {
    expect(await send(sms, fields, options)).toMatchObject(answer);
    expect((await sms.record()).total).toBe(0);
  });

  it('knows a key again, also after it was killed, and keeps its record', async () => {
    const first = await send(sms, {}, { key: '1/2/1/notice/0/sms' });
    expect(first).toMatchObject({ status: 201, sid: expect.stringMatching(/^SM[0-9a-f]{32}$/) as string });
    const again = { status: 409, sid: first.sid };
    expect(await send(sms, {}, { key: '1/2/1/notice/0/sms' })).toMatchObject(again);
    const before = await sms.record();
    await sms.process.kill();
    expect(await eventually('the provider to be back', () => sms.record().catch(() => undefined))).toEqual(before);
    expect(await send(sms, {}, { key: '1/2/1/notice/0/sms' })).toMatchObject(again);
    expect(await sms.record()).toMatchObject({ total: 1, accepted: { '1/2/1/notice/0/sms': 1 }, duplicates: [] });
  });

  it('gives phones what reached them, in order, by number', async () => {
    await send(sms, { To: '+819011110001' }, { key: 'lost' });
    await send(sms, { To: '+819022223333' }, { key: 'b' });
    const { messages } = await sms.get<{ messages: { seq: number; to: string; at: string; body: string }[] }>(
      '/api/messages?since=1',
    );
    expect(messages.map(({ seq, to }) => [seq, to])).toEqual([[3, '+819022223333']]);
    expect(messages[0]).toMatchObject({ at: new Date(START).toISOString(), body: BODY });
    expect(await sms.get('/api/messages?to=%2B819000000000')).toEqual({ messages: [] });
  });

  it.each<[string, string[]]>([
    ['/', ['lang="ja"', '+819022223333', '届かない 30005', 'href="https://t.example/m/abc"', '2通分']],
    ['/?lang=en', ['lang="en"', '+819022223333', 'lost 30005', 'Accepted<b>3</b>', '2 parts']],
    ['/?q=%2B819022223333', ['+819022223333']],
    ['/?q=unknown', ['該当するSMSはありません。']],
  ])('shows what came in (%s)', async (path, wanted) => {
    const page = await (await fetch(sms.url + path)).text();
    for (const text of wanted) expect(page).toContain(text);
  });

  it('lets no text of a message become a page', async () => {
    await send(sms, { Body: '<script>alert(1)</script>' });
    const response = await fetch(sms.url);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain('&lt;script&gt;alert(1)');
  });
});

describe('a provider with faults', () => {
  let sms: RunningSms;
  beforeAll(async () => {
    sms = await startSms();
  });
  afterAll(() => sms.close());

  it.each<[object, { status: number; retryAfter: string | null }]>([
    [{ tooMany: 1 }, { status: 429, retryAfter: '1' }],
    [{ unavailable: 1 }, { status: 503, retryAfter: null }],
  ])('refuses the first try (%j) and takes the second', async (faults, refusal) => {
    await sms.behave(faults);
    expect(await send(sms, {}, { key: 'k' })).toMatchObject(refusal);
    expect(await send(sms, {}, { key: 'k' })).toMatchObject({ status: 201 });
    expect(await sms.record()).toMatchObject({ total: 1, refused: { [refusal.status]: 1 } });
  });

  it('counts doubles where it ignores keys', async () => {
    await sms.behave({ acceptThenTimeout: 1 }, false);
    await expect(send(sms, {}, { key: 'k' })).rejects.toThrow();
    expect(await send(sms, {}, { key: 'k' })).toMatchObject({ status: 201 });
    expect(await sms.record()).toMatchObject({ dropped: 1, duplicated: 1, duplicates: [{ key: 'k', count: 2 }] });
  });

  it('sends receipts by itself where no clock is set', async () => {
    await sms.behave();
    const callback = `${sms.url}/nowhere`; // refuses for good
    await send(sms, { StatusCallback: callback }, { key: 'k' });
    const record = await eventually('no receipt to be owed', async () => {
      const found = await sms.record();
      return found.receipts.owed === 0 && found;
    });
    expect(record.receipts).toEqual({ owed: 0, sent: 0, refused: 1 });
  });
});
