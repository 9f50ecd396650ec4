import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { planExplain } from '../../../cli/plan-explain';
import { type Api, type ApiClient, EXAMPLE, openApi } from '../../support/api';

let api: Api;
let own: ApiClient;
let path: string;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  const created = await api
    .send('post', '/api/campaigns', own.keys.manager.key)
    .set('Idempotency-Key', randomUUID())
    .type('application/yaml')
    .send(EXAMPLE)
    .expect(201);
  path = `/api/campaigns/${created.body.id}`;
});
afterAll(() => api.t.close());

const preview = (body: object, key = own.keys.client_viewer.key) => api.send('post', `${path}/preview`, key).send(body);

describe('a notice for a sample customer', () => {
  test('a mail as mail programs show it, in a document that may do nothing; other notices are none', async () => {
    const mail = (notice: string) => api.send('get', `${path}/notices/${notice}/mail`, own.keys.approver.key);
    const { headers, text } = await mail('notice').expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    expect(text).toMatch(/class="button"[^>]*>お手続きのページを開く/);
    await mail('notice-letter').expect(404);
    await mail('unknown').expect(404);
  });

  test('a mail: its subject, and its text in both languages, with the name and no placeholder left', async () => {
    const { body } = await preview({ notice: 'notice', sample: 'company' }).expect(200);
    expect(body).toMatchObject({ channel: 'mail', reachable: true, sms: null, pages: 0 });
    expect(body.subject).toBe('【重要】みなとADSLのサービス終了とお手続きのお願い');
    expect(body.text.ja).toMatch(/^株式会社見本商事 東日本営業統括本部 総務部 御中\n/);
    expect(body.text.en).toContain('株式会社見本商事');
    expect(`${body.text.ja}${body.text.en}`).not.toMatch(/\{\{|\}\}/);
  });

  test('an SMS with the parts that are charged, and an opt-out of SMS', async () => {
    const { body } = await preview({ notice: 'notice-sms' }).expect(200);
    expect(body).toMatchObject({ channel: 'sms', subject: null });
    expect(body.sms.parts).toBe(Math.ceil(body.sms.units / 67));
    expect(body.text.ja).toMatch(/\/s\/[\w-]{22}\?c=sms/);
  });

  test('the script of a call', async () => {
    const { body } = await preview({ notice: 'call-script' }).expect(200);
    expect(body).toMatchObject({ channel: 'phone', pages: 0 });
    expect(body.text.ja).toContain('見本 花子');
  });

  test('one without mail and mobile is not reached there, but by post', async () => {
    const of = async (notice: string) => (await preview({ notice, sample: 'no_mail' }).expect(200)).body.reachable;
    expect([await of('notice'), await of('notice-sms'), await of('notice-letter')]).toEqual([false, false, true]);
  });

  test.each([
    ['an unknown notice', { notice: 'nothing' }, 404],
    ['an unknown sample', { notice: 'notice', sample: 'me' }, 400],
    ['a version that is not there', { notice: 'notice', version: 99 }, 404],
  ])('%s is refused', async (_, body, status) => {
    await preview(body).expect(status);
  });
});

describe('a letter as pictures', () => {
  const page = (notice: string, no = 1) =>
    api.send('get', `${path}/notices/${notice}/letter?page=${no}`, own.keys.approver.key);

  test('each of its pages is an upright A4 page, and there is no further one', async () => {
    const { pages } = (await preview({ notice: 'notice-letter' }).expect(200)).body as { pages: number };
    expect(pages).toBeGreaterThanOrEqual(2);
    for (let no = 1; no <= pages; no++) {
      const { body, headers } = await page('notice-letter', no).expect(200);
      expect(headers['content-type']).toBe('image/png');
      const { width, height, format } = await sharp(body as Buffer).metadata();
      expect(format).toBe('png');
      expect(height / width).toBeCloseTo(297 / 210, 2);
      expect((await sharp(body as Buffer).stats()).entropy).toBeGreaterThan(0.1);
    }
    await page('notice-letter', pages + 1).expect(404);
  });

  test('a company with many contracts gets more pages of the form', async () => {
    const pagesOf = async (sample: string) =>
      (await preview({ notice: 'notice-letter', sample }).expect(200)).body.pages;
    expect(await pagesOf('company')).toBeGreaterThan(await pagesOf('plain'));
  });

  test('a mail has no letter', async () => {
    await page('notice').expect(422);
  });
});

describe('what one customer would get', () => {
  const explain = (body: object) => api.send('post', `${path}/explain`, own.keys.operator.key).send(body);

  test.each([
    ['a silent customer', {}],
    ['the elderly by post', { customer: { age: 80, channels: ['mail', 'post', 'phone'] } }],
    ['one who answers', { events: [{ event: 'answer', on: '2027-02-20' }] }],
  ])('%s: the result of the command line', async (_, scenario) => {
    const start = '2027-01-31T00:00:00.000Z';
    const printed: string[] = [];
    const options = { scenario: JSON.stringify(scenario), start: Date.parse(start), json: true, lang: 'ja' as const };
    expect(planExplain('examples/campaign.yaml', options, (line) => printed.push(line), fail)).toBe(0);
    const { body } = await explain({ scenario, start }).set('Accept-Language', 'ja').expect(200);
    expect(body).toEqual(JSON.parse(printed.join('\n')));
    expect(body.entries.at(-1).kind).toBe('closed');
  });

  test('what is wrong in a scenario is named by its place', async () => {
    const { body } = await explain({ scenario: { customer: { age: 'old' }, events: [{ event: 'answer' }] } }).expect(
      400,
    );
    expect(body.code).toBe('invalid_request');
    expect(body.issues.map((issue: { path: string }) => issue.path)).toEqual([
      'body.scenario.customer.age',
      'body.scenario.events[0].on',
    ]);
  });
});

const fail = (line: string): void => {
  throw new Error(line);
};
