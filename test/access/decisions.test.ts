import { type Role } from '../../domain/access/access';
import { createJourneys } from '../../db/journeys/create-journeys';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-01-10T10:00:00+09:00');
  own = await api.client();
});

interface Item {
  key: string;
  campaignId: number;
  title: { ja: string };
  askedBy: { id: number } | null;
  askedAt: string;
  gate: string | null;
  may: boolean;
  whyNot: string | null;
}

const listed = async (role: Role, query = '', of = own) => {
  const { body } = await api.send('get', `/api/decisions${query}`, of.keys[role].key).expect(200);
  return body as { items: Item[]; next: string | null };
};
/** `campaign:1 internal own` for each, without the ids. */
const stand = async (role: Role) =>
  (await listed(role)).items.map(({ key, gate, whyNot }) => `${key.split(':')[0]} ${gate ?? '-'} ${whyNot ?? 'may'}`);
const submit = async () =>
  (await api.act(`/api/campaigns/${own.campaignId}/submit`, own.keys.manager.key).expect(200)).body
    .contentHash as string;

/** One open decision of each kind but a campaign, all asked by the manager, a minute apart. */
async function askAll(): Promise<void> {
  const by = own.keys.manager.personId;
  const [customer] = own.customers;
  const of = { client_id: own.clientId, campaign_id: own.campaignId };
  const at = (minute: number) => new Date(Date.parse('2027-01-09T09:00:00Z') + minute * 60_000);
  await api.t.db.updateTable('campaigns').set({ status: 'running' }).where('id', '=', own.campaignId).execute();
  await createJourneys(api.t.db, own.campaignId);
  const { id: journey_id } = await api.t.db
    .selectFrom('journeys')
    .select('id')
    .where('customer_id', '=', customer!.id)
    .executeTakeFirstOrThrow();
  const version = { ...of, version: 2, created_by: by };
  const doc = await api.t.db
    .selectFrom('campaign_versions')
    .select('doc')
    .where('campaign_id', '=', own.campaignId)
    .executeTakeFirstOrThrow();
  await api.t.db
    .insertInto('campaign_versions')
    .values({ ...version, doc: JSON.stringify(doc.doc) })
    .execute();
  const submitted = { status: 'submitted', content_hash: 'x', submitted_by: by, submitted_at: at(1) } as const;
  await api.t.db
    .insertInto('plan_versions')
    .values({ ...version, base_version: 1, created_at: at(0), ...submitted })
    .execute();
  const asked = { reason: '誤り', asked_by: by };
  for (const action of ['correction', 'erasure'] as const) {
    const row = { ...of, ...asked, action, payload: '{"items":[]}', asked_at: at(2) };
    await api.t.db
      .insertInto('requests')
      .values({ ...row, expires_at: at(60 * 24 * 7) })
      .execute();
  }
  const correction = { journey_id, contract_id: customer!.contracts[0]!, outcome: 'excluded' as const, reason: '誤り' };
  await api.t.db
    .insertInto('corrections')
    .values({ ...of, ...correction, proposed_by: by, proposed_at: at(3) })
    .execute();
  const override = { customer_id: customer!.id, channel: 'mail' as const, evidence: '記録', asked_at: at(4) };
  await api.t.db
    .insertInto('consent_overrides')
    .values({ ...of, ...asked, ...override })
    .execute();
  const file = { ...of, kind: 'changes' as const, status: 'preview' as const, file_hash: 'x', totals: '{}' };
  await api.t.db
    .insertInto('client_files')
    .values({ ...file, created_by: by, created_at: at(5) })
    .execute();
  const statement = { ...of, no: 0, hash: '0'.repeat(64), as_of: at(6), lines: 1, prepared_name: '高瀬' };
  await api.t.db
    .insertInto('statements')
    .values({ ...statement, prepared_by: by, prepared_at: at(6) })
    .execute();
  const question = { no: 3, subject: '件名', body: '質問', due_on: '2027-01-14', asked_by: by, asked_at: at(7) };
  await api.t.db
    .insertInto('questions')
    .values({ ...of, ...question })
    .execute();
  const hold = { client_id: own.clientId, customer_id: customer!.id, reason: 'guardian', source: 'phone' };
  const { id: hold_id } = await api.t.db
    .insertInto('holds')
    .values({ ...hold, opened_at: at(8) })
    .returning('id')
    .executeTakeFirstOrThrow();
  const guardian = { kind: 'guardian', reported_by: 'letter', status: 'decide', decide_why: 'limited' } as const;
  const opened = { opened_by: by, opened_at: at(8), waits_since: at(8), raised_by: by };
  await api.t.db
    .insertInto('authority_cases')
    .values({ ...of, ...guardian, ...opened, customer_id: customer!.id, hold_id })
    .execute();
}

