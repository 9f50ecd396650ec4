import { redecide } from '../../audit/verify';
import { loadPageCampaign } from '../../db/customers/page';
import { createApiKey } from '../../db/access/api-keys';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { claimMessages } from '../../db/delivery/claims';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { stepClock, testDoc } from '../support/seed';
import { type Api, ledgerKinds, openApi } from '../support/api';
import {
  adopt,
  draft,
  type Flight,
  handOver,
  inFlight,
  messages,
  NOTICE_AT,
  submit,
  runAllJourneys,
} from './plan-versions-fixture';
import { handOverQueued } from '../support/seeding/messages';

let api: Api;
let flight: Flight;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  flight = await inFlight(api, [{}, {}]);
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const { plan, dates, notices } = testDoc();
const [notice, reminder] = plan.steps as [CampaignDoc['plan']['steps'][number], CampaignDoc['plan']['steps'][number]];
const waiting = (days: number) => ({ plan: { steps: [{ ...notice, wait: { days } }, reminder] } });
const reworded = (id: string) => ({
  notices: {
    ...notices,
    [id]: {
      ...notices[id]!,
      body: { ja: '{{ name }} 様 訂正 {{ link }} {{ optOutLink }}', en: 'x {{ link }} {{ optOutLink }}' },
    },
  },
});
const migrate = { default: 'migrate' };
const key = (role: keyof Flight['own']['keys']) => flight.own.keys[role].key;
const at = (version: number, action = '') => `${flight.path}/${version}${action && `/${action}`}`;
const get = async (path: string) => (await api.send('get', path, key('auditor')).expect(200)).body;
const campaign = () => get(`/api/campaigns/${flight.id}`);

it('goes from a draft over both approvals into force', async () => {
  const drafted = await draft(api, flight, { ...waiting(21), ...reworded('reminder') }).expect(201);
  expect(drafted.body).toMatchObject({ version: 2, baseVersion: 1, status: 'draft', outdated: false });
  expect(drafted.body.diff).toEqual({
    steps: [{ step: 'notice', change: 'changed', fields: ['wait'] }],
    notices: [{ notice: 'reminder', change: 'changed' }],
    dates: [],
    parts: [],
  });
  expect(await campaign()).toMatchObject({ version: 1, status: 'running' });
  const { contentHash } = (await submit(api, flight, 2, migrate).expect(200)).body;
  const approve = (role: 'approver' | 'client_approver') => api.act(at(2, 'approve'), key(role), { contentHash });
  await approve('approver').expect(200);
  const half = await api.act(at(2, 'adopt'), key('manager')).expect(409);
  expect(half.body).toMatchObject({ code: 'not_approved', params: { gates: 'client' } });
  expect((await approve('client_approver').expect(200)).body.status).toBe('approved');
  const adopted = await api.act(at(2, 'adopt'), key('manager')).expect(200);
  expect(adopted.body).toMatchObject({ status: 'adopted', adoptionFinishedAt: null });
  const { approvals, ...now } = await campaign();
  expect(now).toMatchObject({ version: 2, contentHash });
  expect(approvals.filter((one: { valid: boolean }) => one.valid)).toHaveLength(2);
  expect((await get(at(2))).approvals).toHaveLength(2);
  expect((await get(at(2, 'document'))).plan.steps[0].wait).toEqual({ days: 21 });
  expect((await get(flight.path)).items.map((one: { version: number }) => one.version)).toEqual([2]);
  expect((await ledgerKinds(api.t, flight.id)).filter((kind) => kind.startsWith('plan_'))).toEqual(
    'plan_drafted plan_submitted plan_approved plan_approved plan_adopted'.split(' '),
  );
});

it.each<[string, Partial<CampaignDoc>, string, string[]]>([
  ['other columns', { columns: { contractNumber: '番号', name: '氏名' } }, 'plan_version_refused', ['columns_fixed']],
  [
    'an earlier apply-by',
    { dates: { ...dates, applyBy: dates.applyBy - 6 * DAY } },
    'plan_version_refused',
    ['date_promised'],
  ],
  ['nothing new', {}, 'plan_version_unchanged', []],
  [
    'a step without its notice',
    { notices: { notice: notices['notice']! } },
    'campaign_file_invalid',
    ['notice_unknown'],
  ],
])('is not drafted with %s', async (_, change, code, issues) => {
  const { body } = await draft(api, flight, change).expect(422);
  expect(body.code).toBe(code);
  expect(body.issues.map((issue: { code: string }) => issue.code)).toEqual(issues);
});

