import { type Api, EXAMPLE, openApi } from '../../support/api';
import { stepClock, testDoc } from '../../support/seed';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

it('tells everyone who may read the campaign what its plan is warned of, in their language', async () => {
  const doc = testDoc();
  const own = await api.client({
    doc: { ...doc, dates: { ...doc.dates, claimsUntil: Date.parse('2027-12-31T20:00+09:00') } },
  });
  const read = (lang: string) =>
    api
      .send('get', `/api/campaigns/${own.campaignId}/plan-check`, own.keys.auditor.key)
      .set('Accept-Language', lang)
      .expect(200);
  const { body } = await read('ja');
  expect(body.warnings).toContainEqual(
    expect.objectContaining({
      path: 'dates.claimsUntil',
      code: 'year_end_date',
      message: 'claimsUntil が年末年始（2027-12-31）に当たります。',
    }),
  );
  expect((await read('en')).body.warnings[0].message).toContain('around New Year');
  const other = await api.client({});
  await api.send('get', `/api/campaigns/${own.campaignId}/plan-check`, other.keys.auditor.key).expect(404);
});

it('a file sent again under its key after the last dispatch is the draft that it made, and a new one is refused', async () => {
  const own = await api.client();
  const send = (key: string) =>
    api
      .send('post', '/api/campaigns', own.keys.manager.key)
      .set('Idempotency-Key', key)
      .type('application/yaml')
      .send(EXAMPLE);
  const first = await send('once').expect(201);
  await stepClock(api.t, '2027-06-01T10:00:00+09:00');
  expect((await send('once').expect(201)).body).toEqual(first.body);
  expect((await send('twice').expect(422)).body.code).toBe('last_dispatch_past');
});
