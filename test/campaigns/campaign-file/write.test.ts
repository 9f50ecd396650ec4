import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { campaignFileOf } from '../../../api/campaign-file/write';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type Api, openApi } from '../../support/api';

const context = {
  now: Date.parse('2026-12-01T09:00:00+09:00'),
  hashContract: (number: string) => Buffer.from(number.padEnd(16)).toString('hex').slice(0, 32),
};
const read = (text: string): CampaignDoc => parseCampaignFile(text, context);
const EXAMPLES = ['campaign.yaml', 'campaign-two-minutes.yaml', 'campaign-whole-language.yaml'];
const exampleOf = (name: string) => readFileSync(`examples/${name}`, 'utf8');

describe('the file of a stored campaign', () => {
  test.each(EXAMPLES)('reads back as the same document: %s', (name) => {
    const doc = read(exampleOf(name));
    expect(read(campaignFileOf(doc))).toEqual(doc);
  });

  test.each([
    ['a time of day', { firstDispatch: '2027-02-01T09:30:00+09:00' }, { firstDispatch: '2027-02-01T00:30:00.000Z' }],
    ['a day', { graceUntil: '2027-07-31' }, { graceUntil: '2027-07-31' }],
    ['no day', { graceUntil: null }, { graceUntil: null }],
  ])('says %s as a person would', (_what, change, written) => {
    const file = parse(exampleOf('campaign.yaml')) as { dates: object };
    const doc = read(JSON.stringify({ ...file, dates: { ...file.dates, ...change } }));
    expect(parse(campaignFileOf(doc))).toMatchObject({ dates: written });
  });

  test('has no contract number, only what stands for it', () => {
    const file = parse(exampleOf('campaign.yaml')) as { policy: { overrides: { contracts: string[] }[] } };
    file.policy.overrides[0]!.contracts = ['MN-100', 'MN-200'];
    const text = campaignFileOf(read(JSON.stringify(file)));
    expect(text).not.toContain('MN-100');
    expect(parse(text)).toMatchObject({
      policy: { overrides: [{ contracts: ['MN-100', 'MN-200'].map((n) => `hash:${context.hashContract(n)}`) }] },
    });
  });

  test('keeps texts of several lines as lines', () => {
    const doc = read(exampleOf('campaign.yaml'));
    const [id, { body }] = Object.entries(doc.notices).find(([, { channel }]) => channel === 'mail')!;
    const lines = body.ja.split('\n').filter((line) => line !== '');
    const text = campaignFileOf(doc);
    expect(text).toContain(`  ${id}:\n`);
    for (const line of lines) expect(text.split('\n').map((one) => one.trim())).toContain(line.trim());
  });
});

describe('over the API', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi();
  });
  afterAll(() => api.t.close());

  test('a manager takes the file, changes it and sends it back; earlier versions stay readable', async () => {
    const own = await api.client();
    const key = own.keys.manager.key;
    const made = await api
      .send('post', '/api/campaigns', key)
      .set('Idempotency-Key', 'made')
      .type('application/yaml')
      .send(exampleOf('campaign.yaml'))
      .expect(201);
    const path = `/api/campaigns/${made.body.id}`;
    const fileOf = async (query = '') => {
      const { text, headers } = await api.send('get', `${path}/file${query}`, key).expect(200);
      expect(headers['content-type']).toBe('application/yaml; charset=utf-8');
      return { text, etag: headers['etag']! };
    };
    const put = (etag: string, text: string) =>
      api.send('put', path, key).set('If-Match', etag).type('application/yaml').send(text);
    const first = await fileOf();
    expect((await put(first.etag, first.text).expect(200)).body.version).toBe(1); // unchanged
    const changed = first.text.replace(/^name: .*$/m, 'name: みなとADSL 終了（改）');
    expect((await put(first.etag, changed).expect(200)).body).toMatchObject({
      version: 2,
      name: 'みなとADSL 終了（改）',
    });
    expect((await fileOf('?version=1')).text).toBe(first.text);
    expect(await fileOf()).toEqual({ text: changed, etag: '"2"' });
    await api.send('get', `${path}/file?version=3`, key).expect(404);
    const other = await api.client();
    await api.send('get', `${path}/file`, other.keys.manager.key).expect(404);
  });
});