it('is never approved by its author or the holder of the other gate, nor with other contents', async () => {
  await draft(api, flight, waiting(21)).expect(201);
  const { contentHash } = (await submit(api, flight, 2, migrate).expect(200)).body;
  const approve = (as: string, hash = contentHash) => api.act(at(2, 'approve'), as, { contentHash: hash });
  const { own } = flight;
  const author = { personId: own.keys.manager.personId, clientId: own.clientId, role: 'approver' as const };
  expect((await approve((await createApiKey(api.t.db, author)).key).expect(403)).body.code).toBe('self_approval');
  expect((await approve(key('approver'), 'a'.repeat(64)).expect(409)).body.code).toBe('content_hash_mismatch');
  await approve(key('approver')).expect(200);
  const both = { ...author, personId: own.keys.approver.personId, role: 'client_approver' as const };
  expect((await approve((await createApiKey(api.t.db, both)).key).expect(403)).body.code).toBe('self_approval');
  expect((await approve(key('approver')).expect(409)).body.code).toBe('already_approved');
});

it('is bound to its rule: the same contents under another rule have another hash', async () => {
  await draft(api, flight, waiting(21)).expect(201);
  await draft(api, flight, waiting(21)).expect(201);
  const one = await submit(api, flight, 2, migrate).expect(200);
  const other = await submit(api, flight, 3, { default: 'stay' }).expect(200);
  expect(one.body.contentHash).not.toBe(other.body.contentHash);
});

it('needs a rule that fits', async () => {
  await draft(api, flight, { plan: { steps: [notice] } }).expect(201);
  const rule = { default: 'migrate', segments: [{ segment: 'elderly', rule: 'stay' }], recall: ['letter'] };
  const { body } = await submit(api, flight, 2, rule).expect(422);
  expect(body.issues.map((issue: { path: string; code: string }) => [issue.path, issue.code])).toEqual([
    ['rule.segments.0.segment', 'segment_unknown'],
    ['rule.recall.0', 'recall_unknown'],
    ['rule.onRemoved', 'on_removed_missing'],
  ]);
});

it('is outdated once another one is in force, and can be discarded', async () => {
  await draft(api, flight, waiting(28)).expect(201);
  await adopt(api, flight, waiting(21), migrate);
  expect(await get(at(2))).toMatchObject({ outdated: true });
  expect((await submit(api, flight, 2, migrate).expect(409)).body.code).toBe('plan_version_outdated');
  const discarded = await api.act(at(2, 'discard'), key('manager'), { reason: '作り直し' }).expect(200);
  expect(discarded.body.status).toBe('discarded');
  expect((await submit(api, flight, 2, migrate).expect(409)).body.code).toBe('plan_version_wrong_state');
});

it('is for campaigns in flight only', async () => {
  await api.act(`/api/campaigns/${flight.id}/stop`, key('manager'), { reason: 'x' }).expect(200);
  expect((await draft(api, flight, waiting(21)).expect(409)).body).toMatchObject({ code: 'campaign_wrong_state' });
});

describe('counted before', () => {
  const preview = async (version: number, rule: object) =>
    (await api.send('post', at(version, 'preview'), key('approver')).send({ rule }).expect(200)).body;

  beforeEach(async () => {
    flight = await inFlight(api, [{}, {}, { hold: 'lawyer' }, { ageFrom: 70 }], {
      segments: { elderly: { ageFrom: 65 } },
    });
    await runAllJourneys(api, flight, NOTICE_AT);
    await handOver(api, flight);
  });
  const segments = { elderly: { ageFrom: 65 } };
  const staying = { ...migrate, segments: [{ segment: 'elderly', rule: 'stay' }] };
  const none = { journeys: 0, stay: 0, same: 0, earlier: 0, later: 0, goesOn: [], held: 0, closing: 0 };

  it.each([
    [21, { later: 2 }, 0],
    [7, { earlier: 2 }, 2],
    [14, { same: 2 }, 0],
  ])('a reminder after %s days', async (days, effect, woken) => {
    await draft(api, flight, { segments, ...waiting(days), ...reworded('notice') }).expect(201);
    const counts = await preview(2, staying);
    expect(counts).toMatchObject({ open: 4, migrate: 3, stay: 1, woken });
    expect(counts.steps).toEqual([
      { ...none, step: 'notice', journeys: 1, held: 1 },
      { ...none, step: 'reminder', journeys: 3, stay: 1, ...effect },
    ]);
    expect(counts.notices).toEqual([{ notice: 'notice', handedOver: 3, inHand: 0, queued: 0 }]);
  });

  it.each([
    ['next', 'final'],
    ['end', null],
  ])('a removed step under the rule %s', async (onRemoved, step) => {
    const final = { ...reminder, id: 'final' };
    await draft(api, flight, { segments, plan: { steps: [notice, final] } }).expect(201);
    const { steps } = await preview(2, { ...staying, onRemoved });
    expect(steps[1]).toEqual({ ...none, step: 'reminder', journeys: 3, stay: 1, goesOn: [{ step, journeys: 2 }] });
  });
});