const ALL = 'plan_version request request correction override client_file statement question authority'.split(' ');

test('a campaign waits at both gates, and says who may not approve it and why', async () => {
  const contentHash = await submit();
  expect(await stand('approver')).toEqual(['campaign internal may']);
  expect(await stand('client_approver')).toEqual(['campaign client may']);
  expect(await stand('manager')).toEqual(['campaign - own']);
  expect(await stand('operator')).toEqual([]);
  const { items } = await listed('approver');
  expect(items[0]).toMatchObject({
    key: `campaign:${own.campaignId}`,
    title: { ja: '案件の開始の承認' },
    askedBy: { id: own.keys.manager.personId },
    askedAt: '2027-01-10T01:00:00.000Z',
  });
  await api.act(`/api/campaigns/${own.campaignId}/approve`, own.keys.approver.key, { contentHash }).expect(200);
  expect(await stand('approver')).toEqual(['campaign internal gate_done']);
  await api.act(`/api/campaigns/${own.campaignId}/approve`, own.keys.client_approver.key, { contentHash }).expect(200);
  expect(await stand('client_approver')).toEqual([]);
});

test.each<[Role, string[]]>([
  ['manager', ALL.map((kind) => `${kind} - own`)],
  [
    'approver',
    [
      'plan_version internal may',
      'request - may',
      'request - may',
      'correction - may',
      'override - may',
      'client_file - may',
      'statement - may',
    ],
  ],
  ['client_approver', ['plan_version client may', 'override - may', 'client_file - may', 'question - may']],
  ['operator', ['client_file - may']],
])('%s sees what the role decides, and what was asked of others', async (role, expected) => {
  await askAll();
  expect(await stand(role)).toEqual(expected);
});

test('another client sees none of it, nor a role that decides nothing', async () => {
  await askAll();
  const other = await api.client();
  expect((await listed('approver', '', other)).items).toEqual([]);
  await api.send('get', '/api/decisions', own.keys.auditor.key).expect(403);
});

test('pages go on where the last one ended, also among what was asked at one instant', async () => {
  await askAll();
  const whole = (await listed('approver')).items.map(({ key }) => key);
  const paged: string[] = [];
  let next: string | null = null;
  do {
    const page: { items: Item[]; next: string | null } = await listed(
      'approver',
      `?limit=1${next ? `&cursor=${next}` : ''}`,
    );
    paged.push(...page.items.map(({ key }) => key));
    next = page.next;
  } while (next !== null);
  expect(paged).toEqual(whole);
  expect(new Set(whole).size).toBe(ALL.length - 2); // the question and the case are not for this role
  const odd = Buffer.from("at:1:x' or 1=1").toString('base64url');
  await api.send('get', `/api/decisions?cursor=${odd}`, own.keys.approver.key).expect(400);
});

test('what was decided or is out of date waits no longer', async () => {
  await askAll();
  await stepClock(api.t, '2027-02-01T10:00:00+09:00'); // the requests have expired
  await api.t.db.updateTable('corrections').set({ status: 'declined' }).where('client_id', '=', own.clientId).execute();
  const left = (await listed('approver')).items.map(({ key }) => key.split(':')[0]);
  expect(left).toEqual(['plan_version', 'override', 'client_file', 'statement']);
});
