import { parse } from 'yaml';
import { planWavesOf, type PlanWavesOptions } from '../../../cli/plan-waves';
import { type Api, type ApiClient, EXAMPLE, openApi } from '../../support/api';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  process.env['DATABASE_URL'] = api.t.url;
  process.env['MASTER_KEY_FILE'] = '/unused';
  const path = `/api/campaigns/${own.campaignId}`;
  const { body } = await api.send('get', path, own.keys.manager.key).expect(200);
  const sent = api.send('put', path, own.keys.manager.key).set('If-Match', `"${body.version}"`);
  await sent.type('application/yaml').send(EXAMPLE).expect(200);
});
afterAll(() => api.t.close());

async function plan(change: Partial<PlanWavesOptions> = {}, id = own.campaignId) {
  const [out, err]: string[][] = [[], []];
  const options: PlanWavesOptions = {
    ...{ priority: [], trialDays: 7, anyWeekday: false, json: false, yaml: false, lang: 'en' },
    ...change,
  };
  const code = await planWavesOf(id, options, { out: (line) => out!.push(line), err: (line) => err!.push(line) });
  return { code, out: out!.join('\n'), err: err!.join('\n') };
}

it.each([
  ['en', /The dates are kept\./, /Begins +Arrives +Customers +Segment/],
  ['ja', /期日を守れます。/, /開始 +到着（見込み） +人数 +区分/],
] as const)('prints the plan as a table in %s', async (lang, says, table) => {
  const { code, out, err } = await plan({ lang });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(says);
  expect(out).toMatch(table);
  expect(out).toMatch(/^ {2}2027-02-\d\d +2027-02-\d\d +3 /m);
});

it('prints only what belongs into the campaign file, or everything as JSON', async () => {
  const { out: yaml } = await plan({ yaml: true, trial: 1 });
  expect(parse(yaml).waves.map(({ id }: { id: string }) => id)).toEqual(['trial', 'wave-2']);
  const { out: json } = await plan({ json: true });
  expect(JSON.parse(json)).toMatchObject({ kept: true, customers: 3 });
});

it('ends with 2 where the dates cannot be kept, and says for how many', async () => {
  const none = '{print: 0, post: 0, mails: 0, sms: 0, callMinutes: 0}';
  const { code, out } = await plan({ capacity: none });
  expect([code, out]).toEqual([2, expect.stringContaining('The dates cannot be kept: for 3 of 3 customers')]);
  const yaml = await plan({ capacity: none, yaml: true });
  expect([yaml.code, yaml.out, yaml.err]).toEqual([2, '', expect.stringContaining('cannot be kept')]);
});

it.each<[what: string, change: Partial<PlanWavesOptions>, says: string]>([
  ['an unknown segment', { priority: ['nobody'] }, 'There is no segment nobody'],
  ['a capacity that does not exist', { capacity: '{prints: 3}' }, 'prints'],
  ['a capacity that cannot be read', { capacity: '{print: 3' }, 'capacity: '],
  ['a trial of everyone', { trial: 3 }, 'The trial is too large'],
])('ends with 1 for %s, and says why', async (_, change, says) => {
  const { code, out, err } = await plan(change);
  expect([code, out, err]).toEqual([1, '', expect.stringContaining(says)]);
});

it('ends with 1 for a campaign that does not exist', async () => {
  expect(await plan({}, 999_999)).toMatchObject({ code: 1, out: '' });
});