describe('in force', () => {
  const REMINDER_AT = '2027-02-15T09:00:00+09:00';
  const next = async () =>
    (await runAllJourneys(api, flight)).map(({ did, next: step }) => `${did} ${step ?? ''}`.trim());
  beforeEach(async () => {
    await runAllJourneys(api, flight, NOTICE_AT);
    await handOver(api, flight);
  });

  it('a wait that became longer keeps what has elapsed, and every decision comes out the same again', async () => {
    await adopt(api, flight, waiting(21), migrate);
    expect(await runAllJourneys(api, flight, REMINDER_AT)).toMatchObject([{ did: 'waits' }, { did: 'waits' }]);
    await runAllJourneys(api, flight, '2027-02-22T09:00:00+09:00');
    expect(await messages(api, flight)).toEqual([
      ...['notice handed_over v1', 'reminder queued v2'],
      ...['notice handed_over v1', 'reminder queued v2'],
    ]);
    expect((await redecide(api.t.db, flight.id)).differing).toEqual([]);
  });

  it('a journey that would wait too long is marked to be signalled; another keeps waiting', async () => {
    const held = () =>
      api.t.db
        .selectFrom('journeys')
        .select('id')
        .where('campaign_id', '=', flight.id)
        .where('held_epoch', 'is not', null)
        .execute();
    await adopt(api, flight, waiting(21), migrate);
    expect(await held()).toHaveLength(0);
    await adopt(api, flight, waiting(7), migrate);
    expect(await held()).toHaveLength(2);
    await runAllJourneys(api, flight, '2027-02-08T09:00:00+09:00');
    expect(await held()).toHaveLength(0);
    expect(await messages(api, flight)).toContain('reminder queued v3');
  });

  it.each([
    ['next', 'waits final'],
    ['end', 'waits'],
  ])('a removed step goes by the rule %s', async (onRemoved, expected) => {
    await adopt(api, flight, { plan: { steps: [notice, { ...reminder, id: 'final' }] } }, { ...migrate, onRemoved });
    expect(await next()).toEqual([expected, expected]);
    const { timeline } = await get(`/api/journeys/${flight.journeys[0]}`);
    expect(timeline.map((event: { kind: string }) => event.kind)).toContain('plan_changed');
    expect((await redecide(api.t.db, flight.id)).differing).toEqual([]);
  });

  it('who stays keeps plan and dates to the end, who goes over has the later ones', async () => {
    flight = await inFlight(api, [{ ageFrom: 70 }, { ageFrom: 30 }], { segments: { elderly: { ageFrom: 65 } } });
    await runAllJourneys(api, flight, NOTICE_AT);
    await handOver(api, flight);
    const by = 30 * DAY;
    const later = {
      ...dates,
      lastDispatch: dates.lastDispatch + by,
      applyBy: dates.applyBy + by,
      endOfService: dates.endOfService + by,
      graceUntil: dates.graceUntil! + by,
    };
    const segments = { elderly: { ageFrom: 65 } };
    const rule = { ...migrate, reopenClosed: 'no', segments: [{ segment: 'elderly', rule: 'stay' }] };
    await adopt(api, flight, { segments, ...waiting(21), dates: later }, rule);
    expect(await campaign()).toMatchObject({ version: 2, applyBy: new Date(later.applyBy).toISOString() });
    await runAllJourneys(api, flight, REMINDER_AT);
    expect(await messages(api, flight)).toEqual([
      'notice handed_over v1',
      'reminder queued v1',
      'notice handed_over v1',
    ]);
    await handOver(api, flight);
    const ended = await runAllJourneys(api, flight, '2027-04-18T00:00:00+09:00');
    expect(ended.map(({ did }) => did)).toEqual(['closed', 'sent']);
    await handOver(api, flight);
    expect(await runAllJourneys(api, flight, '2027-05-18T00:00:00+09:00')).toMatchObject([
      { did: 'closed', why: 'deadline_passed' },
    ]);
    expect((await redecide(api.t.db, flight.id)).differing).toEqual([]);
  });

  it('page and lane go by the dates of the version that a customer is in', async () => {
    const segments = { elderly: { ageFrom: 65 } };
    flight = await inFlight(api, [{ ageFrom: 70 }, { ageFrom: 30 }], { segments });
    await runAllJourneys(api, flight, NOTICE_AT);
    await handOver(api, flight);
    const by = 10 * DAY;
    const { lastDispatch, applyBy, graceUntil } = dates;
    const later = {
      ...dates,
      lastDispatch: lastDispatch + by,
      applyBy: applyBy + by,
      graceUntil: graceUntil! + by,
    };
    const rule = { ...migrate, reopenClosed: 'no', segments: [{ segment: 'elderly', rule: 'stay' }] };
    await adopt(api, flight, { segments, dates: later }, rule);
    await runAllJourneys(api, flight, REMINDER_AT);
    const { clientId, customers } = flight.own;
    const pages = [];
    for (const { id: customerId } of customers) {
      const link = { campaignId: flight.id, clientId, customerId, kind: 'page' as const, version: 1 };
      pages.push((await loadPageCampaign(api.t.db, link)).doc.dates.applyBy);
    }
    expect(pages).toEqual([applyBy, later.applyBy]);
    await stepClock(api.t, lastDispatch + 2 * DAY + 10 * HOUR);
    const lane = await api.t.db.selectFrom('lanes').select(['id', 'fence']).executeTakeFirstOrThrow();
    const claimed = await claimMessages(api.t.db, new CampaignDocs(), {
      laneId: lane.id,
      fence: lane.fence,
      limit: 50,
    });
    const own = (customer: number) => customers.findIndex(({ id }) => id === customer);
    expect(claimed.messages.map(({ customerId }) => own(customerId)).filter((n) => n >= 0)).toEqual([1]);
    const refused = claimed.refused.filter(({ message }) => own(message.customerId) >= 0);
    expect(refused.map(({ message, reason }) => [own(message.customerId), reason])).toEqual([
      [0, 'last_dispatch_passed'],
    ]);
  });

  it('a later version may take over who stayed with an older one', async () => {
    await adopt(api, flight, waiting(21), { default: 'stay' });
    await adopt(api, flight, waiting(28), migrate);
    expect(await runAllJourneys(api, flight, '2027-02-22T09:00:00+09:00')).toMatchObject([
      { did: 'waits' },
      { did: 'waits' },
    ]);
    await runAllJourneys(api, flight, '2027-03-01T09:00:00+09:00');
    expect(await messages(api, flight)).toContain('reminder queued v3');
  });
});

