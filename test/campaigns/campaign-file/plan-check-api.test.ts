import { type Api, EXAMPLE, openApi } from '../../support/api';
import { type Issue } from '../../../domain/errors';
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

describe('checking a file without storing it', () => {
  const check = async (text: string, key: string) =>
    (
      await api
        .send('post', '/api/campaigns/check', key)
        .set('Accept-Language', 'en')
        .type('application/yaml')
        .send(text)
        .expect(200)
    ).body as { ok: boolean; issues: Issue[]; warnings: Issue[] };

  it.each<[string, (text: string) => string, string, string, (line: string) => boolean]>([
    [
      'a mistyped key leads to its line',
      (text) => text.replace(/^( *)applyBy:/m, '$1aplyBy:'),
      'dates.aplyBy',
      'key_unknown',
      (line) => line.includes('aplyBy:'),
    ],
    [
      'a missing one to the section around it',
      (text) => text.replace(/^ *applyBy:.*\n/m, ''),
      'dates.applyBy',
      'missing',
      (line) => line.startsWith('dates:'),
    ],
    [
      'a text to its notice',
      (text) => text.replace('{{ name }}', '{{ nmae }}'),
      '',
      'variable_unknown',
      (line) => /^ *(ja|en|body|subject):/.test(line),
    ],
    ['a mark of YAML to where it stands', (text) => `${text}\n  x: [`, '', 'yaml_syntax', () => true],
  ])('%s', async (_what, change, path, code, isLine) => {
    await stepClock(api.t, '2027-01-10T10:00:00+09:00');
    const own = await api.client();
    const text = change(EXAMPLE);
    const { ok, issues } = await check(text, own.keys.manager.key);
    const found = issues.find((one) => one.code === code && (path === '' || one.path === path));
    expect([ok, issues.map((one) => one.code)]).toEqual([false, expect.arrayContaining([code])]);
    expect(found!.line).toBeGreaterThan(0);
    expect(isLine(text.split('\n')[found!.line! - 1]!)).toBe(true);
  });

  it('a good one comes back with warnings and their lines, and nothing is made of it', async () => {
    await stepClock(api.t, '2027-01-10T10:00:00+09:00');
    const own = await api.client();
    const count = async () => (await api.t.db.selectFrom('campaigns').select('id').execute()).length;
    const before = await count();
    const text = EXAMPLE.replace(/^( *)claimsUntil:.*$/m, "$1claimsUntil: '2027-12-31'");
    const { ok, issues, warnings } = await check(text, own.keys.manager.key);
    expect([ok, issues, await count()]).toEqual([true, [], before]);
    const warning = warnings.find((one) => one.path === 'dates.claimsUntil')!;
    expect(text.split('\n')[warning.line! - 1]).toContain('claimsUntil:');
    await api
      .send('post', '/api/campaigns/check', own.keys.auditor.key)
      .type('application/yaml')
      .send(text)
      .expect(403);
  });
});
