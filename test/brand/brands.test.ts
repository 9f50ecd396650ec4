import request from 'supertest';
import { type Api, type ApiClient, approveAll, EXAMPLE, ledgerKinds, openApi } from '../support/api';
import { png, SVG } from './logos';

let api: Api;
let own: ApiClient;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
beforeEach(async () => void (own = await api.client()));

const key = (role: keyof ApiClient['keys']) => own.keys[role].key;
const set = (query: string, body: Buffer | object, type = 'image/svg+xml', as = key('manager')) => {
  const sent = api.act(`/api/brands?${query}`, as);
  return Buffer.isBuffer(body) ? sent.set('Content-Type', type).send(body) : sent.send(body);
};
const BLUE = 'accent=0B6E99&typeface=ud';
const brands = async (as = key('approver')) => (await api.send('get', '/api/brands', as).expect(200)).body.items;
const doc = async (id = own.campaignId) =>
  (await api.send('get', `/api/campaigns/${id}/document`, key('auditor')).expect(200)).body;
const store = async (version: number) =>
  api
    .send('put', `/api/campaigns/${own.campaignId}`, key('manager'))
    .set('Content-Type', 'application/yaml')
    .set('If-Match', `"${version}"`)
    .send(EXAMPLE)
    .expect(200);

it('keeps every brand under its number, with the logo as it is printed and shown', async () => {
  expect(await brands()).toEqual([]);
  const first = await set(BLUE, Buffer.from(SVG)).expect(201);
  expect(first.body).toMatchObject({
    version: 1,
    accent: '#0b6e99',
    typeface: 'ud',
    logo: { width: 1200, height: 300 },
  });
  await set('accent=%23ffcc00&typeface=mincho', { logo: 'keep' }).expect(201);
  await set('accent=ffcc00&typeface=noto', { logo: 'none' }).expect(201);
  await set(BLUE, await png(600), 'image/png').expect(201);
  const shown = await brands();
  expect(shown.map(({ version }: { version: number }) => version)).toEqual([4, 3, 2, 1]);
  expect(shown[2]).toMatchObject({ accent: '#ffcc00', logo: first.body.logo, palette: { onFill: '#000000' } });
  expect(shown[1].logo).toBeNull();
  const picture = await api.send('get', `/api/logos/${first.body.logo.hash}?use=paper`, key('approver')).expect(200);
  expect([picture.type, picture.body.subarray(1, 4).toString()]).toEqual(['image/png', 'PNG']);
});

it('is set by a manager; an approver sees it, and no other client does', async () => {
  const { body } = await set(BLUE, Buffer.from(SVG)).expect(201);
  for (const role of ['approver', 'client_approver', 'operator', 'auditor', 'client_viewer'] as const) {
    await set(BLUE, { logo: 'none' }, '', key(role)).expect(403);
  }
  const other = await api.client();
  expect(await brands(other.keys.approver.key)).toEqual([]);
  await api.send('get', `/api/logos/${body.logo.hash}`, other.keys.approver.key).expect(404);
});

it.each([
  ['a colour that is none', 'accent=blue&typeface=ud', { logo: 'none' }, 400],
  ['a typeface that is none', 'accent=0b6e99&typeface=comic', { logo: 'none' }, 400],
  ['a script', BLUE, Buffer.from(SVG.replace('</svg>', '<script/></svg>')), 422],
])('refuses %s', async (_, query, body, status) => {
  const refused = await set(query, body).expect(status);
  expect(refused.body.title).toEqual(expect.stringMatching(/\S/));
  expect(await brands()).toEqual([]);
});

it('is a part of what is approved: a later brand voids nothing and changes nothing that was approved', async () => {
  expect((await doc()).brand).toBeUndefined();
  await set(BLUE, Buffer.from(SVG)).expect(201);
  await store(1);
  const { brand } = await doc();
  expect(brand).toMatchObject({ version: 1, accent: '#0b6e99' });
  const approved = await approveAll(api, own);
  await set('accent=990000&typeface=noto', { logo: 'none' }).expect(201);
  expect((await doc()).brand).toEqual(brand);
  await api.act(`/api/campaigns/${own.campaignId}/start`, key('manager')).expect(200);
  expect(await ledgerKinds(api.t, own.campaignId)).toContain('started');
  const { body } = await api.send('get', `/api/campaigns/${own.campaignId}`, key('manager')).expect(200);
  expect(body.contentHash).toBe(approved);
});

it('goes into contents that are stored again, whose approvals are then void; approvers see what differs', async () => {
  await set(BLUE, { logo: 'none' }).expect(201);
  await store(1);
  const before = await approveAll(api, own);
  await set('accent=990000&typeface=ud', { logo: 'none' }).expect(201);
  await store(2);
  const { body } = await api.send('get', `/api/campaigns/${own.campaignId}`, key('manager')).expect(200);
  expect(body).toMatchObject({ status: 'draft', contentHash: null });
  const changes = await api.send('get', `/api/campaigns/${own.campaignId}/changes`, key('approver')).expect(200);
  expect(changes.body.texts).toContainEqual({ path: 'brand.accent', before: '#0b6e99', after: '#990000' });
  expect(await approveAll(api, own)).not.toBe(before);
});

it('gets two numbers when it is set twice at once', async () => {
  const both = await Promise.all([set(BLUE, { logo: 'none' }), set(BLUE, { logo: 'none' })]);
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  expect((await brands()).map(({ version }: { version: number }) => version)).toEqual([2, 1]);
});

it('serves style sheet and logo of pages without a key, to be kept for ever', async () => {
  const { body } = await set(BLUE, Buffer.from(SVG)).expect(201);
  const sheet = await request(api.app).get('/m/brand-0b6e99-ud.css').expect(200);
  expect(sheet.headers['cache-control']).toContain('immutable');
  expect(sheet.text).toContain('--accent:#0b6e99');
  const logo = await request(api.app).get(`/m/logo-${body.logo.hash}.png`).expect(200);
  expect([logo.type, logo.headers['cache-control']]).toEqual(['image/png', expect.stringContaining('immutable')]);
  await request(api.app)
    .get(`/m/logo-${'0'.repeat(64)}.png`)
    .expect(404);
});