describe('texts', () => {
  beforeEach(() => runAllJourneys(api, flight, NOTICE_AT));

  it('queued messages keep the text they were written with', async () => {
    await adopt(api, flight, reworded('notice'), migrate);
    await runAllJourneys(api, flight);
    expect(await messages(api, flight)).toEqual(['notice queued v1', 'notice queued v1']);
  });

  it('a recalled one goes out with the new text, once; what has left stays as it is', async () => {
    await handOverQueued(api.t, Date.parse(NOTICE_AT), { journeyId: flight.journeys[0]! });
    await adopt(api, flight, reworded('notice'), { ...migrate, recall: ['notice'] });
    expect(await messages(api, flight)).toEqual(['notice handed_over v1', 'notice queued v2']);
    const { timeline } = await get(`/api/journeys/${flight.journeys[1]}`);
    expect(timeline.map((event: { kind: string }) => event.kind)).toContain('notice_replaced');
  });

  it('one without a successor is withdrawn, and the journey decides again', async () => {
    const opening = { ...notice, id: 'opening', notice: 'opening' };
    const change = {
      plan: { steps: [opening, reminder] },
      notices: { reminder: notices['reminder']!, opening: notices['notice']! },
    };
    await adopt(api, flight, change, { ...migrate, onRemoved: 'next', recall: ['notice'] });
    expect(await messages(api, flight)).toEqual(['notice withdrawn v1', 'notice withdrawn v1']);
    await runAllJourneys(api, flight);
    expect((await messages(api, flight)).slice(0, 2)).toEqual(['notice withdrawn v1', 'opening queued v2']);
    expect((await redecide(api.t.db, flight.id)).differing).toEqual([]);
  });
});
